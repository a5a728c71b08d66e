// <s-fresh id src kinds="incident alert" subject="incident:…" every="2000">: asks for its content again when a nudge
// concerns it. Without `every` at once (alarms); with it at most so often, and not under a pointer or a focus.
import { announce, isUnderHand, swap } from "./swap.js";

customElements.define("s-fresh", class extends HTMLElement {
  connectedCallback() {
    if (this.dataset.awake) return;
    this.dataset.awake = "";
    this.every = Number(this.getAttribute("every") || 0);
    this.last = -this.every;
    this.changes = 0;
    const again = () => this.want(0);
    document.addEventListener("sinergi:nudge", ({ detail }) => { if (this.concerns(detail)) this.want(1); });
    document.addEventListener("sinergi:alive", again, { once: true }); // what happened between the page and its stream
    for (const name of ["sinergi:resync", "sinergi:back"]) document.addEventListener(name, again);
    const let_go = () => { if (this.changes) setTimeout(again); };
    for (const name of ["pointerleave", "focusout"]) this.addEventListener(name, let_go);
    document.addEventListener("visibilitychange", let_go);
  }

  concerns({ kind, subject }) {
    const kinds = (this.getAttribute("kinds") || "").split(" ").filter(Boolean);
    const mine = this.getAttribute("subject");
    return (!mine || mine === subject) && (!kinds.length || kinds.some((k) => kind === k || kind.startsWith(`${k}.`)));
  }

  want(changes) {
    this.changes += changes;
    this.wanted = true;
    if (this.timer || this.asking) return;
    const rest = Math.max(0, this.last + this.every - performance.now());
    this.timer = setTimeout(() => { this.timer = 0; this.ask(); }, rest + Math.random() * this.every / 4);
  }

  async ask(now = false) {
    if (!this.isConnected || this.asking) return;
    if (!now && this.every && this.changes && (document.hidden || isUnderHand(this))) { announce(this); return; }
    this.asking = true;
    this.wanted = false;
    this.last = performance.now();
    const changes = this.changes;
    const answer = await fetch(this.getAttribute("src") || location.href, {
      headers: { "HX-Request": "true", "X-Fragment": this.id }, cache: "no-cache",
    }).catch(() => null);
    this.asking = false;
    if (answer?.status === 401) { location.assign(answer.headers.get("HX-Redirect") || "/"); return; }
    if (answer?.status === 404) { location.reload(); return; } // no longer ours to see: the page says so
    if (!answer?.ok) { setTimeout(() => this.want(0), 2000); return; }
    this.changes -= changes;
    swap(this, await answer.text());
    this.dispatchEvent(new CustomEvent("sinergi:fresh", { bubbles: true, detail: { asked: this.last } }));
    if (this.wanted) this.want(0);
  }
});
