// The search page: asks the index that pagefind has made of this site and lists what it finds. Nothing is sent anywhere.
const form = document.querySelector("form");
const field = form.querySelector("input");
const status = document.querySelector("[role=status]");
const list = document.querySelector("#found");
const shown = 30;
const pagefind = await import("./search.files/pagefind.js");
await pagefind.options({ baseUrl: new URL(".", document.baseURI).pathname });
let latest = 0;

async function search() {
  const words = field.value.trim();
  const mine = ++latest;
  const address = new URL(location);
  if (words) address.searchParams.set("q", words);
  else address.searchParams.delete("q");
  history.replaceState(null, "", address);
  const answer = words ? await pagefind.search(words) : { results: [] };
  const found = await Promise.all(answer.results.slice(0, shown).map((result) => result.data()));
  if (mine !== latest) return;
  const { none, one, many } = form.dataset;
  const count = answer.results.length;
  status.textContent = !words ? "" : count === 0 ? none : count === 1 ? one : many.replace("{n}", count);
  list.replaceChildren(...found.map(item));
}

function item(data) {
  const entry = document.createElement("li");
  const link = document.createElement("a");
  link.href = data.url;
  link.textContent = data.meta.title;
  const text = document.createElement("span");
  text.className = "detail";
  // The excerpt marks the words that were found: <mark>, and nothing else, is taken over from it.
  const parts = new DOMParser().parseFromString(data.excerpt, "text/html").body.childNodes;
  for (const part of parts) {
    const piece = part.nodeName === "MARK" ? document.createElement("mark") : document.createTextNode("");
    piece.textContent = part.textContent;
    text.append(piece);
  }
  entry.append(link, text);
  return entry;
}

form.addEventListener("submit", (event) => { event.preventDefault(); search(); });
field.addEventListener("input", search);
field.value = new URL(location).searchParams.get("q") ?? "";
search();
