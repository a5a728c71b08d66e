// The title says how many wait and how bad, nothing more: titles end up in histories and screenshots.
const own = document.title;

function name(list) {
  if (list) document.title = list.dataset.title ? `${list.dataset.title} · ${own}` : own;
}

document.addEventListener("sinergi:fresh", ({ target }) => name(target.querySelector("[data-alarms]")));
name(document.querySelector("[data-alarms]"));
