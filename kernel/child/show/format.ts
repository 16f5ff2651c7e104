/**
 * Any value -> MIME bundle, by Deno's own conventions, so that notebooks
 * written for `deno jupyter` look the same.
 *
 * @see https://docs.deno.com/runtime/reference/cli/jupyter/
 * @module
 */

import util from "node:util";
import { base64 } from "./base64.ts";
import { columnsBundle } from "./format_columns.ts";
import { dataFrameBundle } from "./format_data_frame.ts";
import { recordTable } from "./format_table.ts";
import { tfjsBundle } from "./format_tfjs.ts";
import { withIntrinsics } from "../language/intrinsics.ts";
import { type MimeBundle, wholeBundle } from "./whole_bundle.ts";
import { Error, String, TypeError, Uint8Array } from "../language/natives.ts";

export const DISPLAY = Symbol.for("Jupyter.display");
const DENO_DISPLAY = Symbol.for("Deno.jupyter.display");

// deno-lint-ignore no-explicit-any -- internal to Deno, without types
const deno = Deno as any;
const inspectArgs: (args: unknown[], options: { colors: boolean }) => string =
  deno[deno.internal].inspectArgs;
const { isProxy } = util.types;

/** Longest text of a value that is shown whole, in characters. */
const VALUE_TEXT_LENGTH = 64 * 1024;

// deno-lint-ignore no-explicit-any -- duck-typed: anything a user displays
type Anything = any;

function inspect(value: unknown): string {
  try {
    return inspectArgs(["%o", value], { colors: false });
  } catch (error) {
    // As a Proxy that was revoked.
    return `[${error instanceof Error ? error.message : "No text"}]`;
  }
}

/**
 * What `Deno.inspect` shows. Without colours: the text is kept in notebooks,
 * compared, searched and shown where escape codes are noise.
 */
function plainText(value: unknown): MimeBundle {
  const text = inspect(value);
  if (text.length <= VALUE_TEXT_LENGTH) return { "text/plain": text };
  const more = (text.length - VALUE_TEXT_LENGTH).toLocaleString("en");
  return {
    "text/plain": `${text.slice(0, VALUE_TEXT_LENGTH)}\n` +
      `... ${more} more characters; console.log() prints them all`,
  };
}

function startsWith(bytes: Uint8Array, ...magic: number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

/** A picture's bundle if the bytes are a PNG or JPEG, told by their start. */
export function picture(value: unknown): MimeBundle | undefined {
  if (!(value instanceof Uint8Array)) return undefined;
  if (startsWith(value, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) {
    return { "image/png": base64(value) };
  }
  if (startsWith(value, 0xff, 0xd8, 0xff)) {
    return { "image/jpeg": base64(value) };
  }
}

/** A property, or undefined where a value does not want to be asked. */
function property(value: Anything, key: PropertyKey): Anything {
  try {
    // Asks with `in`, as Deno does: some Proxies give something for whatever
    // they are asked.
    return key in value ? value[key] : undefined;
  } catch {
    return undefined;
  }
}

function method(value: Anything, key: PropertyKey): boolean {
  return typeof property(value, key) === "function";
}

function canvas(value: Anything): MimeBundle | undefined {
  if (!method(value, "toDataURL")) return undefined;
  const [head, data] = String(value.toDataURL()).split(",");
  return { [head.slice("data:".length).split(";")[0]]: data };
}

function vega(value: Anything): MimeBundle | undefined {
  if (!method(value, "toSpec")) return undefined;
  const spec = value.toSpec();
  const schema = /schema\/(vega|vega-lite)\/v(\d+)/.exec(spec?.$schema ?? "");
  if (!schema) return undefined;
  const [, kind, version] = schema;
  return {
    [`application/vnd.${kind.replace("-", "")}.v${version}+json`]: spec,
  };
}

function dataFrame(value: Anything): MimeBundle | undefined {
  const schema = property(value, "schema");
  if (schema === null || typeof schema !== "object") return undefined;
  if (!method(value, "head") || !method(value, "toRecords")) return undefined;
  return { ...plainText(value), ...dataFrameBundle(value) };
}

function element(value: Anything): MimeBundle | undefined {
  const html = property(value, "outerHTML");
  if (typeof html !== "string") return undefined;
  return { [html.startsWith("<svg") ? "image/svg+xml" : "text/html"]: html };
}

/**
 * The bundle to show for a value; undefined if its display method gave none,
 * as one does that has shown the value itself.
 *
 * @throws Whatever the value's own display method throws.
 */
export async function format(value: Anything): Promise<MimeBundle | undefined> {
  const bundle = formatNow(value);
  return isThenable(bundle) ? await bundle : bundle;
}

/** The same, at once where nothing has to be waited for. */
export function formatNow(
  value: Anything,
): MimeBundle | undefined | PromiseLike<MimeBundle | undefined> {
  if (value === null || typeof value !== "object") return plainText(value);
  const key = method(value, DISPLAY) ? DISPLAY : DENO_DISPLAY;
  if (method(value, key)) {
    const given = value[key]();
    return isThenable(given) ? checkedLater(given) : checked(given);
  }
  const told = canvas(value) ?? vega(value) ?? dataFrame(value) ??
    element(value);
  if (told) return wholeBundle(told);
  // The rest is asked for more than a Proxy may want to tell.
  if (isProxy(value)) return plainText(value);
  const special = picture(value) ?? tfjsBundle(value) ??
    columnsBundle(value, (cell) => inspect(cell));
  if (special) {
    return isThenable(special) ? checkedLater(special) : wholeBundle(special);
  }
  const table = recordTable(value, (cell) => inspect(cell));
  return table ? { ...plainText(value), "text/html": table } : plainText(value);
}

/** Whether an object has a method that says what it looks like. */
export function hasDisplay(value: object): boolean {
  return method(value, DISPLAY) || method(value, DENO_DISPLAY);
}

async function checkedLater(bundle: PromiseLike<unknown>) {
  const given = await bundle;
  return withIntrinsics(() => checked(given));
}

/** Whether to wait for it; a cell may have given a `then` to all objects. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return value !== null && typeof value === "object" &&
    method(value, "then") && property(value, "then") !== property({}, "then");
}

function checked(bundle: unknown): MimeBundle | undefined {
  if (bundle === undefined || bundle === null) return undefined;
  if (typeof bundle === "object") return wholeBundle(bundle as MimeBundle);
  throw new TypeError(
    `[Symbol.for("Jupyter.display")]() must return a MIME bundle, got ${bundle}`,
  );
}
