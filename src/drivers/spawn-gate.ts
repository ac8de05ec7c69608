// Steps are started in the worker's thread, and what ends a run at once is the main thread, which waits for nothing. Between
// them stands this gate: once it is shut no step begins, and none is half begun, when it could not be found by its
// environment yet.

/** The cells that both threads see; each holds 0 or 1. */
const isShut = 0;
const isPassing = 1;

/** A thread that is stuck in a start is not waited for longer. */
const longestStartMs = 500;

export class SpawnGate {
  /** To be given to the other thread. */
  readonly memory: SharedArrayBuffer;
  readonly #cells: Int32Array;

  constructor(memory = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT)) {
    this.memory = memory;
    this.#cells = new Int32Array(memory);
  }

  /** `start` is synchronous, and is not called any more once the gate is shut: then this throws. */
  pass<T>(start: () => T): T {
    // Said before the other cell is read, as `shut` does it: one of the two threads sees what the other has said.
    Atomics.store(this.#cells, isPassing, 1);
    try {
      if (Atomics.load(this.#cells, isShut) === 1) throw new Error('the run is being killed');
      return start();
    } finally {
      Atomics.store(this.#cells, isPassing, 0);
      Atomics.notify(this.#cells, isPassing);
    }
  }

  /** For good; returns when nobody is passing. */
  shut(): void {
    Atomics.store(this.#cells, isShut, 1);
    Atomics.wait(this.#cells, isPassing, 1, longestStartMs);
  }
}
