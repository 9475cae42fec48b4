import assert from "node:assert/strict";
import { test } from "node:test";
import { IntervalCollector } from "../js/intervals.js";

test("playing gives one interval from where it began to where it was last seen", () => {
  const collector = new IntervalCollector();
  collector.start(10, 0);
  collector.reach(10.25, 0.25);
  collector.reach(11, 1);
  collector.stop();
  assert.deepEqual(collector.take(), [[10, 11, 1]]);
});

test("the target of a seek never counts as watched", () => {
  const collector = new IntervalCollector();
  collector.start(0, 0);
  collector.reach(2, 2);
  collector.stop();
  collector.start(300, 2.1);
  collector.reach(301, 3.1);
  assert.deepEqual(collector.take(), [
    [0, 2, 1],
    [300, 301, 1],
  ]);
});

test("a jump without its own event is cut out by the clock", () => {
  const collector = new IntervalCollector();
  collector.start(0, 0);
  collector.reach(1, 1);
  collector.reach(90, 1.3);
  collector.reach(91, 2.3);
  assert.deepEqual(collector.take(), [
    [0, 1, 1],
    [90, 91, 1],
  ]);
});

test("a jump backwards begins a new interval", () => {
  const collector = new IntervalCollector();
  collector.start(50, 0);
  collector.reach(52, 2);
  collector.reach(40, 2.2);
  collector.reach(41, 3.2);
  assert.deepEqual(collector.take(), [
    [50, 52, 1],
    [40, 41, 1],
  ]);
});

test("a change of speed ends one interval and begins the next", () => {
  const collector = new IntervalCollector();
  collector.start(0, 0, 1);
  collector.changeRate(4, 4, 2);
  collector.reach(8, 6);
  assert.deepEqual(collector.take(), [
    [0, 4, 1],
    [4, 8, 2],
  ]);
});

test("at double speed twice the clock's seconds are believed", () => {
  const collector = new IntervalCollector();
  collector.start(0, 0, 2);
  collector.reach(20, 10);
  assert.deepEqual(collector.take(), [[0, 20, 2]]);
});

test("taking leaves the playing to go on from the last second seen", () => {
  const collector = new IntervalCollector();
  collector.start(0, 0);
  collector.reach(5, 5);
  assert.deepEqual(collector.take(), [[0, 5, 1]]);
  collector.reach(7, 7);
  assert.deepEqual(collector.take(), [[5, 7, 1]]);
  collector.stop();
  assert.deepEqual(collector.take(), []);
});

test("pending seconds count what is open and what is done", () => {
  const collector = new IntervalCollector();
  collector.start(0, 0);
  collector.reach(3, 3);
  collector.start(10, 4);
  collector.reach(11, 5);
  assert.equal(collector.pendingSeconds, 4);
});
