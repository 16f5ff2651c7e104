/**
 * What the kernel may call in the child: one table, and the one place where
 * the expression for a call is built. `child/main.ts` says `satisfies`.
 *
 * @module
 */

import { jsonText } from "./json_text.ts";
import type { CellEnd } from "./payload.ts";
import type { Place } from "./place.ts";

/** The answer to `prompt()`. */
export interface Answer {
  value?: string;
  /** Why there is none. */
  error?: string;
}

/**
 * Where a path to a value begins: code of a function that gives a cell's
 * variable or a literal. Null in its place means that the first key is the name
 * of a global.
 */
export class RootCode {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What `close` and `finish` return when a cell has ended. */
export interface Finish {
  /** Whether the pipes carry the mark. */
  fenced: boolean;
  /** Whether the end is too long for a reply, and came as a payload. */
  posted: boolean;
  end: CellEnd;
}

/** How a script ended whose promise DevTools has lost. */
export type Whereabouts = "ended" | "closed" | "awaiting" | "threw";

/** How long the clean-up of stopped cells may take. */
export const CLEAN_UP_MS = 2000;

export interface ChildCalls {
  /** Takes the binding that payloads leave by off the global object. */
  connect(): void;
  /** The answer that a `prompt()` waits for; also while the cell is busy. */
  answer(given: Answer): void;
  /** Where the parts of a script that is about to run are in its cell. */
  notePlaces(script: string, places: Place[]): void;
  /** Gives back what `notePlaces()` was told of a script. */
  placesOf(script: string): Place[];
  /** How far a cell has come. */
  whereabouts(cell: number): Whereabouts;
  /** The value of the latest script, for DevTools to mirror. */
  lastValue(): unknown;
  /** JSON of `Facts` about the value at a path. */
  facts(root: RootCode | null, keys: string[]): string;
  /** JSON of the `Member`s of the value at a path. */
  members(root: RootCode | null, keys: string[]): string;
  /** The value at a path, for DevTools to mirror. */
  follow(root: RootCode | null, keys: string[]): unknown;
  /** A value's own look in a few lines, for V8 to refuse what has effects. */
  overview(value: RootCode): string | undefined;
  /** JSON of `Facts` about a value. */
  factsOf(value: unknown): string;
  /** How many items a value holds that a debugger shows a part at a time. */
  itemCount(value: unknown): number;
  /** Some of them by `number:name`, for DevTools to mirror. */
  items(value: unknown, start: number, count: number): Record<string, unknown>;
  /** JSON of the MIME bundle of a value. */
  bundle(value: unknown): Promise<string>;
  /** The same while code is paused, when no promise can settle. */
  bundleNow(value: unknown): string;
  /** Sends nothing until `speak()`. */
  hush(): void;
  speak(): void;
  /** First step of Stop. Returns whether a library will end cleanly. */
  interrupt(cells: number[]): boolean;
  /**
   * Lets the cells clean up, for `CLEAN_UP_MS` at most.
   *
   * @param terminated Whether some of their code was cut where it was.
   */
  cleanUp(cells: number[], terminated: boolean): Promise<void>;
  /**
   * Whether an operation of TensorFlow.js runs, which must not be terminated;
   * the cells end at their next.
   */
  inOperation(cells: number[]): boolean;
  /** Whether a cell has asked the user for a line and waits for it. */
  isAsking(): boolean;
  /** Whether a cell is importing, so that V8 may be evaluating a module. */
  isImporting(): boolean;
  /** Whether the code that runs now belongs to a cell other than these. */
  isOtherBusy(cells: number[]): boolean;
  /** Ends the timers of the cell whose code runs, unless it is one of these. */
  cancelOther(cells: number[]): void;
  /**
   * Last step of Stop, when nothing of the cells runs any more. Whether
   * TensorFlow.js' backend had to be started anew.
   */
  interrupted(cells: number[]): Promise<boolean>;
  /** Acknowledges output: how many chunks have been taken so far. */
  tick(chunks: number): void;
  /** Resolves in a later turn of the event loop; never while a cell is busy. */
  turn(): Promise<void>;
  /**
   * Whether anything is left, a timer, a request, a Worker or a comm, that could
   * settle what a cell awaits. Waits while code of a cell is busy.
   */
  mayGoOn(): Promise<boolean>;
  /**
   * Resolves when no code of a cell awaits anything any more that could come,
   * and no timeout is about to end; after `BACKGROUND_WAIT_MS` at the latest.
   */
  rest(): Promise<void>;
  /** Calls the listeners to the end of the process. Waits while a cell is busy. */
  farewell(): Promise<void>;
  /** Ends a cell that could not close itself; JSON of a `Finish`. */
  finish(cell: number, mark: string): Promise<string>;
  /**
   * Hands a comm's message over, given as JSON with its type; buffers as
   * Base64. Whether anybody took it; `"later"` if it is early and nobody did.
   */
  deliver(
    cell: number,
    json: string,
    when: "early" | "last",
  ): Promise<boolean | "later">;
  /** JSON of the `Failure` that describes a thrown value. */
  describe(thrown: unknown): Promise<string>;
}

type InChild<Arg> = Arg extends RootCode ? () => unknown : Arg;

type AllInChild<Args extends unknown[]> = {
  [At in keyof Args]: InChild<Args[At]>;
};

/** The calls as the child takes them: code of a function is a function there. */
export type ChildSide = {
  [Call in keyof ChildCalls]: (
    ...args: AllInChild<Parameters<ChildCalls[Call]>>
  ) => ReturnType<ChildCalls[Call]>;
};

type AwaitedCall = {
  [Call in keyof ChildCalls]: ReturnType<ChildCalls[Call]> extends
    Promise<unknown> ? Call : never;
}[keyof ChildCalls];

/** Calls whose promise is waited for; the compiler names one that is missing. */
const AWAITED: Record<AwaitedCall, true> = {
  bundle: true,
  cleanUp: true,
  deliver: true,
  describe: true,
  farewell: true,
  finish: true,
  interrupted: true,
  mayGoOn: true,
  rest: true,
  turn: true,
};

export function isAwaited(method: keyof ChildCalls): boolean {
  return method in AWAITED;
}

/** The mark that `close` writes to both pipes after a cell's output. */
export function closingMark(prefix: string, cell: number): string {
  return `${prefix}c${cell}\n`;
}

/** The global binding by which payloads leave the child. */
export function bindingName(object: string): string {
  return `${object}_emit`;
}

/**
 * An expression for a promise that is fulfilled when the child's program has
 * run to its end and left its object. If the object is not there yet, this
 * leaves a function that the child then calls.
 */
export function readyText(object: string): string {
  return `typeof ${object} === "object" ||
    new Promise((resolve) => globalThis.${readyName(object)} = resolve)`;
}

/** The global that the child calls when its object is there. */
export function readyName(object: string): string {
  return `${object}_ready`;
}

/**
 * A function that makes a call of up to three arguments, to be run on the
 * child's object by `Runtime.callFunctionOn`. So a value that only the child
 * has can be an argument.
 */
export function methodText(method: keyof ChildCalls): string {
  return `function (a, b, c) { return this.${method}(a, b, c) }`;
}

/** The expression that makes a call, for `Runtime.evaluate`. */
export function callText<Method extends keyof ChildCalls>(
  object: string,
  method: Method,
  ...args: Parameters<ChildCalls[Method]>
): string {
  const texts = args.map((arg: unknown) =>
    arg instanceof RootCode ? `() => (${arg.text})` : jsonText(arg)
  );
  return `${object}.${method}(${texts.join()})`;
}
