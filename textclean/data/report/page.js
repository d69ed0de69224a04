"use strict";
// One page, no server: the data sits in the page as JSON, every text from outside becomes a text node, and
// what a person unticks is kept in `off`, a set of change numbers for each document.
const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const FOLD = 1200, EDGE = 300;
const off = data.documents.map(() => new Set());
const shown = new Set();
let current = 0, order = { key: "name", down: false };

function make(tag, text, attributes = {}) {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

// Controls, bidi marks and other invisible characters as tokens a reader can see.
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
function put(parent, text) {
  let position = 0;
  for (const found of text.matchAll(HIDDEN)) {
    if (found[0] === "\r" && text[found.index + 1] === "\n") continue;
    parent.append(text.slice(position, found.index));
    const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    parent.append(make("span", "U+" + code, { class: "token" }));
    position = found.index + found[0].length;
  }
  parent.append(text.slice(position));
  return parent;
}

const plural = (count, word) => count.toLocaleString("en") + " " + word + (count === 1 ? "" : "s");
const percent = (share) => Math.round(share * 100) + " %";
const rules = Object.assign({}, ...data.documents.map((document) => document.rules));
const isRemoval = (id) => !["repair", "quotes"].includes(rules[id].category);
const categoryOf = (change) => rules[change.rules.find(isRemoval) || change.rules[0]].category;
const changesOf = (document) => document.parts.filter((part) => typeof part !== "string");

function showSummary() {
  const t = data.totals;
  byId("summary").textContent = plural(t.files, "file") + ", " + t.changed.toLocaleString("en") + " changed, " +
    t.failed.toLocaleString("en") + " failed. Encodings: " +
    (Object.entries(t.encodings).map(([name, count]) => name + " " + count).join(", ") || "none") + ".";
  const most = Math.max(1, ...Object.values(t.edits));
  for (const [name, count] of Object.entries(t.edits)) {
    const row = make("div", "", { class: "row" });
    const track = make("div", "", { class: "track", "aria-hidden": "true" });
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 100 10");
    svg.setAttribute("preserveAspectRatio", "none");
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    rect.setAttribute("height", "10");
    rect.setAttribute("width", String((100 * count) / most));
    svg.append(rect);
    track.append(svg);
    row.append(make("span", name), track, make("span", plural(count, "change") +
      (t.words_removed[name] ? ", " + plural(t.words_removed[name], "word") : "")));
    byId("chart").append(row);
  }
  if (data.pages.length > 1) {
    byId("parts").append("This report is too big for one page and comes in " + data.pages.length + " parts: ");
  }
  data.pages.forEach((page, number) => {
    const label = "Part " + (number + 1) + " of " + data.pages.length;
    if (data.pages.length > 1) byId("parts").append(page === data.page ? make("strong", label) : make("a", label, { href: page }), " ");
  });
}

const COLUMNS = [["name", "File"], ["state", "State"], ["changes", "Changes"], ["words", "Words removed"], ["encoding", "Encoding"]];
function row(document, index) {
  const state = document.error ? "failed" : document.parts.length > 1 || typeof document.parts[0] !== "string" ? "changed" : "unchanged";
  return { index, name: document.name, state, changes: changesOf(document).length, words: document.words,
    encoding: document.encoding, warned: document.warnings.length > 0, error: document.error };
}
const rows = data.documents.map(row);

function showFiles() {
  const wanted = byId("search").value.toLowerCase(), state = byId("state").value;
  const list = rows.filter((r) => r.name.toLowerCase().includes(wanted) &&
    (state === "all" || r.state === state || (state === "warned" && r.warned)));
  list.sort((a, b) => (a[order.key] < b[order.key] ? -1 : a[order.key] > b[order.key] ? 1 : a.index - b.index));
  if (order.down) list.reverse();
  byId("files").replaceChildren(...list.slice(0, 2000).map((r) => {
    const line = make("tr"), cell = make("td"), open = put(make("button", "", { type: "button" }), r.name);
    open.addEventListener("click", () => { showDocument(r.index); byId("document").scrollIntoView(); });
    cell.append(open);
    line.append(cell, put(make("td"), r.error || r.state), make("td", String(r.changes), { class: "number" }),
      make("td", String(r.words), { class: "number" }), make("td", r.encoding));
    return line;
  }));
}

function showColumns() {
  for (const [key, label] of COLUMNS) {
    const head = make("th", "", { scope: "col" }), sort = make("button", label, { type: "button" });
    sort.addEventListener("click", () => {
      order = { key, down: order.key === key && !order.down };
      for (const other of byId("columns").children) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", order.down ? "descending" : "ascending");
      showFiles();
    });
    head.append(sort);
    byId("columns").append(head);
  }
}

// Long unchanged stretches fold to a button that opens them.
function putKept(parent, text) {
  if (text.length <= FOLD) return put(parent, text);
  const middle = text.slice(EDGE, -EDGE);
  const open = make("button", "… " + plural(middle.length, "character") + " unchanged: show", { type: "button", class: "fold" });
  open.addEventListener("click", () => open.replaceWith(put(document.createElement("span"), middle)));
  put(parent, text.slice(0, EDGE)).append(open);
  return put(parent, text.slice(-EDGE));
}

function changeElement(change, number) {
  const titles = change.rules.map((id) => rules[id].title).join("; ");
  const kind = change.after === "" ? "gone" : "mend";
  const box = make("span", "", { class: "change " + kind, role: "checkbox", tabindex: "0", "aria-checked": "true",
    "aria-label": (change.after ? "Changed" : "Removed") + ", line " + change.line + ": " + titles, title: titles });
  box.dataset.number = number;
  box.dataset.category = categoryOf(change);
  if (change.before) box.append(put(make("del"), change.before));
  if (change.after) box.append(put(make("ins"), change.after));
  return box;
}

function showDocument(index) {
  current = index;
  const doc = data.documents[index], text = byId("text");
  byId("name").replaceChildren();
  put(byId("name"), doc.name);
  byId("facts").textContent = doc.error || plural(changesOf(doc).length, "change") + ", " + plural(doc.words, "word") +
    " removed; read as " + doc.encoding + " (" + doc.evidence + ").";
  text.replaceChildren();
  let number = 0;
  for (const part of doc.parts) {
    if (typeof part === "string") putKept(text, part);
    else { const element = changeElement(part, number++); tick(element, !off[index].has(number - 1)); text.append(element); }
  }
  showFilters(doc);
  byId("notices").replaceChildren(...doc.warnings.map((w) => {
    return put(make("li", "Line " + w.line + ": "), w.text + " – " + w.reason);
  }));
  byId("warnings").hidden = doc.warnings.length === 0;
  byId("reason").replaceChildren();
  showClean();
}

function showFilters(doc) {
  const found = new Map();
  for (const change of changesOf(doc)) found.set(categoryOf(change), (found.get(categoryOf(change)) || 0) + 1);
  shown.clear();
  const legend = byId("filters").firstElementChild;
  byId("filters").replaceChildren(legend);
  for (const [category, count] of found) {
    shown.add(category);
    const label = make("label", ""), box = make("input", "", { type: "checkbox", value: category });
    box.checked = true;
    box.addEventListener("change", () => { box.checked ? shown.add(category) : shown.delete(category); applyFilters(); });
    label.append(box, " " + category + " (" + count + ")");
    byId("filters").append(label);
  }
  byId("filters").hidden = found.size === 0;
  applyFilters();
}

function applyFilters() {
  for (const element of byId("text").querySelectorAll(".change")) {
    const quiet = !shown.has(element.dataset.category);
    element.classList.toggle("quiet", quiet);
    element.tabIndex = quiet ? -1 : 0;
  }
}

function tick(element, on) { element.setAttribute("aria-checked", String(on)); }

function toggle(element) {
  const number = Number(element.dataset.number), on = off[current].has(number);
  on ? off[current].delete(number) : off[current].add(number);
  tick(element, on);
  showReason(element);
  showClean();
}

function decided() {
  let number = 0;
  return data.documents[current].parts.map((part) => typeof part === "string" ? part
    : off[current].has(number++) ? part.before : part.after).join("");
}

// A long text takes a browser seconds to lay out: it is shown when the hand rests, not at every tick.
const LONG = 200000, REST = 400;
let address = "", resting = 0;
function showClean() {
  clearTimeout(resting);
  if (byId("clean").value.length > LONG) resting = setTimeout(offerClean, REST);
  else offerClean();
  countTicks();
}

function countTicks() {
  const total = changesOf(data.documents[current]).length;
  byId("count").textContent = (total - off[current].size) + " of " + plural(total, "change") + " ticked";
}

function offerClean() {
  const doc = data.documents[current], clean = decided();
  byId("clean").value = clean;
  byId("copied").textContent = "";
  if (address) URL.revokeObjectURL(address);
  address = URL.createObjectURL(new Blob([clean], { type: "text/plain;charset=utf-8" }));
  byId("download").href = address;
  byId("download").download = doc.name.replace(/^.*[\\/]/, "").replace(/[^\p{L}\p{N}._ -]/gu, "_").replace(/^\.+/, "") || "clean.txt";
}

function showReason(element) {
  const change = changesOf(data.documents[current])[Number(element.dataset.number)];
  const box = document.createElement("p");
  for (const id of change.rules) {
    box.append(make("span", rules[id].title, { class: "title" }), " (", make("code", id), "). ");
  }
  put(box, (change.reason ? change.reason + ". " : "") + "Line " + change.line + ", column " + change.column + "; " +
    percent(change.confidence) + " sure; " + (element.getAttribute("aria-checked") === "true" ? "ticked." : "unticked: stays as it was."));
  byId("reason").replaceChildren(box);
}

function step(direction) {
  const list = [...byId("text").querySelectorAll(".change:not(.quiet)")];
  if (!list.length) return;
  const at = list.indexOf(document.activeElement);
  const next = at < 0 ? (direction > 0 ? 0 : list.length - 1) : (at + direction + list.length) % list.length;
  list[next].focus();
  list[next].scrollIntoView({ block: "center" });
}

function setAll(on) {
  for (const element of byId("text").querySelectorAll(".change:not(.quiet)")) {
    const number = Number(element.dataset.number);
    on ? off[current].delete(number) : off[current].add(number);
    tick(element, on);
  }
  showClean();
}

byId("text").addEventListener("click", (event) => { const e = event.target.closest(".change"); if (e) toggle(e); });
byId("text").addEventListener("keydown", (event) => {
  if (event.target.matches(".change") && (event.key === " " || event.key === "Enter")) { event.preventDefault(); toggle(event.target); }
});
for (const kind of ["focusin", "mouseover"]) {
  byId("text").addEventListener(kind, (event) => { const e = event.target.closest(".change"); if (e) showReason(e); });
}
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
  if (event.key === "j") step(1);
  if (event.key === "k") step(-1);
});
byId("next").addEventListener("click", () => step(1));
byId("previous").addEventListener("click", () => step(-1));
byId("accept").addEventListener("click", () => setAll(true));
byId("reject").addEventListener("click", () => setAll(false));
byId("download").addEventListener("click", offerClean);
byId("copy").addEventListener("click", async () => {
  offerClean();
  byId("clean").select();
  try { await navigator.clipboard.writeText(decided()); } catch { document.execCommand("copy"); }
  byId("copied").textContent = "Copied.";
});
byId("search").addEventListener("input", showFiles);
byId("state").addEventListener("change", showFiles);
byId("files-box").hidden = data.documents.length < 2;
showSummary();
showColumns();
showFiles();
if (data.documents.length) showDocument(0); else byId("document").hidden = true;
