import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { test } from "node:test";
import { fill } from "../js/clock.js";
import { Sha256 } from "../js/uploads_sha256.js";
import { fingerprint, proposedTitle, Speed, size } from "../js/uploads_words.js";

test("the hash is SHA-256, however the bytes are cut", () => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000, 100_003]) {
    const bytes = randomBytes(length);
    const expected = createHash("sha256").update(bytes).digest("hex");
    assert.equal(new Sha256().update(bytes).digest(), expected);
    const hash = new Sha256();
    for (let at = 0; at < length; ) {
      const cut = Math.min(length, at + 1 + ((at * 7919) % 200));
      hash.update(bytes.subarray(at, cut));
      at = cut;
    }
    assert.equal(hash.digest(), expected);
  }
});

test("a title is proposed from what a file's name says", () => {
  assert.equal(proposedTitle("建筑工业化_专题讲座.mp4"), "建筑工业化 专题讲座");
  assert.equal(proposedTitle("Talk on BIM (2).MP4"), "Talk on BIM");
  assert.equal(proposedTitle("第1.5讲.mkv"), "第1.5讲");
  assert.equal(proposedTitle("talk - Copy.mov"), "talk");
  assert.equal(proposedTitle(".mp4"), ".mp4".replace(".mp4", "") || "");
  assert.equal(proposedTitle("x".repeat(300)).length, 200);
});

test("sizes are short", () => {
  assert.equal(size(900), "900 B");
  assert.equal(size(1.5 * 2 ** 30), "1.5 GB");
  assert.equal(size(320 * 2 ** 20), "320 MB");
});

test("a file chosen again is known, a changed one is not", () => {
  const file = { name: "a.mp4", size: 5, lastModified: 9 };
  assert.equal(fingerprint(file), fingerprint({ ...file }));
  assert.notEqual(fingerprint(file), fingerprint({ ...file, lastModified: 10 }));
  assert.notEqual(fingerprint(file), fingerprint({ ...file, name: "b.mp4" }));
});

test("the time left follows the last seconds", () => {
  const speed = new Speed();
  assert.equal(speed.secondsLeft(10), undefined);
  speed.add(0, 0);
  speed.add(1_000_000, 2000);
  assert.equal(speed.secondsLeft(5_000_000), 10);
  speed.clear();
  assert.equal(speed.secondsLeft(10), undefined);
});

test("words are filled in where they are known", () => {
  assert.equal(fill("{a} of {b} {c}", { a: "1", b: "2" }), "1 of 2 {c}");
});
