// Which key does what in the player. Pure: given a keyboard event, says what is meant, or null.
// The sheet of keys on the page (lectures/_player_keys.html) lists the same.

const KEYS = {
  " ": { does: "toggle" },
  k: { does: "toggle" },
  j: { does: "move", by: -10 },
  l: { does: "move", by: 10 },
  ArrowLeft: { does: "move", by: -5 },
  ArrowRight: { does: "move", by: 5 },
  ArrowUp: { does: "volume", by: 0.1 },
  ArrowDown: { does: "volume", by: -0.1 },
  Home: { does: "share", tenths: 0 },
  End: { does: "share", tenths: 10 },
  ",": { does: "frame", by: -1 },
  ".": { does: "frame", by: 1 },
  "<": { does: "speed", by: -1 },
  ">": { does: "speed", by: 1 },
  "[": { does: "chapter", by: -1 },
  "]": { does: "chapter", by: 1 },
  m: { does: "mute" },
  f: { does: "full" },
  c: { does: "captions" },
  i: { does: "picture" },
  "/": { does: "find" },
  "?": { does: "sheet" },
};
// A Chinese keyboard writes its own marks.
const SAME = {
  "，": ",",
  "。": ".",
  "《": "<",
  "》": ">",
  "【": "[",
  "】": "]",
  "、": "/",
  "？": "?",
};

const WRITING = "input:not([type=range], [type=checkbox]), textarea, select, [contenteditable]";
// Where a key has a meaning of its own: space presses, arrows move, a dialog is a world of its own.
const PRESSING = "a, button, summary, select, input:not([type=range])";
const MOVING = "[data-arrows], select";
const APART = "dialog, [role=listbox]";
// These scroll the page unless the player itself has the focus.
const SCROLLING = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"]);

export function actionFor(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) {
    return null;
  }
  const within = (selector) => Boolean(event.target?.closest?.(selector));
  if (within(WRITING) || within(APART)) {
    return null;
  }
  if (event.key === " " && within(PRESSING)) {
    return null;
  }
  if (SCROLLING.has(event.key) && (within(MOVING) || !within("lectern-player"))) {
    return null;
  }
  if (/^[0-9]$/.test(event.key)) {
    return { does: "share", tenths: Number(event.key) };
  }
  const key = SAME[event.key] ?? event.key;
  return KEYS[key.length === 1 ? key.toLowerCase() : key] ?? null;
}
