// Look at pages of a site in a real browser and print what is wrong with them as JSON: a list of findings.
//
//     node audit.mjs BROWSER SITE PAGE...
//
// A page may end with `?q=WORD` and ` > TEXT`: then the search must come to list a link with this text.
//
// Each page is opened at 360 pixels in the dark and at 1280 in the light: axe-core finds nothing, nothing is wider than the window,
// nothing is refused or fails to load, no dialog opens. The site is served from this process, on a loopback port.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import axe from "axe-core";
import puppeteer from "puppeteer-core";

const [browserPath, site, ...pages] = process.argv.slice(2);
const types = {
  ".html": "text/html", ".css": "text/css", ".svg": "image/svg+xml", ".js": "text/javascript",
  ".wasm": "application/wasm", ".json": "application/json",
};

const server = createServer(async (request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url, "http://site").pathname));
  try {
    const content = await readFile(join(site, path));
    response.writeHead(200, { "content-type": types[extname(path)] ?? "application/octet-stream" }).end(content);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const root = `http://127.0.0.1:${server.address().port}/`;

const browser = await puppeteer.launch({
  executablePath: browserPath,
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const findings = [];
try {
  const tab = await browser.newPage();
  let where = "";
  const found = (what) => findings.push({ where, what });
  tab.on("dialog", async (dialog) => { found("a dialog opened"); await dialog.dismiss(); });
  tab.on("pageerror", (error) => found(`script: ${error}`));
  tab.on("console", (message) => {
    if (message.type() === "error" && !message.location().url?.endsWith("/favicon.ico")) found(`console: ${message.text()}`);
  });
  for (const [width, scheme] of [[360, "dark"], [1280, "light"]]) {
    await tab.setViewport({ width, height: 800 });
    await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    for (const wish of pages) {
      const [page, awaited] = wish.split(" > ");
      where = `${page} ${width} ${scheme}`;
      await tab.goto(root + page, { waitUntil: "load" });
      if (awaited)
        await tab.waitForSelector(`#found ::-p-text(${awaited})`, { timeout: 10000 }).catch(() => found(`not found: ${awaited}`));
      const over = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (over > 0) found(`wider than the window by ${over} pixels`);
      // The page's own policy forbids scripts: the debugger evaluates the checker, as nobody on the web can.
      await tab.evaluate(axe.source);
      const result = await tab.evaluate(() => axe.run(document));
      for (const rule of result.violations)
        for (const node of rule.nodes) found(`${rule.id}: ${rule.help}: ${node.html.slice(0, 200)} ${node.failureSummary}`);
    }
  }
} finally {
  await browser.close();
  server.close();
}
console.log(JSON.stringify(findings, null, 1));
