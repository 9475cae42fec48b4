import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.HTMLElement ??= class {};
const { stepped } = await import("../js/suggest.js");

test("arrows go round the options and the field between the last and the first", () => {
  assert.deepEqual(
    [-1, 0, 1, 2].map((at) => stepped(at, 1, 3)),
    [0, 1, 2, -1],
  );
  assert.deepEqual(
    [-1, 0, 1, 2].map((at) => stepped(at, -1, 3)),
    [2, -1, 0, 1],
  );
  assert.equal(stepped(-1, 1, 0), -1);
});
