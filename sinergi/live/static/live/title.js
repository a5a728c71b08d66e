// The title says how many wait and how bad, nothing more: titles end up in histories and screenshots.
// An alarm's own page, whose content changes by itself, says in [data-page-title] what it is otherwise.
const parts = document.title.split(" · ");
const own = document.title.startsWith("(") ? parts.at(-1) : document.title;

function name() {
  const list = document.querySelector("[data-alarms]"), named = document.querySelector("[data-page-title]");
  if (!list) return;
  const counted = list.dataset.title;
  const rest = named ? [!counted && named.dataset.pageTitle, parts.at(-1)] : [own];
  document.title = [counted, ...rest].filter(Boolean).join(" · ");
}

document.addEventListener("sinergi:fresh", name);
name();
