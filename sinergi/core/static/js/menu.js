// Menus close on Escape and on a touch elsewhere; one is open at a time.
const open = () => document.querySelectorAll("details.s-menu[open], details.s-confirm[open]");

document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) { menu.open = false; menu.querySelector("summary").focus(); }
});
