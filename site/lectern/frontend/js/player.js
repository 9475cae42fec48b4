// <lectern-player>: our controls over a native media element that plays without them. The page gives every
// word in data- attributes; the element keeps position, speed, captions and the watched fill in step.
import { clock, fill, parseSeconds } from "./clock.js";
import { actionFor } from "./keys.js";
import { recall, remember } from "./memory.js";
import { covered, withSpan } from "./spans.js";
import { Timeline } from "./timeline.js";
import { Watching } from "./watching.js";

const LEAST_RESUME_SECONDS = 10;

export class Player extends HTMLElement {
  #media;
  #timeline;
  #watched = [];
  #coveredSeconds = 0;
  #watching = null;
  #leaving = new AbortController();

  connectedCallback() {
    this.#media = this.querySelector(".player__media");
    if (!this.#media) {
      return;
    }
    this.#media.removeAttribute("controls");
    this.#watched = parseSpans(this.dataset.watched);
    this.#coveredSeconds = covered(this.#watched);
    this.#timeline = new Timeline(this.#part("timeline"), this.dataset.positionWords, (seconds) =>
      this.seek(seconds),
    );
    this.#listenToMedia();
    this.#listenToButtons();
    this.#listenToPage();
    this.#restoreChoices();
    this.#showTime();
    this.#begin();
  }

  disconnectedCallback() {
    this.#leaving.abort();
    this.#watching?.end();
  }

  get duration() {
    const known = Number(this.dataset.duration) || 0;
    return Number.isFinite(this.#media.duration) ? this.#media.duration : known;
  }

  /** Goes to a second; with `play`, plays from there. */
  seek(seconds, { play = false } = {}) {
    const at = Math.min(Math.max(0, seconds), Math.max(0, this.duration - 0.1));
    const go = () => {
      this.#media.currentTime = at;
      this.#showTime(at);
    };
    if (this.#media.readyState > 0) {
      go();
    } else {
      this.#media.addEventListener("loadedmetadata", go, { once: true });
      this.#showTime(at);
    }
    this.#hideResume();
    if (play) {
      this.#play();
    }
  }

  #part(name) {
    return this.querySelector(`[data-part="${name}"]`);
  }

  #on(target, names, what) {
    for (const name of names) {
      target.addEventListener(name, what, { signal: this.#leaving.signal });
    }
  }

  #play() {
    // A browser may refuse to play before a gesture; the button is still there then.
    this.#media.play()?.catch(() => {});
  }

  #toggle() {
    if (this.#media.paused) {
      this.#play();
    } else {
      this.#media.pause();
    }
  }

  async #begin() {
    const { sessionsUrl, recording, person, token } = this.dataset;
    const asked = parseSeconds(this.dataset.start);
    if (!sessionsUrl) {
      return;
    }
    this.#watching = new Watching(this.#media, { sessionsUrl, recording, person, token });
    this.#watching.addEventListener("saving", (event) => this.#showSaving(event.detail));
    this.#watching.addEventListener("taken", (event) => this.#addWatched(event.detail));
    const resume = await this.#watching.begin();
    const isUntouched = this.#media.paused && this.#media.currentTime < 1;
    if (asked === null && isUntouched && resume >= LEAST_RESUME_SECONDS) {
      this.#offerResume(resume);
    }
  }

  #offerResume(seconds) {
    if (seconds > this.duration - LEAST_RESUME_SECONDS) {
      return;
    }
    const words = this.#part("resume-words");
    words.textContent = fill(this.dataset.resumeWords, { time: clock(seconds) });
    this.#part("resume").hidden = false;
    this.#part("resume-yes").onclick = () => this.seek(seconds, { play: true });
    this.#part("resume-no").onclick = () => this.seek(0, { play: true });
  }

  #hideResume() {
    this.#part("resume").hidden = true;
  }

  #listenToMedia() {
    const media = this.#media;
    this.#on(media, ["timeupdate", "seeking", "durationchange"], () => this.#showTime());
    this.#on(media, ["play", "pause", "ended", "emptied"], () => {
      this.toggleAttribute("data-playing", !media.paused && !media.ended);
      this.#name("toggle", media.paused ? "play" : "pause");
      if (!media.paused) {
        this.#hideResume();
      }
    });
    this.#on(media, ["volumechange"], () => {
      this.toggleAttribute("data-muted", media.muted || media.volume === 0);
      this.#name("mute", media.muted ? "sound" : "mute");
    });
    this.#on(media, ["error"], () => {
      this.#part("problem").hidden = false;
    });
    this.#on(media, ["loadedmetadata"], () => {
      this.#part("problem").hidden = true;
    });
    this.#on(media, ["click"], () => this.#toggle());
  }

  /** Gives a button the word for what it would do now; the page wrote both words beside it. */
  #name(part, word) {
    const button = this.#part(part);
    if (button) {
      button.setAttribute("aria-label", button.dataset[word]);
      button.title = button.dataset[word];
    }
  }

  #listenToButtons() {
    const presses = {
      toggle: () => this.#toggle(),
      back: () => this.seek(this.#media.currentTime - 10),
      forward: () => this.seek(this.#media.currentTime + 10),
      mute: () => this.#mute(),
      captions: () => this.#switchCaptions(),
      full: () => this.#switchFull(),
    };
    for (const [part, press] of Object.entries(presses)) {
      const button = this.#part(part);
      if (button) {
        this.#on(button, ["click"], press);
      }
    }
    this.#on(this.#part("speed"), ["change"], (event) => {
      this.#setSpeed(Number(event.target.value));
    });
  }

  #listenToPage() {
    this.#on(document, ["keydown"], (event) => this.#press(event));
    // Every link to a second of this very page seeks instead of loading it again.
    this.#on(document, ["click"], (event) => {
      const link = event.target.closest?.("a[href]");
      const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
      const seconds = link && isPlain ? secondsOfLink(link) : null;
      if (seconds !== null) {
        event.preventDefault();
        this.seek(seconds, { play: true });
        history.replaceState(null, "", addressOf(link));
      }
    });
  }

  #press(event) {
    const keys = this.#part("keys");
    if (keys && !keys.checked) {
      return;
    }
    const action = actionFor(event);
    if (!action) {
      return;
    }
    event.preventDefault();
    const media = this.#media;
    const does = {
      toggle: () => this.#toggle(),
      move: () => this.seek(media.currentTime + action.by),
      share: () => this.seek((this.duration * action.tenths) / 10),
      volume: () => {
        media.volume = Math.min(1, Math.max(0, media.volume + action.by));
      },
      mute: () => this.#mute(),
      full: () => this.#switchFull(),
      captions: () => this.#switchCaptions(),
    };
    does[action.does]();
  }

  #mute() {
    this.#media.muted = !this.#media.muted;
  }

  #switchFull() {
    if (document.fullscreenElement) {
      document.exitFullscreen();
    } else if (this.requestFullscreen) {
      this.requestFullscreen().catch(() => {});
    } else {
      this.#media.webkitEnterFullscreen?.();
    }
  }

  #switchCaptions() {
    const isShown = [...this.#media.textTracks].some((track) => track.mode === "showing");
    this.#showCaptions(!isShown);
    remember("captions", isShown ? "off" : "on");
  }

  /** One track at most: the default one, in the language of the page where there is one. */
  #showCaptions(isWanted) {
    const tracks = [...this.#media.textTracks];
    const elements = [...this.#media.querySelectorAll("track")];
    const chosen = Math.max(
      0,
      elements.findIndex((element) => element.default),
    );
    tracks.forEach((track, place) => {
      track.mode = isWanted && place === chosen ? "showing" : "disabled";
    });
    this.#part("captions")?.setAttribute("aria-pressed", String(isWanted && tracks.length > 0));
  }

  #setSpeed(speed) {
    this.#media.playbackRate = speed;
    this.#media.defaultPlaybackRate = speed;
    remember("speed", speed);
  }

  #restoreChoices() {
    const speed = recall("speed");
    const choice = this.#part("speed");
    if ([...choice.options].some((option) => option.value === speed)) {
      choice.value = speed;
      this.#setSpeed(Number(speed));
    }
    this.#showCaptions(recall("captions") !== "off" && this.#media.tagName === "VIDEO");
    const keys = this.#part("keys");
    if (keys) {
      keys.checked = recall("keys") !== "off";
      this.#on(keys, ["change"], () => remember("keys", keys.checked ? "on" : "off"));
    }
  }

  #showTime(at = this.#media.currentTime) {
    this.#part("at").textContent = clock(at);
    this.#part("length").textContent = clock(this.duration);
    this.#timeline.show(at, this.duration);
    this.#markChapter(at);
    document.dispatchEvent(new CustomEvent("lectern:time", { detail: { seconds: at } }));
  }

  /** Marks the chapter being played in the list of chapters, wherever on the page that is. */
  #markChapter(at) {
    const links = [...document.querySelectorAll("[data-chapter]")];
    const current = links.findLast((link) => Number(link.dataset.chapter) / 1000 <= at + 0.05);
    for (const link of links) {
      link.toggleAttribute("aria-current", link === current);
    }
    current?.setAttribute("aria-current", "true");
  }

  #addWatched({ beat, answer }) {
    const { accepted_seconds: accepted, covered_seconds: total } = answer ?? {};
    if (accepted > 0) {
      for (const [from, to] of beat.intervals) {
        this.#watched = withSpan(this.#watched, [from, to]);
      }
      this.#timeline.fill(this.#watched, this.duration);
    }
    this.#coveredSeconds = total ?? this.#coveredSeconds;
  }

  #showSaving({ state, pendingSeconds, refusedSeconds }) {
    const mark = this.#part("saved");
    const share = this.duration ? this.#coveredSeconds / this.duration : 0;
    const values = {
      percent: Math.floor(Math.min(1, share) * 100),
      watched: clock(this.#coveredSeconds),
      seconds: Math.ceil(pendingSeconds || refusedSeconds),
    };
    let kind = pendingSeconds >= 1 ? "waiting" : "saved";
    const savedWords =
      this.#coveredSeconds < 1 ? this.dataset.nothingWords : this.dataset.savedWords;
    let words = kind === "saved" ? savedWords : this.dataset.waitingWords;
    if (state === "signed-out" || (state === null && mark.dataset.kind === "signed-out")) {
      [kind, words] = ["refused", this.dataset.signedOutWords];
      mark.dataset.kind = "signed-out";
    } else if (refusedSeconds > 0) {
      [kind, words] = ["refused", this.dataset.refusedWords];
    } else if (state === "saved") {
      delete mark.dataset.kind;
    }
    mark.dataset.state = kind;
    mark.textContent = fill(words, values);
  }
}

function parseSpans(text) {
  return (text ?? "")
    .split(",")
    .filter(Boolean)
    .map((span) => span.split("-").map(Number));
}

function secondsOfLink(link) {
  const url = new URL(link.href?.baseVal ?? link.href, location.href);
  const isHere = url.origin === location.origin && url.pathname === location.pathname;
  return isHere ? parseSeconds(url.searchParams.get("t")) : null;
}

function addressOf(link) {
  const url = new URL(link.href?.baseVal ?? link.href, location.href);
  const here = new URL(location.href);
  here.searchParams.set("t", url.searchParams.get("t"));
  return here;
}
