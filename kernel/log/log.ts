/**
 * Lines for the kernel's log, which is its stderr.
 *
 * Many clients never read a kernel's stderr. A full pipe would stop a process
 * that writes to it synchronously, so lines are written in the background, and
 * what strangers can cause is counted and told once a minute.
 *
 * @module
 */

/** How often a line that repeats is written again. */
const REPEAT_MS = 60_000;
/** Lines that may wait for whoever reads stderr; further ones are dropped. */
const WAITING_LINES = 100;
/** Characters of one line. */
const LINE_LENGTH = 2000;

export class Log {
  readonly #write: (bytes: Uint8Array) => Promise<unknown>;
  readonly #repeatMs: number;
  readonly #waiting: string[] = [];
  readonly #repeated = new Map<string, number>();
  #writing = false;
  #lost = 0;

  /** @param write Writes all bytes; the log never waits for it. */
  constructor(
    write: (bytes: Uint8Array) => Promise<unknown>,
    repeatMs = REPEAT_MS,
  ) {
    this.#write = write;
    this.#repeatMs = repeatMs;
  }

  /** Writes one line; what would break it is escaped. */
  line(text: string): void {
    if (this.#waiting.length >= WAITING_LINES) {
      this.#lost++;
      return;
    }
    this.#waiting.push(`thaw: ${printable(text)}\n`);
    if (!this.#writing) void this.#drain();
  }

  /**
   * Writes a line the first time, and after a minute how often it came again.
   *
   * @param text One of a small fixed set: nothing that a stranger chose.
   */
  repeated(text: string): void {
    const count = this.#repeated.get(text);
    this.#repeated.set(text, count === undefined ? 0 : count + 1);
    if (count !== undefined) return;
    this.line(text);
    Deno.unrefTimer(setTimeout(() => this.#tell(text), this.#repeatMs));
  }

  #tell(text: string) {
    const count = this.#repeated.get(text);
    this.#repeated.delete(text);
    if (!count) return;
    this.line(`${text} (${count} more since the last such line)`);
  }

  async #drain() {
    this.#writing = true;
    for (;;) {
      const text = this.#waiting.shift();
      if (text === undefined) break;
      try {
        await this.#write(new TextEncoder().encode(text));
      } catch {
        // Nobody reads stderr any more, and there is no other place to report it.
      }
    }
    this.#writing = false;
    if (this.#lost === 0) return;
    const lost = this.#lost;
    this.#lost = 0;
    this.line(`${lost} lines of this log were dropped: nobody read them`);
  }
}

/** In one line without control characters, and not too long. */
function printable(text: string): string {
  const cut = text.length > LINE_LENGTH
    ? `${text.slice(0, LINE_LENGTH)} …`
    : text;
  return cut.replace(
    /\p{Cc}/gu,
    (character) =>
      character === "\n" || character === "\t"
        ? character
        : `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}

async function writeStderr(bytes: Uint8Array) {
  while (bytes.length > 0) {
    bytes = bytes.subarray(await Deno.stderr.write(bytes));
  }
}

/** The log of this process. */
export const log = new Log(writeStderr);

/** What an error says in the log: its stack, as far as it has one. */
export function told(error: unknown): string {
  try {
    return error instanceof Error
      ? error.stack ?? `${error.name}: ${error.message}`
      : String(error);
  } catch {
    return "an error that has no words";
  }
}
