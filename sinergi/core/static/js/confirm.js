// <s-confirm>: lifts a question that opens in place into a real dialog, with focus held and Escape to leave.
customElements.define("s-confirm", class extends HTMLElement {
  connectedCallback() {
    const details = this.querySelector("details");
    if (!details || this.dialog) return;
    this.dialog = document.createElement("dialog");
    this.dialog.className = "s-dialog";
    this.dialog.setAttribute("aria-labelledby", details.querySelector("h2").id);
    this.dialog.append(details.querySelector(".s-ask"));
    this.append(this.dialog);
    details.querySelector("summary").addEventListener("click", (event) => {
      event.preventDefault();
      this.dialog.showModal();
    });
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog || event.target.closest("[data-close]")) this.dialog.close();
    });
    if (this.dialog.querySelector("[aria-invalid=true]")) this.dialog.showModal();
  }
});
