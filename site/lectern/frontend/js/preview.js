// What lies at a place of the strip, shown over it: a small picture, the time, the chapter or what is said.
import { clock } from "./clock.js";

export class Preview {
  #box;
  #element;
  #picture;
  #words;
  #chapters;
  #sprites = null;

  /** `sprites`: the page's JSON of sheets (content.recordings.selectors.Sprites), or nothing. */
  constructor(box, chapters, sprites) {
    this.#box = box;
    this.#element = box.querySelector('[data-part="hover"]');
    this.#picture = box.querySelector('[data-part="hover-picture"]');
    this.#words = box.querySelector('[data-part="hover-words"]');
    this.#chapters = chapters;
    this.#sprites = sprites ? JSON.parse(sprites) : null;
  }

  show(seconds, duration, said = "") {
    if (!(duration > 0)) {
      return;
    }
    this.#element.hidden = false;
    const chapter = this.#chapters.findLast(({ start }) => start <= seconds);
    const words = said || [clock(seconds), chapter?.title].filter(Boolean).join("　");
    this.#words.textContent = words;
    this.#showPicture(seconds);
    this.#place(seconds / duration);
  }

  /** Moves along where it is shown already. */
  follow(seconds, duration) {
    if (!this.#element.hidden) {
      this.show(seconds, duration);
    }
  }

  hide() {
    this.#element.hidden = true;
  }

  #showPicture(seconds) {
    const tile = this.#sprites && tileAt(this.#sprites, seconds);
    this.#picture.hidden = !tile;
    if (tile) {
      const { style } = this.#picture;
      style.width = `${tile.width}px`;
      style.height = `${tile.height}px`;
      style.backgroundImage = `url("${encodeURI(tile.url)}")`;
      style.backgroundPosition = `${-tile.x}px ${-tile.y}px`;
    }
  }

  #place(part) {
    const half = this.#element.offsetWidth / 2;
    const width = this.#box.clientWidth;
    this.#element.style.left = `${Math.min(width - half, Math.max(half, part * width))}px`;
  }
}

/** The small picture of a second: {url, x, y, width, height} within its sheet; null where there is none. */
export function tileAt(sprites, seconds) {
  const { interval_ms: interval, columns, rows, urls } = sprites;
  const { tile_width: width, tile_height: height } = sprites;
  const number = Math.floor((seconds * 1000) / interval);
  const sheet = Math.floor(number / (columns * rows));
  if (!(number >= 0) || sheet >= urls.length) {
    return null;
  }
  const place = number % (columns * rows);
  return {
    url: urls[sheet],
    x: (place % columns) * width,
    y: Math.floor(place / columns) * height,
    width,
    height,
  };
}
