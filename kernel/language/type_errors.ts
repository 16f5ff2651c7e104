/**
 * Which of a language server's complaints about a cell are errors to its
 * author. Pure.
 *
 * @module
 */

import type { Diagnostic } from "./lsp/protocol.ts";

/** An error in a cell. */
export interface CellTypeError {
  /** 1-based, in the cell as it was written. */
  line: number;
  column: number;
  message: string;
  /** TypeScript's number. */
  code: number;
}

/**
 * Not errors of a cell:
 * - modules of which no types are at hand (2792, 7016, most of 2307)
 * - what is assigned to or declared again, as cells may (2300, 2451, 2588,
 *   2630, 2632)
 * - `globalThis.name`, `this` of a cell (7017, 7041)
 * - types of a package that declare modules by their names, and are none (2306)
 * - JSX where no module makes elements, which fails when it runs (2686, 2874)
 */
const IGNORED = new Set([
  ...[
    2300,
    2306,
    2451,
    2588,
    2630,
    2632,
    2686,
    2792,
    2874,
    7016,
    7017,
    7041,
  ],
]);

/** There is no such module, or no types of it. */
const NO_MODULE = 2307;

/** Names that a later cell may declare, or that only exist at run time. */
const NAMES = new Set([
  ...[2304, 2503, 2552, 2580, 2581, 2582, 2583, 2584, 2591, 2592, 2593, 18004],
]);

/** A name is used before its own declaration, where an earlier cell's counts. */
const EARLY = new Set([2448, 2449, 2450, 2454, 2506]);

/** Types that were left out: an error only to who asks for it. */
const IMPLICIT_ANY = new Set([
  // `this` of a function, as in `function Person(name) { this.name = name }`.
  2683,
  // Type arguments for what may be anything, as a module without types is.
  2347,
  ...[7005, 7006, 7008, 7009, 7010, 7011, 7013, 7018, 7019, 7020, 7022, 7023],
  ...[7024, 7026, 7031, 7032, 7033, 7034, 7050, 7051, 7052, 7053],
]);

/** `import a = require("b")` and `export = a`, which cells may write. */
const OLD_MODULES = new Set([1202, 1203]);

/** What counts beside contradictions of types. */
export interface WantedErrors {
  /** Types that are left out. */
  implicitAny?: boolean;
  /** Text that is no TypeScript; where cells run, the kernel tells. */
  syntax?: boolean;
  /** Names that nobody declares; these are declared elsewhere. */
  namesBut?: ReadonlySet<string>;
  /** Names used before their declaration; these have one in an earlier cell. */
  earlyBut?: ReadonlySet<string>;
  /** Imports of files that are not there. */
  isMissing?: (specifier: string) => boolean;
}

export function isTypeError(
  { severity, code, message }: Diagnostic,
  { implicitAny, syntax, namesBut, earlyBut, isMissing }: WantedErrors,
): boolean {
  if (severity !== 1 || typeof code !== "number") return false;
  if (code === NO_MODULE) {
    return isMissing?.(/'([^']+)'/.exec(message)?.[1] ?? "") === true;
  }
  // Errors of the syntax are 1 to 2 thousand.
  if (code < 2000) return syntax === true && !OLD_MODULES.has(code);
  const but = NAMES.has(code) ? namesBut : earlyBut;
  if (NAMES.has(code) || EARLY.has(code)) {
    const name = /'([^']+)'/.exec(message)?.[1];
    return but !== undefined && name !== undefined && !but.has(name);
  }
  return !IGNORED.has(code) && (implicitAny || !IMPLICIT_ANY.has(code));
}

/** Of members and exports that a module does not have. */
const LACKING = new Set([1192, 2305, 2339, 2551, 2613, 2614, 2694, 2724]);
const OF_MODULE = /(?:\bimport\(|\bModule '|\bNamespace '|^')"([^"]+)"/;

/**
 * The module that is said to lack something: as a cell names it, or its file,
 * perhaps without an ending.
 */
export function lackingModule(
  { code, message }: Diagnostic,
): string | undefined {
  if (!LACKING.has(Number(code))) return undefined;
  return OF_MODULE.exec(message)?.[1];
}

/** Of what is called, constructed or taken a member of, be it a type. */
const OF_VALUES = new Set([
  ...[2571, 2694, 2749, 18046],
  ...[2339, 2349, 2351, 2551, 2721, 2722, 2723],
  ...[2531, 2532, 2533, 18047, 18048, 18049],
]);

/** Whether a value is said to lack a member, not to be callable or not to be there. */
export function isOfValue({ code }: Diagnostic): boolean {
  return OF_VALUES.has(Number(code));
}

/** Whether a function is said to need more arguments than it got. */
export function isTooFewArguments({ code, message }: Diagnostic): boolean {
  if (code !== 2554 && code !== 2555) return false;
  const [, wanted, given] = /(\d+)(?:-\d+)? arg.* got (\d+)/.exec(message) ??
    [];
  return Number(given) < Number(wanted);
}

const NO_CHECK = /^\s*\/\/\s*@ts-nocheck\b/;

/** Whether a cell begins with `// @ts-nocheck`, after other comments at most. */
export function asksNoCheck(code: string): boolean {
  for (const line of code.split(/\r\n?|\n/)) {
    if (NO_CHECK.test(line)) return true;
    if (!/^\s*(?:\/\/.*|#!.*)?$/.test(line)) return false;
  }
  return false;
}
