import assert from "node:assert/strict";
import { test } from "node:test";
import { hitsIn, replacements } from "../js/editor_find.js";
import { actionFor } from "../js/editor_keys.js";
import { joined, Lines } from "../js/editor_lines.js";
import { newId, Outbox } from "../js/editor_outbox.js";
import { shown, typed } from "../js/editor_times.js";

const cue = (id, start, text, version = 1) => ({
  id,
  version,
  start,
  end: start + 0.9,
  text,
  raw: "",
  confidence: 0.3,
  remarks: [],
  hints: [],
  by: "",
});

class Storage {
  setItem(name, value) {
    this[name] = value;
  }
  getItem(name) {
    return this[name] ?? null;
  }
  removeItem(name) {
    delete this[name];
  }
}

function outbox(answers, storage = new Storage(), client = "c") {
  const log = [];
  const box = new Outbox({
    transcript: "t",
    client,
    storage,
    send: async (operation) => {
      log.push(["send", structuredClone(operation)]);
      return answers.shift() ?? { status: 0, answer: null };
    },
    on: {
      answered: (operation) => log.push(["answered", operation.id]),
      conflict: (operation) => ({ [operation.cue]: { text: operation.text } }),
      refused: () => ({}),
      state: (state) => log.push(["state", state]),
    },
  });
  return { box, log, storage };
}

