// The title says how many wait and how bad, nothing more: titles end up in histories and screenshots.
const parts = document.title.split(" · ");
const own = document.title.startsWith("(") ? parts.at(-1) : document.title; // an alarm's own page counts by itself

function name(list) {
  if (list) document.title = list.dataset.title ? `${list.dataset.title} · ${own}` : own;
}

document.addEventListener("sinergi:fresh", ({ target }) => name(target.querySelector("[data-alarms]")));
name(document.querySelector("[data-alarms]"));
