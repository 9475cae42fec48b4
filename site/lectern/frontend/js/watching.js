// Tells the server what was watched: opens a play session, sends heartbeats, keeps what could not be sent.
import { post } from "./api.js";
import { openStore } from "./beat_store.js";
import { BeatQueue } from "./beats.js";
import { rounded } from "./clock.js";
import { IntervalCollector } from "./intervals.js";

const DEFAULT_BEAT_SECONDS = 15;

export class Watching extends EventTarget {
  #media;
  #options;
  #collector = new IntervalCollector();
  #queue = null;
  #sessions = new Map();
  #beatSeconds = DEFAULT_BEAT_SECONDS;
  #timer = null;
  #opening = new Map();

  /** `options`: sessionsUrl, recording, person, token. */
  constructor(media, options) {
    super();
    this.#media = media;
    this.#options = options;
  }

  /** Opens the session; resolves to the second to resume from, or null. Sends what waited from before. */
  async begin() {
    const store = await openStore(this.#options.person);
    this.#queue = new BeatQueue(
      store,
      (beat) => this.#send(beat),
      (beat) => this.#readdress(beat),
    );
    this.#listen();
    await this.#open();
    this.#flush();
    return this.#session?.resume_seconds ?? null;
  }

  end() {
    clearTimeout(this.#timer);
    this.#keep({ last: true });
  }

  get #session() {
    return this.#sessions.get(this.#options.recording);
  }

  /** Asks for a session of a recording; one request at a time for each. Resolves to the answer's status. */
  #open(recording = this.#options.recording) {
    const { sessionsUrl, token } = this.#options;
    const asked = async () => {
      const { status, answer } = await post(sessionsUrl, { recording }, { token });
      this.#opening.delete(recording);
      if (status < 200 || status >= 300) {
        return status;
      }
      if (!answer) {
        return 0;
      }
      this.#sessions.set(recording, { ...answer, seq: 0 });
      this.#beatSeconds = answer.heartbeat_seconds || DEFAULT_BEAT_SECONDS;
      return status;
    };
    if (!this.#opening.has(recording)) {
      this.#opening.set(recording, asked());
    }
    return this.#opening.get(recording);
  }

  /** A beat of a closed session, for the one open now. Where there is none one is opened, also for a recording
      that was watched on another page. */
  async #readdress(beat) {
    let status = 200;
    if (this.#sessions.get(beat.recording)?.id === beat.session) {
      this.#sessions.delete(beat.recording);
    }
    if (!this.#sessions.has(beat.recording)) {
      status = await this.#open(beat.recording);
    }
    const session = this.#sessions.get(beat.recording);
    if (!session) {
      return { status };
    }
    session.seq += 1;
    return { status, beat: { ...beat, session: session.id, seq: session.seq } };
  }

  #listen() {
    const media = this.#media;
    const now = () => performance.now() / 1000;
    const begin = () => {
      if (!media.paused && !media.seeking && !media.ended) {
        this.#collector.start(media.currentTime, now(), media.playbackRate);
        this.#schedule();
      }
    };
    const on = (names, what) => {
      for (const name of names) {
        media.addEventListener(name, what);
      }
    };
    on(["playing", "seeked"], begin);
    on(["timeupdate"], () => {
      if (!media.seeking) {
        this.#collector.reach(media.currentTime, now());
        this.#tell();
      }
    });
    on(["seeking", "waiting", "stalled", "emptied"], () => this.#collector.stop());
    on(["ratechange"], () =>
      this.#collector.changeRate(media.currentTime, now(), media.playbackRate),
    );
    on(["pause", "ended"], () => {
      if (!media.seeking) {
        this.#collector.reach(media.currentTime, now());
      }
      this.#collector.stop();
      this.#keep();
    });
    addEventListener("pagehide", () => this.#keep({ last: true }));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") {
        this.#keep({ last: true });
      }
    });
    addEventListener("online", () => this.#flush());
  }

  #schedule() {
    clearTimeout(this.#timer);
    const seconds = this.#queue.waitSeconds || this.#beatSeconds;
    this.#timer = setTimeout(() => this.#keep(), seconds * 1000);
  }

  /** Makes a beat of what was gathered and sends what waits. On leaving the page it goes out at once. */
  async #keep({ last = false } = {}) {
    if (!this.#session) {
      // No session: the seconds stay with the collector until one opens.
      await this.#open();
      if (!this.#session) {
        this.#tell("waiting");
        this.#scheduleIfPlaying();
        return;
      }
    }
    if (!this.#media.seeking) {
      this.#collector.reach(this.#media.currentTime, performance.now() / 1000);
    }
    const intervals = this.#collector.take();
    if (intervals.length) {
      const session = this.#session;
      session.seq += 1;
      const beat = {
        session: session.id,
        recording: this.#options.recording,
        seq: session.seq,
        at: Date.now(),
        intervals,
        position: rounded(this.#media.currentTime),
      };
      const kept = this.#queue.add(beat);
      if (last) {
        // A repeated beat is taken once: the same session and number. So this one may also wait in the store.
        this.#send(beat, { keepalive: true });
      }
      await kept;
    }
    if (!last) {
      await this.#flush();
      this.#scheduleIfPlaying();
    }
  }

  #scheduleIfPlaying() {
    if (!this.#media.paused && !this.#media.ended) {
      this.#schedule();
    }
  }

  #send(beat, { keepalive = false } = {}) {
    const url = `${this.#options.sessionsUrl}/${beat.session}/heartbeats`;
    const body = { seq: beat.seq, intervals: beat.intervals, position: beat.position };
    return post(url, body, { token: this.#options.token, keepalive });
  }

  async #flush() {
    const { state, answers, refusedSeconds } = await this.#queue.flush();
    for (const { beat, answer } of answers) {
      if (beat.session === this.#session?.id) {
        this.dispatchEvent(new CustomEvent("taken", { detail: { beat, answer } }));
      }
    }
    await this.#tell(state, refusedSeconds);
  }

  async #tell(state = null, refusedSeconds = 0) {
    const waiting = await this.#queue.waitingSeconds();
    const pendingSeconds = waiting + this.#collector.pendingSeconds;
    this.dispatchEvent(
      new CustomEvent("saving", { detail: { state, pendingSeconds, refusedSeconds } }),
    );
  }
}
