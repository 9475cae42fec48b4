import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.HTMLElement = class {};
const { atSecond, next } = await import("../js/results.js");

test("the first step leads to the first or the last result", () => {
  assert.equal(next(-1, 1, 5), 0);
  assert.equal(next(-1, -1, 5), 4);
});

test("steps stop at both ends", () => {
  assert.equal(next(4, 1, 5), 4);
  assert.equal(next(0, -1, 5), 0);
  assert.equal(next(2, 1, 5), 3);
  assert.equal(next(-1, 1, 0), -1);
});

test("an address at another second keeps the words", () => {
  const base = "https://example.org/zh-hans/search/";
  const address = "/zh-hans/lectures/a/?t=5&q=%E7%81%8C%E6%B5%86";
  assert.equal(
    atSecond(address, 61.239, base),
    "/zh-hans/lectures/a/?t=61.23&q=%E7%81%8C%E6%B5%86",
  );
});
