// <lectern-slides>: the slide that belongs to the second being played, beside the speaker. The element holds
// the list, which works without it; the picture it adds goes into the player, so that it is there in full
// screen too. What a person chose (sizes, hidden) is remembered.
import { fill } from "./clock.js";
import { recall, remember } from "./memory.js";
import { changesOf, leap, shownAt } from "./slide_times.js";

export class Slides extends HTMLElement {
  #items = [];
  #changes = [];
  #media;
  #screen;
  #stage;
  #shown = null;
  #leaving = new AbortController();

  connectedCallback() {
    this.#media = document.querySelector(".player__media");
    this.#screen = document.querySelector(".player__screen");
    this.#items = [...this.querySelectorAll("[data-starts]")];
    this.#changes = changesOf(this.#items.map((item) => item.dataset.starts));
    const template = this.querySelector("template[data-part=stage]");
    const before = document.querySelector(".player__stage");
    if (!this.#media || !this.#screen || !before || !template || !this.#changes.length) {
      return;
    }
    this.#stage = template.content.firstElementChild.cloneNode(true);
    before.after(this.#stage);
    this.#listen();
    this.#arrange();
    this.#follow();
  }

  disconnectedCallback() {
    this.#leaving.abort();
    this.#stage?.remove();
  }

  #listen() {
    const signal = this.#leaving.signal;
    for (const name of ["timeupdate", "seeking", "seeked", "loadedmetadata"]) {
      this.#media.addEventListener(name, () => this.#follow(), { signal });
    }
    const presses = {
      before: () => this.#leap(-1),
      after: () => this.#leap(1),
      swap: () => this.#choose(this.#isSpeakerLarge ? "slide" : "speaker"),
      hide: () => {
        this.#choose("hidden");
        this.#part("show", this).focus();
      },
    };
    for (const [name, press] of Object.entries(presses)) {
      this.#part(name, this.#stage).addEventListener("click", press, { signal });
    }
    this.#part("show", this).addEventListener(
      "click",
      () => {
        this.#choose("slide");
        this.#part("hide", this.#stage).focus();
      },
      { signal },
    );
  }

  #part(name, within) {
    return within.querySelector(`[data-part="${name}"]`);
  }

  get #isSpeakerLarge() {
    return this.#screen.dataset.slides === "speaker";
  }

  #choose(view) {
    remember("slides", view);
    this.#arrange();
  }

  #arrange() {
    const view = ["speaker", "hidden"].find((name) => name === recall("slides")) ?? "slide";
    const isHidden = view === "hidden";
    this.#stage.hidden = isHidden;
    this.#part("show", this).hidden = !isHidden;
    this.#part("swap", this.#stage).setAttribute("aria-pressed", String(view === "speaker"));
    if (isHidden) {
      delete this.#screen.dataset.slides;
    } else {
      this.#screen.dataset.slides = view;
    }
  }

  #leap(direction) {
    const seconds = leap(this.#changes, this.#media.currentTime, direction);
    const player = this.#media.closest("lectern-player");
    if (seconds === null) {
      return;
    }
    if (player?.seek) {
      player.seek(seconds);
    } else {
      this.#media.currentTime = seconds;
    }
  }

  #follow() {
    // Before the first change the first slide waits: an empty stage would look broken.
    const place = Math.max(0, shownAt(this.#changes, this.#media.currentTime));
    if (place === this.#shown) {
      return;
    }
    this.#shown = place;
    const item = this.#items[place];
    const picture = this.#part("picture", this.#stage);
    picture.src = item.dataset.picture;
    picture.alt = item.dataset.alt;
    this.#part("place", this.#stage).textContent = fill(this.dataset.placeWords, {
      number: place + 1,
      total: this.#items.length,
    });
    for (const other of this.#items) {
      if (other === item) {
        other.setAttribute("aria-current", "true");
      } else {
        other.removeAttribute("aria-current");
      }
    }
    this.#keepInSight(item);
    const next = this.#items[place + 1];
    if (next) {
      new Image().src = next.dataset.picture; // soon needed
    }
  }

  /** Scrolls the list, never the page. */
  #keepInSight(item) {
    const list = item.parentElement;
    const [top, bottom] = [item.offsetTop - list.offsetTop, list.scrollTop + list.clientHeight];
    if (top < list.scrollTop || top + item.offsetHeight > bottom) {
      list.scrollTop = top;
    }
  }
}
