// Passes a moment that was picked in a chart on to the player, once per pick.

const passed = new WeakMap();

export default function ({ data, parentElement }) {
  const before = passed.has(parentElement) ? passed.get(parentElement) : data.pick;
  passed.set(parentElement, data.pick);
  if (data.pick === null || data.pick === before) return;
  askToPlay(data.start);
}
