// <lectern-refresh seconds="5">: fetches this page again while something long is under way, and puts the
// fresh element of the same id in its place. Without scripts the page says to reload.

export class Refresh extends HTMLElement {
  #timer = null;

  connectedCallback() {
    const seconds = Number(this.getAttribute("seconds")) || 5;
    this.#timer = setTimeout(() => this.#refresh(), seconds * 1000);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  async #refresh() {
    try {
      const response = await fetch(location.href, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.getElementById(this.id);
      if (!response.ok) {
        throw new Error(String(response.status));
      }
      if (fresh) {
        this.replaceWith(document.adoptNode(fresh));
      } else {
        // What was awaited is there.
        location.reload();
      }
    } catch {
      this.connectedCallback();
    }
  }
}
