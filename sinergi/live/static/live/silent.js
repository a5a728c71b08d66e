// SUARA MATI: browsers let a page sound only after a touch. Until then the screen says so, and the server is told.
import { audio, canSound, play, stop } from "./sound.js";
import { report } from "./screen.js";

const SETTLE = 800; // a browser that trusts the site starts by itself within this
const bar = document.querySelector("s-silent-bar");
const rings = () => document.documentElement.hasAttribute("data-ringing");
let told = "", deaf = false;

function check() {
  const state = deaf ? "muted" : canSound() ? "on" : "blocked";
  bar.hidden = state === "on" && !("asking" in bar.dataset);
  if (state === told) return;
  told = state;
  report(state);
  document.dispatchEvent(new CustomEvent("sinergi:sound", { detail: state }));
}

async function unlock() {
  // Never awaited alone: without a touch this promise waits forever.
  await Promise.race([audio().resume(), new Promise((done) => setTimeout(done, SETTLE))]);
  check();
}

// "Mulai jaga": sound it, and ask whether it was heard.
async function start() {
  await unlock();
  if (!canSound() || rings()) return; // a real alarm is the best test
  play("test");
  ask(true);
}

function ask(asking) {
  bar.toggleAttribute("data-asking", asking);
  bar.querySelector("[data-ask]").hidden = !asking;
  for (const part of bar.querySelectorAll("[data-said], [data-unlock]")) part.hidden = asking;
  check();
}

function answered(heard) {
  if (!rings()) stop();
  deaf = !heard;
  if (heard) document.dispatchEvent(new CustomEvent("sinergi:heard"));
  ask(false);
}

if (bar) {
  bar.querySelector("[data-unlock]")?.addEventListener("click", start);
  bar.querySelector("[data-heard]")?.addEventListener("click", () => answered(true));
  bar.querySelector("[data-unheard]")?.addEventListener("click", () => answered(false));
  for (const name of ["pointerdown", "keydown"]) addEventListener(name, () => { if (!canSound()) unlock(); }, true);
  document.addEventListener("sinergi:tested", ({ detail: heard }) => answered(heard));
  audio().addEventListener("statechange", check);
  unlock();
}
