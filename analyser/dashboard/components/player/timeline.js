// The recording from left to right: its outline, questions and advice as marks, a lane for each
// voice. A click plays from there; a wheel or the buttons zoom; a drag moves along.

const SHORTEST = 15; // seconds that can be made to fill the width
const LANE = 13; // pixels; so is a row of marks
const WAVE = 44;
const APART = 4; // pixels between two marks of a row
const NEAR = 6;
const PEAKS_PER_SECOND = 10;
const MARKED = [
  ["Questions", (choice) => choice.endsWith("_question")],
  ["Advice", (choice) => choice.startsWith("advice:")],
];

class Timeline {
  constructor(box, { play, drawn, taken }) {
    this.at = (name) => box.querySelector(`.${name}`);
    this.stage = this.at("stage");
    this.canvas = this.at("lanes");
    this.tip = new Tip(this.stage);
    this.play = play;
    this.drawn = drawn; // told whenever another stretch is shown
    this.taken = taken; // asked whether a pointer that goes down is meant for something else
    this.from = 0;
    this.time = 0;
    this.data = null;
    this.at("whole").addEventListener("click", () => this.show(0, Infinity));
    this.at("in").addEventListener("click", () => this.zoom(0.5));
    this.at("out").addEventListener("click", () => this.zoom(2));
    this.stage.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    this.listenToPointer();
    this.size = new ResizeObserver(() => this.redraw());
    this.size.observe(this.stage);
  }

  get width() {
    return this.stage.clientWidth;
  }

  x(time) {
    return ((time - this.from) / this.span) * this.width;
  }

  timeAt(clientX) {
    const x = clientX - this.stage.getBoundingClientRect().left;
    return Math.min(this.data.duration, Math.max(0, this.from + (x / this.width) * this.span));
  }

  update(data, looks) {
    this.data = data;
    this.looks = looks;
    this.lane = new Map(data.voices.map(({ id }, place) => [id, MARKED.length + place]));
    this.span ??= data.duration;
    this.name();
    this.redraw();
  }

  // What each row is, beside it.
  name() {
    const said = this.at("pins").hidden ? [] : ["Comments"];
    const rows = [...MARKED.map(([label]) => label), ...this.data.voices.map(({ name }) => name)];
    this.at("names").replaceChildren(
      ...[...said, ...rows].map((label) => {
        const made = element("span", "", label);
        made.title = label;
        return made;
      }),
    );
    this.at("names").classList.toggle("commented", said.length > 0);
  }

  // The outline comes apart from the page; without it the lanes are as good, and all can be played.
  async outline({ peaks, wavesurfer, duration }, media) {
    try {
      const answer = peaks && (await fetch(new URL(peaks, document.baseURI)));
      const bytes = new Uint8Array(answer?.ok ? await answer.arrayBuffer() : 0);
      this.at("wave").hidden = bytes.length === 0;
      if (bytes.length === 0) return;
      const code = await import(new URL(wavesurfer, document.baseURI).href);
      this.wave(code.default, Float32Array.from(bytes, (peak) => peak / 255), media, duration);
    } catch {
      this.at("wave").hidden = true;
    }
  }

  wave(WaveSurfer, peaks, media, duration) {
    const colour = getComputedStyle(this.stage);
    this.surfer?.destroy();
    this.surfer = WaveSurfer.create({
      container: this.at("wave"),
      media,
      peaks: [peaks],
      duration,
      height: WAVE,
      waveColor: colour.getPropertyValue("--wave"),
      progressColor: colour.getPropertyValue("--wave-heard"),
      cursorWidth: 0,
      interact: false,
      autoScroll: false,
      hideScrollbar: true,
    });
    this.surfer.on("ready", () => this.redraw());
  }

  show(from, span) {
    const whole = this.data.duration;
    this.span = Math.min(whole, Math.max(Math.min(SHORTEST, whole), span));
    this.from = Math.min(whole - this.span, Math.max(0, from));
    this.redraw();
  }

  zoom(by, around = this.shownOr(this.time)) {
    const span = Math.max(SHORTEST, this.span * by);
    this.show(around - ((around - this.from) / this.span) * span, span);
  }

  shows(time) {
    return time >= this.from && time <= this.from + this.span;
  }

  // Show what is around a moment, where it is not shown.
  reveal(time) {
    if (!this.shows(time)) this.show(time - this.span / 2, this.span);
  }

  shownOr(time) {
    return this.shows(time) ? time : this.from + this.span / 2;
  }

