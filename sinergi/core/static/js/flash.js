// <s-flash>: the flash report in the hand. Steppers, rooms of the chosen block, and the sentence that will be sent.
customElements.define("s-flash", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const step = event.target.closest("button[data-step]");
      if (step) this.step(step);
    });
    this.addEventListener("change", () => this.update());
    for (const button of this.querySelectorAll("button[data-step]")) button.hidden = false;
    this.update();
  }

  step(button) {
    const input = button.parentElement.querySelector("input");
    const value = Number(input.value || 0) + Number(button.dataset.step);
    input.value = Math.min(Number(input.max || 999), Math.max(0, value));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  update() {
    const chosen = this.querySelector("[data-block]:checked");
    for (const rooms of this.querySelectorAll("[data-rooms]")) {
      rooms.hidden = !chosen || rooms.dataset.rooms !== chosen.value;
      if (rooms.hidden) for (const room of rooms.querySelectorAll(":checked")) room.checked = false;
    }
    for (const reveal of this.querySelectorAll("[data-when]")) {
      const [name, value] = reveal.dataset.when.split("=");
      reveal.hidden = this.querySelector(`[name="${name}"]:checked`)?.value !== value;
    }
    const place = this.querySelector("[data-place]");
    const said = this.querySelector("[data-rooms]:not([hidden]) :checked") || chosen;
    if (place && said) place.textContent = said.dataset.label;
  }
});
