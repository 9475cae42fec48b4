// Heartbeats wait here until the server has taken them. Order is kept; nothing is thrown away unless the
// server says that it never will take it. Pure but for the two things it is given: a store and a sender.

const FIRST_WAIT_SECONDS = 2;
const LONGEST_WAIT_SECONDS = 60;

/** What a status means for a beat: taken, try again later, sign in first, or never. */
export function verdict(status) {
  if (status >= 200 && status < 300) {
    return "taken";
  }
  if (status === 401 || status === 403) {
    return "signed-out";
  }
  if (status === 0 || status === 408 || status === 425 || status === 429 || status >= 500) {
    return "later";
  }
  return "never";
}

export class BeatQueue {
  #store;
  #send;
  #busy = null;
  #waitSeconds = 0;

  /** `store`: all(), put(beat), remove(beat). `send(beat)`: a promise of {status, answer}. */
  constructor(store, send) {
    this.#store = store;
    this.#send = send;
  }

  /** How long to wait before the next try; 0 when all went well. */
  get waitSeconds() {
    return this.#waitSeconds;
  }

  /** Keeps a beat: {session, seq, intervals, position}. */
  async add(beat) {
    await this.#store.put(beat);
  }

  /** Seconds of media in beats that wait. */
  async waitingSeconds() {
    const beats = await this.#store.all();
    return beats.reduce((total, beat) => total + secondsOf(beat), 0);
  }

  /** Sends what waits, oldest first; one run at a time. Gives {state, answers, refusedSeconds}. */
  flush() {
    this.#busy ??= this.#flush().finally(() => {
      this.#busy = null;
    });
    return this.#busy;
  }

  async #flush() {
    const result = { state: "saved", answers: [], refusedSeconds: 0 };
    for (const beat of inOrder(await this.#store.all())) {
      const { status, answer } = await this.#send(beat);
      const what = verdict(status);
      if (what === "taken") {
        result.answers.push({ beat, answer });
      } else if (what === "never") {
        result.refusedSeconds += secondsOf(beat);
      } else {
        result.state = what === "signed-out" ? "signed-out" : "waiting";
        this.#waitSeconds = Math.min(
          LONGEST_WAIT_SECONDS,
          Math.max(FIRST_WAIT_SECONDS, this.#waitSeconds * 2),
        );
        return result;
      }
      await this.#store.remove(beat);
    }
    this.#waitSeconds = 0;
    return result;
  }
}

export function secondsOf(beat) {
  return beat.intervals.reduce((total, [from, to]) => total + (to - from), 0);
}

function inOrder(beats) {
  return [...beats].sort((one, other) => one.at - other.at || one.seq - other.seq);
}
