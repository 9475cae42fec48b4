// A quote as a stretch of time and as an address. Pure. The server reckons the same way back: by the times
// of words where they are known (content/lectures/word_places.py), else as if all characters of a line took
// equally long (alignment.py).
import { rounded } from "./clock.js";

/** When a character of a line begins: `place` of `length` characters, in a line from..to seconds. */
export function secondsOfPlace({ start, end }, length, place) {
  const lasts = Math.round((end - start) * 1000);
  const within = length > 0 ? Math.round((lasts * place) / length) : 0;
  return rounded(start + within / 1000);
}

/** Whether only some of a line is chosen: whole lines begin and end when the lines do. */
export function isCut({ first, last, length }) {
  return first > 0 || last < length;
}

/**
 * When the chosen characters of two lines begin and end: {from, to} in seconds. Each edge is {line, length,
 * first, last, words}; `words` are [from, to, start, end] of each word of the line, where they are known.
 */
export function stretchOf(one, other) {
  const shared = {
    from: secondsOfPlace(one.line, one.length, one.first),
    to: secondsOfPlace(other.line, other.length, other.last),
  };
  const begun = one.first > 0 && one.words?.find(([, to]) => to > one.first);
  const ended = other.last < other.length && other.words?.findLast(([at]) => at < other.last);
  const known = { from: begun ? begun[2] : shared.from, to: ended ? ended[3] : shared.to };
  // A word that was heard in no time at all is no stretch to play.
  return known.from < known.to ? known : shared;
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
