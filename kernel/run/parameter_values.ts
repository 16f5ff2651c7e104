/**
 * Values of parameters: from the command line's texts, and to code.
 *
 * @module
 */

import ts from "../system/typescript.js";
import { BadInputError } from "../notebook/bad_input_error.ts";
import { pythonFloat } from "../notebook/exact_json.ts";
import type { Default, Kind } from "./parameter_defaults.ts";

/** What a parameter may be: a value of JSON, a number that it lacks, or a date. */
export type ParameterValue =
  | number
  | bigint
  | string
  | boolean
  | null
  | Date
  | ParameterValue[]
  | { [key: string]: ParameterValue };

/** Numbers that JSON can't say, as TypeScript, YAML and Python have them. */
const WORDS = new Map([
  ...["NaN", ".nan", "nan"].map((word) => [word, NaN] as const),
  ...["Infinity", ".inf", "inf"].flatMap((word) => [
    [word, Infinity] as const,
    [`-${word}`, -Infinity] as const,
  ]),
]);

/** `.5`, `1.` and `+5`, which are numbers everywhere but in JSON. */
const DECIMAL = /^[+-]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/** The same of `0x1F`, `0o17` and `0b11`. */
const OTHER_BASE = /^0(?:x[\da-f]+|o[0-7]+|b[01]+)$/i;

/** A number without a fraction, which counts to the last digit. */
const WHOLE = /^[+-]?\d+$|^0[xob]/i;

/** Booleans as Python writes them. */
const PYTHONS = new Map([["True", true], ["False", false]]);

/** As YAML 1.1 has them, which PyYAML and so papermill read. */
const YAMLS = new Map([
  ...["yes", "on"].map((word) => [word, true] as const),
  ...["no", "off"].map((word) => [word, false] as const),
]);

/**
 * A word for a boolean, where one is wanted and no text is.
 *
 * @param isYaml Whether it comes from a file, and not from the command line.
 */
export function asBoolean(
  value: ParameterValue,
  { kinds = [] }: Default,
  isYaml: boolean,
): ParameterValue {
  const isMeant = kinds.includes("boolean") && !kinds.includes("string");
  if (!isMeant || typeof value !== "string") return value;
  const yaml = isYaml ? YAMLS.get(value.toLowerCase()) : undefined;
  return PYTHONS.get(value) ?? yaml ?? value;
}

/** A date as in ISO 8601, with a time of the day or not. */
const DATE =
  /^\d{4}-\d\d(?:-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?)?$/;

