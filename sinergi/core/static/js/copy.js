// <s-copy>: copies the text of its [data-text] and says so in its own button.
import { say } from "./say.js";

customElements.define("s-copy", class extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    if (!button || !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(this.querySelector("[data-text]").textContent.trim());
      say(button.dataset.done || button.textContent);
    });
  }
});
