// <s-clock>: the time of day; stands still, on purpose, when the wire is lost.
import { clock, now, stale, Ticking } from "./time.js";

customElements.define("s-clock", class extends Ticking {
  text() {
    const lost = stale();
    return clock(lost ? Date.parse(lost) : now(), this.hasAttribute("seconds"), true);
  }
});
