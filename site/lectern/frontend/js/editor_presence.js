// Says that this editor is open, and hears what others did: every few seconds, less often unseen.

import { post } from "./api.js";

const SEEN_MS = 5_000;
const UNSEEN_MS = 15_000;

export class Presence {
  #timer = null;
  #since = 0;

  /** `where()` gives the line one is on, `mark()` a number that rises with each own answer. */
  constructor({ url, client, where, mark, heard }) {
    Object.assign(this, { url, client, where, mark, heard });
  }

  start(since) {
    this.#since = since;
    clearTimeout(this.#timer);
    this.#ask();
  }

  stop() {
    clearTimeout(this.#timer);
    const body = { client: this.client, since: this.#since, leaving: true };
    post(this.url, body, { keepalive: true });
  }

  async #ask() {
    const mark = this.mark();
    const body = { client: this.client, since: this.#since, cue: this.where() };
    const { status, answer } = await post(this.url, body);
    if (status === 200) {
      // An answer from before one of our own would bring back what is no more.
      const isFresh = mark === this.mark();
      if (isFresh) {
        this.#since = answer.sequence;
      }
      this.heard(answer, isFresh);
    }
    const pause = document.visibilityState === "visible" ? SEEN_MS : UNSEEN_MS;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), pause);
  }
}
