// Small things that all parts of the player use. Everything that was said or typed is set as text,
// never as markup.

const DRAG = 4; // pixels

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

// Scroll a list, and the player where it is too low for all of it, as little as brings a part in sight;
// nothing around them.
function nearest(list, part) {
  const player = list.closest(".player");
  for (const box of new Set([list, player])) {
    const sight = box === player ? clear(box) : box.getBoundingClientRect();
    const own = part.getBoundingClientRect();
    const above = own.top < sight.top || own.height > sight.bottom - sight.top;
    if (above) box.scrollTop += own.top - sight.top;
    else if (own.bottom > sight.bottom) box.scrollTop += own.bottom - sight.bottom;
  }
}

// From where to where a part of the player is not hidden by its edges or its bar of buttons.
function clear(part) {
  const player = part.closest(".player");
  const [own, all, bar] = [part, player, player.querySelector(".dock")].map((box) =>
    box.getBoundingClientRect(),
  );
  const atFoot = bar.top > all.top + all.height / 2;
  const [top, bottom] = atFoot ? [all.top, bar.top] : [bar.bottom, all.bottom];
  return { top: Math.max(own.top, top), bottom: Math.min(own.bottom, bottom) };
}

// Follow a pointer that went down until it comes up. `moved` is told where it is once it has moved further
// than a hand trembles; `ended` whether it did, and whether the browser took it away to scroll.
function track(event, moved, ended) {
  const stop = new AbortController();
  const on = (name, act) => window.addEventListener(name, act, { signal: stop.signal });
  let dragged = false;
  on("pointermove", ({ clientX }) => {
    dragged ||= Math.abs(clientX - event.clientX) > DRAG;
    if (dragged) moved(clientX);
  });
  for (const name of ["pointerup", "pointercancel"])
    on(name, () => {
      stop.abort();
      ended(dragged, name === "pointercancel");
    });
}

const isTyping = (target) =>
  target.isContentEditable ||
  target.matches("textarea, select, input:not([type=range], [type=checkbox])");
