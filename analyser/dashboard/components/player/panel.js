// What can be changed in an utterance: its words, who said it, what it is, where it begins and ends.
// Nothing is changed here: each change is told, and Python makes it.

const INVITED = [
  ["", "as the words before it say"],
  ["yes", "it was asked for"],
  ["no", "it was not asked for"],
];
const ADVICE = "advice:";
const DIRECT = "advice:direct";
const DISGUISED = "advice:disguised";

class Panel {
  constructor(lines, { emit, time, loop, held }) {
    this.lines = lines;
    this.emit = emit;
    this.time = time;
    this.loop = loop;
    this.held = held;
    this.n = null;
  }

  update({ looks, voices, stranger, acts }) {
    this.choices = looks.map(({ choice, label }) => [choice, label]);
    this.voices = [...voices.map(({ id, name }) => [id, name]), [stranger, "Somebody else"]];
    this.acts = acts;
  }

  get place() {
    return this.lines.rows.findIndex((row) => row.n === this.n);
  }

  toggle(place) {
    const n = this.lines.rows[place]?.n;
    if (n === undefined || this.n === n) this.close();
    else this.open(place);
  }

  open(place) {
    this.close(false);
    this.n = this.lines.rows[place].n;
    this.held(true);
    this.draw();
    this.box.querySelector("button, select").focus({ preventScroll: true });
  }

  // After a change the line may be another one: open there again, with the focus where it was.
  again() {
    if (this.n === null || this.editing) return;
    if (this.place < 0) return this.close(false);
    if (this.told === this.seen() && this.box.isConnected) return;
    const name = this.hasFocus() ? this.name : undefined;
    this.draw();
    if (name) this.box.querySelector(`[data-name="${name}"]`)?.focus({ preventScroll: true });
  }

  // Whether the focus is in it, or is nowhere since what had it waits.
  hasFocus() {
    const active = this.lines.list.getRootNode().activeElement;
    return active ? this.box.contains(active) : document.activeElement === document.body;
  }

  // All that the panel shows.
  seen() {
    const row = this.lines.rows[this.place];
    return JSON.stringify([row, this.next(row)?.n, this.voices]);
  }

  // What the same voice says next.
  next({ voice }) {
    return this.lines.rows.slice(this.place + 1).find((row) => row.voice === voice);
  }

  close(focus = true) {
    const place = this.place;
    this.box?.remove();
    this.box = null;
    this.n = null;
    this.held(false);
    if (focus && place >= 0) this.lines.focus(place, true);
  }

  draw() {
    const row = this.lines.rows[this.place];
    this.box?.remove();
    this.told = this.seen();
    this.box = element("div", "panel");
    this.box.setAttribute("role", "group");
    this.box.setAttribute("aria-label", `Change what ${this.lines.names.get(row.voice)} said`);
    this.box.append(...this.parts(row).filter(Boolean));
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("focusin", ({ target }) => (this.name = target.dataset.name));
    for (const control of this.box.querySelectorAll("button, select")) {
      control.dataset.name = control.closest(".field")?.firstChild.textContent ?? control.textContent;
      control.disabled ||= row.saving && control.textContent !== "Close";
    }
    this.lines.lineAt(this.place).append(this.box);
    nearest(this.lines.list, this.box);
  }

  key(event) {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.close();
  }

  parts(row) {
    const act = select(this.choices, row.choice, (choice) => this.call(row, choice));
    const who = select(this.voices, row.voice, (voice) => this.give(row, voice));
    const fields = element("div", "tools");
    fields.append(field("What it is", act));
    if (row.choice.startsWith(ADVICE)) fields.append(field("Invited", this.invited(row)));
    fields.append(field("Who said it", who), field("Split before", this.split(row)));
    return [this.tools(row), fields, this.heard(row)];
  }

  tools(row) {
    const next = this.next(row);
    const tools = element("div", "tools");
    const at = clock(this.time());
    const starts = button("Begins here", () => this.emit({ op: "bound", n: row.n, start: this.time() }));
    const ends = button("Ends here", () => this.emit({ op: "bound", n: row.n, end: this.time() }));
    starts.title = ends.title = `Where the player is: ${at} when this was opened`;
    const join = button("Join with the next", () =>
      this.emit({ op: "join", n: row.n, second: next.n }),
    );
    join.title = next ? `With: ${next.text}` : "This voice says nothing more";
    join.disabled = !next;
    tools.append(
      button("Correct the words", () => this.edit(this.place)),
      button("Loop it", () => this.loop(this.place)),
      starts,
      ends,
      join,
      button("Nobody said this", () => this.emit({ op: "remove", n: row.n })),
      button("Close", () => this.close()),
    );
    return tools;
  }

  invited(row) {
    const chosen = row.invited === null ? "" : row.invited ? "yes" : "no";
    return select(INVITED, chosen, (value) =>
      this.emit({ op: "invite", n: row.n, invited: value === "" ? null : value === "yes" }),
    );
  }

  split(row) {
    const words = row.text.split(/\s+/).filter(Boolean);
    const options = words.map((word, place) => [String(place), `${word} (word ${place + 1})`]);
    options[0] = ["", "choose a word"];
    const list = select(options, "", (word) =>
      this.emit({ op: "split", n: row.n, word: Number(word) }),
    );
    list.disabled = words.length < 2;
    return list;
  }

  heard(row) {
    if (!row.heard) return null;
    const heard = element("p", "machine", "What the machine heard: ");
    heard.append(element("q", "", row.heard.text));
    if (row.heard.about) heard.append(` ${row.heard.about}`);
    return heard;
  }

  // What an utterance is: shown at once, and told.
  call(row, choice) {
    if (choice === row.choice) return;
    this.emit({ op: "act", n: row.n, choice }, { choice });
  }

  give(row, voice) {
    const known = this.lines.names.has(voice);
    this.emit({ op: "voice", n: row.n, voice }, known ? { voice } : {});
  }

  // Keys 1 to 6, in the order of the codebook; advice that is said to be advice again is disguised.
  number(key, row) {
    const choice = this.acts[key - 1];
    if (!row || !choice) return;
    this.call(row, choice === DIRECT && row.choice === DIRECT ? DISGUISED : choice);
  }

  // The words themselves, in place: Enter saves, Escape leaves them as they were.
  edit(place) {
    const row = this.lines.rows[place];
    const text = this.lines.lineAt(place).querySelector(".said");
    if (!row || !text || this.editing) return;
    this.close(false);
    const area = element("textarea", "words");
    area.setAttribute("aria-label", "What was said. Enter saves, Escape leaves it as it was.");
    area.value = row.text;
    area.rows = Math.max(2, Math.ceil(row.text.length / 42));
    const done = (keep) => {
      const said = area.value.replace(/\s+/g, " ").trim();
      area.replaceWith(text);
      buttons.remove();
      this.editing = false;
      this.held(false);
      if (keep && said && said !== row.text) this.emit({ op: "text", n: row.n, text: said }, { text: said });
      this.lines.focus(this.lines.rows.findIndex(({ n }) => n === row.n), true);
    };
    const buttons = element("span", "tools");
    buttons.append(button("Save", () => done(true)), button("Leave as it was", () => done(false)));
    area.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") done(false);
      else if (event.key === "Enter" && !event.shiftKey) done(true);
      else return;
      event.preventDefault();
    });
    this.editing = true;
    this.held(true);
    text.replaceWith(area);
    area.after(buttons);
    area.focus({ preventScroll: true });
    nearest(this.lines.list, this.lines.lineAt(place));
  }
}
