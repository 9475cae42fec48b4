// What an editor can do in a line, by name: each turns what is on the page into an operation.

import { newId } from "./editor_outbox.js";
import { added, shown } from "./editor_times.js";

const NUDGE_S = 0.1;
const NEW_LINE_S = 2;
const LEAST_ROOM_S = 0.2;

export class Actions {
  /** `act` does an operation, `say` tells the person, `open` holds what the editor itself opens. */
  constructor({ lines, list, player, outbox, words, duration, act, say, open }) {
    Object.assign(this, { lines, list, player, outbox, words, duration, act, say, open });
  }

  get #line() {
    return this.lines.get(this.list.current);
  }

  byName = {
    toggle: () => this.player.toggle(),
    replay: () => this.player.from(this.#line.start, this.#line.end),
    before: () => this.#go(this.lines.near(this.list.current, -1), "end"),
    after: () => this.#go(this.lines.near(this.list.current, 1)),
    doubtful: () => this.#seek((line) => this.list.isDoubtful(line)),
    doubtfulBefore: () => this.#seek((line) => this.list.isDoubtful(line), -1),
    remark: () => this.#seek((line) => line.remarks.length > 0),
    remarkBefore: () => this.#seek((line) => line.remarks.length > 0, -1),
    confirm: () => this.act({ kind: "confirm", cue: this.list.current }),
    startHere: () => this.setTimes({ start: this.player.at }),
    endHere: () => this.setTimes({ end: this.player.at }),
    startEarlier: () => this.setTimes({ start: added(this.#line.start, -NUDGE_S) }),
    startLater: () => this.setTimes({ start: added(this.#line.start, NUDGE_S) }),
    endEarlier: () => this.setTimes({ end: added(this.#line.end, -NUDGE_S) }),
    endLater: () => this.setTimes({ end: added(this.#line.end, NUDGE_S) }),
    split: () => this.#split(),
    merge: () => this.#merge(),
    insert: () => this.#insert(),
    delete: () => this.#delete(),
    hint: () => this.hint(0),
    find: () =>
      this.open.find(
        String(getSelection() ?? "")
          .trim()
          .slice(0, 80),
      ),
    shift: () => this.open.shift(),
    keys: () => this.open.keys(),
    undo: () => this.open.undo(),
    redo: () => this.open.redo(),
    save: () => this.outbox.flush(),
  };

  /** What the server would refuse is refused here at once, in words, and the field put back. */
  setTimes(values) {
    const line = this.#line;
    const { start, end } = { start: line.start, end: line.end, ...values };
    const before = this.lines.near(line.id, -1)?.end ?? 0;
    const after = this.lines.near(line.id, 1)?.start ?? (this.duration || Infinity);
    const isWrong =
      start >= end || start < Math.min(before, line.start) || end > Math.max(after, line.end);
    if (isWrong) {
      this.say(start >= end ? this.words.endBeforeStart : this.words.overlap);
      this.list.refresh(line);
      const field = this.list.tools.querySelector("input:focus");
      if (field) {
        field.value = shown(line[field.dataset.part]);
      }
    } else if (start !== line.start || end !== line.end) {
      this.act({ kind: "times", cue: line.id, start, end });
    }
  }

  #split() {
    const { id, text } = this.#line;
    const place = this.list.text(id).selectionStart;
    if (!text.slice(0, place).trim() || !text.slice(place).trim()) {
      this.say(this.words.caretInside);
      return;
    }
    const second = newId();
    this.outbox.flush();
    this.act({ kind: "split", cue: id, place, new: second }, { focus: second, caret: 0 });
  }

  #merge() {
    const line = this.#line;
    const following = this.lines.near(line.id, 1);
    if (following) {
      const caret = line.text.length;
      this.act({ kind: "merge", cue: line.id, following: following.id }, { focus: line.id, caret });
    }
  }

  #insert() {
    const line = this.#line;
    const start = line?.end ?? 0;
    const limit = (line && this.lines.near(line.id, 1)?.start) || this.duration || start + 2;
    const end = Math.min(added(start, NEW_LINE_S), limit);
    if (end - start < LEAST_ROOM_S) {
      this.say(this.words.noRoom);
      return;
    }
    const cue = newId();
    this.act(
      { kind: "insert", cue, after: line?.id ?? null, start, end, text: "" },
      { focus: cue },
    );
  }

  #delete() {
    const { id } = this.#line;
    const next = this.lines.near(id, 1) ?? this.lines.near(id, -1);
    this.act({ kind: "delete", cue: id }, { focus: next?.id });
  }

  hint(index) {
    const { id, text, hints } = this.#line;
    const hint = hints[index];
    if (hint) {
      const after = text.slice(hint.place + hint.found.length);
      const whole = text.slice(0, hint.place) + hint.term + after;
      this.act(
        { kind: "text", cue: id, text: whole },
        { focus: id, caret: whole.length - after.length },
      );
    }
  }

  #go(line, edge) {
    if (line) {
      this.list.choose(line.id, line);
      this.list.focus(line.id, edge === "end" ? line.text.length : 0);
    }
  }

  #seek(holds, step = 1) {
    const line = this.lines.search(this.list.current, holds, step);
    if (line) {
      this.#go(line);
      this.player.seek(line.start);
    } else {
      this.say(this.words.noneLeft);
    }
  }
}
