// Buttons that play a stretch and stop at its end.

export default function ({ data, parentElement }) {
  let row = parentElement.querySelector(".clips");
  if (!row) {
    row = document.createElement("div");
    row.className = "clips";
    parentElement.append(row);
  }
  const buttons = data.clips.map(({ start, end, label, about }) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "clip";
    button.textContent = `▶ ${label}`;
    button.setAttribute("aria-label", about);
    button.title = about;
    button.addEventListener("click", () => askToPlay(start, end));
    return button;
  });
  row.replaceChildren(...buttons);
}
