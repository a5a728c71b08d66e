// The device's own clock goes beside the server's, in every form that has a field for it.
document.addEventListener("submit", (event) => {
  const field = event.target.querySelector?.("input[name=device_at]");
  if (field) field.value = new Date().toISOString();
}, true);
