// What opens: the settings, the chapters, the sheet of keys. A button says what it opens by aria-controls.

export class Menus {
  #buttons;
  #sheet;

  constructor(player) {
    this.#sheet = player.part("sheet");
    this.#buttons = [...player.querySelectorAll("button[aria-controls]")];
    for (const button of this.#buttons) {
      player.listen(button, ["click"], () => this.#toggle(button));
    }
    player.listen(player, ["keydown"], (event) => this.#escape(event));
    player.listen(document, ["pointerdown"], (event) => this.#leave(event));
    player.listen(player.media, ["error"], () => this.#closeAll());
    player.listen(player.part("open-sheet"), ["click"], () => this.openSheet());
    // A chapter is chosen: what it was chosen from has done its work.
    player.listen(player, ["click"], (event) => {
      if (event.target.closest?.(".player__menu a")) {
        this.#closeAll();
      }
    });
  }

  openSheet() {
    if (!this.#sheet.open) {
      this.#closeAll();
      this.#sheet.showModal();
    }
  }

  #panel(button) {
    return document.getElementById(button.getAttribute("aria-controls"));
  }

  #toggle(button) {
    const isOpen = button.getAttribute("aria-expanded") === "true";
    this.#closeAll();
    if (!isOpen) {
      button.setAttribute("aria-expanded", "true");
      this.#panel(button).hidden = false;
    }
  }

  #closeAll() {
    for (const button of this.#buttons) {
      button.setAttribute("aria-expanded", "false");
      this.#panel(button).hidden = true;
    }
  }

  #escape(event) {
    const open = this.#buttons.find((button) => button.getAttribute("aria-expanded") === "true");
    if (event.key === "Escape" && open) {
      event.preventDefault();
      this.#closeAll();
      open.focus();
    }
  }

  #leave(event) {
    if (!event.target.closest?.(".player__menu, button[aria-controls]")) {
      this.#closeAll();
    }
  }
}
