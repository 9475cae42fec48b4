// Finding words within one lecture. What is typed is found at once, as it is written; the server then adds
// what search understands beyond that: Traditional characters, pinyin, other forms of a word.
import { fetchJSON } from "./api.js";
import { fill } from "./clock.js";
import { fromCodePoints, mergedHits, places, words } from "./matching.js";
import { recall, remember } from "./memory.js";

const WAIT_MS = 250;

export class Finder {
  #panel;
  #input;
  #only;
  #hits = new Map();
  #beside = new Map();
  #marked = new Map();
  #at = -1;
  #timer = null;
  #asking = null;

  constructor(panel) {
    this.#panel = panel;
    this.#input = panel.part("find");
    this.#only = panel.part("find-only");
    if (!this.#input) {
      return;
    }
    this.#only.checked = recall("find-only") !== "off";
    panel.listen(this.#input, ["input"], (event) => this.#typed(event));
    panel.listen(this.#input, ["keydown"], (event) => this.#pressed(event));
    panel.listen(this.#only, ["change"], () => {
      remember("find-only", this.#only.checked ? "on" : "off");
      this.#filter();
    });
    panel.listen(panel.part("find-before"), ["click"], () => this.#step(-1));
    panel.listen(panel.part("find-after"), ["click"], () => this.#step(1));
    panel.listen(document, ["lectern:find"], () => {
      this.#input.focus();
      this.#input.select();
    });
    // A panel in another language looks for what was being looked for.
    if (this.#input.value) {
      this.#typed({});
    }
  }

  forget() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
  }

  #typed(event) {
    // Letters still being composed into characters are no words yet.
    if (event.isComposing) {
      return;
    }
    this.forget();
    const query = this.#input.value.trim();
    this.#beside = this.#written(query, besideText);
    this.#show(this.#written(query));
    if (query) {
      this.#timer = setTimeout(() => this.#ask(query), WAIT_MS);
    }
  }

  /** What stands there as it was typed: line number to places. */
  #written(query, textOf = ownText) {
    const wanted = words(query);
    const found = new Map();
    if (wanted.length) {
      for (const [number, { item }] of this.#panel.lines.entries()) {
        const text = textOf(item)?.textContent;
        const there = text && places(text, wanted);
        if (there?.length) {
          found.set(number, there);
        }
      }
    }
    return found;
  }

  async #ask(query) {
    const { linesUrl, language } = this.#panel.dataset;
    const asked = new URLSearchParams({ q: query, language });
    this.#asking = new AbortController();
    try {
      const { lines } = await fetchJSON(`${linesUrl}?${asked}`, { signal: this.#asking.signal });
      this.#show(mergedHits(this.#hits, this.#understood(lines)), { isFirst: false });
    } catch {
      // Overtaken by the next letter, or nobody there: what was found as written stays.
    }
  }

  #understood(lines) {
    const known = this.#panel.lines;
    return new Map(
      lines
        .filter(({ line }) => line < known.length)
        .map(({ line, highlights }) => [
          line,
          fromCodePoints(ownText(known[line].item).textContent, highlights),
        ]),
    );
  }

  #show(hits, { isFirst = true } = {}) {
    const stood = this.#numbers[this.#at];
    this.#hits = hits;
    const numbers = this.#numbers;
    this.#write();
    this.#filter();
    const seconds = numbers.map((number) => this.#panel.lines[number].start);
    document.dispatchEvent(new CustomEvent("lectern:found", { detail: { seconds } }));
    this.#at = isFirst ? -1 : numbers.indexOf(stood);
    const [first] = numbers;
    if (isFirst && first !== undefined) {
      this.#panel.stopAt(this.#panel.lines[first]);
      this.#panel.bringIntoView(this.#panel.lines[first]);
    }
    this.#count();
  }

  /** The lines with a hit, in either language, in order. */
  get #numbers() {
    const all = new Set([...this.#hits.keys(), ...this.#beside.keys()]);
    return [...all].sort((one, other) => one - other);
  }

  /** Writes the marks; lines that lose theirs get back what the page had. */
  #write() {
    for (const [line, written] of this.#marked) {
      line.replaceChildren(...written);
    }
    this.#marked.clear();
    const both = [
      [this.#hits, ownText],
      [this.#beside, besideText],
    ];
    for (const [hits, textOf] of both) {
      for (const [number, found] of hits) {
        const line = textOf(this.#panel.lines[number].item);
        this.#marked.set(line, [...line.childNodes]);
        mark(line, found);
      }
    }
  }

  #filter() {
    const isFiltering = this.#only.checked && this.#input.value.trim() !== "";
    const found = new Set(this.#numbers);
    for (const [number, { item }] of this.#panel.lines.entries()) {
      const isHidden = isFiltering && !found.has(number);
      if (item.hidden !== isHidden) {
        item.hidden = isHidden;
      }
    }
  }

  #count() {
    const isLooking = this.#input.value.trim() !== "";
    const count = this.#numbers.length;
    const { countWords, foundWords, noneWords } = this.#panel.dataset;
    const words = this.#at < 0 ? foundWords : countWords;
    const said = count ? fill(words, { at: this.#at + 1, count }) : noneWords;
    this.#panel.part("count").textContent = isLooking ? said : "";
    this.#panel.part("nothing").hidden = !isLooking || count > 0 || !this.#only.checked;
    for (const name of ["find-before", "find-after"]) {
      this.#panel.part(name).hidden = count === 0;
    }
    this.#only.parentElement.hidden = !isLooking;
  }

  /** To the hit before or after, round and round. */
  #step(by) {
    const numbers = this.#numbers;
    if (!numbers.length) {
      return;
    }
    const from = this.#at < 0 && by < 0 ? 0 : this.#at;
    this.#at = (from + by + numbers.length) % numbers.length;
    const line = this.#panel.lines[numbers[this.#at]];
    this.#panel.list.querySelector(".cue--at")?.classList.remove("cue--at");
    line.item.classList.add("cue--at");
    this.#panel.stopFollowing();
    this.#panel.stopAt(line);
    this.#panel.bringIntoView(line);
    this.#count();
  }

  #pressed(event) {
    if (event.isComposing) {
      return;
    }
    if (event.key === "Enter") {
      event.preventDefault();
      this.#step(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape" && this.#input.value) {
      event.preventDefault();
      this.#input.value = "";
      this.#typed({});
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      this.#panel.list.querySelector('.cue__link[tabindex="0"]')?.focus();
    }
  }
}

function ownText(item) {
  return item.querySelector(".cue__text");
}

/** What the other language says beside it, where both are shown. */
function besideText(item) {
  return item.querySelector(".cue__beside");
}

/** Writes the line again with the places in <mark>. */
function mark(line, found) {
  const text = line.textContent;
  const pieces = [];
  let at = 0;
  for (const [from, to] of found) {
    const hit = document.createElement("mark");
    hit.textContent = text.slice(from, to);
    pieces.push(text.slice(at, from), hit);
    at = to;
  }
  line.replaceChildren(...pieces, text.slice(at));
}
