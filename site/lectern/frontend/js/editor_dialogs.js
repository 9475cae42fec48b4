// The editor's dialogs: find and replace with everything shown before it is done, and moving times.

import { fill } from "./clock.js";
import { hitsIn, replacedIn, replacements } from "./editor_find.js";

const MOST_SHOWN = 300;

function parts(dialog) {
  return (name) => dialog.querySelector(`[data-part=${name}]`);
}

/** Every closing button, and the focus back to where it was. */
function open(dialog) {
  const back = document.activeElement;
  dialog.showModal();
  dialog.addEventListener("close", () => back?.isConnected && back.focus(), { once: true });
}

export class FindDialog {
  #hits = [];

  /** `replace(texts)` does it. */
  constructor(dialog, lines, words, replace) {
    Object.assign(this, { dialog, lines, words, replace, part: parts(dialog) });
    for (const name of ["find", "with", "case"]) {
      this.part(name).addEventListener("input", () => this.#preview());
    }
    this.part("hits").addEventListener("change", () => this.#count());
    this.part("all").addEventListener("change", (event) => {
      for (const box of this.#boxes()) {
        box.checked = event.target.checked;
      }
      this.#count();
    });
    dialog.addEventListener("close", () => dialog.returnValue === "replace" && this.#do());
  }

  open(words) {
    if (words) {
      this.part("find").value = words;
    }
    this.dialog.returnValue = "";
    open(this.dialog);
    this.part("find").select();
    this.#preview();
  }

  #boxes() {
    return [...this.part("hits").querySelectorAll("input")];
  }

  #preview() {
    const exactCase = this.part("case").checked;
    this.#hits = hitsIn(this.lines.all, this.part("find").value, { exactCase });
    const replacement = this.part("with").value;
    const shown = this.#hits.slice(0, MOST_SHOWN);
    this.part("hits").replaceChildren(
      ...shown.map((hit, index) => this.#row(hit, index, replacement)),
    );
    this.part("more").textContent =
      this.#hits.length > MOST_SHOWN
        ? fill(this.words.more, { count: this.#hits.length - MOST_SHOWN })
        : "";
    this.part("all").checked = true;
    this.#count();
  }

  #row(hit, index, replacement) {
    const { text, number } = this.lines.get(hit.id);
    const row = this.part("hit").content.firstElementChild.cloneNode(true);
    const box = row.querySelector("input");
    box.value = index;
    box.setAttribute("aria-label", fill(this.words.hitInLine, { number }));
    const [before, found, after] = [
      text.slice(Math.max(0, hit.place - 14), hit.place),
      text.slice(hit.place, hit.place + hit.length),
      text.slice(hit.place + hit.length, hit.place + hit.length + 14),
    ];
    row.querySelector("[data-part=number]").textContent = number;
    row.querySelector("[data-part=before]").textContent = before;
    row.querySelector("del").textContent = found;
    row.querySelector("ins").textContent = replacedIn(
      found,
      [{ place: 0, length: found.length }],
      replacement,
    );
    row.querySelector("[data-part=after]").textContent = after;
    return row;
  }

  #chosen() {
    const left = new Set(
      this.#boxes()
        .filter((box) => !box.checked)
        .map((box) => Number(box.value)),
    );
    return this.#hits.filter((_hit, index) => !left.has(index));
  }

  #count() {
    const count = this.#chosen().length;
    const total = this.#hits.length;
    this.part("count").textContent = this.part("find").value.trim()
      ? fill(total ? this.words.hits : this.words.noHits, { count: total })
      : "";
    const sentence = this.part("with").value ? this.words.replaceCount : this.words.deleteCount;
    this.part("do").textContent = fill(sentence, { count });
    this.part("do").disabled = count === 0;
  }

  #do() {
    const chosen = this.#chosen();
    if (chosen.length) {
      this.replace(replacements(this.lines.all, chosen, this.part("with").value));
    }
  }
}

export class ShiftDialog {
  /** `shift({all, by})` does it. */
  constructor(dialog, shift) {
    Object.assign(this, { dialog, part: parts(dialog) });
    dialog.addEventListener("close", () => {
      const by = Number(this.part("by").value);
      if (dialog.returnValue === "shift" && by) {
        shift({ all: this.part("everything").checked, by });
      }
    });
  }

  open() {
    this.dialog.returnValue = "";
    open(this.dialog);
    this.part("by").select();
  }
}

export { open };
