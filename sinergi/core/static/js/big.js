// <s-big>: the giant button has the focus when it arrives, but a key that is just being typed answers nothing;
// nor does the second tap of two, which falls on the next page's button. A refresh in place disarms no finger.
const ARMED_AFTER = 400;
const opened = performance.now();
const since = new Map(); // the same verb keeps its age when its part of the page is made anew

customElements.define("s-big", class extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    if (!button) return;
    const verb = button.form?.getAttribute("action");
    if (!since.has(verb)) since.set(verb, performance.now());
    button.addEventListener("click", (event) => {
      const isKey = event.detail === 0;
      if (performance.now() - (isKey ? since.get(verb) : opened) < ARMED_AFTER) event.preventDefault();
    });
    if (this.hasAttribute("focus")) button.focus({ preventScroll: true });
  }
});
