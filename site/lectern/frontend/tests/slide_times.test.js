import assert from "node:assert/strict";
import { test } from "node:test";
import { changesOf, leap, shownAt } from "../js/slide_times.js";

const changes = changesOf(["0 95", "30.5", "", "60"]);

test("slides that come back are shown again", () => {
  assert.deepEqual(
    [0, 29, 30.5, 59, 60, 94.9, 95, 900].map((seconds) => shownAt(changes, seconds)),
    [0, 0, 1, 1, 3, 3, 0, 0],
  );
});

test("nothing is shown before the first change", () => {
  assert.equal(shownAt(changesOf(["12"]), 3), -1);
  assert.equal(shownAt([], 3), -1);
});

test("going back leads to the beginning of the slide, then to the one before", () => {
  assert.equal(leap(changes, 45, -1), 30.5);
  assert.equal(leap(changes, 31, -1), 0);
  assert.equal(leap(changes, 1, -1), 0);
});

test("going on leads to the next change and ends with the last", () => {
  assert.equal(leap(changes, 30.5, 1), 60);
  assert.equal(leap(changes, 95, 1), null);
  assert.equal(leap([], 1, -1), null);
});
