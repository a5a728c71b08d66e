// The connection itself: opened anew after every failure, from the last place heard.
const NAMES = ["hello", "beat", "nudge", "resync", "state", "end"];
const LONGEST = 15000;
let source = null, tries = 0, timer = 0;

/** Listen from `place()` on and hand every message to `hear`. */
export function listen(place, hear) {
  function open() {
    clearTimeout(timer);
    source?.close();
    const seq = place();
    source = new EventSource(seq === null ? "/live/stream" : `/live/stream?after=${seq}`);
    for (const name of NAMES) source.addEventListener(name, (event) => {
      tries = 0;
      hear({ name, id: event.lastEventId, data: JSON.parse(event.data) });
    });
    source.onerror = again;
  }

  // Not the browser's own retry: it gives up for good after an answer such as 503.
  function again() {
    source.close();
    clearTimeout(timer);
    tries += 1;
    const wait = Math.min(LONGEST, 500 * 1.7 ** tries) * (0.5 + Math.random() / 2);
    timer = setTimeout(open, wait);
    hear({ name: "down", data: { retry: Math.ceil(wait / 1000) } });
  }

  addEventListener("offline", again);
  addEventListener("online", open);
  open();
  return open;
}

export const isOpen = () => source?.readyState === EventSource.OPEN;
