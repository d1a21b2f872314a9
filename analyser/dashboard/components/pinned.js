// Tells the player what people have pinned to the recording by now, without it being drawn anew.

export default function ({ data }) {
  window.dispatchEvent(new CustomEvent("analyser:pinned", { detail: { comments: data.comments } }));
}
