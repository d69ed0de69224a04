"use strict";
// One page, no server: the data sits in the page as JSON, every text from outside becomes a text node, and
// what a person unticks is kept in `off`, a set of change numbers for each document.
const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const docs = data.documents;
const off = docs.map(() => new Set());
const changes = docs.map((doc) => doc.parts.filter((part) => typeof part !== "string"));
const rules = Object.assign(Object.create(null), ...docs.map((doc) => doc.rules));
let current = 0;

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
// The rules are those that decided: that a removed line was repaired before is not among them.
const categoryOf = (change) => rules[change.rules[0]].category;
const isRemoval = (change) => !["repair", "quotes"].includes(categoryOf(change));
const titles = (change) => [...new Set(change.rules.map((id) => rules[id].title))].join("; ");
const excerpt = (text, length) => {
  const line = text.trim().replace(/\s+/g, " ");
  return line.length > length ? line.slice(0, length) + "…" : line;
};

function bar(share) {
  const track = make("span", "", { class: "sure" + (share < 0.93 ? " low" : ""), title: percent(share) + " sure" });
  const fill = make("span");
  // Below a half nothing is done: the bar shows the half that differs.
  fill.style.width = Math.max(4, (share - 0.5) * 200) + "%";
  track.append(fill);
  return track;
}
