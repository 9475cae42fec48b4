// One file in the list of the upload page: what it is called, how far it is, what can be done.
import { clock, fill } from "./clock.js";
import { proposedTitle, size } from "./uploads_words.js";

let rows = 0;

// What the buttons do is given by the page; what they say stands in the template.
export class Row {
  transfer = null;
  known = null;
  made = null;
  hashed = 0;
  problem = "";
  busy = false;

  constructor({ template, words, name, bytes, act }) {
    this.words = words;
    this.size = bytes;
    this.element = template.content.firstElementChild.cloneNode(true);
    rows += 1;
    this.#part("name").textContent = name;
    // None where the file is to take the place of another, which has a title.
    this.title = this.element.querySelector("input");
    if (this.title) this.#entitle(name);
    for (const button of this.element.querySelectorAll("[data-act]")) {
      button.setAttribute("aria-label", `${button.textContent.trim()}: ${name}`);
      button.addEventListener("click", () => act(button.dataset.act, this));
    }
    this.show();
  }

  get state() {
    if (this.made) return "made";
    if (this.busy) return "making";
    if (this.problem) return "refused";
    if (!this.transfer) return "absent";
    if (this.transfer.state === "arrived" && !this.transfer.sha256) return "checking";
    return this.transfer.state;
  }

  get sent() {
    return this.transfer ? this.transfer.sent : (this.known?.offset ?? 0);
  }

  refuse(problem) {
    this.problem = problem;
    this.show();
  }

  show() {
    const state = this.state;
    this.element.dataset.state = state;
    this.#write("state", this.words[state] || "");
    this.#write("numbers", this.#numbers(state));
    this.#write("problem", this.problem || this.transfer?.message || "");
    const bar = this.element.querySelector("progress");
    bar.hidden = ["made", "refused"].includes(state);
    bar.value = state === "checking" ? this.hashed : this.sent;
    bar.max = this.size || 1;
    const buttons = {
      pause: ["sending", "retrying", "offline", "waiting"],
      resume: ["paused"],
      choose: ["absent", "unreadable"],
      cancel: ["waiting", "sending", "retrying", "offline", "paused", "arrived", "checking"].concat(
        ["absent", "refused", "unreadable"],
      ),
    };
    for (const button of this.element.querySelectorAll("[data-act]")) {
      button.hidden = !buttons[button.dataset.act].includes(state);
    }
    if (this.title) this.#part("title").hidden = state === "made";
    this.#link();
  }

  #entitle(name) {
    this.title.id = `upload-title-${rows}`;
    this.element.querySelector("label").htmlFor = this.title.id;
    this.title.value = proposedTitle(name);
    this.#part("problem").id = `upload-problem-${rows}`;
    this.title.setAttribute("aria-describedby", this.#part("problem").id);
  }

  #numbers(state) {
    const { words } = this;
    if (state === "made" || state === "refused") return "";
    if (state === "checking") {
      return fill(words.share, { share: Math.floor((this.hashed / this.size) * 100) });
    }
    const so = fill(words.sent, { sent: size(this.sent), size: size(this.size) });
    const left = this.transfer?.secondsLeft;
    return left === undefined ? so : `${so} · ${fill(words.left, { left: clock(left) })}`;
  }

  #link() {
    const link = this.element.querySelector("a");
    link.hidden = !this.made;
    if (this.made) {
      link.href = this.made.url;
      this.#part("name").textContent = this.made.title;
    }
  }

  #part(name) {
    return this.element.querySelector(`[data-part=${name}]`);
  }

  // Written only when it changes: a screen reader says each change once.
  #write(name, text) {
    const element = this.#part(name);
    if (element.textContent !== text) element.textContent = text;
    element.hidden = text === "";
  }
}
