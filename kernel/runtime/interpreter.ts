/**
 * What the kernel needs of something that runs cells. `DenoInterpreter` is the
 * real one; tests of handlers have a small one of their own.
 *
 * @module
 */

import type { AccessPath } from "../cell/mod.ts";
import type { UnsetName } from "../cell/parse/cell_scope.ts";
import type { CommDelivery } from "./comm_delivery.ts";
import type { Look } from "./look.ts";
import type { KeyKind, Member } from "./members.ts";
import type { OutputSink } from "./output_sink.ts";

/** An error as Jupyter shows it. */
export interface CellError {
  ename: string;
  evalue: string;
  /** Lines, with ANSI colours. */
  traceback: string[];
}

/** An error that no cell caught, and the number of the cell that caused it. */
export interface BackgroundError extends CellError {
  execution_count?: number;
}

/** How a cell ended. `data` is a MIME bundle, absent for `undefined`. */
export type Outcome =
  | { status: "ok"; data?: Record<string, unknown> }
  | {
    status: "error";
    error: CellError;
    /** V8 or the compiler took no part of it, so that nothing was declared. */
    isRefused?: true;
    /** The line of the cell at which its own code failed, 1-based. */
    line?: number;
  };

export interface Cell {
  code: string;
  /** Counts the executions of this kernel, from 1; also silent ones. */
  id: number;
  /** The number that the user sees, `In [3]`. */
  execution_count: number;
  sink: OutputSink;
  /** Nobody is there to stop it: it ends when nothing can end what it awaits. */
  isUnattended?: boolean;
}

/** Whether somebody took a message; an error only if that was cut short. */
export type Delivered =
  | { status: "ok"; taken: boolean }
  | { status: "error"; error: CellError };

export interface Interpreter {
  /** Starts the runtime early, so that the first cell need not wait. */
  warm(): void;
  /** Runs one cell at a time; never throws. */
  execute(cell: Cell): Promise<Outcome>;
  /**
   * Gives a comm's message to its callbacks, between two cells or while one
   * awaits; never throws.
   */
  deliver(delivery: CommDelivery): Promise<Delivered>;
  /**
   * The errors that nothing has caught so far. What cells have begun and not
   * awaited is waited for first, for a while; never throws.
   */
  background(): Promise<BackgroundError[]>;
  /** What the latest cell declared and did not set, if it failed. */
  unset(): Promise<UnsetName[]>;
  /** Names in scope; answers while a cell runs, as do the next three. */
  names(): Promise<Member[]>;
  /** Properties of the value at a path; undefined if it cannot be told. */
  members(path: AccessPath): Promise<Member[] | undefined>;
  /** The value at a path; undefined if it cannot be told. */
  look(path: AccessPath): Promise<Look | undefined>;
  /**
   * The same for any expression in JavaScript, where V8 can evaluate it
   * without a side effect.
   */
  membersOf(expression: string): Promise<Member[] | undefined>;
  lookAt(expression: string): Promise<Look | undefined>;
  /**
   * Keys of a map, columns of a data frame or layers of a model that an
   * expression gives.
   */
  keysOf(expression: string, kind?: KeyKind): Promise<string[] | undefined>;
  /** Specifiers of imports that begin with what is written. */
  specifiers(written: string): Promise<string[]>;
  /** Files and folders by their paths, as far as one of them is written. */
  paths(written: string): string[];
  /** Stops all that runs; fulfilled when it has ended. */
  interrupt(): Promise<void>;
  /** Ends the runtime. */
  close(): Promise<void>;
}
