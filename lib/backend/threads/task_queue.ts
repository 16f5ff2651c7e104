/**
 * The tasks of one worker, in memory that both sides see.
 *
 * @module
 */

/** Words of the queue's header, and what both sides count by. */
export const LAYOUT = {
  /** Set by the worker once it waits for tasks. */
  READY: 0,
  /**
   * Tasks given, modulo 2^16, and above them tasks that the worker has begun: in
   * one word, so that the caller takes back no task that has begun.
   */
  GIVEN: 1,
  /** Tasks done, modulo 2^16. */
  FINISHED: 2,
  /** The length of an error's text, else zero. */
  FAILED: 3,
  /** Set to end the worker. */
  END: 4,
  /** Set while a side sleeps: to wake the other costs as much as a small task. */
  WORKER_SLEEPS: 5,
  CALLER_SLEEPS: 6,
  /** Where the text of an error lies; tasks that come after it leave it. */
  TEXT: 16,
  TEXT_WORDS: 1024,
  FIRST_WORD: 1040,
  /** Tasks in the queue: the one that runs and the next. A power of two. */
  SLOTS: 2,
  /** A task's length and its calls. */
  SLOT_WORDS: 32_768,
  /** Looks at a count before a thread goes to sleep: some 100 microseconds. */
  SPINS: 50_000,
} as const;

const { READY, GIVEN, FINISHED, FAILED, END } = LAYOUT;
const { WORKER_SLEEPS, CALLER_SLEEPS } = LAYOUT;
const { TEXT, FIRST_WORD, SLOTS, SLOT_WORDS, SPINS } = LAYOUT;

/** The lower half of a word. */
const HALF = 0xffff;

/** The side that gives tasks. */
export class TaskQueue {
  readonly buffer = new SharedArrayBuffer(
    4 * (FIRST_WORD + SLOTS * SLOT_WORDS),
  );
  readonly #words = new Int32Array(this.buffer);
  /** Where the task that is written starts, and where its next word goes. */
  #start = 0;
  #at = 0;
  /** The numbers of tasks that lie whole in the queue, oldest first. */
  readonly #whole: number[] = [];
  #isWhole = true;

  get isReady(): boolean {
    return Atomics.load(this.#words, READY) === 1;
  }

  /**
   * Tasks given, modulo 2^16: read where the worker does, so that a call that
   * Stop ends in the middle leaves no other count.
   */
  get #given(): number {
    return Atomics.load(this.#words, GIVEN) & HALF;
  }

  /** Tasks that are not done yet. */
  get waiting(): number {
    return this.#given - Atomics.load(this.#words, FINISHED) & HALF;
  }

  /** Starts a task; waits while two are held. */
  begin(): void {
    this.#isWhole = true;
    this.#beginPart();
  }

  #beginPart(): void {
    this.#waitFor(SLOTS - 1);
    this.#start = FIRST_WORD + (this.#given & SLOTS - 1) * SLOT_WORDS;
    this.#at = this.#start + 1;
  }

  /** Adds a call to the task. What does not fit goes on in another task. */
  write(id: number, integers: number[]): void {
    const words = this.#words;
    if (this.#at + 2 + integers.length > this.#start + SLOT_WORDS) {
      this.#isWhole = false;
      this.#whole.length = 0;
      this.#give();
      this.#beginPart();
    }
    let at = this.#at;
    words[at++] = id;
    words[at++] = integers.length;
    for (let i = 0; i < integers.length; i++) words[at++] = integers[i];
    this.#at = at;
  }

  /** Gives the worker the task, whose number is `task`. */
  publish(task: number): void {
    if (this.#isWhole) this.#whole.push(task);
    this.#give();
  }

  #give(): void {
    const words = this.#words;
    words[this.#start] = this.#at - this.#start - 1;
    this.#countGiven();
    // A worker that sets this word after the check reads the new count before it
    // sleeps.
    if (Atomics.load(words, WORKER_SLEEPS) === 1) Atomics.notify(words, GIVEN);
  }

  /** Counts one more task as given, whatever the worker begins meanwhile. */
  #countGiven(): void {
    const words = this.#words;
    for (let seen = Atomics.load(words, GIVEN);;) {
      const next = seen & ~HALF | seen + 1 & HALF;
      const found = Atomics.compareExchange(words, GIVEN, seen, next);
      if (found === seen) return;
      seen = found;
    }
  }

  /**
   * Takes back the task that was given last if the worker has not begun it: one
   * that sleeps, or has lost its core to another program, begins late.
   *
   * @returns The task's number.
   */
  takeBack(): number | undefined {
    const words = this.#words;
    while (this.#whole.length > 0) {
      const seen = Atomics.load(words, GIVEN);
      if (seen >>> 16 === (seen & HALF)) return undefined;
      const next = seen & ~HALF | seen - 1 & HALF;
      if (Atomics.compareExchange(words, GIVEN, seen, next) === seen) {
        return this.#whole.pop();
      }
    }
    return undefined;
  }

  /**
   * Waits until all tasks are done.
   *
   * @returns The error of one that failed.
   */
  finish(): Error | undefined {
    const words = this.#words;
    this.#waitFor(0);
    this.#whole.length = 0;
    const length = Atomics.exchange(words, FAILED, 0);
    if (length === 0) return undefined;
    const text = String.fromCharCode(...words.subarray(TEXT, TEXT + length));
    return new Error(`A thread of WASM failed: ${text}`);
  }

  /** Waits until no more than `most` tasks are left. */
  #waitFor(most: number): void {
    for (let spins = 0; this.waiting > most; spins++) {
      if (spins < SPINS) continue;
      const finished = Atomics.load(this.#words, FINISHED);
      if ((this.#given - finished & HALF) <= most) return;
      Atomics.store(this.#words, CALLER_SLEEPS, 1);
      Atomics.wait(this.#words, FINISHED, finished);
      Atomics.store(this.#words, CALLER_SLEEPS, 0);
    }
  }

  end(): void {
    Atomics.store(this.#words, END, 1);
    this.#countGiven();
    Atomics.notify(this.#words, GIVEN);
  }
}
