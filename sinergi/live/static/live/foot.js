// The foot of the alarm page: whether this screen sounds, and when somebody last said that it was heard.
import { clock } from "../js/time.js";

const WORDS = document.documentElement.lang === "en"
  ? { on: "Sound is on", blocked: "Sound is off", muted: "Sound is not heard", tested: "test heard at" }
  : { on: "Suara hidup", blocked: "Suara mati", muted: "Suara tidak terdengar", tested: "uji terdengar" };
const KEY = "sinergi-heard-at";
let state = "";

function show() {
  const at = Number(localStorage.getItem(KEY));
  const tested = at ? `, ${WORDS.tested} ${clock(at, false, true)}` : "";
  for (const word of document.querySelectorAll("[data-sound-word]")) if (state) word.textContent = WORDS[state] + tested;
}

document.addEventListener("sinergi:sound", ({ detail }) => { state = detail; show(); });
document.addEventListener("sinergi:heard", () => { localStorage.setItem(KEY, Date.now()); show(); });
