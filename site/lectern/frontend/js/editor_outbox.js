// What was done and is not saved yet: kept in this browser from the first letter on, sent one after
// the other, sent again until the server has answered. The server does each only once.

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 20_000;
const ORPHANED_MS = 12_000;
const PREFIX = "lectern.editor";

export function newId() {
  // `randomUUID` is missing where the page came without TLS, as inside an office it may.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

/** This page's own number: the same after a reload, another in another window. */
export function clientOf(transcript) {
  try {
    const name = `${PREFIX}.${transcript}`;
    sessionStorage[name] ??= newId();
    return sessionStorage[name];
  } catch {
    return newId();
  }
}

/** The lines an operation is about. */
export function linesOf(operation) {
  const many = (operation.texts ?? []).map((line) => line.cue);
  return [operation.cue, operation.following, operation.new, ...many].filter(Boolean);
}

export class Outbox {
  #items = [];
  #conflicts = {};
  #sending = null;
  #timer = null;
  #pauseMs = 0;
  #state = "saved";
  #isClosed = false;

  /** `send(operation)` gives {status, answer}; `on` has answered, conflict, refused, state. */
  constructor({ transcript, client, send, on, storage, now = () => Date.now() }) {
    Object.assign(this, { transcript, client, send, on, storage, now });
  }

  get state() {
    return this.#state;
  }

  get waiting() {
    return this.#items.map((item) => item.operation);
  }

  get conflicts() {
    return this.#conflicts;
  }

  /** The lines of which something is on its way. */
  get busy() {
    return new Set(this.waiting.flatMap(linesOf));
  }

  /** Keeps it at once, sends it after `pauseMs`. Letters typed on replace those not sent yet. */
  add(operation, { seen = [], pauseMs = 0 } = {}) {
    const last = this.#items.at(-1);
    const goesOn =
      operation.kind === "text" &&
      last?.operation.kind === "text" &&
      last.operation.cue === operation.cue &&
      last !== this.#sending;
    if (goesOn) {
      last.operation.text = operation.text;
      last.at = this.now() + pauseMs;
    } else {
      const kept = { ...operation, id: operation.id ?? newId(), seen };
      this.#items.push({ operation: kept, at: this.now() + pauseMs });
    }
    this.#keep();
    this.#wake();
    return goesOn ? null : this.#items.at(-1).operation.id;
  }

  /** Takes an operation out again; false where it is gone or on its way. */
  withdraw(id) {
    const item = this.#items.find((known) => known.operation.id === id);
    if (!item || item === this.#sending) {
      return null;
    }
    this.#items = this.#items.filter((known) => known !== item);
    this.#keep();
    this.#tell();
    return item.operation;
  }

  /** Sends what waits now, not when the pause is over. */
  flush() {
    this.#pauseMs = 0;
    for (const item of this.#items) {
      item.at = Math.min(item.at, this.now());
    }
    this.#wake();
  }

  settle(id) {
    delete this.#conflicts[id];
    this.#keep();
  }

  /** What a page that is no more left behind. Gives {operations, conflicts}. */
  adopt() {
    const prefix = `${PREFIX}.${this.transcript}.`;
    const names = Object.keys(this.storage).filter((name) => name.startsWith(prefix));
    const found = { operations: [], conflicts: {} };
    for (const name of names) {
      const left = read(this.storage, name);
      const own = name === this.#name;
      const isEmpty = !left?.items?.length && !Object.keys(left?.conflicts ?? {}).length;
      if (!isEmpty && !own && this.now() - left.at < ORPHANED_MS) {
        continue;
      }
      if (!own || (!this.#items.length && !isEmpty)) {
        this.#items.push(...(left?.items ?? []).map((operation) => ({ operation, at: 0 })));
        found.operations.push(...(left?.items ?? []));
        Object.assign(this.#conflicts, left?.conflicts);
        Object.assign(found.conflicts, left?.conflicts);
        this.storage.removeItem(name);
      }
    }
    this.#keep();
    this.#wake();
    return found;
  }

  /** Sends no more; what waits stays kept. */
  close() {
    clearTimeout(this.#timer);
    this.#isClosed = true;
  }

  /** Says that this page lives, so that no other takes its work for left behind. */
  beat() {
    if (this.#items.length || Object.keys(this.#conflicts).length) {
      this.#keep();
    }
  }

  get #name() {
    return `${PREFIX}.${this.transcript}.${this.client}`;
  }

  #keep() {
    const left = { at: this.now(), items: this.waiting, conflicts: this.#conflicts };
    try {
      if (left.items.length || Object.keys(left.conflicts).length) {
        this.storage.setItem(this.#name, JSON.stringify(left));
      } else {
        this.storage.removeItem(this.#name);
      }
    } catch {
      // A browser that keeps nothing still sends everything.
    }
  }

  #wake() {
    clearTimeout(this.#timer);
    this.#tell();
    if (this.#sending || this.#isClosed || !this.#items.length) {
      return;
    }
    const delay = Math.max(this.#items[0].at - this.now(), this.#pauseMs, 0);
    this.#timer = setTimeout(() => this.#next(), delay);
  }

  async #next() {
    const item = this.#items[0];
    if (!item || this.#sending) {
      return;
    }
    this.#sending = item;
    this.#tell();
    const { status, answer } = await this.send(item.operation);
    this.#sending = null;
    if (status === 0 || status >= 500 || status === 429 || [401, 403, 404].includes(status)) {
      this.#pauseMs = Math.min(Math.max(this.#pauseMs * 2, FIRST_PAUSE_MS), LONGEST_PAUSE_MS);
      this.#tell([401, 403, 404].includes(status) ? "refused" : "kept");
    } else {
      this.#pauseMs = 0;
      this.#items = this.#items.filter((known) => known !== item);
      this.#answered(item.operation, status, answer);
    }
    this.#keep();
    this.#wake();
  }

  #answered(operation, status, answer) {
    if (status === 200) {
      for (const cue of answer.cues) {
        this.#rebase(cue);
      }
      this.on.answered(operation, answer);
    } else if (status === 409) {
      const conflict = this.on.conflict(operation, answer);
      Object.assign(this.#conflicts, conflict);
    } else {
      Object.assign(this.#conflicts, this.on.refused(operation, answer));
    }
  }

  /** What is still to be sent about this line was made on what the server has now. */
  #rebase({ id, version, text, start, end }) {
    for (const { operation } of this.#items) {
      operation.seen = operation.seen.map((was) =>
        was.cue === id ? { cue: id, version, text, start, end } : was,
      );
      const isMissing = !operation.seen.some((was) => was.cue === id);
      if (isMissing && linesOf(operation).includes(id) && operation.kind !== "insert") {
        operation.seen.push({ cue: id, version, text, start, end });
      }
    }
  }

  #tell(state) {
    const busy = this.#items.length ? (this.#pauseMs ? "kept" : "saving") : "saved";
    const next = state ?? (this.#state === "refused" && this.#pauseMs ? "refused" : busy);
    if (next !== this.#state) {
      this.#state = next;
      this.on.state(next);
    }
  }
}

function read(storage, name) {
  try {
    return JSON.parse(storage.getItem(name));
  } catch {
    return null;
  }
}
