// <s-flash>: the flash report in the hand, one step at a time; nothing is waited for between the steps.
import { tell } from "./flash-said.js";
import { foretell } from "./flash-wakes.js";

customElements.define("s-flash", class extends HTMLElement {
  connectedCallback() {
    this.steps = [...this.querySelectorAll("[data-step]")];
    this.addEventListener("click", (event) => this.click(event));
    this.addEventListener("change", (event) => this.change(event));
    addEventListener("popstate", () => this.show(history.state?.flash || 1));
    for (const hidden of this.querySelectorAll("[data-step-by], [data-progress]")) hidden.hidden = false;
    const wrong = this.querySelector("[data-error]")?.closest("[data-step]");
    this.show(wrong ? Number(wrong.dataset.step) : 1);
    tell(this);
  }

  click(event) {
    const by = event.target.closest("[data-step-by]");
    if (by) {
      const input = by.parentElement.querySelector("input");
      input.value = Math.min(999, Math.max(0, Number(input.value || 0) + Number(by.dataset.stepBy)));
    }
    if (event.target.closest("[data-next]")) this.go();
    if (event.target.closest("[data-back]") && this.at > 1) { event.preventDefault(); history.back(); }
  }

  change(event) {
    tell(this);
    if (this.at === this.steps.length) foretell(this);
    if (event.target.name === "type") setTimeout(() => this.go(), 120);
  }

  go() {
    history.pushState({ flash: this.at + 1 }, "");
    this.show(this.at + 1);
    this.querySelector("main").focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  show(at) {
    this.at = Math.min(at, this.steps.length);
    this.steps.forEach((step, index) => { step.hidden = index + 1 !== this.at; });
    this.querySelectorAll("[data-progress] i").forEach((mark, index) => mark.toggleAttribute("data-on", index < this.at));
    const last = this.at === this.steps.length;
    if (last) foretell(this);
    const chosen = this.querySelector("[name=type]:checked");
    this.querySelector("[data-next]").hidden = last || !chosen;
    this.querySelector("[data-send]").hidden = !last;
    this.querySelector("[data-tip]").hidden = this.at > 1;
    this.querySelector("[data-sum]").hidden = this.at === 1;
    this.querySelector("h1").textContent = this.steps[this.at - 1].dataset.title;
    const back = this.querySelector("[data-back]");
    back.dataset.first ||= back.lastElementChild.textContent;
    back.lastElementChild.textContent = this.at > 1 ? back.dataset.word : back.dataset.first;
  }
});
