// The desk: what to look at first, ticks by change, kind and rule, and the search.
const SHOWN = 60;
const hushed = new Set();
const byDoubt = changes.flatMap((list, doc) => list.map((change, number) => ({ doc, number, change })));
byDoubt.sort((a, b) => a.change.confidence - b.change.confidence);

function toggle(number) {
  off[current].has(number) ? off[current].delete(number) : off[current].add(number);
  keep(current);
  refresh();
}

// Tick or untick all changes that `wanted` names, here or in all files.
function setTicks(wanted, on) {
  docs.forEach((doc, index) => {
    if (index !== current && !byId("everywhere").checked) return;
    changes[index].forEach((change, number) => {
      if (wanted(change)) on ? off[index].delete(number) : off[index].add(number);
    });
    keep(index);
  });
  refresh();
}

function refresh() {
  for (const box of byId("text").querySelectorAll(".change")) {
    const on = !off[current].has(Number(box.dataset.number)), handle = handleOf(box);
    box.classList.toggle("undone", !on);
    if (handle.type === "checkbox") handle.checked = on; else handle.setAttribute("aria-checked", String(on));
    const quiet = hushed.has(box.dataset.category);
    box.classList.toggle("quiet", quiet);
    handle.tabIndex = quiet ? -1 : 0;
  }
  for (const item of byId("queue").querySelectorAll("[data-doc]")) {
    item.classList.toggle("undone", off[item.dataset.doc].has(Number(item.dataset.number)));
  }
  for (const box of byId("kinds").querySelectorAll("input")) countKind(box);
  showClean();
}

const belongs = (box) => (change) => (box.dataset.rule ? change.rules.includes(box.dataset.rule) : categoryOf(change) === box.dataset.kind);

function countKind(box) {
  let total = 0, ticked = 0;
  changes[current].forEach((change, number) => {
    if (belongs(box)(change)) { total++; ticked += !off[current].has(number); }
  });
  box.checked = ticked > 0;
  box.indeterminate = ticked > 0 && ticked < total;
  box.parentElement.querySelector(".tally").textContent = ticked === total ? String(total) : ticked + " of " + total;
}

function kindBox(name, kind, rule) {
  const line = make("label"), box = make("input", "", { type: "checkbox", value: rule || kind });
  box.dataset.kind = kind;
  if (rule) box.dataset.rule = rule;
  box.addEventListener("change", () => setTicks(belongs(box), box.checked));
  line.append(box, put(make("span", "", { class: "title" }), name), make("span", "", { class: "tally" }));
  if (rule) line.title = rule;
  return line;
}

function showKinds() {
  const found = new Map();
  for (const change of changes[current]) {
    const kind = categoryOf(change);
    if (!found.has(kind)) found.set(kind, new Set());
    for (const id of change.rules) found.get(kind).add(id);
  }
  byId("kinds").replaceChildren(...[...found].map(([kind, ids]) => {
    const box = make("details"), head = make("summary"), eye = make("button", "", { type: "button", class: "eye" });
    const say = () => { eye.textContent = hushed.has(kind) ? "show" : "hide"; };
    eye.setAttribute("aria-label", "Marks of " + kind);
    eye.addEventListener("click", () => { hushed.has(kind) ? hushed.delete(kind) : hushed.add(kind); say(); refresh(); });
    say();
    head.append(kindBox(kind, kind, ""), eye);
    box.append(head, ...[...ids].map((id) => kindBox(rules[id].title, kind, id)));
    return box;
  }));
  byId("kinds-box").hidden = found.size === 0;
}

const query = () => byId("search").value.trim().toLowerCase();
const hay = (change) => [change.before, change.after, change.reason, ...change.rules, ...change.rules.map((id) => rules[id].title + " " + rules[id].category)].join("\n").toLowerCase();
const stacks = [];
function haystack(index) {
  stacks[index] ??= [docs[index].name.toLowerCase(), ...docs[index].parts.map((part) => (typeof part === "string" ? part.toLowerCase() : hay(part)))].join("\n");
  return stacks[index];
}

function item(entry) {
  const { doc, number, change } = entry;
  const line = make("li", "", { "data-doc": doc, "data-number": number }), go = make("button", "", { type: "button" });
  go.append(bar(change.confidence), make("span", categoryOf(change) + " · " + percent(change.confidence), { class: "kind" }), put(make("span", "", { class: "what" }),
    change.after ? excerpt(change.before, 40) + " → " + excerpt(change.after, 40) : excerpt(change.before, 90) || titles(change)));
  if (docs.length > 1) go.append(put(make("span", "", { class: "where" }), docs[doc].name.replace(/^.*[\\/]/, "")));
  go.addEventListener("click", () => goTo(doc, number));
  line.append(go);
  return line;
}

