// <lectern-transcript>: lines that are links to their second. With scripts the line being said is marked and
// followed until a person scrolls, the arrow keys walk, words are found, chosen words become a quote with a
// link, and another language takes this one's place without stopping the player.

import { Finder } from "./transcript_find.js";
import { QuoteMaker } from "./transcript_quote.js";
import { swapOnChoice } from "./transcript_swap.js";

const NEIGHBOUR_SECONDS = 4;

export class Transcript extends HTMLElement {
  list = null;
  lines = [];
  #current = null;
  #isFollowing = true;
  #follow;
  #finder;
  #quote;
  #leaving = new AbortController();

  connectedCallback() {
    this.list = this.querySelector(".transcript__cues");
    if (!this.list) {
      return;
    }
    this.lines = [...this.list.children].map((item) => ({
      item,
      link: item.firstElementChild,
      start: Number(item.dataset.start),
      end: Number(item.dataset.end),
    }));
    this.#follow = this.part("follow");
    this.#finder = new Finder(this);
    this.#quote = new QuoteMaker(this);
    swapOnChoice(this);
    this.#listen();
    this.#rove(this.lines[0]);
    const wanted = this.#firstWith("cue--quoted") ?? this.#firstWith("cue--hit");
    if (wanted) {
      this.bringIntoView(wanted);
    }
  }

  disconnectedCallback() {
    this.#leaving.abort();
    this.#finder?.forget();
  }

  part(name) {
    return this.querySelector(`[data-part="${name}"]`);
  }

  listen(target, names, what, options = {}) {
    for (const name of names) {
      target?.addEventListener(name, what, { signal: this.#leaving.signal, ...options });
    }
  }

  /** Scrolls the list alone, never the page. */
  bringIntoView({ item }) {
    const { list } = this;
    const goal = () => item.offsetTop - list.clientHeight / 3;
    const isFar = Math.abs(goal() - list.scrollTop) > list.clientHeight * 2;
    const isCalm = isFar || matchMedia("(prefers-reduced-motion: reduce)").matches;
    list.scrollTo({ top: goal(), behavior: isCalm ? "auto" : "smooth" });
    if (isFar) {
      // Marks and fonts that have just come may have moved it.
      requestAnimationFrame(() => list.scrollTo({ top: goal(), behavior: "auto" }));
    }
  }

  /** Puts the keyboard's one stop on a line. */
  stopAt(line) {
    this.#rove(line);
  }

  stopFollowing() {
    this.#setFollowing(false);
  }

  #firstWith(name) {
    const item = this.list.querySelector(`.${name}`);
    return item && this.lines.find((line) => line.item === item);
  }

  #lineOf(element) {
    const item = element.closest?.(".cue");
    return item && this.lines.find((line) => line.item === item);
  }

  #listen() {
    const { list } = this;
    this.listen(document, ["lectern:time"], (event) => this.#mark(event.detail.seconds));
    this.listen(list, ["keydown"], (event) => this.#walk(event));
    this.listen(list, ["focusin"], (event) => this.#rove(this.#lineOf(event.target)));
    // Only a person's own scrolling stops the following, never ours.
    this.listen(list, ["wheel", "touchmove"], () => this.stopFollowing(), { passive: true });
    this.listen(list, ["pointerdown"], (event) => {
      if (event.target === list && event.offsetX >= list.clientWidth) {
        this.stopFollowing();
      }
    });
    this.listen(this.#follow, ["click"], () => this.#setFollowing(true));
    this.listen(list, ["click"], (event) => {
      // The end of choosing words with the mouse is no press on the line; Enter on it is one.
      if (this.#quote.isChoosing && event.detail > 0) {
        event.preventDefault();
        event.stopPropagation();
      } else {
        this.#setFollowing(true);
      }
    });
  }

  #setFollowing(isFollowing) {
    this.#isFollowing = isFollowing;
    if (this.#follow) {
      this.#follow.hidden = isFollowing || !this.#current;
    }
    if (isFollowing && this.#current) {
      this.bringIntoView(this.#current);
    }
  }

  #mark(seconds) {
    const current = this.#lineAt(seconds);
    if (current === this.#current) {
      return;
    }
    this.#current?.link.removeAttribute("aria-current");
    current?.link.setAttribute("aria-current", "true");
    this.#current = current;
    const isWalking = this.list.contains(document.activeElement);
    if (current && !isWalking) {
      this.#rove(current);
    }
    const isBusy = isWalking || this.#quote.isChoosing;
    if (current && this.#isFollowing && !isBusy && seconds > 0) {
      this.bringIntoView(current);
    }
  }

  /** The last line that has begun, unless it ended a while ago. */
  #lineAt(seconds) {
    let [low, high] = [0, this.lines.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.lines[middle].start <= seconds + 0.05) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    const line = this.lines[low - 1];
    return line && seconds < line.end + NEIGHBOUR_SECONDS ? line : null;
  }

  /** One stop for the Tab key: the arrows do the rest. */
  #rove(line) {
    if (!line) {
      return;
    }
    if (this.list.dataset.arrows) {
      this.list.querySelector('.cue__link[tabindex="0"]')?.setAttribute("tabindex", "-1");
    } else {
      this.list.dataset.arrows = "on";
      for (const { link } of this.lines) {
        link.setAttribute("tabindex", "-1");
      }
    }
    line.link.setAttribute("tabindex", "0");
  }

  #walk(event) {
    const here = this.lines.findIndex(({ link }) => link === event.target);
    if (here < 0 || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const goal = this.#goal(event.key, here);
    if (event.key === " ") {
      event.preventDefault();
      event.target.click();
    } else if (goal) {
      event.preventDefault();
      goal.link.focus();
      if (event.shiftKey) {
        this.#quote.extendTo(this.lines[here], goal);
      } else {
        this.#quote.drop();
      }
    }
  }

  /** The line that a key leads to from here: the next one shown, or the first or last. */
  #goal(key, here) {
    const isShown = ({ item }) => !item.hidden;
    const after = this.lines.slice(here + 1);
    const before = this.lines.slice(0, here);
    const goals = {
      ArrowDown: () => after.find(isShown),
      ArrowUp: () => before.findLast(isShown),
      Home: () => this.lines.find(isShown),
      End: () => this.lines.findLast(isShown),
    };
    return goals[key]?.() ?? null;
  }
}
