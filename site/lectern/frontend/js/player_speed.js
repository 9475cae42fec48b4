// The speed: chosen, stepped by keys, remembered.
import { recall, remember } from "./memory.js";

export class Speed {
  #player;
  #choice;

  constructor(player) {
    this.#player = player;
    this.#choice = player.part("speed");
    player.listen(this.#choice, ["change"], () => this.#set(this.#choice.value));
    const known = recall("speed");
    if (this.#values.includes(known)) {
      this.#set(known);
    }
  }

  /** One faster or slower. */
  step(by) {
    const values = this.#values;
    const at = values.indexOf(this.#choice.value) + by;
    if (at >= 0 && at < values.length) {
      this.#set(values[at]);
      this.#player.flash(this.#choice.selectedOptions[0].textContent);
    }
  }

  /** Sets it again: a media element forgets it with each new source. */
  apply() {
    this.#player.media.defaultPlaybackRate = Number(this.#choice.value);
    this.#player.media.playbackRate = Number(this.#choice.value);
  }

  get #values() {
    return [...this.#choice.options].map((option) => option.value);
  }

  #set(value) {
    this.#choice.value = value;
    this.apply();
    remember("speed", value);
    const note = this.#player.part("fast");
    note?.toggleAttribute("hidden", Number(value) <= Number(note.dataset.above));
  }
}
