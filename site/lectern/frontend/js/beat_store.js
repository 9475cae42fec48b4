// Where beats wait over a closed tab or a lost line: IndexedDB, and memory where a browser refuses it.

const DATABASE = "lectern";
const BEATS = "beats";

export class MemoryStore {
  #beats = new Map();

  async all() {
    return [...this.#beats.values()];
  }

  async put(beat) {
    this.#beats.set(keyOf(beat), beat);
  }

  async remove(beat) {
    this.#beats.delete(keyOf(beat));
  }
}

export class IndexedStore {
  #opened;

  /** `person` keeps two people at one computer apart. */
  constructor(person, factory = globalThis.indexedDB) {
    this.person = person;
    this.#opened = open(factory);
  }

  async all() {
    const beats = await this.#ask("readonly", (beats) => beats.getAll());
    return beats.filter((beat) => beat.person === this.person);
  }

  async put(beat) {
    const kept = { ...beat, person: this.person, key: keyOf(beat) };
    await this.#ask("readwrite", (beats) => beats.put(kept));
  }

  async remove(beat) {
    await this.#ask("readwrite", (beats) => beats.delete(keyOf(beat)));
  }

  async #ask(mode, question) {
    const database = await this.#opened;
    const request = question(database.transaction(BEATS, mode).objectStore(BEATS));
    return promised(request);
  }
}

/** An IndexedStore where the browser has one that opens, else a MemoryStore. */
export async function openStore(person) {
  try {
    const store = new IndexedStore(person);
    await store.all();
    return store;
  } catch {
    return new MemoryStore();
  }
}

function keyOf(beat) {
  return `${beat.session}:${beat.seq}`;
}

function open(factory) {
  const request = factory.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(BEATS, { keyPath: "key" });
  return promised(request);
}

function promised(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
