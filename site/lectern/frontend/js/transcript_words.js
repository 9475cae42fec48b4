// When the words of a line are said. Asked for where a part of a line is chosen, once a line: with all of them
// the page would be many times as large.

export class LineWords {
  #url;
  #language;
  #known = new Map();
  #asked = new Map();

  constructor({ wordsUrl, language }) {
    this.#url = wordsUrl;
    this.#language = language;
  }

  /** What is known of a line by now: [from, to, start, end] of each word; undefined where nothing is. */
  of(number) {
    return this.#known.get(number);
  }

  /** Resolves when the words of these lines are known, or are not to be had. */
  async learn(numbers) {
    for (const number of numbers) {
      if (this.#url && !this.#asked.has(number)) {
        this.#asked.set(number, this.#ask(number));
      }
    }
    await Promise.all(numbers.map((number) => this.#asked.get(number)));
  }

  async #ask(line) {
    try {
      const query = new URLSearchParams({ language: this.#language, line });
      const response = await fetch(`${this.#url}?${query}`, {
        credentials: "same-origin",
        headers: { Accept: "application/json" },
      });
      if (response.ok) {
        this.#known.set(line, (await response.json()).words);
      }
    } catch {
      this.#asked.delete(line); // nobody there: next time perhaps
    }
  }
}
