// Of all tabs of a browser one sounds, and only one that can: when it goes, another that waits takes over.
import { canSound, play, stop } from "./sound.js";

let wanted = "", turn = null;

/** Sound this from now on ("" for silence), after so many seconds. */
export function sound(name, after = 0) {
  wanted = name;
  if (!name) {
    stop();
    turn?.abort();
    turn = null;
  } else if (canSound()) take(after);
}

function take(after) {
  if (!navigator.locks || turn?.taken) { play(wanted, after); return; }
  if (turn) return;
  const mine = turn = new AbortController();
  navigator.locks.request("sinergi-sound", { signal: mine.signal }, () => {
    mine.taken = true;
    play(wanted, after);
    return new Promise((done) => mine.signal.addEventListener("abort", done));
  }).catch(() => { /* answered before this tab's turn came */ });
}

// The first touch may come while it rings.
document.addEventListener("sinergi:sound", ({ detail }) => { if (wanted && detail === "on") take(0); });
