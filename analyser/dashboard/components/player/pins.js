// What people said about moments, as pins in a row of their own, apart from what the machine marked.
// Pins that would cover each other stand side by side; a line below each is where it belongs.

class Pins {
  constructor(box, timeline, { play }) {
    this.lane = box.querySelector(".pins");
    this.legend = box.querySelector(".legend");
    this.timeline = timeline;
    this.tip = timeline.tip;
    this.play = play;
    this.comments = [];
    this.pins = [];
    this.lane.addEventListener("keydown", (event) => this.key(event));
  }

  update({ comments }) {
    const told = JSON.stringify(comments);
    if (told === this.told) return;
    this.told = told;
    const active = this.lane.getRootNode().activeElement;
    const had = this.lane.contains(active) ? active.dataset.id : null;
    this.comments = comments;
    this.pins = comments.map((comment) => this.pin(comment));
    this.reaches = comments.map(({ colour }) => reach(colour));
    this.lane.replaceChildren(...this.reaches, ...this.pins);
    this.lane.hidden = comments.length === 0;
    this.explain();
    this.home(Math.max(0, comments.findIndex(({ id }) => id === had)), had !== null);
    this.timeline.name();
    this.timeline.redraw();
  }

  pin(comment) {
    const pin = element("button", `pin ${comment.kind}`, comment.sign);
    pin.type = "button";
    pin.dataset.id = comment.id;
    pin.style.background = comment.colour;
    pin.setAttribute("aria-label", `${about(comment)}: ${comment.text}`);
    pin.addEventListener("pointerenter", () => this.tell(comment, pin));
    pin.addEventListener("focus", () => this.come(comment, pin));
    for (const name of ["pointerleave", "blur"]) pin.addEventListener(name, () => this.tip.hush());
    pin.addEventListener("click", () => this.play(comment.start));
    return pin;
  }

  tell(comment, pin) {
    this.tip.tell(pin.getBoundingClientRect(), comment.text, about(comment));
  }

  // The timeline comes along to a pin that is not shown.
  come(comment, pin) {
    this.timeline.reveal(comment.start);
    this.draw();
    this.tell(comment, pin);
  }

  // Which sign stands for what, of those that are there.
  explain() {
    const kinds = new Map(this.comments.map((comment) => [comment.kind, comment]));
    this.legend.hidden = kinds.size === 0;
    this.legend.replaceChildren(
      ...[...kinds.values()].map(({ kind, sign, colour, title }) => {
        const entry = element("span", "entry");
        const mark = element("span", `pin ${kind}`, sign);
        mark.style.background = colour;
        entry.append(mark, title);
        return entry;
      }),
    );
  }

  // The pin to which the keyboard comes; with `take` it has the focus.
  home(place, take) {
    this.pins.forEach((pin, other) => (pin.tabIndex = other === place ? 0 : -1));
    if (take) this.pins[place]?.focus({ preventScroll: true });
  }

  key(event) {
    const place = this.pins.indexOf(event.target);
    const last = this.pins.length - 1;
    const next = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: last }[event.key];
    if (event.key === "Escape" && this.tip.hush()) event.preventDefault();
    if (next === undefined || place < 0) return;
    event.preventDefault();
    this.home(Math.min(last, Math.max(0, next)), true);
  }

  // Put every pin where its time is; one that is not shown can be reached all the same.
  draw() {
    const { timeline, comments } = this;
    const size = this.pins[0]?.offsetWidth;
    const shown = comments.filter(({ start }) => timeline.shows(start));
    const wanted = shown.map(({ start }) => timeline.x(start) - size / 2);
    const places = sideBySide(wanted, size, timeline.width);
    comments.forEach((comment, n) => {
      const place = shown.indexOf(comment);
      this.pins[n].classList.toggle("away", place < 0);
      this.pins[n].style.left = `${places[place] ?? 0}px`;
      this.stretch(this.reaches[n], comment);
    });
  }

  stretch(reach, { start, end }) {
    const [left, right] = [this.timeline.x(start), this.timeline.x(end)];
    reach.hidden = right < 0 || left > this.timeline.width;
    const [from, to] = [Math.max(0, left), Math.min(this.timeline.width, right)];
    Object.assign(reach.style, { left: `${from - 1}px`, width: `${Math.max(2, to - from)}px` });
  }
}

const about = ({ title, by, told }) => `${title}, ${by}, ${told}`;

function reach(colour) {
  const made = element("span", "reach");
  made.style.background = colour;
  return made;
}

// Where pins stand, from left to right: where they belong, or beside the one before, and none outside.
function sideBySide(wanted, size, width) {
  const step = Math.min(size + 1, width / Math.max(1, wanted.length));
  const places = [];
  for (const left of wanted) places.push(Math.max(left, 0, (places.at(-1) ?? -step) + step));
  for (let place = places.length - 1, most = width - size; place >= 0; place -= 1, most -= step)
    places[place] = Math.min(places[place], most);
  return places;
}
