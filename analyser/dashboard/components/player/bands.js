// Rounds and stages, as bands over the timeline. A drag on their lane draws one; the ends of one that
// stands can be dragged. What the machine proposes is dashed until somebody accepts it.

const LEAST = 1; // seconds; nothing shorter is a round or a stage
const KINDS = [
  ["round", "Round"],
  ["stage", "Stage"],
];

class Bands {
  constructor(box, timeline, { emit, play, time }) {
    this.lane = box.querySelector(".bands");
    this.place = box.querySelector(".form-place");
    this.all = box.querySelector(".accept-all");
    this.timeline = timeline;
    this.emit = emit;
    this.play = play;
    this.time = time;
    this.marks = [];
    this.lane.addEventListener("pointerdown", (event) => this.press(event));
    box.querySelector(".draw").addEventListener("click", () => this.begin());
    this.all.addEventListener("click", () => this.acceptAll());
  }

  update({ marks, voices, stages, duration }) {
    this.duration = duration;
    this.stages = stages;
    this.presenters = [["", "not known"], ...voices.map(({ id, name }) => [id, name])];
    const told = JSON.stringify([marks, stages]);
    if (told === this.told) return;
    this.told = told;
    this.marks = marks;
    this.all.hidden = !marks.some((mark) => mark.proposed);
    this.write();
  }

  write() {
    const made = KINDS.map(([kind, title]) => this.row(kind, title));
    const some = this.marks.length > 0;
    this.lane.classList.toggle("empty", !some);
    if (some) this.lane.replaceChildren(...made);
    else this.lane.replaceChildren(element("span", "hint", "Drag here to mark a round or a stage"));
    this.draw();
  }

  row(kind, title) {
    const row = element("div", "band-row");
    row.dataset.kind = kind;
    row.title = `${title}s: drag to mark one`;
    row.append(...this.marks.filter((mark) => mark.kind === kind).map((mark) => this.band(mark)));
    return row;
  }

  band(mark) {
    const band = element("button", "band", mark.label);
    band.type = "button";
    band.dataset.id = mark.id;
    band.classList.toggle("proposed", mark.proposed);
    const about = `${mark.label}, ${clock(mark.start)} to ${clock(mark.end)}`;
    band.setAttribute("aria-label", mark.proposed ? `Proposed: ${about}` : about);
    band.title = mark.proposed ? `Proposed: ${about}` : about;
    band.addEventListener("click", () => !this.dragged && this.open(mark));
    if (!mark.proposed)
      for (const side of ["start", "end"]) band.append(element("span", `edge ${side}`));
    return band;
  }

  // Put every band where its time is.
  draw() {
    const width = this.timeline.width;
    for (const band of this.lane.querySelectorAll(".band")) {
      const mark = this.marks.find(({ id }) => id === band.dataset.id);
      const [start, end] = [this.timeline.x(mark.start), this.timeline.x(mark.end)];
      const [left, right] = [Math.max(0, start), Math.min(width, end)];
      band.hidden = right <= 0 || left >= width;
      band.style.left = `${left}px`;
      band.style.width = `${Math.max(4, right - left)}px`;
    }
  }

  press(event) {
    this.dragged = false;
    if (event.button !== 0) return;
    event.preventDefault();
    const edge = event.target.closest(".edge");
    if (edge) this.stretch(event, edge);
    else if (!event.target.closest(".band")) this.trace(event);
  }

  // Draw a new band from where the pointer went down.
  trace(event) {
    const kind = event.target.closest(".band-row")?.dataset.kind ?? "round";
    const first = this.timeline.timeAt(event.clientX);
    const ghost = element("span", "ghost");
    this.lane.append(ghost);
    let span = [first, first];
    const moved = (clientX) => {
      const now = this.timeline.timeAt(clientX);
      span = [Math.min(first, now), Math.max(first, now)];
      ghost.style.left = `${this.timeline.x(span[0])}px`;
      ghost.style.width = `${this.timeline.x(span[1]) - this.timeline.x(span[0])}px`;
    };
    track(event, moved, (dragged, cancelled) => {
      ghost.remove();
      if (!cancelled && span[1] - span[0] >= LEAST) this.open({ kind, start: span[0], end: span[1] });
    });
  }

