import assert from "node:assert/strict";
import { test } from "node:test";
import { covered, withSpan } from "../js/spans.js";

test("spans that touch or overlap become one, in any order", () => {
  const spans = [
    [20, 30],
    [0, 10],
    [8, 15],
    [30, 31],
  ].reduce(withSpan, []);
  assert.deepEqual(spans, [
    [0, 15],
    [20, 31],
  ]);
  assert.equal(covered(spans), 26);
});

test("an empty or backward span changes nothing", () => {
  assert.deepEqual(withSpan([[0, 5]], [7, 7]), [[0, 5]]);
  assert.deepEqual(withSpan([[0, 5]], [9, 7]), [[0, 5]]);
});

test("a second watched twice counts once", () => {
  assert.equal(
    covered(
      [
        [0, 60],
        [30, 90],
        [0, 60],
      ].reduce(withSpan, []),
    ),
    90,
  );
});
