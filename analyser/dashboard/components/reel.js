// Plays marked moments one after the other. The player is asked for each with `analyser:play`, and
// says with `analyser:ended` that it has come to a stretch's end. Whatever else is played meanwhile
// stops the row.

const PAUSE = 700; // milliseconds, so that one moment is told from the next

function element(tag, name, text) {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
}

class Reel {
  constructor(root) {
    this.box = element("div", "reel", "");
    this.buttons = element("div", "buttons", "");
    this.all = this.button("all", () => (this.running ? this.quiet() : this.from(0)));
    this.next = this.button("next", () => this.from(this.place + 1));
    this.next.textContent = "Next ▸▸";
    this.said = element("p", "said", "");
    this.said.setAttribute("role", "status");
    this.buttons.append(this.all, this.next);
    this.box.append(this.buttons, this.said);
    root.append(this.box);
    this.moments = [];
    this.place = -1;
    this.running = false;
    this.ended = () => this.running && this.later();
    this.other = () => !this.asking && this.stop();
    window.addEventListener("analyser:ended", this.ended);
    window.addEventListener("analyser:play", this.other);
    this.draw();
  }

  button(name, act) {
    const button = element("button", name, "");
    button.type = "button";
    button.addEventListener("click", act);
    return button;
  }

  update({ data }) {
    const told = JSON.stringify(data.moments);
    if (told === this.told) return;
    this.told = told;
    this.stop();
    this.moments = data.moments;
    this.place = -1;
    this.draw();
  }

  from(place) {
    if (!this.moments[place]) return this.stop();
    clearTimeout(this.waiting);
    this.place = place;
    this.running = true;
    const { start, end } = this.moments[place];
    this.asking = true;
    askToPlay(start, end);
    this.asking = false;
    this.draw();
  }

  later() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.running && this.from(this.place + 1), PAUSE);
  }

  quiet() {
    window.dispatchEvent(new CustomEvent("analyser:pause"));
    this.stop();
  }

  stop() {
    clearTimeout(this.waiting);
    this.running = false;
    this.draw();
  }

  draw() {
    const count = this.moments.length;
    this.all.textContent = this.running ? "■ Stop" : count === 1 ? "▶ Play it" : `▶ Play all ${count}`;
    this.next.hidden = !this.running || this.place + 1 >= count;
    const moment = this.moments[this.place];
    this.said.textContent =
      this.running && moment
        ? `${this.place + 1} of ${count}, at ${moment.label}. ${moment.about}`
        : "";
  }

  close() {
    clearTimeout(this.waiting);
    window.removeEventListener("analyser:ended", this.ended);
    window.removeEventListener("analyser:play", this.other);
    this.box.remove();
  }
}

const mounted = new WeakMap();

export default function (component) {
  const root = component.parentElement;
  if (!mounted.has(root)) mounted.set(root, new Reel(root));
  mounted.get(root).update(component);
  return () => {
    mounted.get(root)?.close();
    mounted.delete(root);
  };
}
