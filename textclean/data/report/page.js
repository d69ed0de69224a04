// What happens when: clicks, keys, and the first look of the page.
const text = byId("text");
text.addEventListener("change", (event) => { if (event.target.matches(".handle")) toggle(Number(event.target.dataset.number)); });
text.addEventListener("click", (event) => {
  const box = event.target.closest(".change");
  if (box && box.matches(".mend")) { box.focus({ preventScroll: true }); showCard(box); }
  if (event.target.closest(".open")) openFold(box, !box.matches(".opened"));
});
for (const kind of ["focusin", "mouseover"]) {
  text.addEventListener(kind, (event) => { const box = event.target.closest(".mend"); if (box) showCard(box); });
}
text.addEventListener("mouseout", leaveCard);
text.addEventListener("focusout", leaveCard);
byId("card").addEventListener("mouseenter", () => clearTimeout(leaving));
byId("card").addEventListener("mouseleave", leaveCard);

const KEYS = {
  j: () => step(1), k: () => step(-1), d: () => stepDoubt(1), D: () => stepDoubt(-1), s: save,
  n: () => openFile((current + 1) % docs.length), p: () => openFile((current + docs.length - 1) % docs.length),
  o: () => { const box = boxOf(here()); if (box && box.matches(".gone")) openFold(box, !box.matches(".opened")); },
  "/": () => byId("search").focus(), "?": () => byId("keys").showModal(), Escape: hideCard,
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || byId("keys").open) return;
  if (event.target.matches("textarea, select, input:not([type=checkbox])")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const mend = event.target.closest(".mend");
  if (mend && (event.key === " " || event.key === "Enter")) {
    event.preventDefault();
    toggle(Number(mend.dataset.number));
    showCard(mend);
  } else if (Object.hasOwn(KEYS, event.key) && docs.length) {
    event.preventDefault();
    KEYS[event.key]();
  }
});
byId("next").addEventListener("click", () => step(1));
byId("previous").addEventListener("click", () => step(-1));
byId("doubt").addEventListener("click", () => stepDoubt(1));
byId("accept").addEventListener("click", () => setTicks(() => true, true));
byId("reject").addEventListener("click", () => setTicks(() => true, false));
byId("save").addEventListener("click", save);
byId("help").addEventListener("click", KEYS["?"]);
byId("close").addEventListener("click", () => byId("keys").close());
byId("download").addEventListener("click", offerClean);
byId("copy").addEventListener("click", copyClean);
byId("search").addEventListener("input", search);
byId("state").addEventListener("change", showFiles);

byId("page").hidden = false;
byId("files-box").hidden = byId("everywhere-box").hidden = docs.length < 2;
byId("queue-box").open = byId("kinds-box").open = innerWidth >= 1100;
recall();
showSummary();
showColumns();
showQueue();
if (docs.length) showDocument(0); else byId("document").hidden = true;
foldChart();
