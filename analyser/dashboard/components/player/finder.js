// Finds what was said, and narrows the transcript to a voice, a role, an act, a round or a stage.

const WAIT = 120; // milliseconds without typing

class Finder {
  constructor(box, lines, { found, narrowed }) {
    this.at = (name) => box.querySelector(`.${name}`);
    this.lines = lines;
    this.found = found;
    this.narrowed = narrowed;
    this.hits = [];
    this.here = -1;
    this.at("search").addEventListener("input", () => this.later());
    this.at("search").addEventListener("keydown", (event) => this.key(event));
    this.at("before").addEventListener("click", () => this.step(-1));
    this.at("after").addEventListener("click", () => this.step(1));
    for (const name of ["by", "what", "when", "unsure"])
      this.at(name).addEventListener("change", () => this.narrow());
  }

  update({ voices, roles, looks, marks }) {
    this.marks = new Map(marks.map((mark) => [mark.id, mark]));
    this.roleOf = new Map(voices.map((voice) => [voice.id, voice.role]));
    const present = roles.filter(([role]) => voices.some((voice) => voice.role === role));
    this.choices("by", [
      ["", "Everybody"],
      ["Voices", voices.map(({ id, name }) => [`voice ${id}`, name])],
      ["Roles", present.map(([role, title]) => [`role ${role}`, title])],
    ]);
    this.choices("what", [
      ["", "Everything said"],
      ["questions", "All questions"],
      ["advice", "All advice"],
      ...looks.map(({ choice, label }) => [choice, label]),
    ]);
    const stands = marks.filter((mark) => !mark.proposed);
    this.choices("when", [
      ["", "Whole session"],
      ...stands.map(({ id, label, start }) => [id, `${label}, from ${clock(start)}`]),
    ]);
    this.at("when").hidden = stands.length === 0;
  }

  choices(name, options) {
    const list = this.at(name);
    const told = JSON.stringify(options);
    if (list.told === told) return;
    list.told = told;
    fill(list, options, list.value);
  }

  narrow() {
    const values = ["by", "what", "when"].map((name) => this.at(name).value);
    const unsure = this.at("unsure").checked;
    const belongs = this.belonging(...values, unsure);
    let shown = 0;
    this.lines.rows.forEach((row, place) => {
      const keeps = belongs(row);
      shown += keeps;
      this.lines.lineAt(place).hidden = !keeps;
    });
    const narrowed = unsure || values.some(Boolean);
    this.at("shown").textContent = narrowed ? `${shown} of ${this.lines.rows.length} shown` : "";
    this.narrowed(values[0]);
    this.search(false);
  }

  belonging(by, what, when, unsure) {
    const [kind, who] = [by.slice(0, by.indexOf(" ")), by.slice(by.indexOf(" ") + 1)];
    const mark = this.marks.get(when);
    return (row) =>
      (!by || (kind === "voice" ? row.voice : this.roleOf.get(row.voice)) === who) &&
      (!what || row.choice === what || ofKind(row.choice, what)) &&
      (!mark || (row.start >= mark.start && row.start < mark.end)) &&
      (!unsure || row.look);
  }

  later() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.search(true), WAIT);
  }

  key(event) {
    if (event.key !== "Enter") return;
    event.preventDefault();
    clearTimeout(this.waiting);
    if (this.at("search").value.trim().toLowerCase() === this.sought) this.step(event.shiftKey ? -1 : 1);
    else this.search(true);
  }

  search(go) {
    const sought = this.at("search").value.trim().toLowerCase();
    const before = new Set(this.lines.hits.keys());
    this.sought = sought;
    this.hits = sought ? this.all(sought) : [];
    this.here = -1;
    this.lines.hits = new Map();
    for (const hit of this.hits) {
      if (!this.lines.hits.has(hit.place)) this.lines.hits.set(hit.place, []);
      this.lines.hits.get(hit.place).push(hit);
    }
    for (const place of new Set([...before, ...this.lines.hits.keys()])) this.spell(place);
    if (go && this.hits.length > 0) this.step(1);
    else this.count();
  }

  spell(place) {
    const apart = this.lines.lineAt(place)?.querySelector(".said.apart");
    this.lines.spell(place, Boolean(apart));
  }

  all(sought) {
    const hits = [];
    this.lines.rows.forEach((row, place) => {
      if (this.lines.lineAt(place).hidden) return;
      const text = row.text.toLowerCase();
      for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + sought.length))
        hits.push({ place, start: at, end: at + sought.length, current: false });
    });
    return hits;
  }

  step(by) {
    const count = this.hits.length;
    if (count === 0) return;
    const left = this.hits[this.here];
    this.here = this.here < 0 ? (by > 0 ? 0 : count - 1) : (this.here + by + count) % count;
    const hit = this.hits[this.here];
    if (left) left.current = false;
    hit.current = true;
    for (const place of new Set([left?.place ?? hit.place, hit.place])) this.spell(place);
    this.count();
    this.found(hit.place);
  }

  count() {
    const count = this.hits.length;
    const here = this.here < 0 ? `${count} found` : `${this.here + 1} of ${count}`;
    this.at("count").textContent = this.sought ? (count ? here : "Not found") : "";
    this.at("before").disabled = this.at("after").disabled = count === 0;
  }
}

const ofKind = (choice, kind) =>
  kind === "questions" ? choice.endsWith("_question") : choice.startsWith(`${kind}:`);
