/**
 * V8's preview of a value as text.
 *
 * @module
 */

import type { ObjectPreview, RemoteObject } from "../cdp/domains.ts";

/** Items shown of an array. */
const ITEMS = 20;

/** A value in one line. */
export function previewText(value: RemoteObject): string {
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
  const isPlain = description === "Object";
  // Deno keeps what a Response or a URL is made of under symbols of its own.
  const shown = isPlain
    ? properties
    : properties.filter(({ name }) => !name.startsWith("Symbol("));
  const parts = shown.map(({ name, type, value }) =>
    `${name}: ${text(type, value ?? type)}`
  );
  const more = overflow || shown.length < properties.length;
  return `${isPlain ? "" : `${description} `}{${list(parts, more)}}`;
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
