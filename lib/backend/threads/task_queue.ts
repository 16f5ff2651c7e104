/**
 * The tasks of one worker, in memory that both sides see.
 *
 * @module
 */

/** Words of the queue's header, and what both sides count by. */
export const LAYOUT = {
  /** Set by the worker once it waits for tasks. */
  READY: 0,
  /** Tasks given and tasks done, modulo 2^32. */
  PUBLISHED: 1,
  FINISHED: 2,
  /** Where the text of an error lies, else zero. */
  FAILED: 3,
  /** Set to end the worker. */
  END: 4,
  /** Set while a side sleeps: to wake the other costs as much as a small task. */
  WORKER_SLEEPS: 5,
  CALLER_SLEEPS: 6,
  FIRST_WORD: 16,
  /** Tasks in the queue: the one that runs and the next. A power of two. */
  SLOTS: 2,
  /** A task's length and its calls. */
  SLOT_WORDS: 32_768,
  /** Looks at a count before a thread goes to sleep: some 100 microseconds. */
  SPINS: 50_000,
} as const;

const { READY, PUBLISHED, FINISHED, FAILED, END } = LAYOUT;
const { WORKER_SLEEPS, CALLER_SLEEPS } = LAYOUT;
const { FIRST_WORD, SLOTS, SLOT_WORDS, SPINS } = LAYOUT;

/** The side that gives tasks. */
export class TaskQueue {
  readonly buffer = new SharedArrayBuffer(
    4 * (FIRST_WORD + SLOTS * SLOT_WORDS),
  );
  readonly #words = new Int32Array(this.buffer);
  #published = 0;
  /** Where the task that is written starts, and where its next word goes. */
  #start = 0;
  #at = 0;

  get isReady(): boolean {
    return Atomics.load(this.#words, READY) === 1;
  }

  /** Tasks that are not done yet. */
  get waiting(): number {
    return this.#published - Atomics.load(this.#words, FINISHED) | 0;
  }

  /** Starts a task; waits while two are held. */
  begin(): void {
    this.#waitFor(SLOTS - 1);
    this.#start = FIRST_WORD + (this.#published & SLOTS - 1) * SLOT_WORDS;
    this.#at = this.#start + 1;
  }

  /** Adds a call to the task. What does not fit goes on in another task. */
  write(id: number, integers: number[]): void {
    const words = this.#words;
    if (this.#at + 2 + integers.length > this.#start + SLOT_WORDS) {
      this.publish();
      this.begin();
    }
    let at = this.#at;
    words[at++] = id;
    words[at++] = integers.length;
    for (let i = 0; i < integers.length; i++) words[at++] = integers[i];
    this.#at = at;
  }

  /** Gives the task to the worker. */
  publish(): void {
    this.#words[this.#start] = this.#at - this.#start - 1;
    this.#published = this.#published + 1 | 0;
    Atomics.store(this.#words, PUBLISHED, this.#published);
    // A worker that sets this word after the check reads the new count before it
    // sleeps.
    if (Atomics.load(this.#words, WORKER_SLEEPS) === 0) return;
    Atomics.notify(this.#words, PUBLISHED);
  }

  /**
   * Waits until all tasks are done.
   *
   * @returns The error of one that failed.
   */
  finish(): Error | undefined {
    const words = this.#words;
    this.#waitFor(0);
    const failed = Atomics.exchange(words, FAILED, 0);
    if (failed === 0) return undefined;
    const codes = words.subarray(failed + 1, failed + 1 + words[failed]);
    const text = String.fromCharCode(...codes);
    return new Error(`A thread of WASM failed: ${text}`);
  }

  /** Waits until no more than `most` tasks are left. */
  #waitFor(most: number): void {
    for (let spins = 0; this.waiting > most; spins++) {
      if (spins < SPINS) continue;
      const finished = Atomics.load(this.#words, FINISHED);
      if ((this.#published - finished | 0) <= most) return;
      Atomics.store(this.#words, CALLER_SLEEPS, 1);
      Atomics.wait(this.#words, FINISHED, finished);
      Atomics.store(this.#words, CALLER_SLEEPS, 0);
    }
  }

  end(): void {
    Atomics.store(this.#words, END, 1);
    Atomics.store(this.#words, PUBLISHED, this.#published + 1 | 0);
    Atomics.notify(this.#words, PUBLISHED);
  }
}
