// What rings on this screen: begins with the nudge alert.rung, without asking; ends when the page's own list says so.
// The list: an element [data-alarms] with a child [data-rings="incident:…" data-level data-drill] for each waiting alarm.
import { sound } from "./turn.js";

const LANES = { 4: "critical", 3: "high", 2: "medium" };
const ringing = new Map();
let now = "";

document.addEventListener("sinergi:nudge", ({ detail: { kind, subject, level, exercise } }) => {
  if (kind === "alert.rung") begin(subject, { level, exercise, at: performance.now() });
  else if (kind === "alert.answered" || kind === "incident.closed") ringing.delete(subject);
  else return;
  decide();
});
document.addEventListener("sinergi:seen", ({ detail: subject }) => {
  const alarm = ringing.get(subject);
  if (alarm) { alarm.seen = true; decide(); }
});
document.addEventListener("sinergi:fresh", ({ target, detail }) => {
  const list = target.querySelector("[data-alarms]");
  if (list) agree(list, detail.asked);
});

function begin(subject, alarm) {
  if (!ringing.has(subject)) document.dispatchEvent(new CustomEvent("sinergi:rings", { detail: subject }));
  ringing.set(subject, alarm);
}

// The server's list is the truth, but it was made before anything that rang after it was asked for.
function agree(list, asked) {
  const listed = [...list.querySelectorAll("[data-rings]")];
  const named = new Set(listed.map(({ dataset }) => dataset.rings));
  for (const [subject, alarm] of ringing) if (alarm.at < asked && !named.has(subject)) ringing.delete(subject);
  for (const { dataset } of listed) {
    const level = Number(dataset.level), exercise = "drill" in dataset;
    if (!ringing.has(dataset.rings)) begin(dataset.rings, { level, exercise, at: 0 });
  }
  decide();
}

function decide() {
  const lanes = [...ringing.values()].filter(({ level, exercise, seen }) => level > 1 && !(seen && level === 2 && !exercise)); // medium: until seen
  lanes.sort((a, b) => a.exercise - b.exercise || b.level - a.level);
  const name = lanes.length ? (lanes[0].exercise ? "drill" : LANES[lanes[0].level]) : "";
  if (name === now) return;
  const breaks = now === "drill" && name;
  now = name;
  document.documentElement.toggleAttribute("data-ringing", Boolean(name));
  sound(name, breaks ? 1 : 0);
}

const list = document.querySelector("[data-alarms]");
if (list) agree(list, 0);