/** Whether the month has that day: V8 takes 30 February for 1 March. */
function isDay(date: string): boolean {
  const [year, month, day = 1] = date.slice(0, 10).split("-").map(Number);
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Four digits are a year to who types them, and no milliseconds. */
const LEAST_MS = 10_000;

/** A text or milliseconds as a date, where one is wanted. */
export function asDate(
  value: ParameterValue,
  { kinds = [] }: Default,
): ParameterValue {
  if (!kinds.includes("date")) return value;
  const isMeant = typeof value === "string"
    ? DATE.test(value) && isDay(value)
    : typeof value === "number" && !kinds.includes("number") &&
      Math.abs(value) >= LEAST_MS;
  const date = new Date(isMeant ? value as string | number : NaN);
  return Number.isNaN(date.getTime()) ? value : date;
}

/**
 * The value that a text on the command line stands for. Where a text is wanted
 * it is one, quoted or not; else it is JSON, or failing that a text.
 *
 * @throws {BadInputError} If it is a number that would come out as another.
 */
export function fromText(
  name: string,
  text: string,
  { kinds, literals }: Default,
): ParameterValue {
  const wants = (kind: Kind) =>
    kinds?.includes(kind) || literals.some((value) => typeof value === kind);
  const isKnown = kinds !== undefined;
  const value = json(text);
  const isText = isKnown && wants("string") && typeof value !== "string" &&
    (value === undefined || !wants(kindOf(value)));
  if (isText || value === undefined && !wants("number")) return text;
  const word = WORDS.get(text);
  if (word !== undefined && wants("number")) return word;
  if (value === undefined) return text;
  if (typeof value !== "number") return value;
  if (!Number.isFinite(value)) {
    throw new BadInputError(`--set ${name}: ${text} is too large a number`);
  }
  if (WHOLE.test(text) && wants("bigint")) return BigInt(text);
  if (WHOLE.test(text) && !Number.isSafeInteger(value)) {
    throw new BadInputError(
      `--set ${name}: ${text} is beyond 2^53, where numbers are not exact`,
    );
  }
  return value;
}

/** What a value is instead of what it should be, or nothing if it fits. */
export function wrongness(
  value: ParameterValue,
  type: Default,
): string | undefined {
  if (fits(value, type)) return undefined;
  const text = typeof value === "bigint" ? `${value}n` : JSON.stringify(value);
  const wants = (kind: Kind) => type.kinds?.includes(kind) === true;
  const isList = typeof value === "string" &&
    (wants("array") || wants("object"));
  // In Python `['a']` is a list.
  const advice = isList
    ? '; JSON such as ["a", 1] is'
    : wants("date")
    ? "; 2020-01-31 and 2020-01-31T12:00Z are"
    : "";
  return text.slice(0, 60) + advice;
}

function fits(
  value: ParameterValue,
  { kinds, literals, elements, items, names, values, fields }: Default,
): boolean {
  if (kinds === undefined) return true;
  if (literals.some((literal) => literal === value)) return true;
  if (!kinds.includes(kindOf(value))) return false;
  if (Array.isArray(value)) {
    if (items) {
      return value.length === items.length &&
        value.every((item, at) => fits(item, items[at]));
    }
    return elements === undefined ||
      value.every((element) => fits(element, elements));
  }
  const isPlain = typeof value !== "object" || value === null ||
    value instanceof Date;
  if (isPlain) return true;
  const areFit = Object.entries(value).every(([name, value]) =>
    (!names || fits(name, names)) && (!values || fits(value, values))
  );
  if (!areFit) return false;
  if (!fields) return true;
  return Object.keys(value).every((name) => fields.has(name)) &&
    [...fields].every(([name, type]) =>
      Object.hasOwn(value, name) ? fits(value[name], type) : type.isOptional
    );
}

/** Whether a name can't be declared. */
export function reservedWord(name: string): boolean {
  const kind = ts.identifierToKeywordKind(ts.factory.createIdentifier(name)) ??
    ts.SyntaxKind.Unknown;
  return kind >= ts.SyntaxKind.FirstReservedWord &&
      kind <= ts.SyntaxKind.LastFutureReservedWord || name === "await";
}

/** What kind of value it is. */
function kindOf(value: ParameterValue): Kind {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (value instanceof Date) return "date";
  return typeof value as Kind;
}

/** A value as an expression in TypeScript. */
export function typeScriptText(value: ParameterValue): string {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "number") {
    return Object.is(value, -0) ? "-0" : String(value);
  }
  if (Array.isArray(value)) return `[${value.map(typeScriptText).join(", ")}]`;
  if (value instanceof Date) return `new Date("${value.toISOString()}")`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, value]) => {
    // Written plainly it would set the prototype.
    const name = key === "__proto__" ? '["__proto__"]' : JSON.stringify(key);
    return `${name}: ${typeScriptText(value)}`;
  });
  return entries.length > 0 ? `{ ${entries.join(", ")} }` : "{}";
}

/** A value as an expression in Python. */
export function pythonText(value: ParameterValue): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) return `float("${pythonFloat(value)}")`;
    return Number.isSafeInteger(value) ? String(value) : pythonFloat(value);
  }
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(pythonText).join(", ")}]`;
  const entries = Object.entries(value)
    .map(([key, value]) => `${JSON.stringify(key)}: ${pythonText(value)}`);
  return `{${entries.join(", ")}}`;
}

function json(text: string): ParameterValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    const isNumber = DECIMAL.test(text) || OTHER_BASE.test(text);
    return isNumber ? Number(text) : undefined;
  }
}