  wheel(event) {
    const along = event.deltaX || (event.shiftKey ? event.deltaY : 0);
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.zoom(event.deltaY > 0 ? 1.25 : 0.8, this.timeAt(event.clientX));
    } else if (along && this.span < this.data.duration) {
      event.preventDefault();
      this.show(this.from + (along / this.width) * this.span, this.span);
    }
  }

  listenToPointer() {
    const area = [this.canvas, this.at("wave")];
    for (const part of area) {
      part.addEventListener("pointerdown", (event) => this.press(event));
      part.addEventListener("pointermove", (event) => this.hover(event));
      part.addEventListener("pointerleave", () => this.tip.hush());
    }
  }

  press(event) {
    if (event.button !== 0 || this.taken(event)) return;
    const [x, from, mark] = [event.clientX, this.from, this.markNear(event)];
    track(
      event,
      (clientX) => this.show(from - ((clientX - x) / this.width) * this.span, this.span),
      (dragged, cancelled) => dragged || cancelled || this.play(mark?.start ?? this.timeAt(x)),
    );
  }

  rowAt(event) {
    const y = event.clientY - this.canvas.getBoundingClientRect().top;
    return event.target === this.canvas ? Math.floor(y / LANE) : -1;
  }

  // The question or the advice whose mark is pointed at.
  markNear(event) {
    const kind = MARKED[this.rowAt(event)];
    if (!kind) return null;
    const reach = (NEAR / this.width) * this.span;
    const time = this.timeAt(event.clientX);
    const near = this.data.utterances.filter(
      ({ choice, start }) => kind[1](choice) && Math.abs(start - time) <= reach,
    );
    near.sort((one, other) => Math.abs(one.start - time) - Math.abs(other.start - time));
    return near[0] ?? null;
  }

  hover(event) {
    const mark = this.markNear(event);
    const time = mark?.start ?? this.timeAt(event.clientX);
    const voice = this.data.voices[this.rowAt(event) - MARKED.length];
    const said = mark ? ` · ${this.looks.get(mark.choice).label}: ${mark.text}` : "";
    const [left, bottom] = [event.clientX, event.clientY + LANE];
    this.tip.tell({ left, bottom }, `${clock(time)}${voice ? ` · ${voice.name}` : said}`);
  }

  // Where the sound is; a stretch that it leaves is followed by the next one.
  hear(time, playing) {
    this.time = time;
    if (playing && this.data && !this.shows(time)) this.show(time - this.span / 10, this.span);
    this.point();
  }

  point() {
    const x = this.x(this.time);
    const head = this.at("playhead");
    head.hidden = !(x >= 0 && x <= this.width);
    head.style.transform = `translateX(${x}px)`;
  }

  only(by) {
    const [kind, who] = [by.slice(0, by.indexOf(" ")), by.slice(by.indexOf(" ") + 1)];
    const shown = (voice) => !by || (kind === "voice" ? voice.id : voice.role) === who;
    this.dimmed = new Set(this.data.voices.filter((voice) => !shown(voice)).map(({ id }) => id));
    this.redraw();
  }

  redraw() {
    if (!this.data || this.width === 0) return;
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      this.paint();
      this.place();
      this.point();
      this.drawn();
    });
  }

  // The outline shows the same stretch as the lanes.
  place() {
    if (!this.surfer?.getDecodedData()) return;
    this.surfer.zoom(this.width / this.span);
    this.surfer.setScrollTime(this.from);
  }

  paint() {
    const rows = MARKED.length + this.data.voices.length;
    const scale = window.devicePixelRatio || 1;
    const [width, height] = [this.width, rows * LANE];
    Object.assign(this.canvas, { width: width * scale, height: height * scale });
    this.canvas.style.height = `${height}px`;
    const draw = this.canvas.getContext("2d");
    draw.scale(scale, scale);
    this.paintLanes(draw, width);
    MARKED.forEach(([, belongs], row) => this.paintMarks(draw, belongs, row));
  }

  paintLanes(draw, width) {
    for (const { id, colour } of this.data.voices) {
      const y = this.lane.get(id) * LANE;
      draw.globalAlpha = 1;
      draw.fillStyle = "rgb(127 140 150 / 14%)";
      draw.fillRect(0, y + 2, width, LANE - 4);
      draw.globalAlpha = this.dimmed?.has(id) ? 0.25 : 1;
      draw.fillStyle = colour;
      const turns = this.data.turns[id] ?? [];
      for (let place = 0; place < turns.length; place += 2) {
        const [start, end] = [this.x(turns[place] / 100), this.x(turns[place + 1] / 100)];
        if (end >= 0 && start <= width) draw.fillRect(start, y + 2, Math.max(1, end - start), LANE - 4);
      }
    }
  }

  paintMarks(draw, belongs, row) {
    let last = -Infinity;
    draw.globalAlpha = 1;
    for (const { choice, start } of this.data.utterances) {
      const x = this.x(start);
      if (x < -NEAR || x > this.width + NEAR || x - last < APART || !belongs(choice)) continue;
      last = x;
      shape(draw, this.looks.get(choice), x, row * LANE + LANE / 2);
    }
  }

  close() {
    this.size.disconnect();
    cancelAnimationFrame(this.frame);
    this.surfer?.destroy();
  }
}

function shape(draw, { shape, colour, filled }, x, y) {
  draw.beginPath();
  if (shape === "circle") draw.arc(x, y, 3.5, 0, 2 * Math.PI);
  else if (shape === "square") draw.rect(x - 3, y - 3, 6, 6);
  else {
    draw.moveTo(x, y - 4);
    draw.lineTo(x + 4, y + 3.5);
    draw.lineTo(x - 4, y + 3.5);
    draw.closePath();
  }
  draw.fillStyle = draw.strokeStyle = colour;
  draw.lineWidth = 1.5;
  if (filled) draw.fill();
  else draw.stroke();
}
