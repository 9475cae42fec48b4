// A quote as a stretch of time and as an address. Pure. The server reckons the same way
// (content/lectures/alignment.py): all characters of a line take equally long.
import { rounded } from "./clock.js";

/** When a character of a line begins: `place` of `length` characters, in a line from..to seconds. */
export function secondsOfPlace({ start, end }, length, place) {
  const lasts = Math.round((end - start) * 1000);
  const within = length > 0 ? Math.round((lasts * place) / length) : 0;
  return rounded(start + within / 1000);
}

/** The address of a stretch of this page: `here` is the page's own, `kept` what it is to say besides. */
export function addressOfQuote(here, from, to, kept = {}) {
  const url = new URL(here);
  url.hash = "";
  url.search = "";
  url.searchParams.set("t", String(from));
  url.searchParams.set("end", String(to));
  for (const [name, value] of Object.entries(kept)) {
    if (value) {
      url.searchParams.set(name, value);
    }
  }
  return url.href;
}

/** Characters as people and Python count them. */
export function lengthOf(text) {
  return [...text].length;
}
