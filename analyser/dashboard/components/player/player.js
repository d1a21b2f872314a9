// The player: sound, timeline and transcript, following each other. Other parts of the page speak to
// it with events: `analyser:play` asks for a moment (and where to stop), `analyser:pause` for quiet,
// `analyser:where` is answered with `analyser:here`, `analyser:pinned` brings the comments that there are
// now; `analyser:ended` says that a stretch is over.

const STEP = 5; // seconds
const LEAP = 10;

class Player {
  constructor(root) {
    this.box = root.querySelector(".player");
    this.at = (name) => root.querySelector(`.${name}`);
    this.edits = [];
    this.waiting = []; // changes that Python has not made yet, and what is shown of them
    this.build();
    this.listen();
  }

  build() {
    const emit = (edit, shown) => this.emit(edit, shown);
    const time = () => this.sound.time;
    this.sound = new Sound(this.at("sound"), {
      moved: (now) => this.follow(now),
      failed: (words) => (this.at("wrong").textContent = words),
    });
    this.following = new Following(this.at("lines"), this.at("catch-up"));
    this.lines = new Lines(this.at("lines"), {
      play: (place, word) => this.ask(this.lines.timeOf(place, word)),
      more: (place) => this.panel.toggle(place),
      left: () => this.following.leave(),
    });
    this.panel = new Panel(this.lines, {
      emit,
      time,
      loop: (place) => this.looping.toggle(this.lines.rows[place]),
      held: (held) => (this.following.held = held),
    });
    this.timeline = new Timeline(this.box, {
      play: (start) => this.ask(start),
      drawn: () => this.drawn(),
      taken: (event) => this.looping.press(event),
    });
    this.looping = new Looping(this.box, this.timeline, this.sound, this.lines);
    this.pins = new Pins(this.box, this.timeline, { play: (start) => this.ask(start) });
    this.bands = new Bands(this.box, this.timeline, { emit, time, play: (start) => this.ask(start) });
    this.finder = new Finder(this.box, this.lines, {
      found: (place) => this.find(place),
      narrowed: (by) => this.timeline.only(by),
    });
  }

  listen() {
    const on = (name, act) => this.at(name).addEventListener("click", act);
    this.asked = (event) => {
      event.preventDefault(); // it is taken
      this.play(event.detail.start, event.detail.end ?? null);
    };
    this.pinned = ({ detail }) => this.pins.update(detail);
    this.quiet = () => this.at("sound").pause();
    this.where = () =>
      window.dispatchEvent(new CustomEvent("analyser:here", { detail: { time: this.sound.time } }));
    window.addEventListener("analyser:play", this.asked);
    window.addEventListener("analyser:pause", this.quiet);
    window.addEventListener("analyser:where", this.where);
    window.addEventListener("analyser:pinned", this.pinned);
    on("play", () => this.sound.toggle());
    on("back", () => this.step(-STEP));
    on("ahead", () => this.step(STEP));
    on("hush", () => this.hush());
    on("fold", () => this.unfold());
    on("unroll", () => this.unroll());
    this.at("keys").addEventListener("toggle", () => nearest(this.box, this.at("keys")));
    this.at("seek").addEventListener("input", ({ target }) => this.seek(Number(target.value)));
    this.at("speed").addEventListener("change", ({ target }) => {
      this.at("sound").playbackRate = Number(target.value);
    });
    for (const event of ["play", "pause"])
      this.at("sound").addEventListener(event, () => this.turned());
    this.box.addEventListener("keydown", (event) => this.key(event));
  }

  update({ data, setStateValue }) {
    this.state = setStateValue;
    this.sound.update(data, (address) => setStateValue("expired", address));
    const told = JSON.stringify(data);
    if (told === this.told) return;
    this.told = told;
    const open = ({ id }) => !data.done.includes(id);
    this.edits = this.edits.filter(open);
    this.waiting = this.waiting.filter(open);
    this.write(data);
  }

  write(data) {
    this.data = data;
    this.looks = new Map(data.looks.map((look) => [look.choice, look]));
    this.names = new Map(data.voices.map(({ id, name }) => [id, name]));
    this.at("seek").max = data.duration;
    this.at("acts").textContent = data.keys;
    this.at("wrong").textContent = data.refused;
    this.timeline.update(data, this.looks);
    this.bands.update(data);
    this.pins.update(data);
    this.panel.update(data);
    this.finder.update(data);
    this.draw();
    if (this.outlined === data.session) return;
    this.outlined = data.session;
    this.timeline.outline(data, this.at("sound"));
    const waits = requestThatWaits();
    if (waits) this.play(waits.start, waits.end);
  }

  // Another stretch of the timeline is shown.
  drawn() {
    for (const part of [this.bands, this.looping, this.pins]) part.draw();
  }

  // All changes are told each time: one told while the page is busy would otherwise be lost.
  emit(edit, shown = {}) {
    const id = crypto.randomUUID();
    this.edits.push({ id, ...edit });
    this.waiting.push({ id, n: edit.n, shown });
    this.state("edits", [...this.edits]);
    if (edit.n === undefined) return;
    this.told = null;
    this.draw();
  }

