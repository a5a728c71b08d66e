// The page shown while the house is being repaired: asks /health, and takes the user back by itself.
const said = document.querySelector("[data-tries]");
let tries = 0;

async function ask() {
  tries += 1;
  try {
    const answer = await fetch("/health", { cache: "no-store" });
    if (answer.ok) { location.reload(); return; }
  } catch { /* still away: ask again */ }
  if (said) said.textContent = said.dataset.tries.replace("#", tries);
  setTimeout(ask, Math.min(8000, 1000 + tries * 500));
}
setTimeout(ask, 1000);
