// Small choices a person makes for their own browser. A browser that keeps nothing is no error.

const PLACES = "places";
const MOST_PLACES = 50;

export function recall(name) {
  try {
    return localStorage.getItem(`lectern.${name}`);
  } catch {
    return null;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(`lectern.${name}`, String(value));
  } catch {
    // Private windows may refuse; the choice then lasts as long as the page.
  }
}

function places() {
  try {
    return Object.entries(JSON.parse(recall(PLACES)) ?? {});
  } catch {
    return [];
  }
}

/** The second where this browser last stood in a recording; 0 where it never was. */
export function recallPlace(recording) {
  const found = places().find(([name]) => name === recording);
  return Number.isFinite(found?.[1]) ? found[1] : 0;
}

/** Keeps the second; of many recordings the latest few. */
export function rememberPlace(recording, seconds) {
  const others = places().filter(([name]) => name !== recording);
  const kept = [...others, [recording, Math.floor(seconds)]].slice(-MOST_PLACES);
  remember(PLACES, JSON.stringify(Object.fromEntries(kept)));
}
