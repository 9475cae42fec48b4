// <lectern-suggest>: around a search form; offers titles and words while one types. The form works
// without it. An ARIA combobox with a list: arrows choose, Enter goes there, Escape closes.
//
// data-url: the API; data-label: the list's name; data-kind-NAME: what to call a kind of thing.
import { fetchJSON } from "./api.js";

const WAIT_MS = 120;
let numbered = 0;

/** The place an arrow leads to among `count` options, -1 standing for the field itself. */
export function stepped(at, step, count) {
  return ((((at + 1 + step) % (count + 1)) + count + 1) % (count + 1)) - 1;
}

export class Suggest extends HTMLElement {
  #input = null;
  #list = null;
  #at = -1;
  #timer = null;
  #asking = null;

  connectedCallback() {
    this.#input = this.querySelector("input[type=search]");
    if (!this.#input || this.#list) {
      return;
    }
    this.#list = document.createElement("ul");
    this.#list.className = "suggest__list";
    this.#list.id = `suggest-${++numbered}`;
    this.#list.hidden = true;
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", this.dataset.label ?? "");
    this.append(this.#list);
    const names = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" };
    for (const [name, value] of Object.entries({ ...names, "aria-controls": this.#list.id })) {
      this.#input.setAttribute(name, value);
    }
    this.#input.addEventListener("input", (event) => this.#typed(event));
    this.#input.addEventListener("keydown", (event) => this.#pressed(event));
    this.#input.addEventListener("blur", () => this.#close());
    // The field keeps the focus, so that it has not closed the list before the click arrives.
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) =>
      this.#go(event.target.closest("[role=option]")),
    );
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
  }

  #typed(event) {
    clearTimeout(this.#timer);
    // Letters still being composed into characters are no words yet.
    if (!event.isComposing) {
      this.#timer = setTimeout(() => this.#ask(), WAIT_MS);
    }
  }

  async #ask() {
    this.#asking?.abort();
    const words = this.#input.value.trim();
    if (!words) {
      this.#close();
      return;
    }
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    try {
      const url = `${this.dataset.url}?q=${encodeURIComponent(words)}`;
      this.#show((await fetchJSON(url, { signal })).suggestions);
    } catch {
      // Nobody there: the form itself still works. Overtaken by the next letter: that one shows.
      if (!signal.aborted) {
        this.#close();
      }
    }
  }

  #show(suggestions) {
    if (!suggestions.length || document.activeElement !== this.#input) {
      this.#close();
      return;
    }
    this.#list.replaceChildren(...suggestions.map((each, place) => this.#option(each, place)));
    this.#list.hidden = false;
    this.#input.setAttribute("aria-expanded", "true");
    this.#choose(-1);
  }

  #option({ text, kind, url }, place) {
    const option = document.createElement("li");
    option.className = "suggest__option";
    option.id = `${this.#list.id}-${place}`;
    option.dataset.url = url;
    option.setAttribute("role", "option");
    const words = document.createElement("span");
    words.className = "suggest__words";
    words.textContent = text;
    const label = document.createElement("span");
    label.className = "suggest__kind";
    label.textContent = this.getAttribute(`data-kind-${kind}`) ?? "";
    option.append(words, label);
    return option;
  }

  #pressed(event) {
    if (this.#list.hidden || event.isComposing) {
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.#choose(stepped(this.#at, step, this.#list.children.length));
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.#close();
    } else if (event.key === "Enter" && this.#at >= 0) {
      event.preventDefault();
      this.#go(this.#list.children[this.#at]);
    }
  }

  #choose(at) {
    this.#at = at;
    for (const [place, option] of [...this.#list.children].entries()) {
      option.setAttribute("aria-selected", String(place === at));
    }
    const option = this.#list.children[at];
    if (option) {
      this.#input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      this.#input.removeAttribute("aria-activedescendant");
    }
  }

  #go(option) {
    if (option) {
      location.assign(option.dataset.url);
    }
  }

  #close() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#list.hidden = true;
    this.#list.replaceChildren();
    this.#input.setAttribute("aria-expanded", "false");
    this.#choose(-1);
  }
}
