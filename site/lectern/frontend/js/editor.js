// <lectern-editor>: the words of a recording beside it, to be put right by hand.
//
// Every change is an operation: shown at once, kept in this browser, sent, and answered by the server.

import { fetchJSON, post } from "./api.js";
import { fill } from "./clock.js";
import { Actions } from "./editor_actions.js";
import { FindDialog, open, ShiftDialog } from "./editor_dialogs.js";
import { actionFor } from "./editor_keys.js";
import { besideFrom, Lines } from "./editor_lines.js";
import { List } from "./editor_list.js";
import { clientOf, linesOf, newId, Outbox } from "./editor_outbox.js";
import { EditorPlayer } from "./editor_player.js";
import { Presence } from "./editor_presence.js";
import { typed } from "./editor_times.js";

const TYPING_PAUSE_MS = 600;

class Editor extends HTMLElement {
  #lines = new Lines();
  #undo = [];
  #redo = [];
  #answers = 0;
  #beside = null;

  connectedCallback() {
    this.words = JSON.parse(document.getElementById("editor-words").textContent);
    this.byPart = (name) => this.querySelector(`[data-part=${name}]`);
    const { api, language, doubtfulBelow } = this.dataset;
    this.list = new List({
      root: this.byPart("lines"),
      row: this.byPart("line"),
      tools: this.byPart("tools"),
      conflict: this.byPart("conflict"),
      words: this.words,
      language,
      doubtfulBelow: Number(doubtfulBelow),
    });
    this.player = new EditorPlayer(this.querySelector("video, audio"), (at) => this.#heard(at));
    const client = clientOf(this.dataset.transcript);
    this.outbox = new Outbox({
      transcript: this.dataset.transcript,
      client,
      storage: localStorage,
      send: (operation) => post(`${api}/operations`, operation),
      on: {
        answered: (operation, answer) => this.#answered(operation, answer),
        conflict: (operation, answer) => this.#conflict(operation, answer),
        refused: (operation, answer) => this.#refused(operation, answer),
        state: (state) => this.#showState(state),
      },
    });
    this.presence = new Presence({
      url: `${api}/presence`,
      client,
      where: () => this.list.current,
      mark: () => this.#answers,
      heard: (news, isFresh) => this.#news(news, isFresh),
    });
    this.find = new FindDialog(this.byPart("find-dialog"), this.#lines, this.words, (texts) =>
      this.#do({ kind: "replace", texts }),
    );
    this.shift = new ShiftDialog(this.byPart("shift-dialog"), ({ all, by }) =>
      this.#do({ kind: "shift", first: all ? null : this.list.current, by }),
    );
    this.actions = new Actions({
      lines: this.#lines,
      list: this.list,
      player: this.player,
      outbox: this.outbox,
      words: this.words,
      duration: Number(this.dataset.duration),
      act: (operation, where) => this.#do(operation, where),
      say: (words) => this.#say(words),
      open: {
        find: (words) => this.find.open(words),
        shift: () => this.shift.open(),
        keys: () => open(this.byPart("keys-dialog")),
        undo: () => this.#takeBack(this.#undo, this.#redo),
        redo: () => this.#takeBack(this.#redo, this.#undo),
      },
    });
    this.#listen();
    this.#load();
  }

  #listen() {
    this.addEventListener("keydown", (event) => this.#pressed(event));
    this.addEventListener("input", (event) => this.#typed(event));
    // What an input method has not settled yet is nobody's text.
    this.addEventListener("compositionstart", () => {
      this.list.isComposing = true;
    });
    this.addEventListener("compositionend", (event) => {
      this.list.isComposing = false;
      this.#typed(event);
    });
    this.addEventListener("focusin", (event) => this.#entered(event));
    this.addEventListener("focusout", (event) => {
      if (event.target.matches("textarea")) {
        this.outbox.flush();
      }
    });
    this.addEventListener("change", (event) => this.#timed(event));
    this.addEventListener("click", (event) => this.#clicked(event));
    addEventListener("online", () => this.outbox.flush());
    addEventListener("pageshow", (event) => event.persisted && this.#load());
    addEventListener("pagehide", () => {
      this.outbox.flush();
      this.presence.stop();
    });
  }

  async #load() {
    const answer = await fetchJSON(`${this.dataset.api}/editor`).catch(() => null);
    if (!answer) {
      this.byPart("status").textContent = this.words.cannotLoad;
      setTimeout(() => this.#load(), 3_000);
      return;
    }
    this.#lines.load(answer.cues);
    [this.#undo, this.#redo] = [answer.undo, answer.redo];
    if (this.dataset.beside && !this.#beside) {
      this.#beside = besideFrom(await fetchJSON(this.dataset.beside).catch(() => null));
    }
    const left = this.outbox.adopt();
    for (const operation of this.outbox.waiting) {
      this.#foresee(operation);
    }
    this.list.render(this.#lines, this.#beside);
    for (const [id, conflict] of Object.entries(this.outbox.conflicts)) {
      this.list.showConflict(id, conflict);
    }
    if (left.operations.length) {
      this.#say(fill(this.words.resent, { count: left.operations.length }));
    }
    this.#showState(this.outbox.state);
    this.#summary();
    this.presence.start(answer.sequence);
    this.removeAttribute("aria-busy");
  }

  // ---- what is done ----

  #do(operation, { pauseMs = 0, focus, caret } = {}) {
    const about = operation.kind === "shift" ? [] : linesOf(operation);
    const seen = about.map((id) => this.#lines.seen(id)).filter((was) => was?.version);
    const id = this.outbox.add(operation, { seen, pauseMs });
    if (id && operation.kind !== "undo") {
      this.#undo.push(id);
      this.#redo = [];
    }
    this.#show(this.#foresee(operation), { focus, caret });
  }

  #foresee(operation) {
    try {
      return this.#lines.foresee(operation);
    } catch {
      // Kept from a page that knew lines this one does not: the server will tell.
      return [];
    }
  }

  #show(ids, { focus, caret } = {}) {
    const lost = this.contains(document.activeElement) ? this.list.current : null;
    const place = this.list.element(lost)?.dataset.number;
    this.list.update(this.#lines, ids, this.#beside);
    const wanted = focus ?? (lost && !this.#lines.get(lost) ? this.#nearest(place) : null);
    if (wanted && this.#lines.get(wanted)) {
      this.list.choose(wanted, this.#lines.get(wanted));
      this.list.focus(wanted, caret);
    }
    this.#summary();
  }

  #nearest(number) {
    return this.#lines.all[Math.min(Number(number), this.#lines.all.length) - 1]?.id;
  }

  #typed({ target, isComposing }) {
    if (!target.matches("textarea") || isComposing) {
      return;
    }
    const cue = target.closest("[data-id]").dataset.id;
    this.list.grow(target);
    const text = target.value.replaceAll("\n", " ");
    this.#do({ kind: "text", cue, text }, { pauseMs: TYPING_PAUSE_MS });
  }

  #timed({ target }) {
    if (target.matches("[data-part=start], [data-part=end]")) {
      const value = typed(target.value);
      this.actions.setTimes({ [target.dataset.part]: value ?? this.#line[target.dataset.part] });
    }
  }

  get #line() {
    return this.#lines.get(this.list.current);
  }

  /** What has not left this browser is simply not done; all else is taken back by the server. */
  #takeBack(from, onto) {
    const id = from.pop();
    if (!id) {
      this.#say(this.words.nothingToUndo);
      return;
    }
    if (this.outbox.withdraw(id)) {
      this.#load();
      return;
    }
    this.outbox.flush();
    const undo = { kind: "undo", id: newId(), reverts: id };
    onto.push(undo.id);
    this.outbox.add(undo);
  }

  // ---- what the person does ----

  #pressed(event) {
    if (event.target.closest("dialog")) {
      return;
    }
    const inText = event.target.matches("textarea");
    const isChanged = inText && this.outbox.busy.has(this.list.current);
    const action = actionFor(event, { inText, isChanged });
    if (action && (this.#line || ["undo", "insert", "keys"].includes(action))) {
      event.preventDefault();
      this.actions.byName[action]();
    }
  }

  #entered({ target }) {
    const row = target.closest("[data-id]");
    if (row && target.matches("textarea, [data-part=play]")) {
      this.list.choose(row.dataset.id, this.#lines.get(row.dataset.id));
    }
  }

  #clicked({ target }) {
    const button = target.closest("button");
    if (button?.closest(".conflict")) {
      this.#decided(button.closest(".conflict"), button.dataset.choice);
    } else if (button?.dataset.part === "play") {
      const { id } = button.closest("[data-id]").dataset;
      this.player.from(this.#lines.get(id).start);
      this.list.focus(id);
    } else if (button?.dataset.hint) {
      this.actions.hint(Number(button.dataset.hint));
    } else if (button?.dataset.action) {
      this.actions.byName[button.dataset.action]();
    }
  }

  #heard(at) {
    const line = this.#lines.at(at);
    if (line && line.start <= at && line.id !== this.playing) {
      this.playing = line.id;
      this.list.play(line.id, this.byPart("follow").checked && !this.player.isPaused);
    }
  }

  // ---- what the server says ----

  #answered(operation, { cues, removed }) {
    this.#answers += 1;
    const busy = this.outbox.busy;
    for (const cue of cues.filter(({ id }) => busy.has(id))) {
      this.#lines.rebase(cue);
    }
    const changed = this.#lines.put(cues, busy);
    this.#lines.remove(removed.filter((id) => this.#lines.get(id) && !busy.has(id)));
    const focus = operation.kind === "undo" ? (cues[0]?.id ?? undefined) : undefined;
    this.#show(
      changed.map((line) => line.id),
      { focus },
    );
    if (!cues.length && !removed.length) {
      this.#undo = this.#undo.filter((id) => id !== operation.id);
    }
  }

  #conflict(operation, { stale, gone, detail }) {
    this.#answers += 1;
    this.#forget(operation);
    const conflicts = {};
    if (operation.text) {
      const theirs = stale.find(({ id }) => id === operation.cue);
      const at = this.#lines.get(operation.cue)?.start;
      conflicts[operation.cue] = {
        mine: operation.text,
        theirs: theirs?.text ?? null,
        by: theirs?.by ?? "",
        at,
      };
    } else {
      this.#say(operation.kind === "undo" ? this.words.cannotUndo : detail);
    }
    this.#lines.put(stale);
    this.#lines.remove(gone);
    this.#load();
    return conflicts;
  }

  #refused(operation, answer) {
    this.#forget(operation);
    const why =
      answer?.detail && typeof answer.detail === "string" ? answer.detail : this.words.notSaved;
    this.#say(why);
    this.#load();
    if (!operation.text) {
      return {};
    }
    return { [operation.cue]: { mine: operation.text, theirs: "", by: "", detail: why } };
  }

  #forget({ id, reverts }) {
    this.#undo = this.#undo.filter((known) => known !== id && known !== reverts);
    this.#redo = this.#redo.filter((known) => known !== id && known !== reverts);
  }

