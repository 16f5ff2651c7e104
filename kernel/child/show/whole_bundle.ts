/**
 * A MIME bundle as the protocol wants it: with plain text, as some
 * clients show nothing else, and with values that survive JSON.
 *
 * @module
 */

import { base64 } from "./base64.ts";
import {
  Array,
  ArrayBuffer,
  DataView,
  Map,
  Number,
  Object,
  Set,
  String,
  TextDecoder,
  Uint8Array,
} from "../language/natives.ts";

export type MimeBundle = Record<string, unknown>;

const JSON_TYPE = /^application\/(?:.*\+)?json$/;
const TEXT_TYPE = /^text\/|^image\/svg\+xml$|^application\/javascript$/;

/** Longest plain text that is made of other text, in characters. */
const MADE_TEXT_LENGTH = 10_000;
/** What lies deeper goes in a circle, which JSON complains of. */
const DEPTH = 1000;

/** The bundle with all its values as text or JSON, and with plain text. */
export function wholeBundle(bundle: MimeBundle): MimeBundle {
  const whole: MimeBundle = Object.create(null);
  const types = Object.keys(bundle).filter((type) =>
    bundle[type] !== undefined && bundle[type] !== null
  );
  for (const type of types) {
    const value = bundle[type];
    whole[type] = JSON_TYPE.test(type) ? jsonable(value) : textOf(type, value);
  }
  if (types.length > 0 && !("text/plain" in whole)) {
    whole["text/plain"] = plainOf(whole);
  }
  return whole;
}

/** What JSON would refuse, or write as something else, in a form it takes. */
function jsonable(value: unknown, depth = 0): unknown {
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  if (value === null || typeof value !== "object" || depth > DEPTH) {
    return value;
  }
  const below = (item: unknown) => jsonable(item, depth + 1);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return Array.from(value as Uint8Array, below);
  }
  if (value instanceof Set) return Array.from(value, below);
  if (value instanceof Map) {
    return jsonable(Object.fromEntries(value), depth + 1);
  }
  if (Array.isArray(value)) {
    const items = value.map(below);
    return items.some((item, at) => item !== value[at]) ? items : value;
  }
  if (typeof (value as { toJSON?: unknown }).toJSON === "function") {
    return value;
  }
  const record = value as Record<string, unknown>;
  let changed: Record<string, unknown> | undefined;
  for (const key of Object.keys(record)) {
    const before = record[key];
    const after = below(before);
    if (after === before || (after !== after && before !== before)) continue;
    changed ??= { __proto__: null, ...record };
    changed[key] = after;
  }
  return changed ?? value;
}

function textOf(type: string, value: unknown): unknown {
  const bytes = value instanceof ArrayBuffer ? new Uint8Array(value) : value;
  if (bytes instanceof Uint8Array) {
    return TEXT_TYPE.test(type)
      ? new TextDecoder().decode(bytes)
      : base64(bytes);
  }
  return typeof value === "bigint" ? String(value) : value;
}

/** Plain text for a bundle that has none. */
function plainOf(bundle: MimeBundle): string {
  for (const type of ["text/markdown", "text/latex"]) {
    if (typeof bundle[type] === "string") return cut(bundle[type]);
  }
  const html = bundle["text/html"];
  const words = typeof html === "string" ? wordsOf(html) : "";
  if (words !== "") return cut(words);
  const [type] = Object.keys(bundle);
  return `[${type}]`;
}

/** What a page says, without its markup. */
function wordsOf(html: string): string {
  return html.slice(0, 10 * MADE_TEXT_LENGTH)
    .replace(/<(script|style)\b[^]*?<\/\1\s*>|<!--[^]*?-->/gi, "")
    .replace(/<(?:br|\/(?:p|div|tr|li|h[1-6]))\b[^>]*>/gi, "\n")
    .replace(/<\/t[hd]>/gi, "  ")
    .replace(/<[^>]*>/g, "")
    .replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'").replace(/&nbsp;/g, " ").replace(/&amp;/g, "&")
    .replace(/[ \t]+$/gm, "").replace(/\n{2,}/g, "\n").trim();
}

// Three dots: one character beyond Latin-1 doubles the memory of a bundle.
function cut(text: string): string {
  return text.length > MADE_TEXT_LENGTH
    ? `${text.slice(0, MADE_TEXT_LENGTH)}...`
    : text;
}
