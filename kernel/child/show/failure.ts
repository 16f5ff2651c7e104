/**
 * A thrown value -> plain data for the kernel, which knows the cells' sources
 * and makes the traceback.
 *
 * @module
 */

import util from "node:util";
import {
  cutFailure,
  type Failure,
  FAILURE_DEPTH,
  FAILURE_PARTS,
} from "../../bridge/failure.ts";
import { cellName, cellPlace } from "../cells/cell_places.ts";
import { plainMessage } from "../compiled/live_imports.ts";
import { withIntrinsics } from "../language/intrinsics.ts";
import { Array, Error, Object, Reflect, String } from "../language/natives.ts";

// deno-lint-ignore no-explicit-any -- internal to Deno, without types
const deno = Deno as any;
const inspectArgs: (args: unknown[], options: { colors: boolean }) => string =
  deno[deno.internal].inspectArgs;

const { isNativeError } = util.types;
const toString = Error.prototype.toString;

function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

/** Also for errors of another realm, such as those of `node:vm`. */
function isError(value: unknown): value is Error {
  return attempt(
    () => isNativeError(value) || value instanceof Error,
    false,
  );
}

/** The lines of a stack below its message, which may look like a stack. */
function framesOf(stack: string, message: string): string[] {
  const start = stack.indexOf(message);
  return stack.slice(start < 0 ? 0 : start + message.length).split("\n")
    .filter((line) => /^\s+at /.test(line));
}

/** Never throws, also for values with hostile getters. */
export function describe(thrown: unknown): Failure {
  return cutFailure(failureOf(thrown, []));
}

function failureOf(thrown: unknown, above: readonly unknown[]): Failure {
  if (!isError(thrown)) {
    const text = attempt(
      () => inspectArgs([thrown], { colors: false }),
      "a value without a text",
    );
    return { ename: "Uncaught", evalue: text, frames: [] };
  }
  const message = attempt(() => String(thrown.message), "");
  const evalue = plainMessage(message);
  // A cell may have put setters on Object.prototype.
  const failure: Failure = Object.assign(Object.create(null), {
    ename: attempt(() => String(thrown.name), "Error"),
    evalue,
    frames: framesOf(attempt(() => String(thrown.stack), ""), message),
  });
  const here = [...above, thrown];
  if (here.length > FAILURE_DEPTH) return failure;
  const cause = attempt(() => thrown.cause, undefined);
  if (cause !== undefined && !here.includes(cause)) {
    failure.cause = failureOf(cause, here);
  }
  const errors = attempt(() => (thrown as AggregateError).errors, undefined);
  if (Array.isArray(errors)) {
    failure.errors = errors.slice(0, FAILURE_PARTS)
      .filter((error) => !here.includes(error))
      .map((error) => failureOf(error, here));
  }
  return failure;
}

/**
 * Names cells in stacks: V8 gives evaluated scripts no file name, only what
 * their `sourceURL` comment says.
 */
export function installStackNames() {
  Error.prepareStackTrace = (error, sites) =>
    // Anew, where a cell has taken away what that needs.
    attempt(() => stackOf(error, sites), undefined) ??
      withIntrinsics(() => stackOf(error, sites));
}

function stackOf(error: Error, sites: NodeJS.CallSite[]): string {
  const lines = sites.map(describeSite).filter((text) => text !== undefined)
    .map((text) => `\n    at ${text}`);
  // Not the error's own `toString`: `console.trace` has a plain object here.
  return attempt(() => Reflect.apply(toString, error, []), "Error") +
    lines.join("");
}

/** Undefined for what the compiler put into a cell. */
function describeSite(site: NodeJS.CallSite): string | undefined {
  const file = site.getScriptNameOrSourceURL() ?? site.getFileName();
  let line = site.getLineNumber();
  let column = site.getColumnNumber();
  const inCell = file && cellPlace(file, line ?? 1, column ?? 1);
  if (inCell === "hidden") return undefined;
  if (inCell) ({ line, column } = inCell);
  const where = line === null ? "" : `:${line}:${column}`;
  const place = `${inCell ? cellName(file) : file ?? "<anonymous>"}${where}`;
  const name = functionName(site);
  const prefix = site.isAsync() ? "async " : "";
  return name ? `${prefix}${name} (${place})` : `${prefix}${place}`;
}

function functionName(site: NodeJS.CallSite): string {
  const name = site.getFunctionName();
  if (site.isConstructor()) return `new ${name ?? "<anonymous>"}`;
  const type = attempt(() => site.getTypeName(), null);
  if (site.isToplevel() || !type || type === "Object") return name ?? "";
  return `${type}.${name ?? site.getMethodName() ?? "<anonymous>"}`;
}
