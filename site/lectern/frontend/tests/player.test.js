import assert from "node:assert/strict";
import { test } from "node:test";
import { actionFor } from "../js/keys.js";
import { fromCodePoints, mergedHits } from "../js/matching.js";
import { preferred } from "../js/player_quality.js";
import { tileAt } from "../js/preview.js";
import { addressOfQuote, isCut, lengthOf, secondsOfPlace, stretchOf } from "../js/quote.js";

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

const english = {
  line: { start: 10, end: 14 },
  length: 23,
  // "The sleeves are grouted"
  words: [
    [0, 3, 10.2, 10.4],
    [3, 11, 10.4, 11.9],
    [11, 15, 11.9, 12.1],
    [15, 23, 12.6, 13.8],
  ],
};
const chinese = {
  line: { start: 20, end: 25 },
  length: 9,
  // "灌浆套筒的饱满度。", in the groups of characters that were heard together
  words: [
    [0, 2, 20, 21.5],
    [2, 4, 21.5, 22],
    [4, 5, 22, 22.2],
    [5, 9, 23, 24.6],
  ],
};

test("a quote begins with its first word and ends with its last", () => {
  const edge = { ...english, first: 4, last: 15 };
  assert.deepEqual(stretchOf(edge, edge), { from: 10.4, to: 12.1 });
  const group = { ...chinese, first: 2, last: 5 };
  assert.deepEqual(stretchOf(group, group), { from: 21.5, to: 22.2 });
});

test("a part of a word is the whole word", () => {
  const edge = { ...chinese, first: 3, last: 7 };
  assert.deepEqual(stretchOf(edge, edge), { from: 21.5, to: 24.6 });
});

test("whole lines begin and end when the lines do, which people may have set", () => {
  const one = { ...english, first: 0, last: 23 };
  const other = { ...chinese, first: 0, last: 2 };
  assert.deepEqual(stretchOf(one, other), { from: 10, to: 21.5 });
  assert.deepEqual(stretchOf(other, { ...chinese, first: 0, last: 9 }), { from: 20, to: 25 });
  assert.equal(isCut(one), false);
  assert.equal(isCut(other), true);
});

test("without times of words, or with times that say nothing, a share of the line tells", () => {
  const { line, length } = chinese;
  const plain = { line, length, first: 2, last: 4 };
  const byShare = { from: secondsOfPlace(line, length, 2), to: secondsOfPlace(line, length, 4) };
  assert.deepEqual(stretchOf(plain, plain), byShare);
  const still = { ...plain, words: [[0, 9, 22, 22]] };
  assert.deepEqual(stretchOf(still, still), byShare);
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
