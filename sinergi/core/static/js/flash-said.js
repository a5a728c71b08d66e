// What the flash report says so far: the rooms of the chosen block, and the sentence above the button.
export function tell(report) {
  const block = report.querySelector("[data-block]:checked");
  for (const rooms of report.querySelectorAll("[data-rooms]")) {
    rooms.hidden = rooms.dataset.rooms !== block?.value;
    if (rooms.hidden) for (const room of rooms.querySelectorAll(":checked")) room.checked = false;
  }
  for (const part of report.querySelectorAll("[data-when]")) {
    const [name, value] = part.dataset.when.split("=");
    part.hidden = report.querySelector(`[name="${name}"]:checked`)?.value !== value;
  }
  const label = (name) => report.querySelector(`[name=${name}]:checked`)?.dataset.label;
  const said = { type: label("type"), place: label("room") || label("place"), when: label("when") };
  for (const place of report.querySelectorAll("[data-said]")) {
    const words = said[place.dataset.said];
    place.textContent = words ? (place.dataset.said === "type" ? words : ` · ${words}`) : "";
  }
}
