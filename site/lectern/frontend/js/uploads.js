// The upload pages of recordings: many new ones at once, or one file in place of another. A file is
// begun as soon as it is chosen, taken up again after a reload, and taken over when the form is
// sent. Without this script the form takes one file by itself.
import { csrfToken, fetchJSON } from "./api.js";
import { Row } from "./uploads_row.js";
import { Hasher, isPassing, Transfer } from "./uploads_transfer.js";
import { fingerprint } from "./uploads_words.js";

const AT_ONCE = 2;
const AGAIN_MS = 3000;

class UploadPage {
  #rows = [];
  #wanted = false;
  #unfinished = [];

  constructor(panel, form) {
    this.form = form;
    this.words = panel.dataset;
    this.isSingle = panel.hasAttribute("data-single");
    this.panel = panel;
    this.template = panel.querySelector("template");
    this.message = panel.querySelector("[data-upload-message]");
    this.input = form.querySelector('input[type="file"]');
    this.button = form.querySelector('button[type="submit"]');
    this.hasher = new Hasher(this.words.hashWorker);
    this.#arrange();
    this.#listen();
    this.#findUnfinished();
  }

  // The field for a file becomes a place to drop it; where many are taken, each has its own title.
  #arrange() {
    this.input.multiple = !this.isSingle;
    this.input.required = false;
    this.place = this.input.closest("[data-upload-place], li");
    this.place.classList.add("recordings-drop");
    this.place.append(this.panel);
    this.panel.hidden = false;
    this.list = this.panel.querySelector("ol");
    if (!this.isSingle) this.form.querySelector('input[name="title"]').closest("li").remove();
  }

  #listen() {
    this.input.addEventListener("change", () => {
      this.take([...this.input.files]);
      this.input.value = "";
    });
    for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
      this.place.addEventListener(name, (event) => {
        event.preventDefault();
        this.place.classList.toggle("is-over", name === "dragenter" || name === "dragover");
        if (name === "drop") this.take([...event.dataTransfer.files]);
      });
    }
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    window.addEventListener("online", () => {
      for (const row of this.#rows) row.transfer?.hurry();
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.#rows.some((row) => row.transfer?.isUnderWay)) event.preventDefault();
    });
  }

  headers = () => ({
    "X-CSRFToken": csrfToken(),
    "Accept-Language": document.documentElement.lang,
  });

  async #findUnfinished() {
    try {
      const { uploads } = await fetchJSON(this.words.endpoint);
      this.#unfinished = uploads;
      // Whose place a file was to take, nobody wrote down: it is known again when it is chosen.
      if (this.isSingle) return;
      for (const known of uploads) {
        // Chosen again before the answer was here.
        if (this.#rows.some((row) => row.transfer?.url === known.url)) continue;
        const row = this.#add(known.filename, known.size);
        row.known = known;
        row.mark = known.fingerprint;
      }
      for (const row of this.#rows) row.show();
    } catch {
      // Without the list, a file chosen again begins anew.
    }
  }

  take(chosen) {
    const files = this.isSingle ? chosen.slice(0, 1) : chosen;
    for (const file of files) {
      const mark = fingerprint(file);
      if (this.isSingle) this.#cancelOthers(mark);
      const same = this.#rows.filter((row) => row.mark === mark && !row.problem);
      if (same.some((row) => row.transfer && row.state !== "unreadable")) continue;
      this.#begin(same[0] || this.#add(file.name, file.size), file, mark);
    }
    this.#startWaiting();
  }

  #add(name, bytes) {
    const { template, words } = this;
    const act = (what, row) => this.#act(what, row);
    const row = new Row({ template, words, name, bytes, act });
    this.#rows.push(row);
    this.list.append(row.element);
    return row;
  }

  #cancelOthers(mark) {
    for (const row of this.#rows) if (row.mark !== mark || row.problem) this.#cancel(row);
  }

  #begin(row, file, mark) {
    row.mark = mark;
    row.known ||= this.#unfinished.find((known) => known.fingerprint === mark);
    const problem = this.#problemOf(file);
    if (problem) {
      row.refuse(problem);
      return;
    }
    const { headers } = this;
    const url = row.transfer?.url || row.known?.url || "";
    const { endpoint } = this.words;
    const transfer = new Transfer({ file, endpoint, headers, fingerprint: mark, url });
    transfer.sent = row.sent;
    transfer.onchange = () => this.#changed(row);
    row.transfer = transfer;
    this.hasher
      .of(file, (done) => {
        row.hashed = done;
        if (row.state === "checking") row.show();
      })
      .then((sha256) => {
        transfer.sha256 = sha256;
        this.#changed(row);
      })
      .catch(() => transfer.refuse(this.words.unreadable));
    row.show();
  }

  #problemOf(file) {
    if (file.size === 0) return this.words.empty;
    if (file.size > Number(this.words.maxBytes)) return this.words.tooLarge;
    return "";
  }

  #startWaiting() {
    const free = AT_ONCE - this.#rows.filter((row) => row.transfer?.isUnderWay).length;
    const waiting = this.#rows.filter((row) => row.state === "waiting");
    for (const row of waiting.slice(0, Math.max(0, free))) row.transfer.start();
  }

  #changed(row) {
    if (!this.#rows.includes(row)) return;
    if (row.transfer.state === "refused") row.problem = row.transfer.message;
    row.show();
    if (["arrived", "refused", "paused", "unreadable"].includes(row.transfer.state)) {
      this.#startWaiting();
    }
    this.#makeWhatArrived();
  }

  #act(what, row) {
    if (what === "pause") row.transfer.pause();
    else if (what === "resume") {
      row.transfer.state = "waiting";
      this.#startWaiting();
    } else if (what === "choose") this.input.click();
    else this.#cancel(row);
    row.show();
  }

  async #cancel(row) {
    const url = row.transfer?.url || row.known?.url;
    this.#unfinished = this.#unfinished.filter((known) => known.url !== url);
    this.#rows = this.#rows.filter((other) => other !== row);
    row.element.remove();
    this.input.focus();
    if (row.transfer) this.hasher.forget(row.transfer.file);
    await row.transfer?.pause();
    this.#startWaiting();
    this.#makeWhatArrived();
    if (!url) return;
    const headers = { ...this.headers(), "Tus-Resumable": "1.0.0" };
    // What is not cancelled now, for the network is away, expires by itself.
    await fetch(url, { method: "DELETE", headers }).catch(() => undefined);
  }

  #submit() {
    for (const old of this.form.querySelectorAll("[data-field-error]")) old.remove();
    for (const row of this.#rows) if (row.mistake) this.#forgive(row);
    const files = this.#rows.filter((row) => row.transfer);
    if (files.length === 0) {
      this.#end(this.#rows.some((row) => row.problem) ? this.words.refusedAll : this.words.nothing);
      return;
    }
    this.#wanted = true;
    this.#say(this.words.keepOpen);
    this.#makeWhatArrived();
  }

  // What was wrong with the form is judged anew; the bytes are there.
  #forgive(row) {
    row.mistake = false;
    row.problem = "";
    row.show();
  }

  #makeWhatArrived() {
    if (!this.#wanted) return;
    const ready = this.#rows.filter((row) => row.state === "arrived" && row.transfer.sha256);
    for (const row of ready) this.#make(row);
    const open = this.#rows.filter((row) => row.transfer && !row.made && !row.problem);
    if (open.length === 0) this.#finish();
  }

  async #make(row) {
    row.busy = true;
    row.show();
    const data = new FormData(this.form);
    data.delete("file");
    data.set("upload", row.transfer.url.split("/").at(-1));
    data.set("sha256", row.transfer.sha256);
    if (row.title) data.set("title", row.title.value);
    const answer = await this.#ask(data);
    row.busy = false;
    if (answer.url) row.made = answer;
    // The server lost some of it since: what is missing is sent once more.
    else if (answer.code === "not_complete") row.transfer.start();
    else this.#show(answer.errors || {}, row);
    row.show();
    this.#makeWhatArrived();
  }

  // Asked until there is an answer: twice the same is one recording.
  async #ask(body) {
    for (;;) {
      try {
        const answer = await fetch(this.words.make, {
          method: "POST",
          body,
          headers: { ...this.headers(), Accept: "application/json" },
        });
        const isOurs = answer.headers.get("Content-Type")?.includes("json");
        if (isOurs && (answer.status === 409 || !isPassing(answer.status))) {
          return await answer.json();
        }
        // A form to sign in, or a token that is no longer good.
        if (answer.redirected || answer.status === 403) {
          return { errors: { __all__: [this.words.signedOut] } };
        }
      } catch {
        // The network is away, or something between us answered: once more.
      }
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }

  #show(errors, row) {
    const { file = [], title = [], upload = [], sha256 = [], __all__: all = [], ...rest } = errors;
    const own = [...file, ...title, ...upload, ...sha256, ...all];
    row.mistake = file.length === 0;
    row.problem = own.join(" ") || this.words.seeForm;
    for (const [name, texts] of Object.entries(rest)) this.#showAtField(name, texts);
  }

  #showAtField(name, texts) {
    const input = this.form.querySelector(`[name="${name}"], [name^="${name}_"]`);
    const place = input?.closest(".w-field, li") || this.form;
    if (place.querySelector("[data-field-error]")) return;
    const element = document.createElement("p");
    element.className = "error-message";
    element.dataset.fieldError = "";
    element.setAttribute("role", "alert");
    element.textContent = texts.join(" ");
    place.append(element);
  }

  #finish() {
    const made = this.#rows.filter((row) => row.made);
    if (this.#rows.length === 0) {
      this.#end("");
      return;
    }
    const rest = this.#rows.filter((row) => !row.made);
    if (made.length === 1 && rest.length === 0) {
      window.location.assign(made[0].made.url);
      return;
    }
    this.#end(rest.some((row) => row.problem) ? this.words.notAll : this.words.allMade);
    this.form.querySelector("[data-field-error], [data-state=refused]")?.scrollIntoView({
      block: "center",
    });
  }

  #end(text) {
    this.#wanted = false;
    // Wagtail's own controller of the button: not at work any more.
    this.button.dataset.wProgressLoadingValue = "false";
    this.button.disabled = false;
    this.#say(text);
  }

  #say(text) {
    this.message.hidden = text === "";
    this.message.textContent = text;
  }
}

const panel = document.querySelector("[data-recordings-upload]");
const form = panel?.closest("form") || document.querySelector("#w-editor-form");
if (panel && form) new UploadPage(panel, form);
