// <lectern-results>: around the list of search results. Plays a moment where it stands, fetches what
// comes before and after it, and goes through the results by keyboard while the focus is among them.
// The list works without it: every moment is a link to its second.
//
// data-wait, data-missing: what is said while neighbours are fetched, and where they cannot be.
import { fetchJSON } from "./api.js";

/** Where a step leads among `count` results, from none (-1) to the first or the last. */
export function next(at, step, count) {
  if (!count) {
    return -1;
  }
  return at < 0 ? (step > 0 ? 0 : count - 1) : Math.min(Math.max(at + step, 0), count - 1);
}

/** The address of the same page at another second: `t` replaced, all else kept. */
export function atSecond(address, seconds, base) {
  const url = new URL(address, base);
  url.searchParams.set("t", String(Math.floor(seconds * 100) / 100));
  return url.pathname + url.search + url.hash;
}

export class Results extends HTMLElement {
  #clip = null;
  #opener = null;

  connectedCallback() {
    this.addEventListener("click", (event) => this.#clicked(event));
    this.addEventListener("keydown", (event) => this.#pressed(event));
  }

  disconnectedCallback() {
    this.#close();
  }

  #clicked(event) {
    const button = event.target.closest("button");
    if (button?.dataset.play !== undefined) {
      this.#toggle(button);
    } else if (button?.dataset.around !== undefined) {
      this.#around(button);
    } else if (button?.dataset.close !== undefined) {
      this.#close();
    }
  }

  #pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
      return;
    }
    if (event.key === "Escape" && this.#clip) {
      event.preventDefault();
      this.#close();
    } else if (event.target.closest("audio, video, input, select, textarea")) {
      // Their own keys come first.
    } else if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      this.#step(event.key === "j" ? 1 : -1);
    } else if (event.key === "p") {
      const near = event.target.closest("[data-moment]") ?? event.target.closest("[data-result]");
      const button = near?.querySelector("[data-play]");
      if (button) {
        event.preventDefault();
        this.#toggle(button);
      }
    }
  }

  #step(step) {
    const results = [...this.querySelectorAll("[data-result]")];
    const at = results.indexOf(document.activeElement?.closest("[data-result]"));
    const result = results[next(at, step, results.length)];
    result?.querySelector(".result__link")?.focus();
    result?.scrollIntoView({ block: "nearest" });
  }

  #toggle(button) {
    const wasOpen = button === this.#opener;
    this.#close();
    if (!wasOpen) {
      this.#open(button);
    }
  }

  #open(button) {
    const moment = button.closest("[data-moment]");
    const template = button.closest("[data-result]").querySelector("template[data-clip]");
    const clip = template.content.firstElementChild.cloneNode(true);
    const media = clip.querySelector("video, audio");
    const start = Number(moment.dataset.seconds);
    const link = clip.querySelector("[data-open]");
    const place = moment.querySelector("a").href;
    link.href = place;
    media.addEventListener("loadedmetadata", () => {
      media.currentTime = start;
      // A browser that refuses to begin by itself leaves its own button to press.
      media.play().catch(() => {});
    });
    media.addEventListener("timeupdate", () => {
      link.href = atSecond(place, media.currentTime, location.href);
    });
    media.addEventListener("error", () => {
      clip.querySelector("[data-trouble]").hidden = false;
    });
    moment.after(clip);
    button.setAttribute("aria-expanded", "true");
    this.#clip = clip;
    this.#opener = button;
    media.focus();
    clip.scrollIntoView({ block: "nearest" });
  }

  #close() {
    if (!this.#clip) {
      return;
    }
    const media = this.#clip.querySelector("video, audio");
    const hadFocus = this.#clip.contains(document.activeElement);
    media.pause();
    // Without this the browser goes on loading what nobody watches.
    media.removeAttribute("src");
    this.#clip.remove();
    this.#opener.setAttribute("aria-expanded", "false");
    if (hadFocus || document.activeElement === document.body) {
      this.#opener.focus();
    }
    this.#clip = null;
    this.#opener = null;
  }

  async #around(button) {
    const moment = button.closest("[data-moment]");
    const shown = moment.querySelectorAll("[data-neighbour]");
    if (shown.length) {
      for (const neighbour of shown) {
        neighbour.remove();
      }
      button.setAttribute("aria-expanded", "false");
      return;
    }
    button.setAttribute("aria-expanded", "true");
    const waiting = this.#neighbour(this.dataset.wait ?? "");
    waiting.setAttribute("role", "status");
    moment.append(waiting);
    try {
      const { before, after } = await fetchJSON(button.dataset.around);
      if (!waiting.isConnected) {
        return; // closed again meanwhile
      }
      waiting.remove();
      if (before) {
        moment.prepend(this.#neighbour(before.text));
      }
      if (after) {
        moment.querySelector("a").closest("p, a").after(this.#neighbour(after.text));
      }
      if (!before && !after) {
        moment.append(this.#neighbour(this.dataset.alone ?? ""));
      }
    } catch {
      waiting.textContent = this.dataset.missing ?? "";
    }
  }

  #neighbour(text) {
    const line = document.createElement("p");
    line.className = "hit__neighbour";
    line.dataset.neighbour = "";
    line.textContent = text;
    return line;
  }
}

/** The filters lie open where there is room for them beside the results. */
export function openFilters(root) {
  const filters = root.querySelector("[data-search-filters]");
  if (filters && matchMedia("(min-width: 60rem)").matches) {
    filters.open = true;
  }
}
