// Captions: on and off, in which language or in both, how large, on which ground; all remembered.
import { recall, remember } from "./memory.js";

const BOTH = "both";
const STYLES = ["size", "ground"];

export class Captions {
  #player;
  #language;
  #isOn = true;

  constructor(player) {
    this.#player = player;
    this.#language = player.part("captions-language");
    this.#isOn = recall("captions") !== "off";
    const known = recall("captions-language");
    if (this.#language && [...this.#language.options].some(({ value }) => value === known)) {
      this.#language.value = known;
    }
    if (this.#language) {
      player.listen(this.#language, ["change"], () => {
        remember("captions-language", this.#language.value);
        this.#turn(true);
      });
    }
    for (const style of STYLES) {
      this.#restoreStyle(style);
    }
    this.apply();
  }

  toggle() {
    if (this.#tracks.length) {
      this.#turn(!this.#isOn);
      this.#player.flash(this.#player.part("captions")?.dataset[this.#isOn ? "on" : "off"]);
    }
  }

  /** Shows the wanted tracks and no others; also after a new source. */
  apply() {
    const wanted = this.#wanted();
    for (const { element, track } of this.#tracks) {
      const isWanted = this.#isOn && wanted.includes(element);
      track.mode = isWanted ? "showing" : "disabled";
    }
    this.#player.part("captions")?.setAttribute("aria-pressed", String(this.#isOn));
  }

  get #tracks() {
    const elements = [...this.#player.media.querySelectorAll("track")];
    return elements.map((element) => ({ element, track: element.track }));
  }

  #wanted() {
    const elements = this.#tracks.map(({ element }) => element);
    const language = this.#language?.value;
    if (language === BOTH) {
      return elements;
    }
    const chosen =
      elements.find((element) => element.srclang === language) ??
      elements.find((element) => element.default) ??
      elements[0];
    return chosen ? [chosen] : [];
  }

  #turn(isOn) {
    this.#isOn = isOn;
    remember("captions", isOn ? "on" : "off");
    this.apply();
  }

  /** The style sheet knows the values: data-caption-size, data-caption-ground on the player. */
  #restoreStyle(style) {
    const choice = this.#player.part(`captions-${style}`);
    if (!choice) {
      return;
    }
    const known = recall(`captions-${style}`);
    if ([...choice.options].some(({ value }) => value === known)) {
      choice.value = known;
    }
    const show = () => this.#player.setAttribute(`data-caption-${style}`, choice.value);
    this.#player.listen(choice, ["change"], () => {
      remember(`captions-${style}`, choice.value);
      show();
    });
    show();
  }
}
