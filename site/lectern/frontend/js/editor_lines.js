// The lines as the editor has them: what the server said of each, and what was done here since.
//
// `base` is the line as the server last told it and as the editor saw it; it goes with every
// operation, so that nobody's work is written over unseen. What is done here shows at once; the
// server's answer then takes its place.

import { added } from "./editor_times.js";

const KEPT_APART = ["version", "text", "start", "end"];

export class Lines {
  #all = [];
  #byId = new Map();
  #count = 0;
  /** Rises whenever lines came, went or changed places. */
  shape = 0;

  load(cues) {
    this.#all = [];
    this.#byId.clear();
    for (const cue of cues) {
      this.#add({ ...cue });
    }
    this.#order();
  }

  get all() {
    return this.#all;
  }

  get(id) {
    return this.#byId.get(id);
  }

  place(id) {
    return this.#all.indexOf(this.get(id));
  }

  near(id, step) {
    return this.#all[this.place(id) + step];
  }

  /** Whose time it is at this second: the line that holds it, else the last one before. */
  at(seconds) {
    let [low, high] = [0, this.#all.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.#all[middle].start <= seconds) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return this.#all[low];
  }

  /** The next line, after `id` and round the end, for which `holds`. */
  search(id, holds, step = 1) {
    const count = this.#all.length;
    const from = this.place(id);
    for (let gone = 1; gone <= count; gone++) {
      const line = this.#all[(((from + gone * step) % count) + count) % count];
      if (holds(line)) {
        return line;
      }
    }
    return undefined;
  }

  /** What an operation says of the line it was made on. */
  seen(id) {
    const base = this.get(id)?.base;
    return base ? { cue: id, ...base } : null;
  }

  /** Takes in the server's lines; those in `busy` keep what was done here. Gives those changed. */
  put(cues, busy = new Set()) {
    const changed = [];
    for (const cue of cues) {
      const known = this.get(cue.id);
      if (known && (known.base?.version ?? 0) > cue.version) {
        continue;
      }
      if (!known) {
        changed.push(this.#add({ ...cue }));
      } else if (!busy.has(cue.id)) {
        Object.assign(known, cue);
        known.base = baseOf(cue);
        changed.push(known);
      }
    }
    this.#order();
    return changed;
  }

  /** The server's word on a line of which more is on its way: what it is based on, no more. */
  rebase(cue) {
    const known = this.get(cue.id);
    if (known) {
      known.base = baseOf(cue);
      known.version = cue.version;
      known.by = cue.by;
    }
  }

  remove(ids) {
    for (const id of ids) {
      this.#byId.delete(id);
    }
    this.#all = this.#all.filter((line) => this.#byId.has(line.id));
    this.#order();
  }

  /** Shows an operation at once. Gives the ids of the lines that look different now. */
  foresee(operation) {
    const line = this.get(operation.cue);
    const done = {
      text: () => this.#retext([{ cue: operation.cue, text: operation.text }]),
      replace: () => this.#retext(operation.texts),
      confirm: () => this.#changed(line, { confidence: null }),
      times: () => this.#changed(line, { start: operation.start, end: operation.end }),
      split: () => this.#split(line, operation),
      merge: () => this.#merge(line, this.get(operation.following)),
      insert: () => this.#insert(operation),
      delete: () => this.remove([operation.cue]),
      shift: () => this.#shift(operation),
    };
    return done[operation.kind]?.() ?? [];
  }

  #add(line) {
    line.base ??= baseOf(line);
    this.#byId.set(line.id, line);
    this.#all.push(line);
    return line;
  }

  #order() {
    this.#all.sort((a, b) => a.start - b.start);
    let isOther = this.#all.length !== this.#count;
    for (const [index, line] of this.#all.entries()) {
      isOther ||= line.number !== index + 1 || !line.isPlaced;
      line.number = index + 1;
      line.isPlaced = true;
    }
    this.#count = this.#all.length;
    this.shape += isOther ? 1 : 0;
  }

  #changed(line, values) {
    return line ? [Object.assign(line, values).id] : [];
  }

  #retext(texts) {
    return texts.flatMap(({ cue, text }) =>
      this.#changed(this.get(cue), { text, confidence: null, hints: [] }),
    );
  }

  #split(line, { place, new: id }) {
    if (!line || this.get(id)) {
      return [];
    }
    const share = place / Math.max(line.text.length, 1);
    const middle = added(line.start, (line.end - line.start) * share);
    const second = {
      ...line,
      isPlaced: false,
      id,
      base: null,
      version: 0,
      start: middle,
      text: line.text.slice(place).trimStart(),
      hints: [],
      remarks: [],
    };
    Object.assign(line, { end: middle, text: line.text.slice(0, place).trimEnd(), hints: [] });
    this.#add(second);
    second.base = null;
    this.#order();
    return [line.id, id];
  }

  #merge(line, following) {
    if (!line || !following) {
      return [];
    }
    Object.assign(line, {
      end: following.end,
      text: joined(line.text, following.text),
      hints: [],
      remarks: [],
    });
    this.remove([following.id]);
    return [line.id];
  }

  #insert({ cue, start, end, text }) {
    if (this.get(cue)) {
      return [];
    }
    const line = { id: cue, version: 0, start, end, text, raw: "", confidence: null };
    this.#add({ ...line, remarks: [], hints: [], by: "", base: null });
    this.get(cue).base = null;
    this.#order();
    return [cue];
  }

  #shift({ first, by }) {
    const from = first ? this.get(first).start : Number.NEGATIVE_INFINITY;
    const moved = this.#all.filter((line) => line.start >= from);
    for (const line of moved) {
      Object.assign(line, { start: added(line.start, by), end: added(line.end, by) });
    }
    return moved.map((line) => line.id);
  }
}

/** Chinese is joined without a blank, all other text with one. */
export function joined(before, after) {
  const wide = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/;
  const close = !before || !after || wide.test(before.at(-1)) || wide.test(after[0]);
  return close ? before + after : `${before} ${after}`;
}

function baseOf(cue) {
  return Object.fromEntries(KEPT_APART.map((name) => [name, cue[name]]));
}

/** The other language's words, and which of them are said while a line is. */
export function besideFrom(answer) {
  if (!answer) {
    return null;
  }
  const middle = ({ start, end }) => (start + end) / 2;
  return {
    language: answer.language,
    textFor: (line) =>
      answer.cues
        .filter((cue) => line.start <= middle(cue) && middle(cue) < line.end)
        .map((cue) => cue.text)
        .join(" "),
  };
}