function hits(wanted) {
  const found = [];
  docs.forEach((doc, index) => doc.parts.forEach((part, at) => {
    if (typeof part !== "string") return;
    const low = part.toLowerCase();
    for (let place = low.indexOf(wanted); place >= 0 && found.length < SHOWN; place = low.indexOf(wanted, place + wanted.length)) {
      const line = make("li", "", { class: "hit" }), go = make("button", "", { type: "button" });
      const around = part.slice(Math.max(0, place - 30), place + wanted.length + 50).replace(/\s+/g, " ");
      go.append(put(make("span", "", { class: "what" }), "…" + around + "…"));
      if (docs.length > 1) go.append(put(make("span", "", { class: "where" }), doc.name.replace(/^.*[\\/]/, "")));
      go.addEventListener("click", () => goToText(index, at, part.slice(place, place + wanted.length), place));
      line.append(go);
      found.push(line);
    }
  }));
  return found;
}

function showQueue() {
  const wanted = query();
  const list = wanted ? byDoubt.filter((entry) => hay(entry.change).includes(wanted)) : byDoubt;
  const lines = [...list.slice(0, SHOWN).map(item), ...(wanted ? hits(wanted) : [])];
  if (list.length > SHOWN) lines.splice(SHOWN, 0, make("li", plural(list.length - SHOWN, "more change"), { class: "note" }));
  if (!lines.length) lines.push(make("li", wanted ? "Nothing found." : "No changes.", { class: "note" }));
  byId("queue").replaceChildren(...lines);
  byId("queue-heading").textContent = wanted ? "Found" : "Least sure first";
  if (wanted) byId("queue-box").open = true;
}

function search() { showFiles(); showQueue(); refresh(); }

function goTo(doc, number) {
  if (doc !== current) showDocument(doc);
  const box = boxOf(number);
  for (const line of byId("queue").querySelectorAll("[aria-current]")) line.removeAttribute("aria-current");
  const line = byId("queue").querySelector('[data-doc="' + doc + '"][data-number="' + number + '"]');
  if (line) { line.setAttribute("aria-current", "true"); line.scrollIntoView({ block: "nearest" }); }
  handleOf(box).focus({ preventScroll: true });
  box.scrollIntoView({ block: "center" });
  if (box.matches(".mend")) showCard(box); else hideCard();
}

// Select what was found, at the place nearest to where the data has it.
function goToText(doc, at, words, place) {
  if (doc !== current) showDocument(doc);
  const walk = document.createTreeWalker(byId("text").querySelector('[data-part="' + at + '"]'), NodeFilter.SHOW_TEXT);
  let best = null, passed = 0;
  for (let node = walk.nextNode(); node; passed += node.data.length, node = walk.nextNode()) {
    for (let found = node.data.indexOf(words); found >= 0; found = node.data.indexOf(words, found + 1)) {
      const far = Math.abs(passed + found - place);
      if (!best || far < best.far) best = { node, found, far };
    }
  }
  if (!best) return;
  getSelection().setBaseAndExtent(best.node, best.found, best.node, best.found + words.length);
  const box = getSelection().getRangeAt(0).getBoundingClientRect();
  scrollBy(0, box.top - innerHeight / 2);
}

function here() {
  const box = document.activeElement.closest("#text .change");
  return box ? Number(box.dataset.number) : -1;
}

function step(direction) {
  const list = [...byId("text").querySelectorAll(".change:not(.quiet)")];
  if (!list.length) return;
  const at = list.findIndex((box) => Number(box.dataset.number) === here());
  const next = at < 0 ? (direction > 0 ? 0 : list.length - 1) : (at + direction + list.length) % list.length;
  goTo(current, Number(list[next].dataset.number));
}

function stepDoubt(direction) {
  if (!byDoubt.length) return;
  const at = byDoubt.findIndex((entry) => entry.doc === current && entry.number === here());
  const next = at < 0 ? (direction > 0 ? 0 : byDoubt.length - 1) : (at + direction + byDoubt.length) % byDoubt.length;
  goTo(byDoubt[next].doc, byDoubt[next].number);
}
