// <lectern-transcript>: cues that are links to their second. With scripts the current cue is marked and
// followed, typing filters, and the arrow keys walk from cue to cue.
import { fill } from "./clock.js";
import { places, words } from "./matching.js";

const NEIGHBOUR_SECONDS = 4;

export class Transcript extends HTMLElement {
  #list;
  #cues = [];
  #current = null;
  #isFollowing = true;
  #follow;
  #leaving = new AbortController();

  connectedCallback() {
    this.#list = this.querySelector(".transcript__cues");
    if (!this.#list) {
      return;
    }
    this.#cues = [...this.#list.querySelectorAll(".cue")].map((item) => ({
      item,
      link: item.querySelector(".cue__link"),
      line: item.querySelector(".cue__text"),
      written: item.querySelector(".cue__text").innerHTML,
      start: Number(item.dataset.start),
      end: Number(item.dataset.end),
    }));
    this.#follow = this.querySelector('[data-part="follow"]');
    this.#listen();
    this.#rove(this.#cues[0]);
    const hit = this.#cues.find(({ item }) => item.classList.contains("cue--hit"));
    if (hit) {
      this.#bringIntoView(hit);
    }
  }

  disconnectedCallback() {
    this.#leaving.abort();
  }

  #on(target, name, what, options = {}) {
    target?.addEventListener(name, what, { signal: this.#leaving.signal, ...options });
  }

  #listen() {
    this.#on(document, "lectern:time", (event) => this.#mark(event.detail.seconds));
    this.#on(this.#list, "keydown", (event) => this.#walk(event));
    this.#on(this.#list, "focusin", (event) => {
      this.#rove(this.#cues.find(({ link }) => link === event.target.closest(".cue__link")));
    });
    // Only a person's own scrolling stops the following, never ours.
    for (const name of ["wheel", "touchmove"]) {
      this.#on(this.#list, name, () => this.#setFollowing(false), { passive: true });
    }
    this.#on(this.#follow, "click", () => this.#setFollowing(true));
    this.#on(this.querySelector('[data-part="find"]'), "input", (event) => {
      this.#filter(event.target.value);
    });
    this.#on(this.#list, "click", () => this.#setFollowing(true));
  }

  #setFollowing(isFollowing) {
    this.#isFollowing = isFollowing;
    if (this.#follow) {
      this.#follow.hidden = isFollowing || !this.#current;
    }
    if (isFollowing && this.#current) {
      this.#bringIntoView(this.#current);
    }
  }

  #mark(seconds) {
    const current = this.#cueAt(seconds);
    if (current === this.#current) {
      return;
    }
    this.#current?.link.removeAttribute("aria-current");
    current?.link.setAttribute("aria-current", "true");
    this.#current = current;
    const isWalking = this.#list.contains(document.activeElement);
    if (current && !isWalking) {
      this.#rove(current);
    }
    if (current && this.#isFollowing && !isWalking && seconds > 0) {
      this.#bringIntoView(current);
    }
  }

  /** The last cue that has begun, unless it ended a while ago. */
  #cueAt(seconds) {
    let [low, high] = [0, this.#cues.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#cues[middle].start <= seconds + 0.05) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    const cue = this.#cues[low - 1];
    return cue && seconds < cue.end + NEIGHBOUR_SECONDS ? cue : null;
  }

  /** Scrolls the list alone, never the page. */
  #bringIntoView({ item }) {
    const list = this.#list;
    const top = item.offsetTop - list.clientHeight / 3;
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    list.scrollTo({ top, behavior: isCalm ? "auto" : "smooth" });
  }

  /** One stop for the Tab key: the arrows do the rest. */
  #rove(cue) {
    if (!cue) {
      return;
    }
    this.#list.querySelector('.cue__link[tabindex="0"]')?.setAttribute("tabindex", "-1");
    if (!this.#list.dataset.arrows) {
      this.#list.dataset.arrows = "on";
      for (const { link } of this.#cues) {
        link.setAttribute("tabindex", "-1");
      }
    }
    cue.link.setAttribute("tabindex", "0");
  }

  #walk(event) {
    const shown = this.#cues.filter(({ item }) => !item.hidden);
    const here = shown.findIndex(({ link }) => link === event.target);
    const goals = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: shown.length - 1 };
    if (event.key === " " && here >= 0) {
      event.preventDefault();
      event.target.click();
    } else if (event.key in goals) {
      event.preventDefault();
      shown[Math.min(shown.length - 1, Math.max(0, goals[event.key]))]?.link.focus();
    }
  }

  #filter(query) {
    const wanted = words(query);
    let count = 0;
    for (const cue of this.#cues) {
      const found = wanted.length ? places(cue.line.textContent, wanted) : [];
      cue.item.hidden = found === null;
      count += found === null ? 0 : 1;
      if (wanted.length && found) {
        mark(cue.line, found);
      } else if (!wanted.length) {
        cue.line.innerHTML = cue.written;
      }
    }
    const said = this.querySelector('[data-part="count"]');
    if (said) {
      said.textContent = wanted.length ? fill(this.dataset.countWords, { count }) : "";
    }
    this.querySelector('[data-part="nothing"]')?.toggleAttribute("hidden", count > 0);
  }
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
