// One file on its way: sent by tus in pieces, hashed beside that, begun again after whatever broke.
// Knows nothing of the page; says by `onchange` that something changed.
import { Upload } from "tus-js-client";
import { Speed } from "./uploads_words.js";

const CHUNK_BYTES = 8 << 20;
const PAUSES_MS = [500, 1000, 2000, 4000, 8000, 15_000];

// States: waiting, sending, retrying, offline, paused, arrived, refused, gone.
export class Transfer {
  state = "waiting";
  message = "";
  sent = 0;
  url = "";
  sha256 = "";
  onchange = () => {};

  #tus = null;
  #timer = 0;
  #failures = 0;
  #speed = new Speed();

  constructor({ file, endpoint, headers, fingerprint, url = "" }) {
    this.file = file;
    this.size = file.size;
    this.url = url;
    this.#tus = new Upload(file, {
      endpoint,
      uploadUrl: url || null,
      chunkSize: CHUNK_BYTES,
      // Begun again by our own rules: also while the browser believes to be offline.
      retryDelays: null,
      storeFingerprintForResuming: false,
      metadata: { filename: file.name, fingerprint },
      onBeforeRequest: (request) => {
        for (const [name, value] of Object.entries(headers())) request.setHeader(name, value);
      },
      onUploadUrlAvailable: () => {
        this.url = new URL(this.#tus.url, window.location.href).pathname;
      },
      onProgress: (sent) => this.#progress(sent),
      onChunkComplete: () => {
        this.#failures = 0;
      },
      onSuccess: () => this.#turn("arrived", "", this.size),
      onError: (error) => this.#failed(error),
    });
  }

  get secondsLeft() {
    return this.state === "sending" ? this.#speed.secondsLeft(this.size - this.sent) : undefined;
  }

  get isUnderWay() {
    return ["sending", "retrying", "offline"].includes(this.state);
  }

  start() {
    clearTimeout(this.#timer);
    this.#speed.clear();
    this.#turn("sending");
    this.#tus.start();
  }

  pause() {
    clearTimeout(this.#timer);
    this.#turn("paused");
    return this.#tus.abort();
  }

  // The browser is back in the network: do not wait for the end of the pause.
  hurry() {
    if (this.state === "offline" || this.state === "retrying") this.start();
  }

  refuse(message) {
    clearTimeout(this.#timer);
    this.#turn("refused", message);
    this.#tus.abort();
  }

  #progress(sent) {
    if (this.state === "paused") return;
    this.#speed.add(sent, performance.now());
    this.#turn("sending", "", sent);
  }

  async #failed(error) {
    if (this.state === "paused" || this.state === "refused") return;
    const answer = answerOf(error);
    if ([401, 403].includes(answer.status)) {
      this.#turn("paused", answer.message);
    } else if (isPassing(answer.status)) {
      await this.#again(answer);
    } else {
      this.#turn("refused", answer.message);
    }
  }

  async #again(answer) {
    if (answer.status === 0 && !(await isReadable(this.file))) {
      this.#turn("unreadable");
      return;
    }
    const pause = PAUSES_MS[Math.min(this.#failures, PAUSES_MS.length - 1)];
    this.#failures += 1;
    // A conflict is settled by asking how far the server is, which beginning again does.
    const words = answer.status === 507 ? answer.message : "";
    this.#turn(navigator.onLine ? "retrying" : "offline", words);
    this.#timer = setTimeout(() => this.start(), pause);
  }

  #turn(state, message = "", sent = this.sent) {
    this.state = state;
    this.message = message;
    this.sent = sent;
    this.onchange();
  }
}

// Worth another try by itself: the network, a conflict, a server that is busy, full or restarting.
export function isPassing(status) {
  return [0, 408, 409, 423, 429].includes(status) || status >= 500;
}

function answerOf(error) {
  const response = error.originalResponse;
  const status = response ? response.getStatus() : 0;
  let message = "";
  try {
    message = JSON.parse(response.getBody()).message || "";
  } catch {
    // Not ours: a proxy's page, or nothing.
  }
  return { status, message };
}

async function isReadable(file) {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

// Hashes files one after another in one worker.
export class Hasher {
  #script;
  #worker = null;
  #tasks = [];

  constructor(script) {
    this.#script = script;
  }

  // The hash in hexadecimal digits; rejects where the file cannot be read.
  of(file, onprogress) {
    return new Promise((resolve, reject) => {
      this.#tasks.push({ file, onprogress, resolve, reject });
      if (this.#tasks.length === 1) this.#next();
    });
  }

  // Nobody waits for this file any more.
  forget(file) {
    const at = this.#tasks.findIndex((task) => task.file === file);
    if (at < 0) return;
    this.#tasks.splice(at, 1);
    if (at > 0) return;
    this.#worker.terminate();
    this.#worker = null;
    this.#next();
  }

  #next() {
    if (this.#tasks.length === 0) return;
    if (!this.#worker) {
      this.#worker = new Worker(this.#script, { type: "module" });
      this.#worker.addEventListener("message", ({ data }) => this.#heard(data));
      this.#worker.addEventListener("error", () => this.#heard({}));
    }
    this.#worker.postMessage(this.#tasks[0].file);
  }

  #heard({ done, sha256 }) {
    if (done !== undefined) {
      this.#tasks[0].onprogress(done);
      return;
    }
    const task = this.#tasks.shift();
    this.#next();
    if (sha256) task.resolve(sha256);
    else task.reject(new Error("unreadable"));
  }
}
