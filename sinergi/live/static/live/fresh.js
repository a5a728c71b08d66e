// <s-fresh id src kinds="incident alert" subject="incident:…" every="2000" urgent="alert.rung">: asks for its content again
// when a nudge concerns it: at once, or at most `every` so often and then not under a pointer or focus; urgent kinds at once.
import { announce, isUnderHand, swap } from "./swap.js";

const is = (kind, kinds) => (kinds || "").split(" ").some((k) => k && (kind === k || kind.startsWith(`${k}.`)));

customElements.define("s-fresh", class extends HTMLElement {
  connectedCallback() {
    this.every = Number(this.getAttribute("every") || 0);
    this.last = -this.every;
    this.changes = 0;
    const { signal } = this.ears = new AbortController();
    const again = () => this.want(0);
    const let_go = () => { if (this.changes) setTimeout(again); };
    document.addEventListener("sinergi:nudge", ({ detail }) => {
      if (this.concerns(detail)) this.want(1, is(detail.kind, this.getAttribute("urgent")));
    }, { signal });
    document.addEventListener("sinergi:alive", again, { once: true, signal }); // what happened before the stream stood
    for (const name of ["sinergi:resync", "sinergi:back"]) document.addEventListener(name, again, { signal });
    for (const name of ["pointerleave", "focusout"]) this.addEventListener(name, let_go, { signal });
    document.addEventListener("visibilitychange", let_go, { signal });
  }

  disconnectedCallback() { this.ears.abort(); }

  concerns({ kind, subject }) {
    const mine = this.getAttribute("subject"), kinds = this.getAttribute("kinds");
    return (!mine || mine === subject) && (!kinds || is(kind, kinds));
  }

  want(changes, urgent = false) {
    this.changes += changes;
    this.wanted = true;
    this.urgent ||= urgent; // remembered while a question is under way
    if (this.asking || (this.timer && !this.urgent)) return;
    clearTimeout(this.timer);
    const rest = Math.max(0, this.last + this.every - performance.now()) + Math.random() * this.every / 4;
    this.timer = setTimeout(() => { this.timer = 0; this.ask(); }, this.urgent ? 0 : rest);
  }

  holdsQuestion() {
    const open = this.querySelector("dialog[open]");
    if (open) setTimeout(() => this.want(0), 1000);
    return open;
  }

  async ask(now = false) {
    if (!this.isConnected || this.asking) return;
    // A question that is open in it is answered first.
    if (!now && this.holdsQuestion()) return;
    const patient = this.every && !this.hasAttribute("urgent") && this.changes && !now;
    if (patient && (document.hidden || isUnderHand(this))) { announce(this); return; }
    this.asking = true;
    this.wanted = this.urgent = false;
    this.last = performance.now();
    const changes = this.changes;
    const answer = await fetch(this.getAttribute("src") || location.href, {
      headers: { "HX-Request": "true", "X-Fragment": this.id }, cache: "no-store",
    }).catch(() => null);
    this.asking = false;
    if (answer?.status === 401) { location.assign(answer.headers.get("HX-Redirect") || "/"); return; }
    if (answer?.status === 404) { location.reload(); return; } // no longer ours to see: the page says so
    if (!answer?.ok) { setTimeout(() => this.want(0), 2000); return; }
    const html = await answer.text();
    if (!now && this.holdsQuestion()) return; // it was opened while the answer was under way
    this.changes -= changes;
    swap(this, html);
    this.dispatchEvent(new CustomEvent("sinergi:fresh", { bubbles: true, detail: { asked: this.last } }));
    if (this.wanted) this.want(0);
  }
});
