// <lectern-player>: our controls over a native media element that plays without them. The page gives every
// word in data- attributes. This element owns the position; what else there is to choose has a file each.
//
// Tells the page: `lectern:time` {seconds} on the document, whenever the second changes. Obeys every link to
// a second of this very page (?t=SECONDS, with &end=SECONDS for a stretch).
import { clock, parseSeconds } from "./clock.js";
import { actionFor } from "./keys.js";
import { tellMediaSession } from "./media_session.js";
import { recall, remember } from "./memory.js";
import { Captions } from "./player_captions.js";
import { Menus } from "./player_menus.js";
import { Quality } from "./player_quality.js";
import { QuotedStretch } from "./player_quote.js";
import { Resume } from "./player_resume.js";
import { SavingMark } from "./player_saving.js";
import { Screen } from "./player_screen.js";
import { Sound } from "./player_sound.js";
import { Speed } from "./player_speed.js";
import { Trouble } from "./player_trouble.js";
import { covered, withSpan } from "./spans.js";
import { Timeline } from "./timeline.js";
import { Watching } from "./watching.js";

const FRAME_SECONDS = 1 / 25;
const FLASH_MS = 900;

export class Player extends HTMLElement {
  media = null;
  #timeline;
  #chapters = [];
  #goal = null;
  #playsWhenLoaded = false;
  #watched = [];
  #coveredSeconds = 0;
  #watching = null;
  #flashing = null;
  #speed;
  #captions;
  #menus;
  #sound;
  #screen;
  #quoted;
  #resume;
  #trouble;
  #leaving = new AbortController();

  connectedCallback() {
    this.media = this.querySelector(".player__media");
    if (!this.media) {
      return;
    }
    this.media.removeAttribute("controls");
    if (this.dataset.end) {
      // #t=FROM,END is for browsers without scripts: it would stop a second time where we have stopped.
      this.media.src = this.media.src.split("#")[0];
    }
    this.#goal = this.media.readyState > 0 ? null : parseSeconds(this.dataset.start);
    this.#watched = parseSpans(this.dataset.watched);
    this.#coveredSeconds = covered(this.#watched);
    this.#timeline = new Timeline(this.part("timeline"), this.dataset, (seconds) =>
      this.seek(seconds),
    );
    this.#chapters = this.#timeline.chapters;
    this.#listenToMedia();
    this.#speed = new Speed(this);
    this.#captions = new Captions(this);
    this.#resume = new Resume(this);
    this.#quoted = new QuotedStretch(this);
    this.#menus = new Menus(this);
    this.#sound = new Sound(this);
    this.#screen = new Screen(this);
    this.#trouble = new Trouble(this);
    new Quality(this);
    tellMediaSession(this, this.#chapters);
    this.#listenToButtons();
    this.#listenToPage();
    this.#showTime();
    this.#begin();
  }

  disconnectedCallback() {
    this.#leaving.abort();
    this.#watching?.end();
  }

  get duration() {
    const known = Number(this.dataset.duration) || 0;
    return Number.isFinite(this.media.duration) ? this.media.duration : known;
  }

  /** The second it stands at, or will as soon as the file is there. */
  get at() {
    return this.#goal ?? this.media.currentTime;
  }

  part(name) {
    return this.querySelector(`[data-part="${name}"]`);
  }

  listen(target, names, what) {
    for (const name of names) {
      target?.addEventListener(name, what, { signal: this.#leaving.signal });
    }
  }

  /** Goes to a second; with `play`, plays from there. */
  seek(seconds, { play = false } = {}) {
    const at = Math.min(Math.max(0, seconds), Math.max(0, this.duration - 0.1));
    if (this.media.readyState > 0) {
      this.media.currentTime = at;
    } else {
      this.#goal = at;
    }
    this.#showTime(at);
    this.#resume.hide();
    if (play) {
      this.play();
    }
  }

  play() {
    // A browser may refuse to play before a gesture; the button is still there then.
    this.media.play()?.catch(() => {});
  }

  toggle() {
    if (this.media.paused) {
      this.play();
    } else {
      this.media.pause();
    }
  }

  /** Another file of the same recording, at the same second; plays if it played. */
  load(url, { at = this.at, plays = !this.media.paused } = {}) {
    this.#goal = at;
    this.#playsWhenLoaded = plays;
    this.media.src = url;
    this.media.load();
  }

  toChapter(by) {
    const starts = this.#chapters.map(({ start }) => start);
    const goal =
      by > 0
        ? starts.find((start) => start > this.at + 0.5)
        : (starts.findLast((start) => start < this.at - 3) ?? 0);
    if (goal !== undefined) {
      this.seek(goal);
      this.flash(this.#chapters.findLast(({ start }) => start <= goal)?.title ?? clock(goal));
    }
  }

  /** A word over the picture for a moment: what a key has just done. */
  flash(words) {
    const mark = this.part("flash");
    mark.textContent = words ?? "";
    mark.hidden = !words;
    clearTimeout(this.#flashing);
    this.#flashing = setTimeout(() => {
      mark.hidden = true;
    }, FLASH_MS);
  }

  showStretch(from, to) {
    this.#timeline.showStretch(from, to, this.duration);
  }

  async #begin() {
    const { sessionsUrl, recording, person, token } = this.dataset;
    const asked = parseSeconds(this.dataset.start);
    const end = parseSeconds(this.dataset.end);
    if (asked !== null && end !== null) {
      this.#quoted.enter(asked, end);
    }
    let resume = null;
    if (sessionsUrl) {
      this.#watching = new Watching(this.media, { sessionsUrl, recording, person, token });
      const mark = new SavingMark(this.part("saved"), this.dataset);
      this.#watching.addEventListener("saving", ({ detail }) => {
        const { duration } = this;
        mark.show({ ...detail, coveredSeconds: this.#coveredSeconds, duration });
        if (detail.state === "signed-out") {
          this.#trouble.signedOut();
        }
      });
      this.#watching.addEventListener("taken", (event) => this.#addWatched(event.detail));
      resume = await this.#watching.begin();
    }
    if (asked === null) {
      this.#resume.offer(resume);
    }
  }

  #listenToMedia() {
    const { media } = this;
    this.listen(media, ["loadedmetadata"], () => this.#loaded());
    this.listen(media, ["timeupdate", "seeking", "durationchange"], () => {
      if (this.#goal === null) {
        this.#showTime();
      }
    });
    this.listen(media, ["play", "pause", "ended", "emptied"], () => {
      this.toggleAttribute("data-playing", !media.paused && !media.ended);
      this.name("toggle", media.paused ? "play" : "pause");
    });
    this.listen(media, ["click"], () => this.toggle());
  }

  #loaded() {
    const goal = this.#goal;
    this.#goal = null;
    if (goal !== null && Math.abs(goal - this.media.currentTime) > 0.05) {
      this.media.currentTime = goal;
    }
    this.#speed?.apply();
    this.#captions?.apply();
    if (this.#playsWhenLoaded) {
      this.#playsWhenLoaded = false;
      this.play();
    }
  }