/** Waits until it is so, or for good measure. */
const settled = async (isSo) => {
  for (let turn = 0; turn < 400 && !isSo(); turn++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
const ok = (...cues) => ({ status: 200, answer: { sequence: 1, cues, removed: [] } });

test("times are read as they are shown", () => {
  for (const seconds of [0, 0.001, 59.999, 61.5, 3_725.042]) {
    assert.equal(typed(shown(seconds)), seconds);
  }
  assert.equal(typed("1：02,5"), 62.5);
  assert.equal(typed("62.5"), 62.5);
  for (const text of ["", "a", "1:2:3:4", "-1"]) {
    assert.equal(typed(text), null);
  }
});

test("hits are found in order, without overlap, and only those chosen are replaced", () => {
  const lines = [
    { id: "a", text: "BIM与bim" },
    { id: "b", text: "aaa" },
  ];
  const hits = hitsIn(lines, "bim");
  assert.deepEqual(
    hits.map((hit) => hit.place),
    [0, 4],
  );
  assert.equal(hitsIn(lines, "bim", { exactCase: true }).length, 1);
  assert.equal(hitsIn(lines, "aa").length, 1);
  assert.deepEqual(hitsIn(lines, " "), []);
  assert.deepEqual(replacements(lines, [hits[1]], "模型"), [{ cue: "a", text: "BIM与模型" }]);
});

test("letters stay text, and what an input method composes is nobody's key", () => {
  const key = (values, where) => actionFor({ key: "", code: "", ...values }, where);
  assert.equal(key({ code: "KeyM", altKey: true }), "merge");
  assert.equal(key({ code: "KeyM" }, { inText: true }), null);
  assert.equal(key({ code: "KeyM", altKey: true, isComposing: true }), null);
  assert.equal(key({ code: "KeyZ", ctrlKey: true }, { inText: true, isChanged: true }), null);
  assert.equal(key({ code: "KeyZ", ctrlKey: true }, { inText: true }), "undo");
  assert.equal(key({ key: "?" }, { inText: true }), null);
  assert.equal(key({ key: "?" }), "keys");
  const target = { selectionStart: 2, selectionEnd: 2, value: "质量" };
  assert.equal(key({ key: "ArrowDown", target }, { inText: true }), "after");
  assert.equal(key({ key: "ArrowUp", target }, { inText: true }), null);
});

test("what is done shows at once and the server's answer takes its place", () => {
  const lines = new Lines();
  lines.load([cue("a", 0, "质量第一"), cue("b", 1, "安全")]);
  lines.foresee({ kind: "split", cue: "a", place: 2, new: "n" });
  assert.deepEqual(
    lines.all.map((line) => line.text),
    ["质量", "第一", "安全"],
  );
  assert.deepEqual(
    lines.all.map((line) => line.number),
    [1, 2, 3],
  );
  assert.equal(lines.seen("n"), null);
  lines.put([{ ...cue("n", 0.5, "第一", 3) }]);
  assert.deepEqual(lines.seen("n"), { cue: "n", version: 3, text: "第一", start: 0.5, end: 1.4 });
  lines.foresee({ kind: "merge", cue: "n", following: "b" });
  assert.deepEqual(
    lines.all.map((line) => line.text),
    ["质量", "第一安全"],
  );
  assert.equal(joined("a", "b"), "a b");
});

test("what others did never takes the place of what is being typed", () => {
  const lines = new Lines();
  lines.load([cue("a", 0, "质量")]);
  lines.foresee({ kind: "text", cue: "a", text: "我的" });
  lines.put([cue("a", 0, "她的", 2)], new Set(["a"]));
  assert.equal(lines.get("a").text, "我的");
  assert.equal(lines.seen("a").text, "质量");
  lines.put([cue("a", 0, "旧的", 0)]);
  assert.equal(lines.get("a").text, "我的");
});

test("letters typed on are one operation, and are kept before they are sent", async () => {
  const { box, log, storage } = outbox([ok(cue("a", 0, "质量", 2))]);
  box.add({ kind: "text", cue: "a", text: "质" }, { pauseMs: 1 });
  box.add({ kind: "text", cue: "a", text: "质量" }, { pauseMs: 1 });
  assert.equal(JSON.parse(storage["lectern.editor.t.c"]).items[0].text, "质量");
  await settled(() => box.state === "saved");
  assert.equal(log.filter(([what]) => what === "send").length, 1);
  assert.equal(box.state, "saved");
  assert.equal(storage["lectern.editor.t.c"], undefined);
});

test("what follows is based on what the server answered", async () => {
  const { box, log } = outbox([ok(cue("a", 0, "一", 5)), ok(cue("a", 0, "二", 6))]);
  const seen = [{ cue: "a", version: 1, text: "", start: 0, end: 0.9 }];
  box.add({ kind: "text", cue: "a", text: "一" }, { seen });
  box.add({ kind: "times", cue: "a", start: 0, end: 1 }, { seen });
  await settled(() => box.state === "saved");
  const sent = log.filter(([what]) => what === "send").map(([, operation]) => operation);
  assert.deepEqual(
    sent.map((operation) => operation.seen[0].version),
    [1, 5],
  );
});

test("nobody there: it is kept, and the next page sends it with the same number", async () => {
  const storage = new Storage();
  const first = outbox([], storage);
  first.box.add({ kind: "text", cue: "a", text: "打过的字" });
  await settled(() => first.box.state === "kept");
  assert.equal(first.box.state, "kept");
  const id = first.box.waiting[0].id;
  first.box.close();
  const next = outbox([ok(cue("a", 0, "打过的字", 2))], storage);
  const { operations } = next.box.adopt();
  assert.deepEqual(
    operations.map((operation) => operation.id),
    [id],
  );
  await settled(() => next.box.state === "saved");
  assert.deepEqual(
    next.log.find(([what]) => what === "answered"),
    ["answered", id],
  );
});

test("a living page's work is not taken from it", () => {
  const storage = new Storage();
  const first = outbox([], storage, "one");
  first.box.add({ kind: "text", cue: "a", text: "x" }, { pauseMs: 10_000 });
  assert.deepEqual(outbox([], storage, "two").box.adopt().operations, []);
  first.box.withdraw(first.box.waiting[0].id);
});

test("a conflict is kept until somebody has decided", async () => {
  const { box, storage } = outbox([{ status: 409, answer: { stale: [], gone: ["a"] } }]);
  box.add({ kind: "text", cue: "a", text: "我的" });
  await settled(() => box.state === "saved");
  assert.equal(JSON.parse(storage["lectern.editor.t.c"]).conflicts.a.text, "我的");
  box.settle("a");
  assert.equal(storage["lectern.editor.t.c"], undefined);
});

test("numbers look like UUIDs and differ", () => {
  assert.match(newId(), /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  assert.notEqual(newId(), newId());
});
