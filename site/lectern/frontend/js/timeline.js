// The strip as a scrubber: a real range input for keys and screen readers, the pointer for everyone else.
import { clock, fill } from "./clock.js";

const SVG = "http://www.w3.org/2000/svg";

export class Timeline {
  #box;
  #range;
  #hover;
  #present;
  #now;
  #words;
  #seek;
  #duration = 0;
  #chapters;

  /** `words`: a sentence with {at} and {length}; `seek(seconds)` is told where to go. */
  constructor(box, words, seek) {
    this.#box = box;
    this.#words = words;
    this.#seek = seek;
    this.#range = box.querySelector('[data-part="scrub"]');
    this.#hover = box.querySelector('[data-part="hover"]');
    this.#present = box.querySelector(".strip__present");
    this.#now = box.querySelector(".strip__now");
    this.#range.addEventListener("input", () => seek(Number(this.#range.value)));
    this.#chapters = [...box.querySelectorAll("data")].map((mark) => ({
      start: Number(mark.value) / 1000,
      title: mark.textContent,
    }));
    this.#listen();
    // The list of hits under the strip says the same: one stop for the keyboard is enough here.
    for (const link of box.querySelectorAll(".strip__link")) {
      link.setAttribute("tabindex", "-1");
    }
  }

  /** Puts the present where it is. */
  show(at, duration) {
    this.#duration = duration;
    this.#range.max = String(Math.floor(duration));
    this.#range.value = String(Math.floor(at));
    const words = { at: clock(at), length: clock(duration) };
    this.#range.setAttribute("aria-valuetext", fill(this.#words, words));
    this.#present.removeAttribute("visibility");
    this.#now.setAttribute("x", share(at, duration));
  }

  /** Draws the watched fill anew. */
  fill(spans, duration) {
    const fills = this.#box.querySelector(".strip__fills");
    const drawn = spans.map(([from, to]) => {
      const rect = document.createElementNS(SVG, "rect");
      rect.setAttribute("class", "strip__watched");
      rect.setAttribute("x", share(from, duration));
      rect.setAttribute("width", share(to - from, duration));
      rect.setAttribute("y", "11");
      rect.setAttribute("height", "6");
      return rect;
    });
    fills.replaceChildren(...drawn);
  }

  #secondsAt(event) {
    const { left, width } = this.#box.getBoundingClientRect();
    const place = Math.min(1, Math.max(0, (event.clientX - left) / width));
    return place * this.#duration;
  }

  #listen() {
    const box = this.#box;
    let isHeld = false;
    box.addEventListener("pointerdown", (event) => {
      if (event.button || event.target.closest?.("a")) {
        return;
      }
      isHeld = true;
      box.setPointerCapture(event.pointerId);
      this.#seek(this.#secondsAt(event));
      event.preventDefault();
      this.#range.focus({ preventScroll: true });
    });
    box.addEventListener("pointermove", (event) => {
      this.#point(event);
      if (isHeld) {
        this.#seek(this.#secondsAt(event));
      }
    });
    for (const name of ["pointerup", "pointercancel"]) {
      box.addEventListener(name, () => {
        isHeld = false;
      });
    }
    box.addEventListener("pointerleave", () => {
      this.#hover.hidden = true;
    });
  }

  #point(event) {
    const seconds = this.#secondsAt(event);
    this.#hover.hidden = false;
    const chapter = this.#chapters.findLast(({ start }) => start <= seconds);
    this.#hover.textContent = chapter ? `${clock(seconds)}　${chapter.title}` : clock(seconds);
    const half = this.#hover.offsetWidth / 2;
    const width = this.#box.clientWidth;
    const at = (seconds / this.#duration) * width;
    this.#hover.style.left = `${Math.min(width - half, Math.max(half, at))}px`;
  }
}

function share(seconds, duration) {
  const percent = duration > 0 ? (Math.min(seconds, duration) / duration) * 100 : 0;
  return `${percent.toFixed(3)}%`;
}
