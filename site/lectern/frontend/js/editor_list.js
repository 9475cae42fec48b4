// The lines on the page: a row each, built once and changed where something changed. The tools, the
// fields for times among them, exist once and move to the row one is in.

import { fill } from "./clock.js";
import { shown } from "./editor_times.js";

export class List {
  #rows = new Map();
  #current = null;
  #others = new Map();
  #shape = null;
  isComposing = false;

  constructor({ root, row, tools, conflict, words, language, doubtfulBelow }) {
    Object.assign(this, { root, row, tools, conflict, words, language, doubtfulBelow });
  }

  get current() {
    return this.#current;
  }

  isDoubtful(line) {
    return line.confidence !== null && line.confidence < this.doubtfulBelow;
  }

  /** Every line anew; rows that are there stay, and with them whoever is in one. */
  render(lines, beside) {
    this.#shape = null;
    const ids = lines.all.map((line) => line.id);
    this.update(lines, ids, beside);
    if (ids.length && !this.#rows.has(this.#current)) {
      this.choose(ids[0], lines.get(ids[0]));
    }
  }

  /** Refreshes these lines, and puts rows in order where lines came, went or changed places. */
  update(lines, ids, beside) {
    if (this.#shape !== lines.shape) {
      this.#shape = lines.shape;
      this.#drop(lines);
      this.#place(lines.all, beside);
    }
    for (const id of ids) {
      if (this.#rows.has(id)) {
        this.refresh(lines.get(id));
      }
    }
  }

