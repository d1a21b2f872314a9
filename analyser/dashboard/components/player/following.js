// Keeps a line in sight. Heights of lines that were never laid out are guesses, so a scroll may miss:
// it is looked at again, frame by frame and whenever the line leaves the sight, until it is there.
// Whoever scrolls is left alone: the line is not fetched again before they ask for it, or see it.

const LEFT_ALONE = 3_000; // milliseconds after somebody's own scrolling
const TRIES = 90; // frames
const STEADY = 3; // frames in a row in which it must be in sight
const SCROLLING_KEYS = new Set(["PageUp", "PageDown", "Home", "End"]);

class Following {
  constructor(list, catchUp) {
    this.list = list;
    this.catchUp = catchUp;
    this.line = null;
    this.theirs = -Infinity;
    this.away = false; // somebody scrolled, and has not come back to the line
    this.held = false; // something is being changed in the list
    this.sight = new IntersectionObserver(() => this.look(), { root: list, threshold: [0, 0.5, 1] });
    this.size = new ResizeObserver(() => this.look());
    this.size.observe(list);
    for (const event of ["wheel", "touchmove"])
      list.addEventListener(event, () => this.leave(), { passive: true });
    list.addEventListener("keydown", ({ key }) => SCROLLING_KEYS.has(key) && this.leave());
    list.addEventListener("pointerdown", (event) => this.grip(event));
    for (const box of [list, list.closest(".player")])
      box.addEventListener("scroll", () => this.look(), { passive: true });
    catchUp.addEventListener("click", () => this.fetch());
  }

  // A click beside the lines is one on the scroll bar.
  grip(event) {
    if (event.target === this.list && event.offsetX >= this.list.clientWidth) this.leave();
  }

  leave() {
    this.theirs = performance.now();
    this.away = true;
  }

  // Follow this line from now on; with `surely`, whatever somebody has scrolled to.
  follow(line, surely = false) {
    if (this.line !== line) {
      if (this.line) this.sight.unobserve(this.line);
      this.line = line;
      if (line) this.sight.observe(line);
    }
    if (surely) this.fetch();
    else this.look();
  }

  fetch() {
    this.away = false;
    this.theirs = -Infinity;
    this.look();
  }

  // Bring another line in sight, once, for somebody who looks for it.
  reach(line) {
    this.leave();
    cancelAnimationFrame(this.settling);
    this.settling = 0;
    this.settle(line, () => false);
  }

  // Look whether the line is in sight, and bring it there unless somebody wants to be elsewhere.
  look() {
    if (!this.line || this.sighted().height <= 0) return;
    const seen = this.inSight();
    const scrolling = performance.now() - this.theirs < LEFT_ALONE;
    if (seen && !scrolling) this.away = false;
    this.catchUp.hidden = !(this.away && !seen);
    if (!seen && !this.away && !this.held) this.settle();
  }

  // What is to be seen of the list.
  sighted() {
    const { top, bottom } = clear(this.list);
    return { top, height: bottom - top };
  }

  inSight(line = this.line) {
    const [box, own] = [this.sighted(), line.getBoundingClientRect()];
    const [top, bottom] = [own.top - box.top, own.bottom - box.top];
    if (own.height >= box.height) return top <= box.height / 2 && bottom > box.height / 3;
    return top >= -1 && bottom <= box.height + 1; // a pixel may be lost in rounding
  }

  settle(line = this.line, over = () => line !== this.line || this.away || this.held) {
    if (this.settling) return;
    let [tries, steady] = [TRIES, STEADY];
    const step = () => {
      this.settling = 0;
      if (over()) return;
      if (this.inSight(line)) steady -= 1;
      else {
        steady = STEADY;
        this.bring(line);
      }
      tries -= 1;
      if (steady > 0 && tries > 0) this.settling = requestAnimationFrame(step);
    };
    this.settling = requestAnimationFrame(step);
  }

  bring(line) {
    const [box, own] = [this.sighted(), line.getBoundingClientRect()];
    const above = own.height < (2 * box.height) / 3 ? box.height / 3 : 0;
    this.list.scrollTop += own.top - box.top - above;
  }

  close() {
    cancelAnimationFrame(this.settling);
    this.sight.disconnect();
    this.size.disconnect();
  }
}
