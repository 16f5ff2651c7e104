/**
 * JSON as Python reads and writes it, with no number changed on its way:
 * integers beyond 2^53, `1.0`, `NaN`. Notebooks are kept by Python programs, so
 * what is not touched must come back to the byte.
 *
 * @module
 */

import { jsonText } from "../bridge/json_text.ts";

/** A number that JavaScript would write otherwise; `text` is Python's. */
export class ExactNumber {
  constructor(readonly text: string) {}

  /** The nearest number, for `JSON.stringify()`. */
  toJSON(): number {
    return Number(this.text);
  }
}

/** Stands for a number that JSON itself has no word for, until it is read. */
const MARK = "\0number:";

/**
 * Reads JSON, `NaN` and `Infinity` included, as Python does.
 *
 * @throws {SyntaxError} If it is not JSON.
 * @throws {RangeError} If it is nested too deeply.
 */
export function parseExactJson(text: string): unknown {
  try {
    return JSON.parse(text, plain);
  } catch (error) {
    if (!(error instanceof SyntaxError) || !/NaN|Infinity/.test(text)) {
      throw error;
    }
    return JSON.parse(withMarks(text), marked);
  }
}

/**
 * Writes JSON as `json.dumps(value, indent=1, sort_keys=True,
 * ensure_ascii=False)` does, which nbformat uses.
 */
export function exactJsonText(value: unknown): string {
  const parts: string[] = [];
  writeExactJson(value, (part) => parts.push(part));
  return parts.join("");
}

/** Gives the same away piece by piece, none of which cuts a text in two. */
export function writeExactJson(
  value: unknown,
  push: (part: string) => void,
): void {
  write(value, "\n", push);
}

/** How Python writes a float: `1.0`, `1e-05`, `1e+16`. */
export function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  const [mantissa, power] = value.toExponential().split("e");
  const exponent = Number(power);
  const sign = Object.is(value, -0) ? "-" : "";
  if (exponent < -4 || exponent >= 16) {
    const digits = String(Math.abs(exponent)).padStart(2, "0");
    return `${mantissa}e${exponent < 0 ? "-" : "+"}${digits}`;
  }
  const places = Math.max(
    1,
    mantissa.replace(/^-?\d\.?/, "").length - exponent,
  );
  return sign + value.toFixed(places);
}

/** What V8 tells a reviver; TypeScript's own declaration lacks it. */
interface Context {
  source?: string;
}

function plain(_key: string, value: unknown, context?: Context): unknown {
  return typeof value === "number" ? exact(value, context?.source) : value;
}

function marked(key: string, value: unknown, context?: Context): unknown {
  return typeof value === "string" && value.startsWith(MARK)
    ? new ExactNumber(value.slice(MARK.length))
    : plain(key, value, context);
}

function exact(value: number, source: string | undefined): unknown {
  if (source === undefined) return value;
  if (/^-?\d+$/.test(source)) {
    return Number.isSafeInteger(value) ? value : new ExactNumber(source);
  }
  const text = pythonFloat(value);
  return text === String(value) ? value : new ExactNumber(text);
}

/** Puts a marked text for each `NaN` and `Infinity` that is in no text. */
function withMarks(text: string): string {
  const parts: string[] = [];
  let from = 0;
  let at = 0;
  while (at < text.length) {
    if (text[at] === '"') {
      at = textEnd(text, at);
      continue;
    }
    const [word] = /^(?:NaN|-?Infinity)/.exec(text.slice(at, at + 9)) ?? [];
    if (word === undefined) {
      at++;
      continue;
    }
    parts.push(text.slice(from, at), JSON.stringify(MARK + word));
    at += word.length;
    from = at;
  }
  return parts.join("") + text.slice(from);
}

/** The place after the text that begins at `start`. */
function textEnd(text: string, start: number): number {
  for (let at = start + 1;; at++) {
    at = text.indexOf('"', at);
    if (at < 0) return text.length;
    let slashes = 0;
    while (text[at - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
}

function write(
  value: unknown,
  indent: string,
  push: (part: string) => void,
): void {
  if (value instanceof ExactNumber) {
    push(value.text);
  } else if (Array.isArray(value)) {
    writeItems("[]", value, indent, push, (item, inner) => {
      write(item, inner, push);
    });
  } else if (typeof value === "object" && value !== null) {
    const object = value as Record<string, unknown>;
    const keys = Object.keys(object).filter((key) => object[key] !== undefined);
    writeItems("{}", sorted(keys), indent, push, (key, inner) => {
      push(`${JSON.stringify(key)}: `);
      write(object[key], inner, push);
    });
  } else if (typeof value === "number" && !Number.isFinite(value)) {
    push(pythonFloat(value));
  } else {
    push(jsonText(value) ?? "null");
  }
}

function writeItems<Item>(
  [open, close]: string,
  items: Item[],
  indent: string,
  push: (part: string) => void,
  writeItem: (item: Item, indent: string) => void,
): void {
  if (items.length === 0) {
    push(open + close);
    return;
  }
  const inner = `${indent} `;
  for (const [index, item] of items.entries()) {
    push((index === 0 ? open : ",") + inner);
    writeItem(item, inner);
  }
  push(indent + close);
}

/**
 * Sorts by code points, as Python does; JavaScript's own order is by UTF-16.
 */
function sorted(keys: string[]): string[] {
  if (!keys.some((key) => /[\ud800-\uffff]/.test(key))) return keys.sort();
  return keys.sort((a, b) => {
    const [left, right] = [[...a], [...b]];
    for (let at = 0; at < Math.min(left.length, right.length); at++) {
      const apart = left[at].codePointAt(0)! - right[at].codePointAt(0)!;
      if (apart !== 0) return apart;
    }
    return left.length - right.length;
  });
}