  #drop(lines) {
    for (const [id, row] of this.#rows) {
      if (!lines.get(id)) {
        if (row.contains(this.tools)) {
          this.root.after(this.tools);
          this.tools.hidden = true;
        }
        row.remove();
        this.#rows.delete(id);
      }
    }
  }

  #place(lines, beside) {
    let place = this.root.firstElementChild;
    for (const line of lines) {
      const known = this.#rows.get(line.id);
      const row = known ?? this.#make(line, beside);
      if (row === place) {
        place = place.nextElementSibling;
      } else {
        this.root.insertBefore(row, place);
      }
      row.dataset.number = line.number;
    }
  }

  text(id) {
    return this.#rows.get(id)?.querySelector("textarea");
  }

  element(id) {
    return this.#rows.get(id);
  }

  /** What a row shows of its line. Letters in the field one is in are left as they are. */
  refresh(line) {
    const row = this.#rows.get(line.id);
    const field = row.querySelector("textarea");
    const isIn = document.activeElement === field;
    const isTyping = isIn && (this.isComposing || field.value.trim() === line.text.trim());
    if (!isTyping && field.value !== line.text) {
      const caret = field.selectionStart;
      field.value = line.text;
      if (isIn) {
        field.setSelectionRange(caret, caret);
      }
    }
    this.grow(field);
    this.#label(row, line);
    row.toggleAttribute("data-doubtful", this.isDoubtful(line));
    this.#mark(row, line);
    if (line.id === this.#current) {
      this.#fillTools(line);
    }
  }

  grow(field) {
    field.parentElement.dataset.text = `${field.value} `;
  }

  /** The row in which one is: its parts can be reached, the tools are in it. */
  choose(id, line) {
    const before = this.#rows.get(this.#current);
    if (before && this.#current !== id) {
      before.removeAttribute("data-current");
      reach(before, -1);
    }
    const row = this.#rows.get(id);
    this.#current = id;
    row.dataset.current = "";
    reach(row, 0);
    if (!row.contains(this.tools)) {
      row.append(this.tools);
    }
    this.tools.hidden = false;
    if (line) {
      this.#fillTools(line);
    }
  }

  focus(id, caret) {
    const field = this.text(id);
    if (!field) {
      return;
    }
    field.focus();
    if (caret !== undefined) {
      field.setSelectionRange(caret, caret);
    }
    this.element(id).scrollIntoView({ block: "nearest" });
  }

  /** Which line is heard now. */
  play(id, follow) {
    this.root.querySelector("[data-playing]")?.removeAttribute("data-playing");
    const row = this.#rows.get(id);
    if (row) {
      row.dataset.playing = "";
      if (follow) {
        row.scrollIntoView({ block: "nearest" });
      }
    }
  }

  /** Who else is on which line. */
  others(people) {
    for (const id of this.#others.keys()) {
      this.#rows.get(id)?.querySelector("[data-part=other]")?.replaceChildren();
    }
    this.#others = new Map(people.filter(({ cue }) => cue).map(({ cue, name }) => [cue, name]));
    for (const [id, name] of this.#others) {
      const place = this.#rows.get(id)?.querySelector("[data-part=other]");
      place?.replaceChildren(fill(this.words.isHere, { name }));
    }
  }

  /** Mine and theirs, until somebody has chosen. */
  showConflict(id, { mine, theirs, by, detail, at }) {
    const box = this.conflict.content.firstElementChild.cloneNode(true);
    const part = (name) => box.querySelector(`[data-part=${name}]`);
    const why = theirs === null ? this.words.goneBy : this.words.changedBy;
    part("why").textContent = detail || fill(why, { name: by || this.words.somebody });
    part("mine").textContent = mine ?? "";
    part("theirs").textContent = theirs ?? "";
    part("theirs-row").hidden = theirs === null || Boolean(detail);
    part("theirs-button").textContent = theirs === null ? this.words.letGo : this.words.takeTheirs;
    box.dataset.cue = id;
    const row = this.#rows.get(id);
    this.root.parentElement.querySelector(`.conflict[data-cue="${id}"]`)?.remove();
    if (row) {
      row.append(box);
    } else {
      box.dataset.at = at ?? "";
      this.root.before(box);
    }
  }

  endConflict(id) {
    this.root.parentElement.querySelector(`.conflict[data-cue="${id}"]`)?.remove();
  }

  #label(row, line) {
    row.dataset.number = line.number;
    const clock = shown(line.start).replace(/\.\d+$/, "");
    const play = row.querySelector("[data-part=play]");
    play.textContent = clock;
    play.setAttribute("aria-label", fill(this.words.playFrom, { time: clock }));
    const name = fill(this.words.line, { time: clock });
    row.querySelector("textarea").setAttribute("aria-label", name);
  }

  #make(line, beside) {
    const row = this.row.content.firstElementChild.cloneNode(true);
    row.dataset.id = line.id;
    row.querySelector("textarea").lang = this.language;
    this.#rows.set(line.id, row);
    const other = row.querySelector("[data-part=beside]");
    if (beside) {
      other.lang = beside.language;
      other.textContent = beside.textFor(line);
    } else {
      other.remove();
    }
    this.refresh(line);
    return row;
  }

  #mark(row, line) {
    const marks = [];
    if (this.isDoubtful(line)) {
      marks.push(["doubt", this.words.doubtful]);
    }
    for (const remark of line.remarks) {
      marks.push(["remark", this.words[remark]]);
    }
    if (line.hints.length) {
      const { found, term } = line.hints[0];
      marks.push(["hint", fill(this.words.hint, { found, term })]);
    }
    row.querySelector("[data-part=marks]").replaceChildren(
      ...marks.map(([kind, words]) => {
        const mark = document.createElement("li");
        mark.className = `mark mark--${kind}`;
        mark.textContent = words;
        return mark;
      }),
    );
  }

  #fillTools(line) {
    const part = (name) => this.tools.querySelector(`[data-part=${name}]`);
    for (const name of ["start", "end"]) {
      if (document.activeElement !== part(name)) {
        part(name).value = shown(line[name]);
      }
    }
    part("confirm").hidden = !this.isDoubtful(line);
    part("raw").hidden = !line.raw;
    part("raw-text").textContent = line.raw;
    part("hints").replaceChildren(
      ...line.hints.map((hint, index) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "tool tool--hint";
        button.dataset.hint = index;
        button.textContent = fill(this.words.hint, hint);
        return button;
      }),
    );
  }
}

function reach(row, index) {
  for (const part of row.querySelectorAll("textarea, [data-part=play]")) {
    part.tabIndex = index;
  }
}
