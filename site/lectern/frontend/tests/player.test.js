import assert from "node:assert/strict";
import { test } from "node:test";
import { actionFor } from "../js/keys.js";
import { fromCodePoints, mergedHits } from "../js/matching.js";
import { preferred } from "../js/player_quality.js";
import { tileAt } from "../js/preview.js";
import { addressOfQuote, lengthOf, secondsOfPlace } from "../js/quote.js";

const press = (key, ...within) =>
  actionFor({
    key,
    target: { closest: (selectors) => within.find((name) => selectors.includes(name)) ?? null },
  });

test("keys mean what they mean in players people know", () => {
  assert.deepEqual(press(">"), { does: "speed", by: 1 });
  assert.deepEqual(press(","), { does: "frame", by: -1 });
  assert.deepEqual(press("i"), { does: "picture" });
  assert.deepEqual(press("/"), { does: "find" });
  assert.deepEqual(press("Home", "lectern-player"), { does: "share", tenths: 0 });
  assert.equal(press("Home"), null);
});

test("a Chinese keyboard's own marks mean the same keys", () => {
  assert.deepEqual(press("？"), press("?"));
  assert.deepEqual(press("》"), press(">"));
  assert.deepEqual(press("、"), press("/"));
});

test("a dialog is a world of its own", () => {
  assert.equal(press("k", "dialog"), null);
});

test("a remembered quality is taken, else the next lower one, else the lowest", () => {
  const keys = ["1080", "720", "360", "audio"];
  assert.equal(preferred(keys, "720"), "720");
  assert.equal(preferred(keys, "540"), "360");
  assert.equal(preferred(keys, "240"), "360");
  assert.equal(preferred(keys, "audio"), "audio");
  assert.equal(preferred(keys, null), null);
  assert.equal(preferred(keys, null, true), "360");
  assert.equal(preferred(["720"], "audio"), null);
});

test("the small picture of a second lies in its sheet, row and column", () => {
  const sprites = {
    interval_ms: 5000,
    columns: 4,
    rows: 3,
    tile_width: 160,
    tile_height: 90,
    urls: ["/1.jpg", "/2.jpg"],
  };
  const size = { width: 160, height: 90 };
  assert.deepEqual(tileAt(sprites, 0), { url: "/1.jpg", x: 0, y: 0, ...size });
  assert.deepEqual(tileAt(sprites, 34.9), { url: "/1.jpg", x: 320, y: 90, ...size });
  assert.deepEqual(tileAt(sprites, 60), { url: "/2.jpg", x: 0, y: 0, ...size });
  assert.equal(tileAt(sprites, 120), null);
});

test("a character's second is its share of the line", () => {
  const line = { start: 20, end: 25 };
  assert.equal(secondsOfPlace(line, 17, 0), 20);
  assert.equal(secondsOfPlace(line, 17, 5), 21.471);
  assert.equal(secondsOfPlace(line, 17, 17), 25);
  assert.equal(lengthOf("𠀀字"), 2);
});

test("the address of a quote says from, to, and the language, and nothing else of the page's", () => {
  const here = "https://lectern.example/zh-hans/lectures/a/?q=x&t=3#y";
  assert.equal(
    addressOfQuote(here, 21.471, 25, { transcript: "zh" }),
    "https://lectern.example/zh-hans/lectures/a/?t=21.471&end=25&transcript=zh",
  );
  assert.equal(
    addressOfQuote(here, 0, 5, { transcript: "" }),
    "https://lectern.example/zh-hans/lectures/a/?t=0&end=5",
  );
});

test("places counted in characters are found in a JavaScript string", () => {
  assert.deepEqual(fromCodePoints("𠀀字词", [[1, 2]]), [[2, 3]]);
  assert.deepEqual(fromCodePoints("ab", [[1, 9]]), [[1, 2]]);
});

test("hits of two ways of looking are joined line by line", () => {
  const one = new Map([[0, [[0, 2]]]]);
  const other = new Map([
    [0, [[1, 4]]],
    [3, [[0, 1]]],
  ]);
  assert.deepEqual(
    [...mergedHits(one, other)],
    [
      [0, [[0, 4]]],
      [3, [[0, 1]]],
    ],
  );
});
