// The desk without a mouse: J K move, Enter or E opens, A answers, / searches, ? shows this list.
const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent);
const link = (row) => row.matches("a") ? row : row.querySelector("a");

function move(step) {
  const all = rows();
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[Math.min(all.length - 1, Math.max(0, at + step))];
  if (next) link(next).focus();
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  e: () => document.activeElement.closest("[data-row]") && link(document.activeElement.closest("[data-row]")).click(),
  a: () => document.querySelector("[data-answer]")?.focus(),
  "/": () => document.querySelector("[data-search]")?.focus(),
  "?": () => document.getElementById("s-keys")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  const act = keys[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
  const row = event.target.closest("tr[data-row]");
  if (row && !event.target.closest("a, button, input, summary, label") && !String(getSelection())) link(row).click();
});
