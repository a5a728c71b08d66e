// One stream for all tabs of this browser: the tab that holds the lock listens and tells the others.
// Tells the page: sinergi:alive (any sign of life), sinergi:nudge, sinergi:resync, sinergi:down.
import { isOpen, listen } from "./source.js";

const channel = "BroadcastChannel" in window ? new BroadcastChannel("sinergi-live") : null;
let seq = null;

const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`sinergi:${name}`, { detail }));

function hear({ name, id, data }) {
  if (data.seq ?? id) seq = Number(data.seq ?? id);
  if (name === "down" || name === "end" || data.database === "gone") {
    tell("down", { ...data, ended: name === "end" });
    return;
  }
  tell("alive", data);
  if (name === "nudge" || name === "resync") tell(name, data);
}

function spread(message) {
  hear(message);
  channel?.postMessage(message);
}

function lead() {
  const again = listen(() => seq, spread);
  // A tab that has just come waits for no beat.
  const answers = { retry: again, who: () => isOpen() && channel.postMessage({ name: "beat", data: {} }) };
  document.addEventListener("sinergi:retry", again);
  channel?.addEventListener("message", ({ data }) => answers[data.name]?.());
  return new Promise(() => {}); // the lock is held as long as the tab lives
}

channel?.addEventListener("message", ({ data }) => { if (data.data) hear(data); });
if (navigator.locks && channel) {
  document.addEventListener("sinergi:retry", () => channel.postMessage({ name: "retry" }));
  channel.postMessage({ name: "who" });
  navigator.locks.request("sinergi-live", lead);
} else lead();
