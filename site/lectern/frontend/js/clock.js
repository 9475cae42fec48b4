// Times: seconds inside the browser, as media elements have them.

/** "06:52", or "1:06:52" from an hour on. */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(Number.isFinite(seconds) ? seconds : 0));
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const rest = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

/** The seconds of a `?t=` value, or null for anything that is not a plain number. */
export function parseSeconds(text) {
  return /^\d{1,7}(\.\d{1,6})?$/.test(text ?? "") ? Number(text) : null;
}

/** Milliseconds rounded to the nearest one, as decimal seconds. */
export function rounded(seconds) {
  return Math.round(seconds * 1000) / 1000;
}

/** Puts values into a sentence given by the page: fill("Resume from {time}?", {time: "12:40"}). */
export function fill(sentence, values) {
  return (sentence ?? "").replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
