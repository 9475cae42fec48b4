// Which file plays: a quality, or the sound alone. A change keeps the second, the speed, the captions, and
// whether it played.
import { recall, remember } from "./memory.js";

const AUDIO = "audio";

export class Quality {
  #player;
  #choice;

  constructor(player) {
    this.#player = player;
    this.#choice = player.part("quality");
    if (!this.#choice) {
      return;
    }
    player.listen(this.#choice, ["change"], () => {
      remember("quality", this.#choice.value);
      this.#use(this.#choice.value);
    });
    const wanted = preferred(
      this.#options.map(({ value }) => value),
      recall("quality"),
      navigator.connection?.saveData,
    );
    if (wanted && wanted !== this.#choice.value) {
      this.#choice.value = wanted;
      this.#use(wanted);
    }
    this.#showKind();
  }

  get #options() {
    return [...this.#choice.options];
  }

  #use(key) {
    const url = this.#options.find(({ value }) => value === key)?.dataset.url;
    if (url) {
      this.#showKind();
      this.#player.load(url);
    }
  }

  #showKind() {
    this.#player.toggleAttribute("data-sound-only", this.#choice.value === AUDIO);
  }
}

/** Of the heights (highest first, perhaps "audio" last) the one remembered, else the next lower one; the
    lowest where data are to be spared; null for as the page has it. */
export function preferred(keys, known, sparesData = false) {
  const heights = keys.filter((key) => key !== AUDIO);
  if (known === AUDIO && keys.includes(AUDIO)) {
    return AUDIO;
  }
  if (Number(known) > 0) {
    return heights.find((height) => Number(height) <= Number(known)) ?? heights.at(-1) ?? null;
  }
  return sparesData ? (heights.at(-1) ?? null) : null;
}
