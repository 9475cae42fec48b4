// Full screen, picture in picture, and what two presses on the picture mean.

export class Screen {
  #player;

  constructor(player) {
    this.#player = player;
    player.listen(player.part("full"), ["click"], () => this.switchFull());
    player.listen(player.part("picture"), ["click"], () => this.switchPicture());
    player.listen(player.media, ["dblclick"], (event) => this.#double(event));
    const picture = player.part("picture");
    if (picture) {
      picture.hidden = !document.pictureInPictureEnabled;
    }
  }

  switchFull() {
    if (document.fullscreenElement) {
      document.exitFullscreen();
    } else if (this.#player.requestFullscreen) {
      this.#player.requestFullscreen().catch(() => {});
    } else {
      this.#player.media.webkitEnterFullscreen?.();
    }
  }

  switchPicture() {
    if (document.pictureInPictureElement) {
      document.exitPictureInPicture();
    } else {
      // Refused while there is no picture yet, or by the browser's own rules.
      this.#player.media.requestPictureInPicture?.().catch(() => {});
    }
  }

  /** By mouse full screen; by finger back on the left, forward on the right. The two presses before have
      toggled twice, so whether it plays is as it was. */
  #double(event) {
    if (!matchMedia("(pointer: coarse)").matches) {
      this.switchFull();
      return;
    }
    const place = event.offsetX / this.#player.media.clientWidth;
    const by = place < 0.4 ? -10 : place > 0.6 ? 10 : 0;
    this.#player.seek(this.#player.at + by);
  }
}
