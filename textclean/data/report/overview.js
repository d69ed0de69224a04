// The whole batch: its figures, its files, and the way from one to another.
let order = { key: "name", down: false };

function showSummary() {
  const totals = Object.entries(data.totals.edits), most = Math.max(1, ...totals.map(([, count]) => count));
  for (const [name, count] of totals) {
    const row = make("div", "", { class: "row" }), track = make("div", "", { class: "track", "aria-hidden": "true" });
    const fill = make("span"), words = data.totals.words_removed[name];
    fill.style.width = (100 * count) / most + "%";
    track.append(fill);
    row.append(make("span", name), track, make("span", plural(count, "change") + (words ? ", " + plural(words, "word") : "")));
    byId("chart").append(row);
  }
  if (data.pages.length < 2) return;
  byId("parts").append("This report is too big for one page and comes in " + data.pages.length + " parts; each keeps and saves its own decisions: ");
  data.pages.forEach((page, number) => {
    const label = "Part " + (number + 1) + " of " + data.pages.length;
    byId("parts").append(page === data.page ? make("strong", label) : make("a", label, { href: page }), " ");
  });
}

function openFile(index) {
  showDocument(index);
  byId("document").scrollIntoView();
}

const COLUMNS = [["name", "File"], ["state", "State"], ["changes", "Changes"], ["words", "Words removed"], ["encoding", "Encoding"]];
const rows = docs.map((doc, index) => ({
  index, name: doc.name, state: doc.error ? "failed" : changes[index].length ? "changed" : "unchanged",
  changes: changes[index].length, words: doc.words, encoding: doc.encoding, warned: doc.warnings.length > 0,
  error: doc.error,
}));

function showFiles() {
  const wanted = query(), state = byId("state").value;
  const list = rows.filter((r) => (!wanted || haystack(r.index).includes(wanted)) &&
    (state === "all" || r.state === state || (state === "warned" && r.warned)));
  list.sort((a, b) => (a[order.key] < b[order.key] ? -1 : a[order.key] > b[order.key] ? 1 : a.index - b.index));
  if (order.down) list.reverse();
  byId("files").replaceChildren(...list.slice(0, 2000).map((r) => {
    const line = make("tr"), cell = make("td"), open = put(make("button", "", { type: "button" }), r.name);
    if (r.index === current) line.setAttribute("aria-current", "true");
    open.addEventListener("click", () => openFile(r.index));
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

// Who opens the page came for its files: the chart waits folded where it would push them off the screen.
function foldChart() {
  const room = innerHeight * (docs.length < 2 ? 0.6 : 1);
  byId("figures").open = byId("overview").getBoundingClientRect().bottom <= room;
}
