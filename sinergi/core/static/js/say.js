// One polite voice for the page, at most one sentence every five seconds.
let last = 0;

export function say(sentence) {
  const region = document.getElementById("s-polite");
  const wait = Math.max(0, last + 5000 - Date.now());
  last = Date.now() + wait;
  if (region) setTimeout(() => { region.textContent = sentence; }, wait);
}
