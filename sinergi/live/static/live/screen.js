// What this screen tells the server: whether it can be heard (every 15 s and at each change), and what it has shown.
const KEEP_ALIVE = 15000;
/** Which screen this is, for as long as its tab lives. */
export const screen = sessionStorage.getItem("sinergi-screen") ?? crypto.randomUUID?.() ?? uuid();
sessionStorage.setItem("sinergi-screen", screen);
let sound = "blocked", timer = 0;
const unseen = new Set();
// What was seen on one tab was seen: the tab that sounds may be another.
const tell = { postMessage: (detail) => document.dispatchEvent(new CustomEvent("sinergi:seen", { detail })) };
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("sinergi-seen") : null;
tabs?.addEventListener("message", ({ data }) => tell.postMessage(data));

export function report(state) {
  if (state) sound = state;
  clearTimeout(timer);
  timer = setTimeout(report, KEEP_ALIVE);
  return post("/alerts/screens/", { screen, sound });
}

export function post(address, fields) {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1]
    ?? document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
  return fetch(address, {
    method: "POST", body: new URLSearchParams(fields), headers: { "X-CSRFToken": token, "HX-Request": "true" }, keepalive: true,
  }).catch(() => { /* the next keep-alive says it again */ });
}

// crypto.randomUUID exists on https and localhost only.
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = bytes[6] & 15 | 64;
  bytes[8] = bytes[8] & 63 | 128;
  return [...bytes].map((b, i) => ([4, 6, 8, 10].includes(i) ? "-" : "") + b.toString(16).padStart(2, "0")).join("");
}

function look() {
  if (document.visibilityState !== "visible" || !document.hasFocus()) return;
  for (const subject of unseen) {
    post("/alerts/receipts/", { screen, subject, state: "seen" });
    for (const to of [tabs, tell]) to?.postMessage(subject);
  }
  unseen.clear();
}

document.addEventListener("sinergi:rings", ({ detail: subject }) => {
  post("/alerts/receipts/", { screen, subject, state: "delivered" });
  unseen.add(subject);
  setTimeout(look, 500); // after the alarm is on the screen
});
for (const name of ["focus", "visibilitychange", "pointerdown"]) addEventListener(name, look, true);
