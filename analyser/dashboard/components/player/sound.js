// The sound: plays from a moment, stops at its end or loops it, leaves silence out, and asks for a
// new address when the old one has run out.

const LEAD_IN = 0.15; // seconds, so that a first syllable is not cut off
const NEAR_END = 0.05;
const PATIENCE = 60_000; // milliseconds
const COPY = 'audio/mp4; codecs="mp4a.40.2"';
const STAYS = [0.4, 0.3]; // seconds of a silence that are heard: at its start, at its end

class Sound {
  constructor(audio, { moved, failed }) {
    this.audio = audio;
    this.moved = moved;
    this.failed = failed;
    this.stretch = null; // what was asked for: where it starts, and where it stops if it does
    this.looped = null;
    this.wanted = null; // a moment that was asked for and has not been heard yet
    this.silences = [];
    this.skips = false;
    for (const event of ["timeupdate", "seeked", "pause", "ratechange"])
      audio.addEventListener(event, () => this.tell());
    audio.addEventListener("playing", () => this.run());
    audio.addEventListener("error", () => this.lost());
    audio.addEventListener("ended", () => this.looped && this.play(this.looped.start));
  }

  get time() {
    return this.audio.currentTime;
  }

  get paused() {
    return this.audio.paused;
  }

  update({ session, address, silences }, renew) {
    this.renew = () => renew(this.address);
    this.silences = silences;
    this.quiet = silences.map(([start]) => start);
    if (this.session !== session) this.load(session, address);
    else if (this.gone && this.address !== address) this.resume(session, address);
  }

  load(session, address) {
    this.session = session;
    this.address = address;
    this.gone = false;
    if (address) this.audio.src = this.audio.canPlayType(COPY) ? address : `${address}?decoded`;
  }

  // A new signed address for the same sound: go on from the same moment.
  resume(session, address) {
    const at = this.wanted ?? this.time;
    this.load(session, address);
    this.audio.currentTime = at;
    if (this.wanted !== null) this.play(at + LEAD_IN, this.stretch?.end ?? null);
  }

  // The signed address has run out, or the app has gone: ask for a new one, once a minute.
  lost() {
    if (!this.address) return;
    this.gone = true;
    if (Date.now() - (this.renewed ?? 0) < PATIENCE) {
      this.failed("The sound cannot be reached. Is the app still running?");
      return;
    }
    this.renewed = Date.now();
    this.renew();
  }

  play(start, end = null) {
    this.failed("");
    this.wanted = Math.max(0, start - LEAD_IN);
    this.stretch = { start: this.wanted, end };
    this.audio.currentTime = this.wanted;
    this.audio.play().catch(() => {}); // a newer request took over, or the address has run out
  }

  toggle() {
    if (this.paused) this.audio.play().catch(() => {});
    else this.audio.pause();
  }

  seek(time) {
    this.stretch = null;
    this.audio.currentTime = Math.max(0, time);
  }

  loop(stretch) {
    this.looped = stretch;
    this.play(stretch.start);
  }

  run() {
    this.wanted = null;
    cancelAnimationFrame(this.frame);
    const step = () => {
      this.tell();
      if (!this.paused) this.frame = requestAnimationFrame(step);
    };
    step();
  }

  tell() {
    this.turn();
    this.moved(this.time);
  }

  // Back to the start of a loop, to a stop at a stretch's end, or over a silence.
  turn() {
    if (this.paused || this.audio.seeking) return;
    const { time, looped, stretch } = this;
    if (looped && time >= looped.end - NEAR_END) this.audio.currentTime = looped.start;
    else if (!looped && stretch?.end != null && time >= stretch.end - NEAR_END) this.stop();
    else if (this.skips) this.overSilence(time);
  }

  stop() {
    this.stretch = null;
    this.audio.pause();
    window.dispatchEvent(new CustomEvent("analyser:ended"));
  }

  overSilence(time) {
    const silence = this.silences[placeAt(this.quiet, time)];
    if (silence && time > silence[0] + STAYS[0] && time < silence[1] - 2 * STAYS[1])
      this.audio.currentTime = silence[1] - STAYS[1];
  }

  close() {
    cancelAnimationFrame(this.frame);
    this.audio.pause();
    this.audio.removeAttribute("src");
  }
}
