// Finding words in a line as one types. Pure. Width and case do not matter; every word must be there.

/** Text folded for comparing, the same length as given, so that places stay true. */
export function folded(text) {
  // Nearly always the whole keeps its length, which is far quicker than sign by sign.
  const whole = text.normalize("NFKC").toLowerCase();
  if (whole.length === text.length && !/[\p{M}\u{10000}-\u{10ffff}]/u.test(text)) {
    return whole;
  }
  return [...text].map((sign) => foldedSign(sign)).join("");
}

function foldedSign(sign) {
  const plain = sign.normalize("NFKC").toLowerCase();
  return plain.length === sign.length ? plain : sign;
}

export function words(query) {
  return folded(query).split(/\s+/).filter(Boolean);
}

/** Where the words stand in the text: sorted [from, to] pairs, apart; null unless all are there. */
export function places(text, wanted) {
  const line = folded(text);
  const found = [];
  for (const word of wanted) {
    let at = line.indexOf(word);
    if (at < 0) {
      return null;
    }
    while (at >= 0) {
      found.push([at, at + word.length]);
      at = line.indexOf(word, at + word.length);
    }
  }
  return joined(found);
}

/** Places counted in characters, as the server counts them, as places in a JavaScript string. */
export function fromCodePoints(text, counted) {
  const offsets = [0];
  for (const sign of text) {
    offsets.push(offsets.at(-1) + sign.length);
  }
  return counted.map(([from, to]) => [offsets[from] ?? text.length, offsets[to] ?? text.length]);
}

/** Hits of two ways of looking, by line: where both found something, all of it, joined. */
export function mergedHits(one, other) {
  const merged = new Map(one);
  for (const [line, found] of other) {
    merged.set(line, joined([...(merged.get(line) ?? []), ...found]));
  }
  return merged;
}

function joined(spans) {
  const sorted = [...spans].sort((one, other) => one[0] - other[0]);
  return sorted.reduce((kept, [from, to]) => {
    const last = kept.at(-1);
    if (last && from <= last[1]) {
      last[1] = Math.max(last[1], to);
    } else {
      kept.push([from, to]);
    }
    return kept;
  }, []);
}
