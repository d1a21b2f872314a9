// A numbered list of things said: click to listen, change what the machine heard in them.
// What was said is set as text, never as markup.

function element(tag, name, text = "") {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
}

// The text with its cue marked, wherever the cue stands in it.
function withCue(text, cue) {
  const words = element("span", "words");
  const at = cue ? text.toLowerCase().indexOf(cue.toLowerCase()) : -1;
  if (at < 0) {
    words.textContent = text;
    return words;
  }
  words.append(text.slice(0, at));
  words.append(element("mark", "cue", text.slice(at, at + cue.length)));
  words.append(text.slice(at + cue.length));
  return words;
}

class Moments {
  constructor(root) {
    this.list = root.querySelector(".rows");
    this.empty = root.querySelector(".empty");
    this.corrections = [];
  }

  update({ data, setStateValue }) {
    // All of them are told each time: one told while the page is busy would otherwise be lost.
    this.correct = (n, right) => {
      this.corrections.push({ id: crypto.randomUUID(), n, ...right });
      setStateValue("corrections", this.corrections);
    };
    const told = JSON.stringify(data);
    if (told === this.told) return;
    this.told = told;
    this.choices = data.choices;
    this.voices = data.voices;
    this.empty.textContent = data.rows.length === 0 ? data.empty : "";
    this.list.replaceChildren(...data.rows.map((row) => this.row(row)));
  }

  row(row) {
    const item = element("li", "moment");
    item.dataset.n = row.n;
    const side = element("span", "choices");
    if (row.agree) side.append(this.agree(row));
    side.append(this.change(row));
    item.append(element("span", "number", String(row.number)), this.listen(row, item), side);
    return item;
  }

  agree(row) {
    const button = element("button", "change agree", row.agree);
    button.type = "button";
    button.setAttribute("aria-label", `${row.agree}: number ${row.number}`);
    button.addEventListener("click", () => {
      button.disabled = true;
      this.correct(row.n, { choice: row.choice });
    });
    return button;
  }

  listen(row, item) {
    const button = element("button", "listen");
    button.type = "button";
    button.append(withCue(row.text, row.cue));
    const about = element("span", "about");
    const mark = element("span", "mark", row.mark);
    mark.style.color = row.colour;
    mark.setAttribute("aria-hidden", "true");
    about.append(mark, row.about);
    button.append(about);
    button.addEventListener("click", () => this.play(row, item));
    return button;
  }

  play(row, item) {
    this.list.querySelector(".playing")?.classList.remove("playing");
    item.classList.add("playing");
    askToPlay(row.start);
  }

  change(row) {
    const button = element("button", "change", "Change");
    button.type = "button";
    button.setAttribute("aria-label", `Change what number ${row.number} is, or who said it`);
    button.addEventListener("click", () => {
      const selects = this.selects(row, button);
      button.replaceWith(selects);
      selects.firstChild.focus();
    });
    return button;
  }

  selects(row, button) {
    const both = element("span", "choices");
    both.append(
      this.select(`What number ${row.number} is`, this.choices, row.choice, (choice) =>
        this.correct(row.n, { choice }),
      ),
      this.select(`Who said number ${row.number}`, this.voices, row.speaker, (voice) =>
        this.correct(row.n, { voice }),
      ),
    );
    both.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      both.replaceWith(button);
      button.focus();
    });
    return both;
  }

  select(label, options, chosen, tell) {
    const select = element("select", "choice");
    select.setAttribute("aria-label", label);
    for (const [value, text] of options) {
      const option = element("option", "", text);
      option.value = value;
      option.selected = value === chosen;
      select.append(option);
    }
    select.addEventListener("change", () => tell(select.value));
    return select;
  }
}

const mounted = new WeakMap();

export default function (component) {
  const box = component.parentElement.querySelector(".moments");
  if (!mounted.has(box)) mounted.set(box, new Moments(component.parentElement));
  mounted.get(box).update(component);
}
