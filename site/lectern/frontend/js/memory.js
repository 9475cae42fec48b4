// Small choices a person makes for their own browser. A browser that keeps nothing is no error.

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
