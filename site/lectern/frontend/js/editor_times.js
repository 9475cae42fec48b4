// Times as an editor reads and types them: "1:02:03.450" or "2:03.450". Pure.

/** Seconds as hours (where there are any), minutes, seconds and thousandths. */
export function shown(seconds) {
  const ms = Math.round(seconds * 1000);
  const pad = (value, length = 2) => String(value).padStart(length, "0");
  const [hours, minutes] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60];
  const rest = `${pad(Math.floor(ms / 1000) % 60)}.${pad(ms % 1000, 3)}`;
  return hours ? `${hours}:${pad(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** Seconds, or null where the text is no time. Full-width marks count as theirs. */
export function typed(text) {
  const plain = text.trim().replaceAll("：", ":").replaceAll("．", ".").replaceAll("。", ".");
  const match = plain
    .replace(",", ".")
    .match(/^(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,5}(?:\.\d{0,3})?)$/);
  if (!match) {
    return null;
  }
  const [hours, minutes, seconds] = [match[1] ?? 0, match[2] ?? 0, match[3]].map(Number);
  return Math.round((hours * 3600 + minutes * 60 + seconds) * 1000) / 1000;
}

/** A sum of seconds without the crumbs of binary fractions. */
export function added(seconds, by) {
  return Math.round((seconds + by) * 1000) / 1000;
}
