// Plays the recording, and lets the transcript follow it. Everything that was said is set as text,
// never as markup. Other parts of the page ask for a moment with the event `analyser:play`.

const LEAD_IN = 0.15; // seconds, so that a first syllable is not cut off
const NEAR_END = 0.05;
const PATIENCE = 60_000; // milliseconds

function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  const tail = `${String(whole % 60).padStart(2, "0")}`;
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

function element(tag, name, text) {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
}

class Player {
  constructor(root) {
    this.box = root.querySelector(".player");
    this.sound = root.querySelector(".sound");
    this.lines = root.querySelector(".lines");
    this.now = root.querySelector(".now");
    this.wrong = root.querySelector(".wrong");
    this.fold = root.querySelector(".fold");
    this.utterances = [];
    this.current = -1;
    this.stopAt = null;
    this.wanted = null; // a moment that was asked for and has not been heard yet
    this.listen(root);
  }

  listen(root) {
    this.asked = (event) => this.play(event.detail.start, event.detail.end ?? null);
    window.addEventListener("analyser:play", this.asked);
    this.sound.addEventListener("timeupdate", () => this.follow());
    this.sound.addEventListener("seeked", () => this.follow());
    this.sound.addEventListener("error", () => this.lost());
    this.sound.addEventListener("playing", () => (this.wanted = null));
    this.lines.addEventListener("click", (event) => this.pick(event.target.closest(".line")));
    this.lines.addEventListener("keydown", (event) => this.key(event));
    this.fold.addEventListener("click", () => this.unfold());
    root.querySelector(".speed").addEventListener("change", (event) => {
      this.sound.playbackRate = Number(event.target.value);
    });
  }

  update({ data, setStateValue }) {
    this.renew = () => setStateValue("expired", this.address);
    if (this.session !== data.session) this.load(data);
    else if (this.failed && this.address !== data.address) this.resume(data);
    const told = JSON.stringify(data.utterances);
    if (told === this.told) return;
    this.told = told;
    this.write(data.utterances);
  }

  load({ session, address }) {
    this.session = session;
    this.address = address;
    this.failed = false;
    if (address) this.sound.src = address;
  }

  // A new signed address for the same sound: go on from the same moment.
  resume(data) {
    const at = this.wanted ?? this.sound.currentTime;
    this.load(data);
    this.sound.currentTime = at;
    if (this.wanted !== null) this.play(at + LEAD_IN, this.stopAt);
  }

  // The signed address has run out, or the app has gone: ask for a new one, once a minute.
  lost() {
    this.failed = true;
    if (Date.now() - (this.renewed ?? 0) < PATIENCE) {
      this.wrong.textContent = "The sound cannot be reached. Is the app still running?";
      return;
    }
    this.renewed = Date.now();
    this.renew();
  }

  write(utterances) {
    this.utterances = utterances;
    this.current = -1;
    let before = null;
    const made = utterances.map((utterance, index) => {
      const line = this.line(utterance, index, utterance.speaker !== before);
      before = utterance.speaker;
      return line;
    });
    this.lines.replaceChildren(...made);
    if (made.length > 0) made[0].tabIndex = 0;
    this.follow();
  }

  line(utterance, index, opens) {
    const line = element("li", "line", "");
    line.dataset.index = index;
    line.tabIndex = -1;
    if (opens) line.append(element("span", "who", utterance.name));
    line.append(element("span", "time", clock(utterance.start)));
    const text = element("span", "text", "");
    if (utterance.mark) {
      const mark = element("span", "mark", utterance.mark);
      mark.style.color = utterance.colour;
      mark.title = utterance.label;
      mark.setAttribute("role", "img");
      mark.setAttribute("aria-label", utterance.label);
      text.append(mark);
    }
    text.append(utterance.text);
    line.append(text);
    return line;
  }

  play(start, end) {
    this.wrong.textContent = "";
    this.wanted = Math.max(0, start - LEAD_IN);
    this.stopAt = end;
    this.sound.currentTime = this.wanted;
    this.sound.play().catch(() => {}); // a newer request took over, or the address has run out
  }

  pick(line) {
    if (!line) return;
    this.focus(Number(line.dataset.index), false);
    this.play(this.utterances[Number(line.dataset.index)].start, null);
  }

  key(event) {
    const index = Number(event.target.dataset.index ?? -1);
    const moves = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: this.utterances.length - 1 };
    if (event.key in moves) this.focus(moves[event.key], true);
    else if (event.key === "Enter") this.pick(event.target.closest(".line"));
    else if (event.key === " ") this.sound.paused ? this.sound.play() : this.sound.pause();
    else return;
    event.preventDefault();
  }

  focus(index, take) {
    const line = this.lines.children[index];
    if (!line) return;
    this.lines.querySelectorAll('[tabindex="0"]').forEach((other) => (other.tabIndex = -1));
    line.tabIndex = 0;
    if (take) line.focus();
  }

  follow() {
    const time = this.sound.currentTime + LEAD_IN;
    this.stopAtEnd();
    const index = this.at(time);
    if (index === this.current) return;
    this.lines.children[this.current]?.classList.remove("playing");
    this.current = index;
    const line = this.lines.children[index];
    if (!line) return;
    line.classList.add("playing");
    this.say(this.utterances[index]);
    if (!this.lines.matches(":hover, :focus-within") || this.sound.paused) this.show(line);
  }

  stopAtEnd() {
    if (this.stopAt === null || this.sound.currentTime < this.stopAt - NEAR_END) return;
    this.stopAt = null;
    this.sound.pause();
  }

  say(utterance) {
    this.now.textContent = `${utterance.name}: ${utterance.text}`;
  }

  show(line) {
    const [box, own] = [this.lines.getBoundingClientRect(), line.getBoundingClientRect()];
    this.lines.scrollTop += own.top - box.top - box.height / 3;
  }

  // The last utterance that starts at or before `time`: binary search, for 3 h of them.
  at(time) {
    let [low, high] = [0, this.utterances.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.utterances[middle].start <= time) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  unfold() {
    const open = this.box.classList.toggle("open");
    this.fold.setAttribute("aria-expanded", String(open));
  }

  close() {
    window.removeEventListener("analyser:play", this.asked);
    this.sound.pause();
    this.sound.removeAttribute("src");
  }
}

const mounted = new WeakMap();

export default function (component) {
  const box = component.parentElement.querySelector(".player");
  if (!mounted.has(box)) mounted.set(box, new Player(component.parentElement));
  mounted.get(box).update(component);
  return () => mounted.get(box)?.close();
}
