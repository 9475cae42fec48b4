// Loudness and silence. The loudness is remembered, silence is not: it would surprise the next time.
import { recall, remember } from "./memory.js";

export class Sound {
  #player;
  #range;

  constructor(player) {
    this.#player = player;
    this.#range = player.part("volume");
    player.listen(player.part("mute"), ["click"], () => this.mute());
    player.listen(player.media, ["volumechange"], () => this.#show());
    player.listen(this.#range, ["input"], () => this.#set(Number(this.#range.value) / 100));
    const known = Number.parseFloat(recall("volume"));
    if (known > 0 && known <= 1) {
      player.media.volume = known;
    }
    this.#show();
  }

  mute() {
    this.#player.media.muted = !this.#player.media.muted;
  }

  change(by) {
    this.#set(this.#player.media.volume + by);
    this.#player.flash(`${Math.round(this.#player.media.volume * 100)}%`);
  }

  #set(volume) {
    const { media } = this.#player;
    media.volume = Math.min(1, Math.max(0, volume));
    media.muted = false;
    remember("volume", media.volume.toFixed(2));
  }

  #show() {
    const { muted, volume } = this.#player.media;
    this.#player.toggleAttribute("data-muted", muted || volume === 0);
    this.#player.name("mute", muted ? "sound" : "mute");
    if (this.#range) {
      this.#range.value = String(muted ? 0 : Math.round(volume * 100));
    }
  }
}
