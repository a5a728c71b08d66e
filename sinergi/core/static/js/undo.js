// <s-undo seconds="10">: counts the time left to take it back, then goes away.
customElements.define("s-undo", class extends HTMLElement {
  connectedCallback() {
    let left = Number(this.getAttribute("seconds") || 10);
    const count = this.querySelector("[data-left]");
    const show = () => { if (count) count.textContent = `(${left})`; };
    show();
    this.timer = setInterval(() => {
      left -= 1;
      show();
      if (left <= 0) { clearInterval(this.timer); this.remove(); }
    }, 1000);
  }
  disconnectedCallback() { clearInterval(this.timer); }
});
