// What a person decided: kept by the browser for this report, given out as text and as JSON.
function storage() {
  try { localStorage.setItem("textclean", "1"); return localStorage; } catch { return null; }
}
const store = storage();
const keyOf = (index) => ["textclean", data.report, docs[index].sha256, docs[index].name].join(" ");

function keep(index) {
  try {
    if (off[index].size) store.setItem(keyOf(index), JSON.stringify([...off[index]]));
    else store.removeItem(keyOf(index));
  } catch { byId("unkept").hidden = false; }
}

function recall() {
  byId("unkept").hidden = store !== null;
  docs.forEach((doc, index) => {
    try {
      const numbers = JSON.parse(store.getItem(keyOf(index)) || "[]");
      for (const number of numbers) if (changes[index][number]) off[index].add(number);
    } catch { /* nothing is kept, or not by this page */ }
  });
}

function decisions() {
  const files = docs.flatMap((doc, index) => {
    if (doc.error) return [];
    const { path, part, of, sha256, text_sha256, encoding } = doc, list = changes[index].map(({ column, ...edit }) => edit);
    return [{ path, ...(part ? { part, of } : {}), sha256, text_sha256, encoding,
      done: list.filter((_, number) => !off[index].has(number)), kept: list.filter((_, number) => off[index].has(number)) }];
  });
  return JSON.stringify({ textclean: data.textclean, decisions: 1, files }, null, 1) + "\n";
}

function give(text, type, name) {
  const link = make("a", "", { download: name, href: URL.createObjectURL(new Blob([text], { type })) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
const save = () => give(decisions(), "application/json", data.page.replace(/\.\w+$/, "") + ".decisions.json");

function decided() {
  let number = 0;
  return docs[current].parts.map((part) => typeof part === "string" ? part
    : off[current].has(number++) ? part.before : part.after).join("");
}

// A long text takes a browser seconds to lay out: it is shown when the hand rests, not at every tick.
const LONG = 200000, REST = 400;
let address = "", resting = 0;
function showClean() {
  clearTimeout(resting);
  if (byId("clean").value.length > LONG) resting = setTimeout(offerClean, REST);
  else offerClean();
  const total = changes[current].length;
  byId("count").textContent = (total - off[current].size) + " of " + total.toLocaleString("en") + " ticked";
}

function offerClean() {
  const clean = decided();
  byId("clean").value = clean;
  byId("copied").textContent = "";
  if (address) URL.revokeObjectURL(address);
  address = URL.createObjectURL(new Blob([clean], { type: "text/plain;charset=utf-8" }));
  byId("download").href = address;
  byId("download").download = docs[current].name.replace(/^.*[\\/]/, "").replace(/[^\p{L}\p{N}._ -]/gu, "_").replace(/^\.+/, "") || "clean.txt";
}

async function copyClean() {
  offerClean();
  try { await navigator.clipboard.writeText(decided()); } catch { byId("clean").select(); document.execCommand("copy"); }
  byId("copied").textContent = "Copied.";
}
