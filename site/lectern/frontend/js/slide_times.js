// Which slide is shown when. Pure: seconds in, places in a list out.

/** The changes in the order of time, from the starts of each slide ("12 340.5"), counted from 0. */
export function changesOf(startsOfSlides) {
  return startsOfSlides
    .flatMap((starts, slide) =>
      starts
        .split(" ")
        .filter(Boolean)
        .map((seconds) => ({ at: Number(seconds), slide })),
    )
    .sort((one, other) => one.at - other.at);
}

/** The slide shown at a second; -1 before the first. */
export function shownAt(changes, seconds) {
  const past = changes.filter((change) => change.at <= seconds + 0.05);
  return past.length ? past[past.length - 1].slide : -1;
}

/** The second of the change before or after; going back within a slide leads to its beginning first. */
export function leap(changes, seconds, direction) {
  const times = changes.map((change) => change.at);
  if (direction > 0) {
    return times.find((at) => at > seconds + 0.3) ?? null;
  }
  return times.findLast((at) => at < seconds - 2) ?? times[0] ?? null;
}
