// Sets of [from, to] spans in seconds: sorted, apart, never empty.

/** The set with one span more. The given set is left as it is. */
export function withSpan(spans, [from, to]) {
  if (!(to > from)) {
    return spans;
  }
  const merged = [];
  let [start, end] = [from, to];
  for (const [left, right] of spans) {
    if (right < start || left > end) {
      merged.push([left, right]);
    } else {
      start = Math.min(start, left);
      end = Math.max(end, right);
    }
  }
  merged.push([start, end]);
  return merged.sort((one, other) => one[0] - other[0]);
}

/** How many seconds the set covers. */
export function covered(spans) {
  return spans.reduce((total, [from, to]) => total + (to - from), 0);
}
