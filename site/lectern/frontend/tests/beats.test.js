import assert from "node:assert/strict";
import { test } from "node:test";
import { MemoryStore } from "../js/beat_store.js";
import { BeatQueue, verdict } from "../js/beats.js";

function beat(seq, { session = "a", at = seq } = {}) {
  return { session, seq, at, intervals: [[seq, seq + 2, 1]], position: seq + 2 };
}

function sender(...statuses) {
  const sent = [];
  const send = async (given) => {
    sent.push([given.session, given.seq]);
    const status = statuses.length > 1 ? statuses.shift() : statuses[0];
    return { status, answer: { covered_seconds: given.position } };
  };
  return { sent, send };
}

async function queueOf(store, send, readdress) {
  const queue = new BeatQueue(store, send, readdress);
  for (const seq of [2, 1, 3]) {
    await queue.add(beat(seq));
  }
  return queue;
}

test("beats go out oldest first and leave the store when taken", async () => {
  const store = new MemoryStore();
  const { sent, send } = sender(200);
  const queue = await queueOf(store, send);
  const result = await queue.flush();
  assert.deepEqual(sent, [
    ["a", 1],
    ["a", 2],
    ["a", 3],
  ]);
  assert.equal(result.state, "saved");
  assert.deepEqual(await store.all(), []);
});

test("without a line everything stays and the wait grows, then it is all sent", async () => {
  const store = new MemoryStore();
  const { send } = sender(0, 503, 200);
  const queue = await queueOf(store, send);
  assert.equal((await queue.flush()).state, "waiting");
  const first = queue.waitSeconds;
  assert.equal((await queue.flush()).state, "waiting");
  assert.ok(queue.waitSeconds > first);
  assert.equal(await queue.waitingSeconds(), 6);
  assert.equal((await queue.flush()).answers.length, 3);
  assert.equal(queue.waitSeconds, 0);
});

test("beats wait for the person to sign in again", async () => {
  const store = new MemoryStore();
  const { send } = sender(403);
  const queue = await queueOf(store, send);
  assert.equal((await queue.flush()).state, "signed-out");
  assert.equal((await store.all()).length, 3);
});

test("what the server will never take is dropped, counted, and does not block the rest", async () => {
  const store = new MemoryStore();
  const { send } = sender(422, 200);
  const queue = await queueOf(store, send);
  const result = await queue.flush();
  assert.equal(result.refusedSeconds, 2);
  assert.equal(result.answers.length, 2);
  assert.deepEqual(await store.all(), []);
});

test("a beat of a closed session goes once more to the open one", async () => {
  const store = new MemoryStore();
  const { sent, send } = sender(409, 200);
  const queue = new BeatQueue(store, send, async (old) => ({
    status: 201,
    beat: { ...old, session: "b", seq: 1 },
  }));
  await queue.add(beat(7));
  const result = await queue.flush();
  assert.deepEqual(sent, [
    ["a", 7],
    ["b", 1],
  ]);
  assert.equal(result.refusedSeconds, 0);
  assert.deepEqual(await store.all(), []);
});

test("a closed session with no other to go to is told as refused", async () => {
  const store = new MemoryStore();
  const { send } = sender(409);
  const queue = new BeatQueue(store, send);
  await queue.add(beat(7));
  assert.equal((await queue.flush()).refusedSeconds, 2);
});

test("a closed session waits where none can be opened just now, and goes when one can", async () => {
  const store = new MemoryStore();
  const { sent, send } = sender(409, 409, 200);
  const opened = [0, 201];
  const readdress = async (old) => {
    const status = opened.shift();
    return status ? { status, beat: { ...old, session: "b", seq: 1 } } : { status };
  };
  const queue = new BeatQueue(store, send, readdress);
  await queue.add(beat(7));
  const first = await queue.flush();
  assert.equal(first.state, "waiting");
  assert.equal(first.refusedSeconds, 0);
  assert.equal(await queue.waitingSeconds(), 2);
  assert.equal((await queue.flush()).answers.length, 1);
  assert.deepEqual(sent.at(-1), ["b", 1]);
  assert.deepEqual(await store.all(), []);
});

test("two flushes at once send each beat once", async () => {
  const store = new MemoryStore();
  const { sent, send } = sender(200);
  const queue = await queueOf(store, send);
  await Promise.all([queue.flush(), queue.flush()]);
  assert.equal(sent.length, 3);
});

test("verdicts", () => {
  assert.equal(verdict(200), "taken");
  assert.equal(verdict(0), "later");
  assert.equal(verdict(429), "later");
  assert.equal(verdict(401), "signed-out");
  assert.equal(verdict(409), "closed");
  assert.equal(verdict(404), "never");
});
