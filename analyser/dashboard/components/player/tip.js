// A few words right below what is pointed at, or has the focus. They are set as text, never as markup.

class Tip {
  constructor(stage) {
    this.stage = stage;
    this.box = stage.querySelector(".tip");
  }

  // Say something below a place on the screen, which is a part's rectangle or as good as one. What is
  // long is cut.
  tell({ left, bottom }, words, title = "") {
    const stage = this.stage.getBoundingClientRect();
    this.box.replaceChildren(element("strong", "", title), element("span", "cut", words));
    this.box.hidden = false;
    const most = stage.width - this.box.offsetWidth;
    this.box.style.top = `${bottom - stage.top + 4}px`;
    this.box.style.left = `${Math.max(0, Math.min(left - stage.left, most))}px`;
  }

  // Say nothing more; whether something was said.
  hush() {
    const said = !this.box.hidden;
    this.box.hidden = true;
    return said;
  }
}
