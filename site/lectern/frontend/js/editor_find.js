// Finding and replacing in lines: what would be changed, before anything is. Pure.

function folded(text) {
  // Only where folding keeps every place: some letters grow longer in lower case.
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text;
}

/** Every hit as {id, place, length}, in the order of the lines, none overlapping another. */
export function hitsIn(lines, words, { exactCase = false } = {}) {
  const wanted = exactCase ? words : folded(words);
  const hits = [];
  if (!wanted.trim()) {
    return hits;
  }
  for (const line of lines) {
    const text = exactCase ? line.text : folded(line.text);
    let place = text.indexOf(wanted);
    while (place !== -1) {
      hits.push({ id: line.id, place, length: wanted.length });
      place = text.indexOf(wanted, place + wanted.length);
    }
  }
  return hits;
}

/** The text with these places of it replaced. */
export function replacedIn(text, hits, replacement) {
  let result = "";
  let done = 0;
  for (const { place, length } of [...hits].sort((a, b) => a.place - b.place)) {
    result += text.slice(done, place) + replacement;
    done = place + length;
  }
  return result + text.slice(done);
}

/** The new text of each line with a chosen hit, as {cue, text}. */
export function replacements(lines, hits, replacement) {
  const byLine = Map.groupBy?.(hits, (hit) => hit.id) ?? grouped(hits);
  const texts = new Map(lines.map((line) => [line.id, line.text]));
  return [...byLine].map(([cue, chosen]) => ({
    cue,
    text: replacedIn(texts.get(cue) ?? "", chosen, replacement),
  }));
}

function grouped(hits) {
  const groups = new Map();
  for (const hit of hits) {
    groups.set(hit.id, [...(groups.get(hit.id) ?? []), hit]);
  }
  return groups;
}
