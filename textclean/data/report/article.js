// One article as a page to read: removals are folded to a line each, mended places underlined.
const FOLD = 60000, EDGE = 3000;

// Stretches longer than any article fold to a button that opens them.
function putKept(parent, text) {
  if (text.length <= FOLD) return put(parent, text);
  const middle = text.slice(EDGE, -EDGE);
  const open = make("button", "… " + plural(middle.length, "character") + " unchanged: show", { type: "button", class: "more" });
  open.addEventListener("click", () => open.replaceWith(put(document.createElement("span"), middle)));
  put(parent, text.slice(0, EDGE)).append(open);
  return put(parent, text.slice(-EDGE));
}

const label = (change) => (change.after ? "Changed" : "Removed") + ", line " + change.line + ": " + titles(change) +
  ", " + percent(change.confidence) + " sure";

function isBlock(change, before, after) {
  if (change.after || !isRemoval(change)) return false;
  return /[\r\n]/.test(change.before) || (/(^|[\r\n])$/.test(before) && /^([\r\n]|$)/.test(after));
}

function foldElement(change) {
  const box = make("div", "", { class: "change gone" }), line = make("div", "", { class: "line" });
  const handle = make("input", "", { type: "checkbox", class: "handle", "aria-label": label(change) });
  const open = make("button", "", { type: "button", class: "open", "aria-expanded": "false" });
  open.append(make("span", categoryOf(change), { class: "kind" }), " ", put(make("span", "", { class: "what" }),
    titles(change) + (change.reason ? " – " + change.reason : "")));
  line.append(handle, open, bar(change.confidence), make("span", percent(change.confidence), { class: "percent" }));
  const why = make("p", "", { class: "why" });
  for (const id of change.rules) why.append(put(make("span"), rules[id].title), " ", put(make("code"), id), " ");
  if (change.reason) put(why, change.reason + ". ");
  why.append("Line " + change.line + ".");
  const old = put(make("div", "", { class: "old" }), change.before.replace(/^[\r\n]+|[\r\n]+$/g, ""));
  box.append(line, why, old);
  return [box, handle];
}

function mendElement(change) {
  const box = make("span", "", { class: "change mend handle", role: "checkbox", tabindex: "0", "aria-label": label(change) });
  if (change.after) box.append(put(make("ins"), change.after));
  else box.append(make("ins", "", { class: isRemoval(change) ? "cut" : "dot" }));
  box.append(put(make("del"), change.before));
  return [box, box];
}

function changeElement(change, number, before, after) {
  const [box, handle] = isBlock(change, before, after) ? foldElement(change) : mendElement(change);
  box.dataset.number = handle.dataset.number = number;
  box.dataset.category = categoryOf(change);
  return box;
}

const handleOf = (box) => (box.matches(".handle") ? box : box.querySelector(".handle"));
const boxOf = (number) => byId("text").querySelector('.change[data-number="' + number + '"]');

function showDocument(index) {
  current = index;
  const doc = docs[index], text = byId("text");
  byId("name").replaceChildren();
  put(byId("name"), doc.name);
  byId("facts").textContent = doc.error || plural(changes[index].length, "change") + ", " + plural(doc.words, "word") +
    " removed; read as " + doc.encoding + " (" + doc.evidence + ").";
  text.replaceChildren();
  const near = (at) => (typeof doc.parts[at] === "string" ? doc.parts[at] : "");
  let number = 0;
  const boxes = doc.parts.map((part, at) => typeof part === "string" ? null : changeElement(part, number++, near(at - 1), near(at + 1)));
  const folded = (box) => box && box.matches(".gone");
  doc.parts.forEach((part, at) => {
    if (boxes[at]) { text.append(boxes[at]); return; }
    // Beside a fold its margin stands for empty lines.
    if (folded(boxes[at - 1])) part = part.replace(/^[\r\n]+/, "");
    if (folded(boxes[at + 1])) part = part.replace(/[\r\n]+$/, "");
    if (part) text.append(putKept(make("span", "", { class: "kept", "data-part": at }), part));
  });
  byId("notices").replaceChildren(...doc.warnings.map((w) => put(make("li", "Line " + w.line + ": "), w.text + " – " + w.reason)));
  byId("warnings").hidden = doc.warnings.length === 0;
  byId("text").hidden = byId("result").hidden = Boolean(doc.error);
  hideCard();
  showKinds();
  refresh();
  showFiles();
}

function openFold(box, open) {
  box.classList.toggle("opened", open);
  box.querySelector(".open").setAttribute("aria-expanded", String(open));
}

// What a change was, beside it: on hover, on focus and at a tap.
let leaving = 0;
function showCard(box) {
  clearTimeout(leaving);
  const number = Number(box.dataset.number), change = changes[current][number], card = byId("card");
  const ticked = !off[current].has(number);
  const was = make("p", "", { class: "was" });
  was.append(put(make("del"), excerpt(change.before, 400) || "nothing"), " → ", put(make("ins"), excerpt(change.after, 400) || "nothing"));
  const facts = make("p", "", { class: "facts" });
  facts.append(bar(change.confidence), " " + percent(change.confidence) + " sure · " + categoryOf(change) + " · line " + change.line);
  const why = make("p");
  for (const id of change.rules) why.append(put(make("span"), rules[id].title), " ", put(make("code"), id), " ");
  if (change.reason) put(why, change.reason + ".");
  const button = make("button", ticked ? "Leave it as it was" : "Make this change", { type: "button" });
  button.addEventListener("click", () => { toggle(number); showCard(box); });
  card.replaceChildren(was, facts, why, button);
  card.dataset.number = number;
  card.hidden = false;
  const place = box.getClientRects()[0] || box.getBoundingClientRect();
  const below = place.top < card.offsetHeight + 80; // above it stands what is read already
  card.style.left = Math.max(8, Math.min(place.left - 12, document.documentElement.clientWidth - card.offsetWidth - 8)) + scrollX + "px";
  card.style.top = (below ? place.bottom + 8 : place.top - card.offsetHeight - 8) + scrollY + "px";
}
function hideCard() { clearTimeout(leaving); byId("card").hidden = true; }
function leaveCard() {
  clearTimeout(leaving);
  leaving = setTimeout(() => { if (!document.activeElement.matches(".mend")) hideCard(); }, 250);
}
