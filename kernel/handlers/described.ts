/**
 * What is known of a value, in words: as plain text and as Markdown.
 *
 * @module
 */

import type { Declared } from "../cell/mod.ts";
import type { ObjectPreview, RemoteObject } from "../cdp/domains.ts";
import type { MimeBundle } from "../protocol/output.ts";
import type { Look } from "../runtime/look.ts";
import { fenced } from "./markdown.ts";

/** Items shown of an array, and characters of anything. */
const ITEMS = 20;
const VALUE_LENGTH = 2000;

export interface Subject {
  /** As it was written at the cursor. */
  name: string;
  look: Look;
  /** If a cell declared it. */
  declared?: Declared;
  /** If it is a function or class. */
  signature?: string;
}

/** @param detail 1 asks for the whole source of a function. */
export function described(subject: Subject, detail: 0 | 1): MimeBundle {
  const { name, look, declared, signature } = subject;
  const { value } = look;
  const isCode = value.type === "function";
  const source = declared?.source ?? value.description ?? "";
  const code = !isCode
    ? look.overview ?? (look.shape ? "" : shortened(shown(value)))
    : detail === 1
    ? source
    : signature ?? shortened(source);
  const type = typeOf(value);
  const facts = [
    look.shape && `shape [${look.shape.join(", ")}]`,
    look.dtype,
    look.length !== undefined && `length ${look.length}`,
  ].filter(Boolean).join(", ");
  const head = facts ? `${type}, ${facts}` : type;
  const doc = declared?.doc;
  const plain = [`${name}: ${head}`, code, doc];
  const marked = [`\`${name}\`: ${head}`, code && fenced(code), doc];
  return {
    "text/plain": plain.filter(Boolean).join("\n\n"),
    "text/markdown": marked.filter(Boolean).join("\n\n"),
  };
}

function typeOf({ type, subtype, className, description }: RemoteObject) {
  if (subtype === "null") return "null";
  if (type === "function") {
    return description?.startsWith("class") ? "class" : "function";
  }
  return className ?? type;
}

/** A value in one line. */
function shown(value: RemoteObject): string {
  const { type, subtype, description, preview, unserializableValue } = value;
  if (type === "string") return JSON.stringify(value.value);
  if (unserializableValue) return unserializableValue;
  if (preview && !OPAQUE.has(subtype ?? "")) return previewed(preview);
  return description ?? String(value.value);
}

/** What V8 describes better than by properties. */
const OPAQUE = new Set(["date", "error", "regexp"]);

function previewed(preview: ObjectPreview): string {
  const { subtype, description, properties, entries, overflow } = preview;
  if (preview.type !== "object" || subtype === "null") {
    return text(preview.type, description ?? "");
  }
  if (entries) {
    const parts = entries.map(({ key, value }) =>
      key ? `${previewed(key)} => ${previewed(value)}` : previewed(value)
    );
    return `${description} {${list(parts, overflow)}}`;
  }
  if (subtype === "array" || subtype === "typedarray") {
    const items = properties.filter(({ name }) => /^\d+$/.test(name));
    const parts = items.map(({ type, value }) => text(type, value ?? ""));
    return `${description} [${list(parts, overflow)}]`;
  }
  const parts = properties.map(({ name, type, value }) =>
    `${name}: ${text(type, value ?? type)}`
  );
  const kind = description === "Object" ? "" : `${description} `;
  return `${kind}{${list(parts, overflow)}}`;
}

function text(type: string, value: string): string {
  if (type === "function") return value || "function";
  return type === "string" ? JSON.stringify(value) : value;
}

function list(parts: string[], overflow: boolean): string {
  const shown = parts.slice(0, ITEMS);
  if (overflow || shown.length < parts.length) shown.push("…");
  return shown.join(", ");
}

function shortened(text: string): string {
  return text.length > VALUE_LENGTH ? `${text.slice(0, VALUE_LENGTH)} …` : text;
}
