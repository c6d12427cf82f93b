// Ask on the query page as a person does, in a real browser that runs no scripts, and print what is seen as JSON.
//
//     cd FOLDER-OF-NODE_MODULES; node ask.mjs BROWSER ADDRESS [FOLDER-FOR-PICTURES]
//
// Each page is looked at with 360 pixels in the dark and 1280 in the light: `wrong` is what axe-core and the console say.
import { createRequire } from "node:module";

const [browserPath, address, pictures] = process.argv.slice(2);
const require = createRequire(`${process.cwd()}/`);
const axe = require("axe-core");
const puppeteer = require("puppeteer-core");

const browser = await puppeteer.launch({
  executablePath: browserPath,
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const seen = { wrong: [] };
try {
  const tab = await browser.newPage();
  let where = "";
  tab.on("console", (message) => {
    const url = message.location().url ?? "";
    // The browser notes it when the answer to a wrong query has the status 400, as it must.
    if (message.type() === "error" && !url.endsWith("/favicon.ico") && !message.text().includes("400 (Bad Request)")) seen.wrong.push(`${where}: ${message.text()}`);
  });
  await tab.setJavaScriptEnabled(false);

  const look = async (name) => {
    where = name;
    // The page has come without scripts; the checker is one.
    await tab.setJavaScriptEnabled(true);
    for (const [width, scheme] of [[360, "dark"], [1280, "light"]]) {
      await tab.setViewport({ width, height: 900 });
      await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      const over = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (over > 0) seen.wrong.push(`${name} ${width}: wider than the window by ${over} pixels`);
      await tab.evaluate(axe.source);
      const result = await tab.evaluate(() => axe.run(document));
      for (const rule of result.violations)
        for (const node of rule.nodes) seen.wrong.push(`${name} ${width}: ${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary}`);
      if (pictures) await tab.screenshot({ path: `${pictures}/${name}-${width}.png`, fullPage: true });
    }
    await tab.setJavaScriptEnabled(false);
  };
  const send = (form) => Promise.all([tab.waitForNavigation({ waitUntil: "load" }), tab.click(`${form} button[type=submit]`)]);
  const answer = () =>
    tab.evaluate(() => ({
      title: document.querySelector("h1").textContent,
      rows: [...document.querySelectorAll(".answer tbody tr")].map((row) => [...row.cells].map((cell) => cell.textContent)),
      links: [...document.querySelectorAll(".answer tbody a")].map((link) => link.href),
      chart: document.querySelector(".answer img")?.naturalWidth ?? null,
      downloads: [...document.querySelectorAll(".answer > p:last-child a")].map((link) => link.href),
    }));
  const ask = async (text) => {
    await tab.goto(`${address}sparql?lang=en`, { waitUntil: "load" });
    await tab.$eval("#query", (area, text) => (area.value = text), text);
    await send("form.ask");
  };

  await tab.goto(`${address}sparql?lang=en`, { waitUntil: "load" });
  await look("empty");
  await tab.goto(`${address}queries/guests?lang=en`, { waitUntil: "load" });
  await look("form");
  await tab.type("#value-event", "event/fair");
  await send("form.ask");
  await look("named");
  seen.named = { address: tab.url(), ...(await answer()) };
  await Promise.all([tab.waitForNavigation({ waitUntil: "load" }), tab.click(".answer tbody a")]);
  seen.followed = { address: tab.url(), title: await tab.$eval("h1", (heading) => heading.textContent) };

  await ask("# chart: bar\nSELECT ?kind (COUNT(*) AS ?things) { ?thing a ?kind } GROUP BY ?kind ORDER BY DESC(?things)");
  await look("chart");
  seen.chart = await answer();
  seen.chart.downloads = await Promise.all(
    seen.chart.downloads.map(async (url) => {
      const came = await fetch(url);
      return [came.status, came.headers.get("content-type"), (await came.text()).length > 0];
    }),
  );
  await ask("SELEKT ?x\nWHERE { ?x ?y ?z }");
  await look("fault");
  seen.fault = { told: await tab.$eval(".fault", (fault) => fault.textContent), kept: await tab.$eval("#query", (area) => area.value) };
  await ask("SELECT * {\n  ?thing ?property ?value .\n  FILTER(?unknown = nope:x)\n}");
  seen.second = await tab.$eval(".fault", (fault) => fault.textContent);
} finally {
  await browser.close();
}
console.log(JSON.stringify(seen, null, 1));
