// Which key does what in the transcript editor. Pure: given a keyboard event, says what is meant.
//
// Letters go with Alt, for plain letters are text; Ctrl+Space and the like belong to input methods.

const WITH_ALT = {
  KeyP: "toggle",
  KeyR: "replay",
  Enter: "split",
  KeyM: "merge",
  KeyI: "insert",
  Delete: "delete",
  Backspace: "delete",
  KeyN: "doubtful",
  KeyW: "remark",
  KeyY: "confirm",
  KeyG: "hint",
  KeyH: "find",
  KeyT: "shift",
  KeyZ: "undo",
  ArrowUp: "before",
  ArrowDown: "after",
  Comma: "startHere",
  Period: "endHere",
  BracketLeft: "startEarlier",
  BracketRight: "startLater",
  Slash: "keys",
};
const WITH_ALT_SHIFT = {
  KeyZ: "redo",
  KeyN: "doubtfulBefore",
  KeyW: "remarkBefore",
  BracketLeft: "endEarlier",
  BracketRight: "endLater",
};
const WITH_CTRL = { KeyS: "save", KeyH: "find" };

/** The action, or null. `isChanged`: the field holds letters not sent yet, whose undo is its own. */
export function actionFor(event, { inText = false, isChanged = false } = {}) {
  if (event.isComposing || event.keyCode === 229) {
    return null;
  }
  const command = event.ctrlKey || event.metaKey;
  if (event.altKey && !command) {
    return (event.shiftKey ? WITH_ALT_SHIFT : WITH_ALT)[event.code] ?? null;
  }
  if (command && !event.altKey) {
    if (event.code === "KeyZ" || event.code === "KeyY") {
      const again = event.code === "KeyY" || event.shiftKey;
      return inText && isChanged ? null : again ? "redo" : "undo";
    }
    return event.shiftKey ? null : (WITH_CTRL[event.code] ?? null);
  }
  if (command || event.altKey) {
    return null;
  }
  if (event.key === "?" && !inText) {
    return "keys";
  }
  return inText ? inTextAction(event) : null;
}

function inTextAction(event) {
  const { selectionStart: start, selectionEnd: end, value = "" } = event.target ?? {};
  if (event.key === "Enter") {
    return event.shiftKey ? "before" : "after";
  }
  if (event.shiftKey || start !== end) {
    return null;
  }
  // An arrow at the edge of a line goes on to the next one; inside it moves the caret.
  if (event.key === "ArrowDown" && start === value.length) {
    return "after";
  }
  return event.key === "ArrowUp" && start === 0 ? "before" : null;
}
