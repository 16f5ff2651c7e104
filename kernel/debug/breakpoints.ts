/**
 * The breakpoints that a client has set, by path, whether or not V8 has loaded
 * the code that they are in.
 *
 * @module
 */

import type { DebugProtocol as Dap } from "@vscode/debugprotocol";
import type { AskedBreakpoint } from "./requests.ts";

/** A breakpoint that a client has set. */
export interface Breakpoint extends AskedBreakpoint {
  id: number;
  path: string;
  /** Where the code can pause, 1-based; none until that is known. */
  actual?: { line: number; column: number };
  /** Why it can't pause anywhere. */
  message?: string;
  /** V8's ids of it, one for each script that it is set in. */
  set: string[];
}

export class Breakpoints {
  readonly #byPath = new Map<string, Breakpoint[]>();
  #next = 1;

  /** Replaces all of a path. */
  replace(path: string, asked: AskedBreakpoint[]): Breakpoint[] {
    const all = asked.map((one): Breakpoint => ({
      ...one,
      id: this.#next++,
      path,
      set: [],
    }));
    if (all.length > 0) this.#byPath.set(path, all);
    else this.#byPath.delete(path);
    return all;
  }

  of(path: string): Breakpoint[] {
    return this.#byPath.get(path) ?? [];
  }

  all(): Breakpoint[] {
    return [...this.#byPath.values()].flat();
  }

  paths(): string[] {
    return [...this.#byPath.keys()];
  }

  /** The ids of the breakpoints that V8 knows by one of these ids. */
  idsOf(set: string[]): number[] {
    return this.all().filter((one) => one.set.some((id) => set.includes(id)))
      .map(({ id }) => id);
  }

  clear(): void {
    this.#byPath.clear();
  }
}

/** As a client sees it; one that can't pause yet is where it was asked for. */
export function breakpointBody(
  { id, path, line, actual, message }: Breakpoint,
): Dap.Breakpoint {
  return {
    id,
    verified: actual !== undefined,
    line: actual?.line ?? line,
    column: actual?.column,
    message,
    source: { path },
  };
}
