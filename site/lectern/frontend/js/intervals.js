// What was played, gathered from the media element's own events: a list of [from, to, rate].
// Pure: it is told media seconds and the clock's seconds, and touches neither element nor network.
import { rounded } from "./clock.js";

// Between two reports a media second takes 1/rate seconds of the clock. More than this much beyond that
// is a jump that came without its own event, and is not counted as watched.
const SLACK_SECONDS = 1.5;
const SHORTEST_SECONDS = 0.05;

export class IntervalCollector {
  #from = null;
  #at = null;
  #seenAt = null;
  #rate = 1;
  #done = [];

  get isOpen() {
    return this.#from !== null;
  }

  /** Playing begins (or goes on after waiting) at this media second. */
  start(at, now, rate = 1) {
    this.stop();
    this.#from = at;
    this.#at = at;
    this.#seenAt = now;
    this.#rate = rate;
  }

  /** The media has come to this second; called on every `timeupdate`. */
  reach(at, now) {
    if (this.#from === null) {
      return;
    }
    const moved = at - this.#at;
    const possible = (now - this.#seenAt) * this.#rate + SLACK_SECONDS;
    if (moved < 0 || moved > possible) {
      const rate = this.#rate;
      this.stop();
      this.start(at, now, rate);
      return;
    }
    this.#at = at;
    this.#seenAt = now;
  }

  /** The speed changes here: one interval ends, the next begins. */
  changeRate(at, now, rate) {
    const open = this.isOpen;
    this.reach(at, now);
    this.stop();
    if (open) {
      this.start(at, now, rate);
    }
  }

  /** Playing ends where it was last seen: a seek's own target never counts. */
  stop() {
    if (this.#from !== null && this.#at - this.#from >= SHORTEST_SECONDS) {
      this.#done.push([rounded(this.#from), rounded(this.#at), this.#rate]);
    }
    this.#from = null;
  }

  /** All intervals up to now, and starts afresh; what is playing goes on from its last second. */
  take() {
    const open = this.isOpen;
    const [at, seenAt, rate] = [this.#at, this.#seenAt, this.#rate];
    this.stop();
    const taken = this.#done;
    this.#done = [];
    if (open) {
      this.start(at, seenAt, rate);
    }
    return taken;
  }

  /** Seconds gathered and not yet taken. */
  get pendingSeconds() {
    const open = this.#from === null ? 0 : this.#at - this.#from;
    return this.#done.reduce((total, [from, to]) => total + (to - from), open);
  }
}
