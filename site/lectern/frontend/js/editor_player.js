// The recording beside the editor: from a line, to a line's end, and what second it is.

export class EditorPlayer {
  #media;
  #until = null;

  constructor(media, heard) {
    this.#media = media;
    media?.addEventListener("timeupdate", () => {
      if (this.#until !== null && media.currentTime >= this.#until) {
        this.#until = null;
        media.pause();
      }
      heard(media.currentTime);
    });
    media?.addEventListener("seeking", () => heard(media.currentTime));
  }

  get at() {
    return Math.round((this.#media?.currentTime ?? 0) * 1000) / 1000;
  }

  get isPaused() {
    return this.#media?.paused ?? true;
  }

  toggle() {
    this.#until = null;
    if (this.isPaused) {
      this.#play();
    } else {
      this.#media.pause();
    }
  }

  seek(seconds) {
    if (this.#media && this.isPaused) {
      this.#media.currentTime = seconds;
    }
  }

  /** Plays from there, to the end of the line where one is given. */
  from(seconds, until = null) {
    if (this.#media) {
      this.#media.currentTime = seconds;
      this.#until = until;
      this.#play();
    }
  }

  #play() {
    // A browser may refuse to play; the button it shows itself then does.
    this.#media?.play()?.catch(() => {});
  }
}
