// Words chosen in the transcript become a quote with a link to the stretch of time in which they are said.
import { clock, fill } from "./clock.js";
import { addressOfQuote, isCut, lengthOf, stretchOf } from "./quote.js";
import { LineWords } from "./transcript_words.js";

const WAIT_MS = 120;

export class QuoteMaker {
  #panel;
  #bar;
  #words;
  #chosen = null;
  #timer = null;

  constructor(panel) {
    this.#panel = panel;
    this.#bar = panel.part("quote");
    this.#words = new LineWords(panel.dataset);
    if (!this.#bar) {
      return;
    }
    panel.listen(document, ["selectionchange"], () => this.#look());
    panel.listen(panel.part("copy-quote"), ["click"], () => this.#copy(this.#quoteWords()));
    panel.listen(panel.part("copy-link"), ["click"], () => this.#copy(this.#address()));
    // A press on the bar must not take the choice away before it is read.
    panel.listen(this.#bar, ["pointerdown"], (event) => event.preventDefault());
  }

  get isChoosing() {
    return this.#chosen !== null;
  }

  /** By keyboard: from where the choice began, else from this line, to the other line, whole lines. */
  extendTo(from, to) {
    const selection = getSelection();
    const begun = this.isChoosing && lineOf(this.#panel, selection.anchorNode);
    const first = begun || from;
    const isDown = this.#panel.lines.indexOf(first) <= this.#panel.lines.indexOf(to);
    const [one, other] = [textOf(first.item), textOf(to.item)];
    selection.setBaseAndExtent(
      one,
      isDown ? 0 : one.childNodes.length,
      other,
      isDown ? other.childNodes.length : 0,
    );
  }

  drop() {
    if (this.isChoosing) {
      getSelection().removeAllRanges();
    }
  }

  #look() {
    const selection = getSelection();
    const isHere =
      selection.rangeCount > 0 &&
      !selection.isCollapsed &&
      this.#panel.list.contains(selection.getRangeAt(0).commonAncestorContainer);
    const chosen = isHere ? this.#chosenIn(selection.getRangeAt(0)) : null;
    if (!chosen && !this.#chosen) {
      return;
    }
    // Pressing one of the bar's buttons may move the focus, not what was chosen.
    if (!chosen && this.#bar.contains(document.activeElement)) {
      return;
    }
    this.#chosen = chosen;
    this.#bar.hidden = !chosen;
    this.#panel.part("quote-said").textContent = "";
    clearTimeout(this.#timer);
    if (chosen) {
      this.#showStretch();
      this.#timer = setTimeout(() => this.#refine(), WAIT_MS);
    }
  }

  #showStretch() {
    const { from, to } = this.#chosen;
    const words = fill(this.#panel.dataset.stretchWords, { from: clock(from), to: clock(to) });
    this.#panel.part("quote-stretch").textContent = words;
  }

  /** Where a line is cut, the times of its words tell more than its own. */
  async #refine() {
    const chosen = this.#chosen;
    const cut = chosen?.edges.filter(isCut).map(({ number }) => number) ?? [];
    await this.#words.learn(cut);
    if (cut.length && this.#chosen === chosen) {
      this.#chosen = this.#withTimes(chosen);
      this.#showStretch();
    }
  }

  #withTimes({ text, edges }) {
    const [one, other] = edges.map((edge) => ({ ...edge, words: this.#words.of(edge.number) }));
    return { ...stretchOf(one, other), text, edges };
  }

  /** What a range covers of the lines' own words: {from, to, text, edges}, or null. */
  #chosenIn(range) {
    const covered = this.#panel.lines
      .map((line, number) => ({ line, number }))
      .filter(({ line: { item } }) => !item.hidden && range.intersectsNode(item))
      .map(({ line, number }) => ({ line, number, ...placesIn(textOf(line.item), range) }))
      .filter(({ first, last }) => last > first);
    if (!covered.length) {
      return null;
    }
    const text = joined(covered.map(({ words }) => words));
    return this.#withTimes({ text, edges: [covered[0], covered.at(-1)] });
  }

  #address() {
    const { from, to } = this.#chosen;
    const transcript = this.#panel.dataset.quoteLanguage;
    return addressOfQuote(location.href, from, to, { transcript });
  }

  #quoteWords() {
    const { from, to, text } = this.#chosen;
    const { quoteWords, title } = this.#panel.dataset;
    const values = { quote: text, title, from: clock(from), to: clock(to) };
    return `${fill(quoteWords, values)}\n${this.#address()}`;
  }

  async #copy(text) {
    const isCopied = await copied(text);
    const { copiedWords, notCopiedWords } = this.#panel.dataset;
    this.#panel.part("quote-said").textContent = isCopied ? copiedWords : notCopiedWords;
  }
}

/** Which characters of a line a range covers; blanks at its edges are nobody's words. */
function placesIn(text, range) {
  const whole = document.createRange();
  whole.selectNodeContents(text);
  const length = lengthOf(text.textContent);
  const begins = range.compareBoundaryPoints(Range.START_TO_START, whole) > 0;
  const ends = range.compareBoundaryPoints(Range.END_TO_END, whole) < 0;
  const first = begins ? upTo(whole, range.startContainer, range.startOffset) : 0;
  const last = ends ? upTo(whole, range.endContainer, range.endOffset) : length;
  const words = [...text.textContent].slice(first, last).join("");
  const blanks = lengthOf(words) - lengthOf(words.trimStart());
  return {
    length,
    first: first + blanks,
    last: first + blanks + lengthOf(words.trim()),
    words: words.trim(),
  };
}

/** How many characters lie before a point. */
function upTo(whole, node, offset) {
  const before = whole.cloneRange();
  if (whole.comparePoint(node, offset) > 0) {
    return lengthOf(whole.toString());
  }
  before.setEnd(node, offset);
  return lengthOf(before.toString());
}

/** Lines of Latin letters with a blank between, of Chinese without. */
function joined(lines) {
  return lines.reduce((text, line) => {
    const isLatin =
      /[\p{Script=Latin}\d,.;:!?]$/u.test(text) && /^[\p{Script=Latin}\d]/u.test(line);
    return text + (isLatin ? " " : "") + line;
  }, "");
}

function lineOf(panel, node) {
  const element = node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement;
  const item = element?.closest(".cue");
  return item && panel.lines.find((line) => line.item === item);
}

function textOf(item) {
  return item.querySelector(".cue__text");
}

/** Offices serve over plain HTTP too, where there is no clipboard to write to: then the old way. */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "visually-hidden";
    const before = document.activeElement;
    const selection = getSelection();
    const range = selection.rangeCount ? selection.getRangeAt(0).cloneRange() : null;
    document.body.append(field);
    field.select();
    const isCopied = document.execCommand("copy");
    field.remove();
    before?.focus?.({ preventScroll: true });
    if (range) {
      selection.removeAllRanges();
      selection.addRange(range);
    }
    return isCopied;
  }
}
