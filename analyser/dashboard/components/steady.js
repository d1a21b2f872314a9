// Keeps the keyboard's place in a row of tabs: while what a tab holds is worked out, its tabs are out of
// use for a moment, and the one that was chosen loses the focus.

const TAB = "[role=tab]";

class Steady {
  constructor() {
    this.row = null; // the place among all rows of tabs in which the focus is, or was when it was lost
    this.watch = new MutationObserver(() => this.soon());
    this.moved = ({ target }) => this.follow(target);
    this.pressed = ({ target }) => !target.closest(TAB) && this.leave();
    document.addEventListener("focusin", this.moved);
    document.addEventListener("pointerdown", this.pressed);
    this.follow(document.activeElement);
  }

  follow(target) {
    this.leave();
    if (!target?.matches(TAB)) return;
    this.row = rows().indexOf(target.closest("[role=tablist]"));
    const attributeFilter = ["aria-disabled", "aria-selected", "tabindex"];
    this.watch.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter });
  }

  leave() {
    this.row = null;
    this.watch.disconnect();
    clearTimeout(this.waiting);
  }

  // While the focus goes from one place to another it is nowhere, too.
  soon() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.back());
  }

  // The tab that is chosen gets the focus back, once it can be used and where nothing else has it.
  back() {
    if (document.activeElement && document.activeElement !== document.body) return;
    const chosen = rows()[this.row]?.querySelector(`${TAB}[aria-selected=true][tabindex="0"]`);
    chosen?.focus({ preventScroll: true });
  }

  close() {
    this.leave();
    document.removeEventListener("focusin", this.moved);
    document.removeEventListener("pointerdown", this.pressed);
  }
}

const rows = () => [...document.querySelectorAll("[role=tablist]")];

const mounted = new WeakMap();

export default function ({ parentElement }) {
  if (!mounted.has(parentElement)) mounted.set(parentElement, new Steady());
  return () => {
    mounted.get(parentElement)?.close();
    mounted.delete(parentElement);
  };
}
