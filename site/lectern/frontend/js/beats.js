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
  if (status === 409) {
    return "closed";
  }
  if (status === 0 || status === 408 || status === 425 || status === 429 || status >= 500) {
    return "later";
  }
  return "never";
}

export class BeatQueue {
  #store;
  #send;
  #readdress;
  #busy = null;
  #waitSeconds = 0;

  /**
   * `store`: all(), put(beat), remove(beat). `send(beat)`: a promise of {status, answer}.
   * `readdress(beat)`: a promise of {status, beat}: the same beat for a session that is open; without one the
   * status says why, as the server did when a session was asked for.
   */
  constructor(store, send, readdress = async () => ({ status: 409 })) {
    this.#store = store;
    this.#send = send;
    this.#readdress = readdress;
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
      const { beat: sent, status, answer } = await this.#deliver(beat);
      const what = verdict(status);
      if (what === "taken") {
        result.answers.push({ beat: sent, answer });
      } else if (what === "never" || what === "closed") {
        result.refusedSeconds += secondsOf(beat);
      } else {
        result.state = what === "signed-out" ? "signed-out" : "waiting";
        this.#waitSeconds = Math.min(
          LONGEST_WAIT_SECONDS,
          Math.max(FIRST_WAIT_SECONDS, this.#waitSeconds * 2),
        );
        return result;
      }
      await this.#store.remove(sent);
    }
    this.#waitSeconds = 0;
    return result;
  }

  /** Sends a beat; one whose session has been closed goes once more, to the session that is open. Where none
      can be opened just now, the beat is neither taken nor refused: it waits. */
  async #deliver(beat) {
    const first = { beat, ...(await this.#send(beat)) };
    if (verdict(first.status) !== "closed") {
      return first;
    }
    const { status, beat: again } = await this.#readdress(beat);
    if (!again) {
      return { beat, status, answer: null };
    }
    await this.#store.put(again);
    await this.#store.remove(beat);
    return { beat: again, ...(await this.#send(again)) };
  }
}

export function secondsOf(beat) {
  return beat.intervals.reduce((total, [from, to]) => total + (to - from), 0);
}

function inOrder(beats) {
  return [...beats].sort((one, other) => one.at - other.at || one.seq - other.seq);
}
