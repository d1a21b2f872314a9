// Small things that all parts of the player use. Everything that was said or typed is set as text,
// never as markup.

function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  const tail = String(whole % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

// Seconds of `h:mm:ss`, `m:ss` or seconds; NaN where it is none of them.
function secondsOf(text) {
  const parts = text.trim().split(":").map((part) => (part === "" ? NaN : Number(part)));
  return parts.reduce((sum, part) => sum * 60 + part, 0);
}

function element(tag, name, text = "") {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
}

function button(label, act, name = "") {
  const made = element("button", `key ${name}`.trim(), label);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

function select(options, chosen, tell) {
  const made = element("select", "key");
  fill(made, options, chosen);
  made.addEventListener("change", () => tell(made.value));
  return made;
}

// A control with its name before it.
function field(label, control) {
  const made = element("label", "field", `${label} `);
  made.append(control);
  return made;
}

// Options are pairs of value and text; one that holds a list is a group of them.
function fill(list, options, chosen) {
  const made = options.map(([value, text]) => {
    if (Array.isArray(text)) {
      const group = element("optgroup", "");
      group.label = value;
      fill(group, text, chosen);
      return group;
    }
    const option = element("option", "", text);
    option.value = value;
    option.selected = value === chosen;
    return option;
  });
  list.replaceChildren(...made);
}

// The last place whose start is at or before a time: binary search, for 3 h of them.
function placeAt(starts, time) {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

// Scroll a list, and nothing around it, as little as brings a part of it in sight.
function nearest(list, part) {
  const [box, own] = [list.getBoundingClientRect(), part.getBoundingClientRect()];
  if (own.top < box.top || own.height > box.height) list.scrollTop += own.top - box.top;
  else if (own.bottom > box.bottom) list.scrollTop += own.bottom - box.bottom;
}

const isTyping = (target) =>
  target.isContentEditable ||
  target.matches("textarea, select, input:not([type=range], [type=checkbox])");
