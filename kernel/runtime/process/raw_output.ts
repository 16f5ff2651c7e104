/**
 * Reads one of the runtime's pipes: what subprocesses and native code write,
 * and the marks by which `child/output/fence.ts` tells where a cell's part ends.
 *
 * @module
 */

/** DevTools' own lines on stderr; they say nothing to a user. */
const DEVTOOLS =
  /^(?:Debugger listening on ws:.*|Visit chrome:\/\/inspect to connect to the debugger\.|Debugger session (?:started|ended)(?: \([^)]*\))?\.?|Waiting for the debugger to disconnect\.\.\.)(?:\r?\n|$)/gm;

/**
 * How long a mark that nobody awaits holds output back. A cell can forge one.
 */
const UNCLAIMED_MS = 2000;

export class RawOutput {
  #sink: (text: string) => void = () => {};
  #buffer = "";
  #waiting = new Map<string, () => void>();
  #ended = false;
  /** Runs while a mark holds the output back. */
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Fulfilled at the end of the pipe. */
  readonly ended: Promise<void>;

  /**
   * @param pipe Read to its end.
   * @param prefix How every mark begins; no output contains it by chance.
   */
  constructor(
    pipe: ReadableStreamDefaultReader<Uint8Array>,
    readonly prefix: string,
  ) {
    this.ended = this.#read(pipe);
  }

  /** Sends what comes from here on to `sink`. */
  direct(sink: (text: string) => void) {
    this.#sink = sink;
  }

  /** Fulfilled once everything written before `mark` has been passed on. */
  reached(mark: string): Promise<void> {
    if (this.#ended) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.set(mark, resolve);
    this.#take();
    return promise;
  }

  async #read(pipe: ReadableStreamDefaultReader<Uint8Array>) {
    const decoder = new TextDecoder();
    for (;;) {
      const { value, done } = await pipe.read();
      if (done) break;
      this.#buffer += decoder.decode(value, { stream: true });
      this.#take();
    }
    this.#ended = true;
    this.#claimed();
    // No cell waits for a mark once the runtime has ended.
    const [first, ...marked] = this.#buffer.split(this.prefix);
    const rest = marked.map((part) => part.slice(part.indexOf("\n") + 1));
    this.#pass(first + rest.join(""));
    this.#buffer = "";
    for (const resolve of this.#waiting.values()) resolve();
  }

  #take() {
    for (;;) {
      const start = this.#buffer.indexOf(this.prefix);
      if (start < 0) break;
      const end = this.#buffer.indexOf("\n", start);
      const mark = this.#buffer.slice(start, end + 1);
      const resolve = end < 0 ? undefined : this.#waiting.get(mark);
      if (end >= 0 && !resolve && this.#overtaken(mark)) {
        this.#pass(this.#buffer.slice(0, start));
        this.#buffer = this.#buffer.slice(end + 1);
        continue;
      }
      if (!resolve) {
        // The mark is not whole yet, or came before the kernel asked for it.
        this.#pass(this.#buffer.slice(0, start));
        this.#buffer = this.#buffer.slice(start);
        this.#timer ??= setTimeout(() => this.#drop(), UNCLAIMED_MS);
        return;
      }
      this.#claimed();
      this.#pass(this.#buffer.slice(0, start));
      this.#buffer = this.#buffer.slice(end + 1);
      this.#waiting.delete(mark);
      resolve();
    }
    // The start of a mark may have come, its rest not yet.
    const keep = this.#tail();
    this.#pass(this.#buffer.slice(0, this.#buffer.length - keep));
    this.#buffer = this.#buffer.slice(this.#buffer.length - keep);
  }

  #claimed() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Takes away a mark that nobody asked for in time. */
  #drop() {
    this.#timer = undefined;
    const end = this.#buffer.indexOf("\n");
    this.#buffer = this.#buffer.slice(end < 0 ? this.prefix.length : end + 1);
    this.#take();
  }

  /**
   * Whether a mark with a higher number is waited for. Then the reply that told
   * of this one was lost, and nothing waits for this one.
   */
  #overtaken(mark: string): boolean {
    const number = this.#number(mark);
    return [...this.#waiting.keys()].some((other) =>
      this.#number(other) > number
    );
  }

  /** `NaN` for a barrier's mark: no comparison with it is true. */
  #number(mark: string): number {
    return Number(mark.slice(this.prefix.length));
  }

  #tail(): number {
    const most = Math.min(this.prefix.length - 1, this.#buffer.length);
    for (let length = most; length > 0; length--) {
      if (this.#buffer.endsWith(this.prefix.slice(0, length))) return length;
    }
    return 0;
  }

  #pass(text: string) {
    const shown = text.replace(DEVTOOLS, "");
    if (shown !== "") this.#sink(shown);
  }
}
