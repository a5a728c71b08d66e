// <s-big>: the giant button has the focus when it arrives, but a key that is just being typed answers nothing.
const ARMED_AFTER = 400;

customElements.define("s-big", class extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    const born = performance.now();
    if (!button) return;
    button.addEventListener("click", (event) => {
      if (performance.now() - born < ARMED_AFTER) event.preventDefault();
    });
    if (this.hasAttribute("focus")) button.focus({ preventScroll: true });
  }
});
