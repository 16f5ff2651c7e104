/**
 * What was run, kept across restarts. Nothing that happens to its file may
 * hold up or end a kernel.
 *
 * @module
 */

import { dirname } from "node:path";
import { HistoryDatabase, type Ran } from "./history_database.ts";

/** Characters of an output that are kept; a table may be of any length. */
const OUTPUT_LENGTH = 64 * 1024;
/**
 * How long a line waits before it is written, in ms, so that it is not written
 * while its cell starts.
 */
const WRITE_DELAY_MS = 500;
/** How long to wait, in ms, after a write that met another kernel's. */
const WRITE_RETRY_MS = 100;
const ATTEMPTS = 20;
/**
 * SQLite's message if another process is writing to the file. Not each of these
 * errors has a code of its own.
 */
const LOCKED = "database is locked";

export class History {
  #path: string | undefined;
  #database: Promise<HistoryDatabase> | undefined;
  /** All that ran in this session, in case its file breaks. */
  #ran: Ran[] = [];
  #written = 0;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param path Its file, made when first needed; none: kept in memory. */
  constructor(path: string | undefined) {
    this.#path = path;
  }

  /** Keeps a cell, or its output if it is there already; writes it later. */
  add({ line, input, output }: Ran) {
    this.#ran.push({ line, input, output: output?.slice(0, OUTPUT_LENGTH) });
    if (this.#path === undefined) return;
    this.#timer ??= setTimeout(() => this.#flush(), WRITE_DELAY_MS);
  }

  /** The database, with everything in it that ran so far. */
  async read<T>(query: (database: HistoryDatabase) => T): Promise<T> {
    await this.#flush();
    try {
      return query(await this.#open());
    } catch (error) {
      return query(await this.#leave(error as Error));
    }
  }

  async close() {
    const isKept = this.#path !== undefined;
    if (isKept && this.#written < this.#ran.length) await this.#flush();
    clearTimeout(this.#timer);
    (await this.#database)?.close();
  }

  async #flush() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const database = await this.#open();
    const { length } = this.#ran;
    try {
      database.write(this.#ran.slice(this.#written, length));
      this.#written = length;
      this.#failures = 0;
    } catch (error) {
      if (isLocked(error) && ++this.#failures < ATTEMPTS) {
        this.#timer ??= setTimeout(() => this.#flush(), WRITE_RETRY_MS);
      } else await this.#leave(error as Error);
    }
  }

  #open(): Promise<HistoryDatabase> {
    return this.#database ??= this.#openFile().catch((error) =>
      this.#inMemory(error)
    );
  }

  async #openFile(): Promise<HistoryDatabase> {
    if (this.#path === undefined) return HistoryDatabase.open(":memory:");
    // Cells may hold passwords; nobody else is to read them.
    await Deno.mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
    const file = { write: true, create: true, mode: 0o600 };
    (await Deno.open(this.#path, file)).close();
    for (let attempt = 1;; attempt++) {
      try {
        return await HistoryDatabase.open(this.#path);
      } catch (error) {
        if (!isLocked(error) || attempt === ATTEMPTS) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, WRITE_RETRY_MS));
    }
  }

  /** Goes on without the file. */
  async #leave(reason: Error): Promise<HistoryDatabase> {
    (await this.#database)?.close();
    return this.#database = this.#inMemory(reason);
  }

  async #inMemory(reason: Error): Promise<HistoryDatabase> {
    console.error(
      `thaw: the history is not kept: ${this.#path}: ${reason.message}`,
    );
    const database = await HistoryDatabase.open(":memory:");
    database.write(this.#ran);
    this.#written = this.#ran.length;
    return database;
  }
}

function isLocked(error: unknown): boolean {
  return (error as Error).message === LOCKED;
}
