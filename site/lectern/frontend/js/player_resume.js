// "Go on at 12:34, or from the beginning?" The server knows it of the signed-in, this browser of everyone.
import { clock, fill } from "./clock.js";
import { recallPlace, rememberPlace } from "./memory.js";

const LEAST_SECONDS = 10;
const EVERY_SECONDS = 5;

export class Resume {
  #player;
  #kept = 0;

  constructor(player) {
    this.#player = player;
    const { media } = player;
    player.listen(media, ["play"], () => this.hide());
    player.listen(media, ["timeupdate", "pause"], () => this.#keep());
    player.listen(media, ["ended"], () => rememberPlace(player.dataset.recording, 0));
  }

  /** Offers the server's place, or this browser's where the server knows of none. */
  offer(known) {
    const { media, duration, dataset } = this.#player;
    const seconds = known ?? recallPlace(dataset.recording);
    const isUntouched = media.paused && media.currentTime < 1;
    if (!isUntouched || seconds < LEAST_SECONDS || seconds > duration - LEAST_SECONDS) {
      return;
    }
    const words = fill(dataset.resumeWords, { time: clock(seconds) });
    this.#player.part("resume-words").textContent = words;
    this.#player.part("resume").hidden = false;
    this.#player.part("resume-yes").onclick = () => this.#player.seek(seconds, { play: true });
    this.#player.part("resume-no").onclick = () => this.#player.seek(0, { play: true });
  }

  hide() {
    this.#player.part("resume").hidden = true;
  }

  #keep() {
    const { media, dataset } = this.#player;
    if (media.currentTime > 1 && Math.abs(media.currentTime - this.#kept) >= EVERY_SECONDS) {
      this.#kept = media.currentTime;
      rememberPlace(dataset.recording, media.currentTime);
    }
  }
}
