// What went wrong, in words, and what was kept. The page wrote a sentence for each kind of trouble
// (data-KIND-words); the second where it happened is kept, and playing goes on from there.
import { clock, fill } from "./clock.js";
import { rememberPlace } from "./memory.js";

const LONG_WAIT_MS = 900;

export class Trouble {
  #player;
  #at = 0;
  #wasPlaying = false;
  #kind = "";
  #waiting = null;

  constructor(player) {
    this.#player = player;
    const { media } = player;
    player.listen(media, ["timeupdate"], () => {
      if (media.currentTime > 0 && !this.#kind) {
        this.#at = media.currentTime;
      }
    });
    player.listen(media, ["error"], () => this.#diagnose());
    player.listen(media, ["loadeddata", "playing"], () => this.#clear());
    player.listen(media, ["waiting"], () => this.#wait());
    player.listen(media, ["playing", "seeked", "pause", "error", "canplay"], () =>
      this.#stopWait(),
    );
    player.listen(player.part("retry"), ["click"], () => this.#retry());
    player.listen(window, ["online"], () => {
      if (this.#kind === "offline") {
        this.#retry();
      }
    });
    // The source may have failed before this script ran.
    if (media.error) {
      this.#diagnose();
    }
  }

  /** Someone else learnt that the session has ended: the heartbeats. */
  signedOut() {
    this.#showWayIn();
  }

  async #diagnose() {
    const { media } = this.#player;
    this.#wasPlaying = this.#player.hasAttribute("data-playing");
    const code = media.error?.code;
    const source = media.currentSrc || media.src;
    rememberPlace(this.#player.dataset.recording, this.#at);
    const kind = await kindOf(code, source);
    const other = kind === "withdrawn" ? await sourceNow(source) : null;
    if (other) {
      // Its file was replaced while it played: the same talk goes on from the new one.
      this.#player.load(other, { at: this.#at, plays: this.#wasPlaying });
    } else {
      this.#show(kind);
    }
  }

  #show(kind) {
    this.#kind = kind;
    const words = fill(this.#player.dataset[`${kind}Words`], { time: clock(this.#at) });
    this.#player.part("problem-words").textContent = words;
    this.#player.part("problem").hidden = false;
    this.#player.part("retry").hidden = kind === "signedOut" || kind === "withdrawn";
    if (kind === "signedOut") {
      this.#showWayIn();
    }
  }

  /** The link to the sign-in, which leads back to this very second. */
  #showWayIn() {
    const back = new URL(location.href);
    if (this.#at >= 1) {
      back.searchParams.set("t", String(Math.floor(this.#at)));
      back.searchParams.delete("end");
    }
    const next = encodeURIComponent(back.pathname + back.search);
    for (const link of this.#player.querySelectorAll('[data-part="sign-in"]')) {
      link.href = `${this.#player.dataset.signInUrl}?next=${next}`;
      link.hidden = false;
    }
  }

  #retry() {
    const { media } = this.#player;
    this.#player.load(media.currentSrc || media.src, { at: this.#at, plays: this.#wasPlaying });
  }

  #clear() {
    this.#kind = "";
    this.#player.part("problem").hidden = true;
  }

  /** A short wait needs no words. */
  #wait() {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => {
      const mark = this.#player.part("waiting");
      mark.textContent = fill(this.#player.dataset.waitingMediaWords, {
        time: clock(this.#player.media.currentTime),
      });
      mark.hidden = false;
    }, LONG_WAIT_MS);
  }

  #stopWait() {
    clearTimeout(this.#waiting);
    this.#player.part("waiting").hidden = true;
  }
}

/** Offline, signed out, withdrawn, unplayable by this browser, or the server's fault. */
async function kindOf(code, source) {
  if (!navigator.onLine) {
    return "offline";
  }
  const media = await ask(source);
  if (media === 0) {
    return "offline";
  }
  if (media < 400) {
    return code === MediaError.MEDIA_ERR_NETWORK ? "server" : "unplayable";
  }
  if (media >= 500) {
    return "server";
  }
  // What may not be had is answered as what does not exist: the page itself tells the two apart.
  const page = await ask(location.pathname);
  return page === "redirected" ? "signedOut" : "withdrawn";
}

/** The file that the page names by now; null where that is the one that is gone, or none. */
async function sourceNow(gone) {
  try {
    const response = await fetch(location.pathname, {
      credentials: "same-origin",
      cache: "no-store",
    });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const named = page.querySelector(".player__media")?.getAttribute("src");
    const address = named && new URL(named.split("#")[0], location.href).href;
    return address && address !== gone.split("#")[0] ? address : null;
  } catch {
    return null;
  }
}

async function ask(address) {
  try {
    const { status, type } = await fetch(address, {
      method: "HEAD",
      credentials: "same-origin",
      cache: "no-store",
      redirect: "manual",
    });
    return type === "opaqueredirect" ? "redirected" : status;
  } catch {
    return 0;
  }
}