  stretch(event, edge) {
    const band = edge.closest(".band");
    const mark = this.marks.find(({ id }) => id === band.dataset.id);
    const side = edge.classList.contains("start") ? "start" : "end";
    let at = mark[side];
    const moved = (clientX) => {
      this.dragged = true;
      at = this.timeline.timeAt(clientX);
      const [start, end] = side === "start" ? [at, mark.end] : [mark.start, at];
      band.style.left = `${this.timeline.x(start)}px`;
      band.style.width = `${Math.max(4, this.timeline.x(end) - this.timeline.x(start))}px`;
    };
    track(event, moved, (dragged, cancelled) => {
      const length = side === "start" ? mark.end - at : at - mark.start;
      if (!cancelled && length >= LEAST && at !== mark[side])
        this.emit({ op: "change_mark", mark: mark.id, [side]: at });
      else this.draw();
    });
  }

  // By keyboard: from where the player is to five minutes later, and both can be changed.
  begin() {
    const start = this.time();
    this.open({ kind: "round", start, end: Math.min(this.duration, start + 300) });
  }

  acceptAll() {
    const proposed = this.marks.filter((mark) => mark.proposed).map((mark) => mark.id);
    this.emit({ op: "accept", marks: proposed });
  }

  open(mark) {
    const form = element("form", "form");
    form.setAttribute("aria-label", mark.id ? `Change ${mark.label}` : "Mark a round or a stage");
    const fields = mark.proposed ? this.proposal(mark) : this.fields(mark);
    form.append(...fields);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") this.shut();
    });
    this.place.replaceChildren(form);
    form.querySelector("select, button").focus();
  }

  shut() {
    this.place.replaceChildren();
  }

  proposal(mark) {
    const done = (edit) => () => {
      this.emit(edit);
      this.shut();
    };
    return [
      element("p", "", `Proposed: ${mark.label}, ${clock(mark.start)} to ${clock(mark.end)}`),
      button("Accept", done({ op: "accept", marks: [mark.id] }), "first"),
      button("Turn down", done({ op: "unmark", mark: mark.id })),
      button("Play from there", () => this.play(mark.start)),
      button("Close", () => this.shut()),
    ];
  }

  fields(mark) {
    const given = {
      kind: mark.kind,
      stage: mark.stage ?? "questions",
      presenter: mark.presenter ?? "",
    };
    const [from, to] = [this.moment("From", mark.start), this.moment("To", mark.end)];
    const wrong = element("p", "wrong");
    wrong.setAttribute("role", "alert");
    const save = button("Save", () => this.save(mark, given, from, to, wrong), "first");
    save.type = "submit";
    const more = mark.id && [
      button("Remove", () => this.remove(mark)),
      button("Play from there", () => this.play(mark.start)),
    ];
    const cancel = button("Cancel", () => this.shut());
    return [...this.kinds(mark, given), from.box, to.box, save, ...(more || []), cancel, wrong];
  }

  // What it is, and what goes with that: which stage, or who presents.
  kinds(mark, given) {
    const choose = (name) => (value) => (given[name] = value);
    const stage = field("Stage", select(this.stages, given.stage, choose("stage")));
    const presenter = field(
      "Presenter",
      select(this.presenters, given.presenter, choose("presenter")),
    );
    const show = () => {
      stage.hidden = given.kind !== "stage";
      presenter.hidden = given.kind !== "round";
    };
    const kind = select(KINDS, given.kind, (value) => {
      given.kind = value;
      show();
    });
    kind.disabled = Boolean(mark.id);
    show();
    return [field("It is a", kind), stage, presenter];
  }

  // A time that can be typed, or taken from the player.
  moment(label, seconds) {
    const input = element("input", "key moment-at");
    input.value = clock(seconds);
    input.setAttribute("aria-label", `${label}, as minutes and seconds`);
    let exact = seconds;
    input.addEventListener("input", () => (exact = secondsOf(input.value)));
    const here = button(`${label.toLowerCase()} here`, () => {
      exact = this.time();
      input.value = clock(exact);
    });
    here.title = "Where the player is now";
    const box = element("span", "field");
    box.append(input, here);
    return { box, seconds: () => exact };
  }

  save(mark, given, from, to, wrong) {
    const [start, end] = [from.seconds(), to.seconds()];
    if (!(end - start >= LEAST)) {
      wrong.textContent = "The end must come after the start: write times as 12:05.";
      return;
    }
    const said = given.kind === "stage" ? { stage: given.stage } : { presenter: given.presenter };
    if (mark.id) this.emit({ op: "change_mark", mark: mark.id, start, end, ...said });
    else this.emit({ op: "mark", kind: given.kind, start, end, ...said });
    this.shut();
  }

  remove(mark) {
    this.emit({ op: "unmark", mark: mark.id });
    this.shut();
  }
}
