// Never lie about the wire: when nothing is heard, colour drains, counters become clock times, and a bar says since when.
import { clock, now, sync } from "../js/time.js";

const SILENCE = 15000, PATIENCE = 3000;
const root = document.documentElement;
const WORDS = root.lang === "en" ? "Trying again in # s." : "Mencoba lagi dalam # dtk.";
const bar = document.querySelector("s-stale-bar");
const word = document.querySelector("s-live [data-word]");
let heard = now(), heardAt = performance.now(), down = 0, retry = 0, ended = false;

const tell = (name) => document.dispatchEvent(new CustomEvent(`sinergi:${name}`));

function lost() {
  root.dataset.stale = new Date(heard).toISOString();
  if (bar) {
    bar.querySelector("[data-at]").textContent = clock(heard, true, true);
    bar.hidden = false;
  }
  if (word) word.textContent = word.dataset.off;
  tell("lost");
}

function back() {
  delete root.dataset.stale;
  if (bar) bar.hidden = true;
  tell("back");
}

function check() {
  const silent = performance.now() - heardAt > SILENCE;
  const broken = down && performance.now() - down > PATIENCE;
  if (!root.dataset.stale && (silent || broken)) lost();
  const left = bar?.querySelector("[data-retry]");
  if (left) left.textContent = retry > 0 ? WORDS.replace("#", retry--) : "";
}

document.addEventListener("sinergi:alive", ({ detail }) => {
  if (detail.at) sync(detail.at);
  heard = now();
  heardAt = performance.now();
  down = retry = 0;
  if (word) word.textContent = word.dataset.on;
  if (root.dataset.stale) back();
});
document.addEventListener("sinergi:down", ({ detail }) => {
  down ||= performance.now();
  retry = detail.retry || 0;
  ended ||= Boolean(detail.ended);
});
// A session that ended comes back by the door only; nothing that was typed is thrown away before the user says so.
bar?.querySelector("[data-retry-now]")?.addEventListener("click", () => ended ? location.reload() : tell("retry"));
setInterval(check, 1000);
