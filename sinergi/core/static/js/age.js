// <s-age since="ISO" [coarse]>: how long it has been; the moment it began when the wire is lost.
import { clock, duration, now, stale, Ticking } from "./time.js";

customElements.define("s-age", class extends Ticking {
  text() {
    const since = Date.parse(this.getAttribute("since"));
    return stale() ? clock(since) : duration(now() - since, this.hasAttribute("coarse"));
  }
});
