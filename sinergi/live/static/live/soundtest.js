// "Uji suara": device, permission, server, stream, ear; each step says in words how it went, and where it failed what to do.
import { audio, canSound, play, stop } from "./sound.js";
import { post, report, screen } from "./screen.js";

const PATIENCE = 5000, SETTLE = 800;
const dialog = document.querySelector("[data-sound-dialog]");
const rings = () => document.documentElement.hasAttribute("data-ringing");
const wait = (time) => new Promise((done) => setTimeout(done, time, false));

/** A nudge to this screen and back, by the way of a real alarm: how many milliseconds it took. */
function roundTrip() {
  const began = performance.now();
  const back = new Promise((done) => document.addEventListener("sinergi:nudge", function hear({ detail }) {
    if (detail.kind !== "screen.tested" || detail.subject !== `screen:${screen}`) return;
    document.removeEventListener("sinergi:nudge", hear);
    done(String(Math.round(performance.now() - began)));
  }));
  const refused = post("/alerts/sound-test/", { screen }).then((answer) => answer?.ok ? wait(PATIENCE) : false);
  return Promise.race([back, refused]);
}

const TESTS = {
  device: () => "AudioContext" in window && audio().destination.maxChannelCount > 0,
  permission: () => Promise.race([audio().resume(), wait(SETTLE)]).then(canSound),
  server: () => report().then((answer) => Boolean(answer?.ok)),
  stream: roundTrip,
};
const button = (name) => dialog.querySelector(`[data-${name}]`);

function show(step, result) {
  const line = dialog.querySelector(`[data-step=${step}]`);
  line.dataset.state = result ? "ok" : "failed";
  line.querySelector("[data-word]").textContent = result ? line.dataset.ok.replace("#", result) : line.dataset.failed;
}

function ask(asking) {
  for (const name of ["heard", "unheard", "again"]) button(name).hidden = asking === (name === "again");
}

async function run() {
  for (const line of dialog.querySelectorAll("[data-step]")) delete line.dataset.state;
  if (!dialog.open) dialog.showModal();
  for (const [step, test] of Object.entries(TESTS)) show(step, await Promise.resolve().then(test).catch(() => false));
  if (canSound() && !rings()) play("test"); // a real alarm is the best test
  ask(canSound());
}

function hear(heard) {
  if (!rings()) stop();
  show("heard", heard);
  ask(false);
  document.dispatchEvent(new CustomEvent("sinergi:tested", { detail: heard }));
}

if (dialog) {
  for (const test of document.querySelectorAll("[data-sound-test]")) { test.hidden = false; test.addEventListener("click", run); }
  const deeds = { again: run, heard: () => hear(true), unheard: () => hear(false), close: () => dialog.close() };
  for (const [name, deed] of Object.entries(deeds)) button(name).addEventListener("click", deed);
}