  // The transcript, with what Python has not made yet shown as waiting.
  draw() {
    const waiting = new Map();
    for (const { n, shown } of this.waiting) waiting.set(n, { ...waiting.get(n), ...shown });
    const rows = this.data.utterances.map((row) =>
      waiting.has(row.n) ? { ...row, ...waiting.get(row.n), saving: true } : row,
    );
    this.lines.write(rows, this.looks, this.names);
    this.finder.narrow();
    this.panel.again();
    this.follow(this.sound.time);
  }

  // Whatever is played is asked for aloud, so that a row of moments elsewhere stops.
  ask(start, end = null) {
    askToPlay(start, end);
  }

  play(start, end) {
    this.looping.after(start, end);
    this.sound.play(start, end);
    this.following.fetch();
  }

  seek(time) {
    this.sound.seek(Math.min(this.data.duration, time));
    this.following.fetch();
  }

  step(by) {
    this.seek(this.sound.time + by);
  }

  hush() {
    this.sound.skips = !this.sound.skips;
    this.at("hush").setAttribute("aria-pressed", String(this.sound.skips));
  }

  follow(time) {
    if (!this.data) return;
    const line = this.lines.hear(time);
    this.following.follow(line?.hidden ? null : (line ?? null));
    this.timeline.hear(time, !this.sound.paused);
    const told = Math.floor(time);
    if (told === this.second && this.place === this.lines.current) return;
    [this.second, this.place] = [told, this.lines.current];
    this.say(time);
  }

  say(time) {
    const [now, whole] = [clock(time), clock(this.data.duration)];
    this.at("clock").textContent = `${now} / ${whole}`;
    if (this.at("seek").getRootNode().activeElement !== this.at("seek") || !this.sound.paused)
      this.at("seek").value = time;
    this.at("seek").setAttribute("aria-valuetext", `${now} of ${whole}`);
    const row = this.lines.rows[this.lines.current];
    this.at("now").textContent = row ? `${this.lines.names.get(row.voice)}: ${row.text}` : "";
  }

  turned() {
    const playing = !this.sound.paused;
    this.at("play").textContent = playing ? "❚❚" : "▶";
    this.at("play").setAttribute("aria-label", playing ? "Pause" : "Play");
  }

  find(place) {
    this.following.leave();
    this.following.reach(this.lines.lineAt(place));
  }

  key(event) {
    const { target, key } = event;
    if (event.defaultPrevented || event.altKey || isTyping(target)) return;
    if (event.ctrlKey || event.metaKey) {
      if (key === "z") this.emit({ op: "undo" });
      return;
    }
    const act = this.keys(target)[key.length === 1 ? key.toLowerCase() : key];
    const number = /^[1-6]$/.test(key) && target.closest(".lines");
    if (number) this.panel.number(Number(key), this.lines.rows[this.lines.placeOf(target)]);
    else if (act) act();
    else return;
    event.preventDefault();
  }

  // What the keys do, by where they are pressed.
  keys(target) {
    const place = this.lines.placeOf(target);
    const pressed = target.matches("button, summary, [type=checkbox]");
    const anywhere = {
      k: () => this.sound.toggle(),
      j: () => this.step(-LEAP),
      l: () => this.step(LEAP),
      a: () => this.looping.from(),
      b: () => this.looping.to(),
      "/": () => this.at("search").focus(),
      ...(this.looping.active ? { Escape: () => this.looping.clear() } : {}),
      ...(pressed ? {} : { " ": () => this.sound.toggle() }),
    };
    if (target.matches("[type=range]")) return anywhere;
    Object.assign(anywhere, { ArrowLeft: () => this.step(-STEP), ArrowRight: () => this.step(STEP) });
    if (place < 0 || target.closest(".panel")) return anywhere;
    return {
      ...anywhere,
      ArrowDown: () => this.lines.move(1),
      ArrowUp: () => this.lines.move(-1),
      Home: () => this.lines.move(-place),
      End: () => this.lines.move(this.lines.rows.length - 1 - place),
      ...(pressed ? {} : { Enter: () => this.ask(this.lines.timeOf(place, 0)) }),
      m: () => this.panel.toggle(place),
      e: () => this.panel.edit(place),
      o: () => this.looping.toggle(this.lines.rows[place]),
    };
  }

  unfold() {
    const open = this.box.classList.toggle("open");
    this.at("fold").setAttribute("aria-expanded", String(open));
    this.at("fold").textContent = open ? "Close" : "Transcript";
    this.timeline.redraw();
    this.following.look();
  }

  // Where there is little room, the timeline comes when it is asked for.
  unroll() {
    const open = this.box.classList.toggle("unrolled");
    this.at("unroll").setAttribute("aria-pressed", String(open));
    this.timeline.redraw();
    this.following.look();
  }

  close() {
    window.removeEventListener("analyser:play", this.asked);
    window.removeEventListener("analyser:pause", this.quiet);
    window.removeEventListener("analyser:where", this.where);
    window.removeEventListener("analyser:pinned", this.pinned);
    this.following.close();
    this.timeline.close();
    this.sound.close();
  }
}

const mounted = new WeakMap();

export default function (component) {
  const box = component.parentElement.querySelector(".player");
  if (!mounted.has(box)) mounted.set(box, new Player(component.parentElement));
  mounted.get(box).update(component);
  return () => {
    // Streamlit also says so where a newer state came while this file was loaded: then the box stays.
    if (!box.isConnected) mounted.get(box)?.close();
  };
}
