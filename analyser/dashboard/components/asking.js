// How all parts of the page ask the player for a moment. The player takes a request by preventing its
// default; one that nobody took waits on the window for a player that is only just coming.

const REQUEST_LASTS = 15_000; // milliseconds; later nobody expects a sound any more

function askToPlay(start, end = null) {
  const detail = { start, end };
  const nobody = window.dispatchEvent(new CustomEvent("analyser:play", { detail, cancelable: true }));
  window.analyserAsked = nobody ? { ...detail, at: Date.now(), session: sessionInAddress() } : null;
}

// What was asked for before the player was there, once; nothing where it is of long ago or of another page.
function requestThatWaits() {
  const asked = window.analyserAsked;
  window.analyserAsked = null;
  const stands = asked && Date.now() - asked.at < REQUEST_LASTS;
  return stands && asked.session === sessionInAddress() ? asked : null;
}

const sessionInAddress = () => new URLSearchParams(window.location.search).get("session");
