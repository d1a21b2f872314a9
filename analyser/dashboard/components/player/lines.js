// The transcript: a line for each utterance, drawn anew only where something in it has changed. The
// words of a line are told apart only once somebody points at it or hears it.

const AT_ONCE = 0.005; // seconds: times are rounded

class Lines {
  constructor(list, { play, more, left }) {
    this.list = list;
    this.play = play;
    this.rows = [];
    this.starts = [];
    this.drawn = new Map(); // by the utterance's number: what was drawn, and the line
    this.hits = new Map(); // by place: stretches of its text that are searched for
    this.left = left;
    this.current = -1;
    this.more = button("⋯", () => more(this.placeOf(this.more)), "more");
    this.more.setAttribute("aria-label", "Change this");
    list.addEventListener("click", (event) => this.pick(event));
    list.addEventListener("pointerover", ({ target }) => this.point(target.closest(".line")));
    list.addEventListener("focusin", ({ target }) => {
      this.point(target.closest(".line"));
      this.focus(this.placeOf(target), false);
    });
  }

  write(rows, looks, names) {
    this.rows = rows;
    this.looks = looks;
    this.names = names;
    this.starts = rows.map((row) => row.start);
    const focused = this.focused()?.n;
    const active = this.list.getRootNode().activeElement;
    const had = Boolean(active?.matches(".line"));
    const known = new Map();
    let before = null;
    rows.forEach((row, place) => {
      const opens = row.voice !== before;
      before = row.voice;
      known.set(row.n, this.line(row, place, opens));
    });
    this.drawn = known;
    this.arrange([...known.values()].map(({ line }) => line));
    this.current = -1;
    const home = rows.findIndex((row) => row.n === focused);
    this.focus(Math.max(0, home), had && home >= 0 && !active.isConnected);
  }

  // Put the lines in order without touching those that stand where they belong.
  arrange(lines) {
    let next = this.list.firstChild;
    const wanted = new Set(lines);
    for (const line of lines) {
      while (next && !wanted.has(next)) {
        const gone = next;
        next = next.nextSibling;
        gone.remove();
      }
      if (line === next) next = next.nextSibling;
      else this.list.insertBefore(line, next);
    }
    while (next) {
      const gone = next;
      next = next.nextSibling;
      gone.remove();
    }
  }

  line(row, place, opens) {
    const told = JSON.stringify([row, opens, this.names.get(row.voice), row.saving]);
    const known = this.drawn.get(row.n);
    if (known?.told === told) {
      known.line.dataset.index = place;
      return known;
    }
    return { told, line: this.drawLine(row, place, opens) };
  }

  drawLine(row, place, opens) {
    const line = element("li", "line");
    line.dataset.index = place;
    line.dataset.n = row.n;
    line.tabIndex = -1;
    line.classList.toggle("saving", Boolean(row.saving));
    if (opens) line.append(element("span", "who", this.names.get(row.voice) ?? row.voice));
    line.append(element("span", "time", clock(row.start)));
    line.append(this.text(row));
    return line;
  }

  text(row) {
    const text = element("span", "text");
    const look = this.looks.get(row.choice);
    if (look?.sign) text.append(this.sign("mark", look.sign, look.label, look.colour));
    text.append(element("span", "said", row.text));
    if (row.by) text.append(this.sign("mine", "✎", `Changed by ${row.by}`));
    if (row.look) text.append(this.sign("doubt", "?", "Please look: the machine is unsure"));
    return text;
  }

  sign(name, text, label, colour = "") {
    const sign = element("span", name, text);
    sign.style.color = colour;
    sign.title = label;
    sign.setAttribute("role", "img");
    sign.setAttribute("aria-label", label);
    return sign;
  }

  lineAt(place) {
    return this.drawn.get(this.rows[place]?.n)?.line;
  }

  placeOf(node) {
    return Number(node.closest(".line")?.dataset.index ?? -1);
  }

