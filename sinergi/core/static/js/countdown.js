// <s-countdown until="ISO" [overdue] [say="Kabag Ops"]>: what is left. Spoken at 60, 10 and 0 seconds only.
import { clock, duration, everySecond, now, overdueWord, stale, Ticking } from "./time.js";
import { say } from "./say.js";

customElements.define("s-countdown", class extends Ticking {
  text() {
    const until = Date.parse(this.getAttribute("until"));
    if (stale()) return clock(until);
    const left = until - now();
    this.speak(Math.ceil(left / 1000));
    if (left < 0 && this.hasAttribute("overdue")) {
      this.classList.add("s-late");
      return `${overdueWord} ${duration(-left)}`;
    }
    return duration(left);
  }

  speak(seconds) {
    if (seconds === this.said || ![60, 10, 0].includes(seconds)) return;
    this.said = seconds;
    if (this.hasAttribute("say")) say(`${this.getAttribute("say")} ${seconds} ${document.documentElement.lang === "en" ? "seconds" : "detik"}`);
  }
});

// The bars beside them: <progress data-from="ISO" data-until="ISO">.
everySecond(() => {
  for (const bar of document.querySelectorAll("progress[data-until]")) {
    const from = Date.parse(bar.dataset.from), until = Date.parse(bar.dataset.until);
    if (!stale()) bar.value = Math.min(1, Math.max(0, (now() - from) / (until - from)));
  }
});
