// The flash report leaves by itself until somebody answers: with one key it counts once, however often it is sent.
const PATIENCE = 12000, PAUSE = 2000;
const ASK_AGAIN = [409, 502, 503, 504];

document.addEventListener("submit", (event) => {
  const report = event.target.closest("s-flash");
  if (!report || event.defaultPrevented) return;
  event.preventDefault();
  if (!report.dataset.leaving) send(report, event.target, event.submitter);
});

async function send(report, form, button) {
  report.dataset.leaving = "1";
  const body = new URLSearchParams(new FormData(form));
  let answer = await ask(form.action, body);
  while (!answer) {
    const unknown = report.querySelector("[data-unknown]");
    unknown.textContent = unknown.dataset.unknown;
    button?.setAttribute("aria-busy", "true");
    await new Promise((done) => { setTimeout(done, PAUSE); });
    answer = await ask(form.action, body);
  }
  delete report.dataset.leaving;
  // A page instead of an address (a receipt, or a field to correct) comes the plain way: the same key, the same answer.
  if (answer.redirected) location.assign(answer.url); else form.submit();
}

async function ask(address, body) {
  try {
    const answer = await fetch(address, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) });
    return answer.redirected || !ASK_AGAIN.includes(answer.status) ? answer : null;
  } catch {
    return null; // the line is dead, or nobody answered in time
  }
}