  // Draw one line's text anew: with its words apart where they are wanted, and what is searched for.
  spell(place, apart = true) {
    const said = this.lineAt(place)?.querySelector(".said");
    if (!said) return;
    const row = this.rows[place];
    const hits = this.hits.get(place) ?? [];
    const words = apart ? [...row.text.matchAll(/\S+/g)] : [];
    said.classList.toggle("apart", apart);
    const made = [];
    let at = 0;
    words.forEach((found, index) => {
      made.push(...this.pieces(row.text, at, found.index, hits));
      const word = element("span", "word");
      word.dataset.word = index;
      at = found.index + found[0].length;
      word.append(...this.pieces(row.text, found.index, at, hits));
      made.push(word);
    });
    made.push(...this.pieces(row.text, at, row.text.length, hits));
    said.replaceChildren(...made);
  }

  // A stretch of a text, with what is searched for in it marked.
  pieces(text, from, to, hits) {
    const made = [];
    let at = from;
    for (const hit of hits) {
      const [start, end] = [Math.max(at, hit.start), Math.min(to, hit.end)];
      if (start >= end) continue;
      if (start > at) made.push(document.createTextNode(text.slice(at, start)));
      made.push(element("mark", hit.current ? "hit current" : "hit", text.slice(start, end)));
      at = end;
    }
    if (at < to) made.push(document.createTextNode(text.slice(at, to)));
    return made;
  }

  // What can be changed is one click away from the line that somebody points at.
  point(line) {
    if (!line || !this.list.contains(line)) return;
    if (this.more.parentElement !== line) line.append(this.more);
    const place = this.placeOf(line);
    if (!line.querySelector(".said.apart")) this.spell(place);
  }

  pick(event) {
    const line = event.target.closest(".line");
    if (!line || event.target.closest("button, select, textarea, input, .panel")) return;
    const place = this.placeOf(line);
    if (!line.querySelector(".said.apart")) this.spell(place);
    const found = line.getRootNode().elementFromPoint(event.clientX, event.clientY);
    const word = found?.closest(".word") ?? event.target.closest(".word");
    this.focus(place, true);
    this.play(place, word && word.closest(".line") === line ? Number(word.dataset.word) : 0);
  }

  // When a word of a line is said, in seconds.
  timeOf(place, word) {
    const row = this.rows[place];
    return row.start + (row.words[word] ?? 0) / 100;
  }

  focused() {
    const line = this.list.querySelector('.line[tabindex="0"]');
    return line && this.rows[Number(line.dataset.index)];
  }

  // The line to which the keyboard comes; with `take` it has the focus.
  focus(place, take) {
    const line = this.lineAt(place);
    if (!line) return;
    this.list.querySelectorAll('.line[tabindex="0"]').forEach((other) => (other.tabIndex = -1));
    line.tabIndex = 0;
    if (!take) return;
    line.focus({ preventScroll: true });
    nearest(this.list, line);
  }

  // So many lines down or up, then on to the next one that is shown; at an end, back to it.
  move(step) {
    let place = this.placeOf(this.list.querySelector('.line[tabindex="0"]') ?? this.list) + step;
    const on = place === 0 ? 1 : place === this.rows.length - 1 ? -1 : Math.sign(step);
    while (this.lineAt(place)?.hidden) place += on;
    this.left();
    this.focus(place, true);
  }

  // Mark what is heard at a time; returns the line where it is another one.
  hear(time) {
    const place = placeAt(this.starts, time + LEAD_IN + AT_ONCE);
    if (place !== this.current) this.enter(place);
    this.hearWord(place, time);
    return this.lineAt(place);
  }

  enter(place) {
    const before = this.list.querySelectorAll(".line.playing");
    before.forEach((line) => {
      line.classList.remove("playing");
      line.removeAttribute("aria-current");
      line.querySelector(".word.sounding")?.classList.remove("sounding");
    });
    this.current = place;
    this.word = -1;
    const line = this.lineAt(place);
    line?.classList.add("playing");
    line?.setAttribute("aria-current", "true");
  }

  hearWord(place, time) {
    const row = this.rows[place];
    if (!row) return;
    const word = time > row.end + LEAD_IN ? -1 : placeAt(row.words, (time - row.start) * 100 + 5);
    if (word === this.word && this.lineAt(place).querySelector(".word.sounding")) return;
    this.word = word;
    const line = this.lineAt(place);
    if (!line.querySelector(".said.apart")) this.spell(place);
    line.querySelector(".word.sounding")?.classList.remove("sounding");
    line.querySelector(`.word[data-word="${word}"]`)?.classList.add("sounding");
  }
}
