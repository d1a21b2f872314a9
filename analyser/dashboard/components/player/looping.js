// A stretch that is played again and again: an utterance, or one that somebody chose with the keys A and
// B or by a drag over the sound. It is shaded on the timeline and told in words.

const LEAST_LOOP = 0.5; // seconds
const HOW =
  "Drag over the sound to choose what is repeated, or press A where it starts and B where it ends.";

class Looping {
  constructor(box, timeline, sound, lines) {
    this.at = (name) => box.querySelector(`.${name}`);
    this.timeline = timeline;
    this.sound = sound;
    this.lines = lines;
    this.start = null; // where a stretch begins whose end is not chosen yet
    this.drawing = false; // the next drag over the sound chooses a stretch
    this.at("loop").addEventListener("click", () => this.turn());
    this.at("choose").addEventListener("click", () => this.arm(!this.drawing));
    for (const side of ["start", "end"])
      this.edge(side).addEventListener("pointerdown", (event) => this.stretch(event, side));
  }

  get active() {
    return this.drawing || this.start !== null || Boolean(this.sound.looped);
  }

  edge(side) {
    return this.at("region").querySelector(`.${side}`);
  }

  // The button: ends a loop, or repeats what was asked for, else the utterance.
  turn() {
    const { looped, stretch } = this.sound;
    if (looped) this.clear();
    else this.repeat(stretch?.end != null ? stretch : this.lines.rows[this.lines.current]);
  }

  // Repeat an utterance; the same again ends it.
  toggle(row) {
    if (!row || this.sound.looped?.start === row.start) this.clear();
    else this.repeat(row);
  }

  repeat(stretch, chosen = false) {
    if (!stretch) return;
    this.forget();
    this.sound.loop({ start: stretch.start, end: stretch.end, chosen });
    this.tell();
  }

  // Where the sound is now is the start: of the loop, or of one whose end comes with B.
  from() {
    const [now, { looped }] = [this.sound.time, this.sound];
    this.forget();
    if (looped && looped.end - now >= LEAST_LOOP) {
      this.sound.looped = { start: now, end: looped.end, chosen: true };
    } else {
      this.sound.looped = null;
      this.start = now;
    }
    this.tell();
  }

  // Where the sound is now is the end.
  to() {
    const start = this.start ?? this.sound.looped?.start ?? null;
    if (start === null) this.say("Press A where the loop starts, then B where it ends.");
    else this.choose(start, this.sound.time);
  }

  choose(one, other) {
    const [start, end] = [Math.min(one, other), Math.max(one, other)];
    if (end - start >= LEAST_LOOP) this.repeat({ start, end }, true);
    else this.say("That is too short to repeat. Press A where it starts, then B where it ends.");
  }

  clear() {
    this.forget();
    this.sound.looped = null;
    this.tell();
    this.say("Nothing is repeated any more.", true);
  }

  forget() {
    this.start = null;
    this.drawing = false;
  }

  arm(drawing) {
    this.drawing = drawing;
    this.tell();
  }

  // What is repeated once a moment was asked for: the same while it is in there, else what was asked for;
  // a stretch that somebody chose is given up.
  after(start, end) {
    const { looped } = this.sound;
    if (!looped || (end === null && start >= looped.start && start < looped.end)) return;
    this.sound.looped = looped.chosen ? null : this.stretchAt(start, end);
    this.tell();
  }

  stretchAt(start, end) {
    if (end !== null) return { start, end };
    const row = this.lines.rows[placeAt(this.lines.starts, start + AT_ONCE)];
    return row && row.end > start ? { start: row.start, end: row.end } : null;
  }

  // A pointer that goes down on the sound: whether it chooses a stretch.
  press(event) {
    if (!this.drawing && !event.shiftKey) return false;
    const first = this.timeline.timeAt(event.clientX);
    let last = first;
    const moved = (clientX) => {
      last = this.timeline.timeAt(clientX);
      this.shade({ start: Math.min(first, last), end: Math.max(first, last) });
    };
    track(event, moved, (dragged, cancelled) => {
      if (dragged && !cancelled) this.choose(first, last);
      else if (!cancelled) this.timeline.play(first);
      this.draw();
    });
    return true;
  }

  // An end of the region is dragged elsewhere.
  stretch(event, side) {
    if (event.button !== 0 || !this.sound.looped) return;
    event.stopPropagation();
    let { start, end } = this.sound.looped;
    const moved = (clientX) => {
      const at = this.timeline.timeAt(clientX);
      if (side === "start") start = Math.min(at, end - LEAST_LOOP);
      else end = Math.max(at, start + LEAST_LOOP);
      this.shade({ start, end });
    };
    track(event, moved, (dragged, cancelled) => {
      if (dragged && !cancelled) this.sound.looped = { start, end, chosen: true };
      this.tell();
    });
  }

  tell() {
    this.at("loop").setAttribute("aria-pressed", String(Boolean(this.sound.looped)));
    this.at("choose").setAttribute("aria-pressed", String(this.drawing));
    this.at("stage").classList.toggle("choosing", this.drawing);
    this.say(this.words());
    this.draw();
  }

  words() {
    const { looped } = this.sound;
    if (this.drawing) return HOW;
    if (this.start !== null) return `The loop starts at ${clock(this.start)}. Press B where it ends.`;
    return looped ? `Repeats ${clock(looped.start)} to ${clock(looped.end)}, ${lasting(looped)}.` : "";
  }

  // Words that are not seen are for those who listen to the page.
  say(words, unseen = false) {
    const told = this.at("repeated");
    if (told.textContent !== words) told.textContent = words;
    told.classList.toggle("unseen", unseen);
  }

  draw() {
    const open = this.start === null ? null : { start: this.start, end: this.start };
    this.shade(this.sound.looped ?? open);
  }

  // Shade a stretch on the timeline, as far as it is shown.
  shade(span) {
    const region = this.at("region");
    const [width, left] = [this.timeline.width, span && Math.max(0, this.timeline.x(span.start))];
    const right = span && Math.min(width, this.timeline.x(span.end));
    region.hidden = !span || right < 0 || left > width;
    if (region.hidden) return;
    region.style.left = `${left}px`;
    region.style.width = `${Math.max(0, right - left)}px`;
    region.classList.toggle("narrow", right - left < 24);
  }
}

// How long a stretch lasts, in words.
function lasting({ start, end }) {
  const seconds = end - start;
  if (seconds >= 60) return `${clock(seconds)} long`;
  const told = Number(seconds.toFixed(seconds < 10 ? 1 : 0));
  return told === 1 ? "1 second" : `${told} seconds`;
}
