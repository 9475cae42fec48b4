// The strip as a scrubber: a real range input for keys and screen readers, the pointer for everyone else. A
// pointer that drags shows where it would land and goes there when it lets go.
import { clock, fill } from "./clock.js";
import { Preview } from "./preview.js";

const SVG = "http://www.w3.org/2000/svg";
const NEAR_PX = 10;

export class Timeline {
  #box;
  #range;
  #present;
  #now;
  #words;
  #seek;
  #preview;
  #duration = 0;
  #isHeld = false;

  /** `words`: data-position-words with {at} and {length}, data-sprites; `seek(seconds)` is told where to go. */
  constructor(box, words, seek) {
    this.#box = box;
    this.#words = words.positionWords;
    this.#seek = seek;
    this.#range = box.querySelector('[data-part="scrub"]');
    this.#present = box.querySelector(".strip__present");
    this.#now = box.querySelector(".strip__now");
    this.chapters = [...box.querySelectorAll("data")].map((mark) => ({
      start: Number(mark.value) / 1000,
      title: mark.textContent,
    }));
    this.#preview = new Preview(box, this.chapters, words.sprites);
    this.#listen();
    // The list of hits under the strip says the same: one stop for the keyboard is enough here.
    for (const link of box.querySelectorAll(".strip__link")) {
      link.setAttribute("tabindex", "-1");
    }
    document.addEventListener("lectern:found", ({ detail }) => this.#drawFound(detail.seconds));
  }

  /** Puts the present where it is. */
  show(at, duration) {
    this.#duration = duration;
    this.#range.max = String(Math.floor(duration));
    this.#range.value = String(Math.floor(at));
    const chapter = this.chapters.findLast(({ start }) => start <= at + 0.05);
    const words = { at: clock(at), length: clock(duration) };
    const sentence = fill(this.#words, words);
    this.#range.setAttribute(
      "aria-valuetext",
      [sentence, chapter?.title].filter(Boolean).join(", "),
    );
    this.#present.removeAttribute("visibility");
    this.#now.setAttribute("x", share(at, duration));
  }

  /** Draws the watched fill anew. */
  fill(spans, duration) {
    const drawn = spans.map(([from, to]) =>
      rect("strip__watched", {
        x: share(from, duration),
        width: share(to - from, duration),
        y: 11,
        height: 6,
      }),
    );
    this.#box.querySelector(".strip__fills").replaceChildren(...drawn);
  }

  /** Marks the stretch that a quote's address leads to. */
  showStretch(from, to, duration) {
    const strip = this.#box.querySelector(".strip");
    strip.querySelector(".strip__quoted")?.remove();
    const width = share(to - from, duration);
    strip.prepend(rect("strip__quoted", { x: share(from, duration), width, y: 4, height: 20 }));
  }

  /** Ticks where the words stand that are being looked for in the transcript. */
  #drawFound(seconds) {
    const strip = this.#box.querySelector(".strip");
    strip.querySelector(".strip__found")?.remove();
    if (!seconds.length) {
      return;
    }
    const group = document.createElementNS(SVG, "g");
    group.setAttribute("class", "strip__found");
    group.append(
      ...seconds.map((at) =>
        rect("strip__tick", {
          x: share(at, this.#duration),
          width: 4,
          y: 3,
          height: 22,
          transform: "translate(-2)",
        }),
      ),
    );
    strip.insertBefore(group, this.#present);
  }

  #secondsAt(event) {
    const { left, width } = this.#box.getBoundingClientRect();
    const place = Math.min(1, Math.max(0, (event.clientX - left) / width));
    return place * this.#duration;
  }

  #listen() {
    const box = this.#box;
    const range = this.#range;
    range.addEventListener("input", () => {
      this.#seek(Number(range.value));
      this.#preview.show(Number(range.value), this.#duration);
    });
    range.addEventListener("focus", () => {
      if (range.matches(":focus-visible")) {
        this.#preview.show(Number(range.value), this.#duration);
      }
    });
    range.addEventListener("blur", () => this.#preview.hide());
    // The player's own keys move it too, without an input event.
    range.addEventListener("keyup", () =>
      this.#preview.follow(Number(range.value), this.#duration),
    );
    box.addEventListener("pointerdown", (event) => {
      if (event.button || event.target.closest?.("a")) {
        return;
      }
      this.#isHeld = true;
      box.setPointerCapture(event.pointerId);
      event.preventDefault();
      range.focus({ preventScroll: true });
      this.#drag(event);
    });
    box.addEventListener("pointermove", (event) => {
      if (this.#isHeld) {
        this.#drag(event);
      } else {
        this.#preview.show(this.#secondsAt(event), this.#duration, this.#ticksNear(event));
      }
    });
    box.addEventListener("pointerup", (event) => this.#drop(event, { seeks: true }));
    box.addEventListener("pointercancel", (event) => this.#drop(event, { seeks: false }));
    box.addEventListener("pointerleave", () => {
      if (!this.#isHeld) {
        this.#preview.hide();
      }
    });
  }

  #drag(event) {
    const seconds = this.#secondsAt(event);
    this.#preview.show(seconds, this.#duration);
    this.#now.setAttribute("x", share(seconds, this.#duration));
  }

  #drop(event, { seeks }) {
    if (!this.#isHeld) {
      return;
    }
    this.#isHeld = false;
    if (seeks) {
      this.#seek(this.#secondsAt(event));
    }
    if (event.pointerType !== "mouse") {
      this.#preview.hide();
    }
  }

  /** What is said at the hit under the pointer: its link's own label. */
  #ticksNear(event) {
    const links = [...this.#box.querySelectorAll(".strip__link")];
    const found = links.find((link) => {
      const { left, width } = link.querySelector(".strip__tick").getBoundingClientRect();
      return Math.abs(left + width / 2 - event.clientX) <= NEAR_PX;
    });
    return found?.getAttribute("aria-label") ?? "";
  }
}

function rect(name, attributes) {
  const drawn = document.createElementNS(SVG, "rect");
  drawn.setAttribute("class", name);
  for (const [attribute, value] of Object.entries(attributes)) {
    drawn.setAttribute(attribute, String(value));
  }
  return drawn;
}

function share(seconds, duration) {
  const percent = duration > 0 ? (Math.min(seconds, duration) / duration) * 100 : 0;
  return `${percent.toFixed(3)}%`;
}
