// Which key does what in the player. Pure: given a keyboard event, says what is meant, or null.

const KEYS = {
  " ": { does: "toggle" },
  k: { does: "toggle" },
  j: { does: "move", by: -10 },
  l: { does: "move", by: 10 },
  ArrowLeft: { does: "move", by: -5 },
  ArrowRight: { does: "move", by: 5 },
  ArrowUp: { does: "volume", by: 0.1 },
  ArrowDown: { does: "volume", by: -0.1 },
  m: { does: "mute" },
  f: { does: "full" },
  c: { does: "captions" },
};

const WRITING = "input:not([type=range]), textarea, select, [contenteditable]";
// Where a key has a meaning of its own: space presses, arrows move.
const PRESSING = "a, button, summary, select, input:not([type=range])";
const MOVING = "[data-arrows], select";

export function actionFor(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) {
    return null;
  }
  const within = (selector) => Boolean(event.target?.closest?.(selector));
  if (within(WRITING)) {
    return null;
  }
  if (event.key === " " && within(PRESSING)) {
    return null;
  }
  // Up and down scroll the page unless the player itself has the focus.
  if (event.key.startsWith("Arrow") && (within(MOVING) || !within("lectern-player"))) {
    return null;
  }
  if (/^[0-9]$/.test(event.key)) {
    return { does: "share", tenths: Number(event.key) };
  }
  return KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key] ?? null;
}
