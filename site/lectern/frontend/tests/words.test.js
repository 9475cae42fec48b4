import assert from "node:assert/strict";
import { test } from "node:test";
import { clock, fill, parseSeconds } from "../js/clock.js";
import { actionFor } from "../js/keys.js";
import { places, words } from "../js/matching.js";

function pressed(key, within = [], more = {}) {
  const target = { closest: (selector) => within.some((name) => selector.includes(name)) };
  return { key, target, ...more };
}

test("a clock shows hours only where there are any", () => {
  assert.equal(clock(412), "06:52");
  assert.equal(clock(3912.9), "1:05:12");
  assert.equal(clock(Number.NaN), "00:00");
});

test("only plain seconds are read from an address", () => {
  assert.equal(parseSeconds("412.5"), 412.5);
  assert.equal(parseSeconds("0"), 0);
  for (const wrong of ["", null, "-3", "1e9", "7:30", "12345678"]) {
    assert.equal(parseSeconds(wrong), null);
  }
});

test("a sentence takes its values and keeps what it does not know", () => {
  assert.equal(fill("从 {time} 继续？{other}", { time: "12:40" }), "从 12:40 继续？{other}");
});

test("finding folds width and case and asks for every word", () => {
  assert.deepEqual(places("ＰＣ 构件的 pc 板", words("pc")), [
    [0, 2],
    [7, 9],
  ]);
  assert.equal(places("灌浆套筒", words("灌浆 饱满度")), null);
});

test("places that overlap become one mark", () => {
  assert.deepEqual(places("灌浆套筒", words("灌浆套 浆套筒")), [[0, 4]]);
});

test("writing in a field controls nothing", () => {
  assert.equal(actionFor(pressed("k", ["textarea"])), null);
  assert.equal(actionFor(pressed("k", [], { ctrlKey: true })), null);
});

test("space presses what has the focus and plays everywhere else", () => {
  assert.equal(actionFor(pressed(" ", ["button"])), null);
  assert.deepEqual(actionFor(pressed(" ")), { does: "toggle" });
});

test("arrows scroll the page unless the player has the focus", () => {
  assert.equal(actionFor(pressed("ArrowRight")), null);
  assert.deepEqual(actionFor(pressed("ArrowRight", ["lectern-player"])), { does: "move", by: 5 });
  assert.deepEqual(actionFor(pressed("7")), { does: "share", tenths: 7 });
  assert.deepEqual(actionFor(pressed("K")), { does: "toggle" });
});