  #decided(box, choice) {
    const id = box.dataset.cue;
    const { mine, theirs, at } = this.outbox.conflicts[id];
    this.outbox.settle(id);
    this.list.endConflict(id);
    if (choice === "mine" && theirs === null) {
      const start = at ?? this.#lines.all.at(-1)?.end ?? 0;
      const before = this.#lines.at(start);
      const after = before && before.start <= start ? before.id : null;
      const next = before && this.#lines.near(before.id, after ? 1 : 0);
      const end = Math.min(start + 1, next?.start ?? start + 1);
      this.#do({ kind: "insert", cue: newId(), after, start, end, text: mine });
    } else if (choice === "mine") {
      this.#do({ kind: "text", cue: id, text: mine }, { focus: id });
    } else {
      this.list.focus(id);
    }
  }

  #news({ cues, removed, people, reset, state }, isFresh) {
    this.outbox.beat();
    this.list.others(people);
    this.byPart("people").textContent = people.length
      ? fill(this.words.alsoHere, { names: people.map(({ name }) => name).join(this.words.comma) })
      : "";
    if (state !== this.dataset.state) {
      this.dataset.state = state;
      this.#say(this.words.stateChanged);
    }
    if (reset) {
      this.#load();
    } else if (isFresh && (cues.length || removed.length)) {
      const busy = this.outbox.busy;
      const changed = this.#lines.put(cues, busy);
      const gone = removed.filter((id) => this.#lines.get(id) && !busy.has(id));
      this.#lines.remove(gone);
      if (changed.length || gone.length) {
        this.#show(changed.map((line) => line.id));
      }
    }
  }

  #showState(state) {
    const status = this.byPart("status");
    status.dataset.state = state;
    status.textContent = this.words[state];
  }

  #say(words) {
    this.byPart("message").textContent = words;
  }

  #summary() {
    const doubtful = this.#lines.all.filter((line) => this.list.isDoubtful(line)).length;
    const remarked = this.#lines.all.filter((line) => line.remarks.length).length;
    this.byPart("doubtful-count").textContent = doubtful;
    this.byPart("remark-count").textContent = remarked;
    this.byPart("line-count").textContent = this.#lines.all.length;
    this.byPart("nothing").hidden = this.#lines.all.length > 0;
  }
}

customElements.define("lectern-editor", Editor);
