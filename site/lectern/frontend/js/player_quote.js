// A quote's address asks for a stretch: playing stops at its end, once. Whoever seeks elsewhere or plays on
// has left it.

const LAST_SECONDS = 0.6;

export class QuotedStretch {
  #player;
  #from = 0;
  #end = null;
  #timer = null;

  constructor(player) {
    this.#player = player;
    const { media } = player;
    player.listen(media, ["timeupdate", "playing", "ratechange"], () => this.#watch());
    player.listen(media, ["seeked"], () => {
      if (this.#end !== null && !this.#holds(media.currentTime)) {
        this.leave();
      }
    });
  }

  /** From now on playing stops at `end`. */
  enter(from, end) {
    this.leave();
    [this.#from, this.#end] = [from, end];
    this.#player.showStretch(from, end);
  }

  leave() {
    clearTimeout(this.#timer);
    this.#end = null;
  }

  #holds(seconds) {
    return seconds >= this.#from - 1 && seconds <= this.#end + 1;
  }

  /** `timeupdate` comes four times a second: the last bit of the way is timed. */
  #watch() {
    const { media } = this.#player;
    clearTimeout(this.#timer);
    if (this.#end === null || media.paused) {
      return;
    }
    const left = (this.#end - media.currentTime) / media.playbackRate;
    if (left <= 0) {
      this.leave();
      media.pause();
    } else if (left < LAST_SECONDS) {
      this.#timer = setTimeout(() => this.#watch(), left * 1000);
    }
  }
}
