/**
 * The table of what users ran, in SQLite; one file for all kernels of a user.
 *
 * Several kernels write to it at once: the write-ahead log lets each read
 * meanwhile, and numbers every session differently.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import type { HistoryEntry } from "../protocol/introspection.ts";

/** One cell that ran. */
export interface Ran {
  /** Its execution count. */
  line: number;
  input: string;
  /** Plain text of its value, if it had one. */
  output?: string;
}

/** Which lines of a session. */
export interface Range {
  /** The number of a session; 0 is this one, below counts back from it. */
  session: number;
  /** Below 0 it counts back from the end, and so does `stop`; as in IPython. */
  start: number;
  /** The line after the last; none, or 0: to the end. */
  stop?: number;
}

/** In ms; another kernel's write takes less than one. */
const LOCK_TIMEOUT_MS = 50;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS sessions (
    session INTEGER PRIMARY KEY AUTOINCREMENT,
    started TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS history (
    session INTEGER NOT NULL,
    line INTEGER NOT NULL,
    input TEXT NOT NULL,
    output TEXT,
    PRIMARY KEY (session, line)
  ) STRICT;`;

type Row = Ran & { session: number };

export class HistoryDatabase {
  readonly session: number;
  #database: DatabaseSync;

  private constructor(database: DatabaseSync) {
    this.#database = database;
    const { lastInsertRowid } = database
      .prepare("INSERT INTO sessions (started) VALUES (?)")
      .run(new Date().toISOString());
    this.session = Number(lastInsertRowid);
  }

  /**
   * Opens a file, made if need be, and begins a session in it.
   *
   * @param path `:memory:` for one that ends with the process.
   * @throws {Error} If it is no database, or cannot be written to.
   */
  static async open(path: string): Promise<HistoryDatabase> {
    // Loads in 10 ms, which is no part of a quick start.
    const { DatabaseSync } = await import("node:sqlite");
    const database = new DatabaseSync(path, { timeout: LOCK_TIMEOUT_MS });
    try {
      database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
      database.exec(SCHEMA);
      return new HistoryDatabase(database);
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** Adds what ran in this session, all of it or nothing. */
  write(lines: readonly Ran[]) {
    const database = this.#database;
    database.exec("BEGIN IMMEDIATE");
    try {
      const insert = database.prepare(
        "INSERT OR REPLACE INTO history VALUES (?, ?, ?, ?)",
      );
      for (const { line, input, output } of lines) {
        insert.run(this.session, line, input, output ?? null);
      }
      database.exec("COMMIT");
    } catch (error) {
      if (database.isTransaction) database.exec("ROLLBACK");
      throw error;
    }
  }

  /** The last `n`, of whatever session, the oldest first. */
  tail(n: number): Row[] {
    return this.#newest("1", [], n);
  }

  /** Some lines of one session, in order. */
  range({ session, start, stop }: Range): Row[] {
    const number = session > 0 ? session : this.session + session;
    const end = "(SELECT max(line) + 1 FROM history WHERE session = :number)";
    const bound = (name: string) =>
      `iif(:${name} < 0, :${name} + ${end}, :${name})`;
    return this.#database.prepare(
      "SELECT * FROM history WHERE session = :number AND " +
        `line >= ${bound("start")} AND line < ${bound("stop")} ORDER BY line`,
    ).all({
      number,
      start,
      stop: stop || Number.MAX_SAFE_INTEGER,
    }) as unknown as Row[];
  }

  /**
   * What matches a glob of `*` and `?`, the oldest first.
   *
   * @param n At most so many, the newest; none: all.
   * @param unique Only the newest of inputs that are equal.
   */
  search(pattern: string, n: number | undefined, unique: boolean): Row[] {
    // In SQLite a bracket begins a class of characters; code is full of them.
    const glob = pattern.replaceAll("[", "[[]");
    const newest = "NOT EXISTS (SELECT 1 FROM history AS later " +
      "WHERE later.input = history.input AND " +
      "(later.session, later.line) > (history.session, history.line))";
    return this.#newest(
      `input GLOB ?${unique ? ` AND ${newest}` : ""}`,
      [glob],
      n,
    );
  }

  close() {
    this.#database.close();
  }

  #newest(condition: string, values: string[], n = -1): Row[] {
    return this.#rows(
      `SELECT * FROM history WHERE ${condition} ` +
        "ORDER BY session DESC, line DESC LIMIT ?",
      [...values, n],
    ).reverse();
  }

  #rows(sql: string, values: (string | number)[]): Row[] {
    return this.#database.prepare(sql).all(...values) as unknown as Row[];
  }
}

/** Rows as the protocol has them. */
export function entries(rows: readonly Row[], output: boolean): HistoryEntry[] {
  return rows.map((row) => [
    row.session,
    row.line,
    output ? [row.input, row.output ?? null] : row.input,
  ]);
}
