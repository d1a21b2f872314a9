// Figures side by side; each plays the moments behind it, one more at every click.
// What was said and typed is set as text, never as markup.

function element(tag, name, text = "") {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
}

function listen({ title, about, moments }) {
  const button = element("button", "listen");
  button.type = "button";
  let next = 0;
  const say = (words) => {
    button.textContent = `▶ ${words}`;
    button.setAttribute("aria-label", `Listen to ${title}, ${about}: ${words}`);
  };
  say(moments.length === 1 ? "1 moment" : `${moments.length} moments`);
  button.addEventListener("click", () => {
    const [start, end] = moments[next];
    askToPlay(start, end);
    say(`${next + 1} of ${moments.length}`);
    next = (next + 1) % moments.length;
  });
  return button;
}

function card(fact) {
  const item = element("li", "fact");
  const value = element("span", "value", fact.value);
  value.classList.toggle("unknown", fact.value === "cannot tell");
  item.append(
    element("span", "title", fact.title),
    element("span", "about", fact.about),
    value,
    element("span", "doubt", fact.doubt),
    element("span", "note", fact.note),
  );
  if (fact.moments.length > 0) item.append(listen(fact));
  return item;
}

const drawn = new WeakMap();

export default function ({ data, parentElement }) {
  const told = JSON.stringify(data);
  if (drawn.get(parentElement) === told) return;
  drawn.set(parentElement, told);
  let list = parentElement.querySelector(".facts");
  if (!list) {
    list = element("ul", "facts");
    list.setAttribute("role", "list");
    parentElement.append(list);
  }
  list.replaceChildren(...data.facts.map(card));
}