  /** Gives a button the word for what it would do now; the page wrote both words beside it. */
  name(part, word) {
    const button = this.part(part);
    if (button) {
      button.setAttribute("aria-label", button.dataset[word]);
      button.title = button.dataset[word];
    }
  }

  #listenToButtons() {
    const presses = {
      toggle: () => this.toggle(),
      back: () => this.seek(this.at - 10),
      forward: () => this.seek(this.at + 10),
      captions: () => this.#captions.toggle(),
    };
    for (const [part, press] of Object.entries(presses)) {
      this.listen(this.part(part), ["click"], press);
    }
  }

  #listenToPage() {
    const keys = this.part("keys");
    keys.checked = recall("keys") !== "off";
    this.listen(keys, ["change"], () => remember("keys", keys.checked ? "on" : "off"));
    this.listen(document, ["keydown"], (event) => {
      const action = keys.checked ? actionFor(event) : null;
      if (action) {
        event.preventDefault();
        this.#act(action);
      }
    });
    this.listen(document, ["lectern:transcript"], () => this.#showTime());
    // Every link to a second of this very page seeks instead of loading it again.
    this.listen(document, ["click"], (event) => {
      const link = event.target.closest?.("a[href]");
      const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
      const asked = link && isPlain ? askedBy(link) : null;
      if (asked) {
        event.preventDefault();
        this.#follow(asked);
      }
    });
  }

  #follow({ at, end }) {
    this.#quoted.leave();
    this.seek(at, { play: true });
    if (end !== null) {
      this.#quoted.enter(at, end);
    }
    const here = new URL(location.href);
    here.searchParams.set("t", String(at));
    here.searchParams.delete("end");
    history.replaceState(null, "", here);
  }

  #act(action) {
    const does = {
      toggle: () => this.toggle(),
      move: () => this.seek(this.at + action.by),
      share: () => this.seek((this.duration * action.tenths) / 10),
      frame: () => {
        this.media.pause();
        this.seek(this.at + action.by * FRAME_SECONDS);
      },
      volume: () => this.#sound.change(action.by),
      speed: () => this.#speed.step(action.by),
      chapter: () => this.toChapter(action.by),
      mute: () => this.#sound.mute(),
      full: () => this.#screen.switchFull(),
      captions: () => this.#captions.toggle(),
      picture: () => this.#screen.switchPicture(),
      find: () => document.dispatchEvent(new CustomEvent("lectern:find")),
      sheet: () => this.#menus.openSheet(),
    };
    does[action.does]();
  }

  #showTime(at = this.at) {
    this.part("at").textContent = clock(at);
    this.part("length").textContent = clock(this.duration);
    this.#timeline.show(at, this.duration);
    this.#markChapter(at);
    document.dispatchEvent(new CustomEvent("lectern:time", { detail: { seconds: at } }));
  }

  /** Marks the chapter being played in every list of chapters on the page. */
  #markChapter(at) {
    const current = this.#chapters.findLast(({ start }) => start <= at + 0.05);
    for (const link of document.querySelectorAll("[data-chapter]")) {
      const isCurrent = current && Number(link.dataset.chapter) / 1000 === current.start;
      if (isCurrent) {
        link.setAttribute("aria-current", "true");
      } else {
        link.removeAttribute("aria-current");
      }
    }
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
}

function parseSpans(text) {
  return (text ?? "")
    .split(",")
    .filter(Boolean)
    .map((span) => span.split("-").map(Number));
}

/** What a link asks of this page: {at, end} in seconds; null for a link to anything else. */
function askedBy(link) {
  const url = new URL(link.href?.baseVal ?? link.href, location.href);
  const at = parseSeconds(url.searchParams.get("t"));
  const isHere = url.origin === location.origin && url.pathname === location.pathname;
  return isHere && at !== null ? { at, end: parseSeconds(url.searchParams.get("end")) } : null;
}
