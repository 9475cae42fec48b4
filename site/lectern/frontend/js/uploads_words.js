// Sizes and titles of uploads as people read them, and how fast they go. Pure.

const UNITS = ["B", "KB", "MB", "GB", "TB"];

// 1.5 GB, 320 MB: as many digits as tell something.
export function size(bytes) {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit > 1 && value < 100 ? 1 : 0;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}

// What a file's name says about its content: without its ending, a camera's or a copy's marks.
export function proposedTitle(filename) {
  const bare = filename.replace(/\.[A-Za-z0-9]{1,5}$/, "");
  const title = bare
    .replace(/[_]+/g, " ")
    .replace(/\s*(?:[-–]\s*(?:copy|副本)|[(（]\d+[)）])\s*$/i, "")
    .replace(/\s+/g, " ")
    .trim();
  return (title || bare).slice(0, 200);
}

// The same file chosen again has the same; one that was changed meanwhile does not.
export function fingerprint({ name, size: bytes, lastModified }) {
  let hash = 0;
  for (const mark of name) hash = (Math.imul(hash, 31) + mark.codePointAt(0)) | 0;
  return `${bytes}-${lastModified}-${(hash >>> 0).toString(16)}`;
}

// Bytes a second over the last seconds, so that the time left follows the network.
export class Speed {
  #samples = [];

  add(bytes, now) {
    this.#samples.push({ bytes, now });
    while (this.#samples.length > 2 && now - this.#samples[0].now > 15_000) this.#samples.shift();
  }

  clear() {
    this.#samples = [];
  }

  // Undefined while nothing can be said.
  secondsLeft(missing) {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || last.now - first.now < 1000 || last.bytes <= first.bytes) return undefined;
    return missing / (((last.bytes - first.bytes) / (last.now - first.now)) * 1000);
  }
}
