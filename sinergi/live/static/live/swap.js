// New content in place of the old, without taking away the focus, what was typed or the open details.
import { say } from "../js/say.js";

const named = (element) => element.id ? `#${CSS.escape(element.id)}` : element.name ? `[name="${CSS.escape(element.name)}"]`
  : element.matches("[data-answer]") ? "[data-answer]" : null;

const isTyped = (control) => control.name && control.type !== "hidden" && control.value !== control.defaultValue;
const sameAs = ({ name, form }) => (control) => control.name === name && control.form?.getAttribute("action") === form?.getAttribute("action");
const controls = (element) => [...element.querySelectorAll("input, textarea, select")];

export function swap(element, html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = (element.id && page.getElementById(element.id)) || page.body;
  const focused = element.contains(document.activeElement) && named(document.activeElement);
  const opened = [...element.querySelectorAll("details[open][id]")].map(({ id }) => id);
  const typed = controls(element).filter(isTyped);
  element.replaceChildren(...fresh.childNodes);
  for (const was of typed) {
    const now = controls(element).find(sameAs(was));
    if (now) now.value = was.value;
  }
  for (const id of opened) element.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
  if (focused) element.querySelector(focused)?.focus({ preventScroll: true });
}

/** A pointer rests in it, or somebody works in it with keys. */
export function isUnderHand(element) {
  return element.contains(document.activeElement) || (matchMedia("(hover: hover)").matches && element.matches(":hover"));
}

/** "2 perubahan": what waits until the hand is gone; a touch brings it now. */
export function announce(element) {
  const words = element.dataset.held || (document.documentElement.lang === "en" ? "# changes" : "# perubahan");
  let button = element.querySelector(":scope > .s-held");
  if (!button) {
    button = document.createElement("button");
    button.type = "button";
    button.className = "btn s-held";
    button.addEventListener("click", () => element.ask(true));
    element.append(button);
  }
  button.textContent = words.replace("#", element.changes);
  say(button.textContent);
}
