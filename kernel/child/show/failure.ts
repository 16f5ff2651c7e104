/**
 * A thrown value -> plain data for the kernel, which knows the cells' sources
 * and makes the traceback.
 *
 * @module
 */

import util from "node:util";
import {
  cut,
  cutFailure,
  type Failure,
  FAILURE_DEPTH,
  FAILURE_FIELDS,
  FAILURE_PARTS,
  FIELD_LENGTH,
} from "../../bridge/failure.ts";
import { stackOfAwait } from "../cells/rejections.ts";
import { attempt } from "../language/attempt.ts";
import { described } from "../compiled/define.ts";
import { plainMessage } from "../compiled/live_imports.ts";
import {
  Array,
  Error,
  Object,
  String,
  SuppressedError,
} from "../language/natives.ts";
import { advice } from "./advice.ts";

// deno-lint-ignore no-explicit-any -- internal to Deno, without types
const deno = Deno as any;
const inspectArgs: (args: unknown[], options: { colors: boolean }) => string =
  deno[deno.internal].inspectArgs;

const { isNativeError } = util.types;
const { hasOwn } = Object;
const { inspect } = Deno;

/** A frame in a cell, as `stack_names.ts` names it. */
const IN_CELL = /[( ]In\[\d+\]/;

/** A frame in Deno's code, or in V8's, such as `new Promise (<anonymous>)`. */
const IN_DENO = /[( ]ext:|\(<anonymous>\)$/;

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

/** Of an error without any frame in a cell: those of the `await` it came by. */
function framesOfAwait(thrown: unknown, known: string[]): string[] {
  if (known.some((frame) => IN_CELL.test(frame))) return [];
  return framesOf(attempt(() => stackOfAwait(thrown), ""), "")
    .filter((frame) => !known.includes(frame));
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
    // What was thrown needs a word before it; what caused it has one.
    const ename = above.length === 0 ? "Uncaught" : "";
    return { ename, evalue: text, frames: framesOfAwait(thrown, []) };
  }
  const message = attempt(() => String(thrown.message), "");
  const frames = framesOf(attempt(() => String(thrown.stack), ""), message);
  const first = frames.find((frame) => !IN_DENO.test(frame));
  const isInCell = first === undefined || IN_CELL.test(first);
  const evalue = plainMessage(message) + advice(message, isInCell);
  // A cell may have put setters on Object.prototype.
  const failure: Failure = Object.assign(Object.create(null), {
    ename: nameOf(thrown),
    evalue,
    frames: [...frames, ...framesOfAwait(thrown, frames)],
  });
  const own = ownFields(thrown);
  const fields = own.map(fieldText);
  if (fields.length > 0) failure.fields = fields;
  const here = [...above, thrown];
  if (here.length > FAILURE_DEPTH) return failure;
  const cause = attempt(() => thrown.cause, undefined);
  if (cause !== undefined && !here.includes(cause)) {
    failure.cause = failureOf(cause, here);
  }
  const errors = attempt(() => partsOf(thrown), undefined);
  // The parts of a ZodError are its `issues`, which are shown.
  const isShown = own.some(([, property]) => property.value === errors);
  if (Array.isArray(errors) && !isShown) {
    failure.errors = errors.slice(0, FAILURE_PARTS)
      .filter((error) => !here.includes(error))
      .map((error) => failureOf(error, here));
  }
  return failure;
}

/** The language's own errors, which give their names to classes below them. */
const BUILT_IN = /^(?:Aggregate|Eval|Range|Reference|Syntax|Type|URI)?Error$/;
/** No name that a minifier has made. */
const WRITTEN = /^\p{Lu}[\p{L}\p{N}_$]{3,}$/u;

/**
 * The error's `name`; for a class that has set none, the class's, as Deno's and
 * Node's consoles have it.
 */
function nameOf(error: Error): string {
  const name = attempt(() => String(error.name), "Error");
  if (!BUILT_IN.test(name)) return name;
  const made = attempt(
    () => hasOwn(error, "name") ? name : String(error.constructor.name),
    name,
  );
  return WRITTEN.test(made) ? made : name;
}

/**
 * The errors that an error gathers. Of a SuppressedError, which `using` throws,
 * they are in the order in which they were thrown.
 */
function partsOf(thrown: Error): unknown {
  if (thrown instanceof SuppressedError) {
    return [thrown.suppressed, thrown.error];
  }
  return (thrown as AggregateError).errors;
}

/** What everything that is thrown has, and what is shown besides. */
const KNOWN = ["name", "message", "stack", "cause", "errors"];

type Field = [name: string, property: PropertyDescriptor];

/** The error's own fields, such as `code` and `status`; no methods. */
function ownFields(error: Error): Field[] {
  return attempt(() => Object.keys(error), [])
    .filter((name) => !KNOWN.includes(name))
    .map((name): Field => [
      name,
      attempt(() => described(error, name), Object.create(null)),
    ])
    .filter(([, { value }]) => typeof value !== "function")
    .slice(0, FAILURE_FIELDS);
}

/** In one line. */
function fieldText([name, property]: Field): string {
  const text = "value" in property
    ? attempt(() => inspectBriefly(property.value), "a value without a text")
    : "[Getter]";
  return cut(`${name}: ${text}`, FIELD_LENGTH);
}

function inspectBriefly(value: unknown): string {
  const text = inspect(value, {
    depth: 1,
    colors: false,
    strAbbreviateSize: 200,
  });
  return text.replace(/\s*\n\s*/g, " ");
}
