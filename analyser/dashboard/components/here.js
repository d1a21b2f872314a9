// A button that asks the player where it is. The player answers `analyser:where` at once with
// `analyser:here`, whose detail holds the time in seconds.

function ask() {
  let time = null;
  const heard = (event) => (time = event.detail.time);
  window.addEventListener("analyser:here", heard, { once: true });
  window.dispatchEvent(new CustomEvent("analyser:where"));
  window.removeEventListener("analyser:here", heard);
  return time;
}

export default function ({ data, parentElement, setTriggerValue }) {
  let button = parentElement.querySelector("button");
  if (!button) {
    button = document.createElement("button");
    button.type = "button";
    button.className = "clip";
    parentElement.append(button);
  }
  button.textContent = data.label;
  button.title = data.about;
  button.onclick = () => {
    const time = ask();
    if (time !== null) setTriggerValue("time", time);
  };
}
