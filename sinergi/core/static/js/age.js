// <s-age since="ISO" [coarse]>: how long it has been; the moment it began when the wire is lost, with its day if that was earlier.
import { clock, day, duration, now, stale, Ticking } from "./time.js";

const DAY = 86400000;

customElements.define("s-age", class extends Ticking {
  text() {
    const since = Date.parse(this.getAttribute("since"));
    if (stale()) return now() - since < DAY ? clock(since, false) : `${day(since)} ${clock(since, false)}`;
    return duration(now() - since, this.hasAttribute("coarse"));
  }
});
