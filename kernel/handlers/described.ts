/**
 * What is known of a value, in words: as plain text and as Markdown.
 *
 * @module
 */

import type { Declared } from "../cell/mod.ts";
import type { RemoteObject } from "../cdp/domains.ts";
import type { MimeBundle } from "../protocol/output.ts";
import type { Look } from "../runtime/look.ts";
import { previewText } from "../runtime/preview_text.ts";
import { fenced } from "./markdown.ts";

/** Characters shown of anything. */
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
    ? look.overview ?? (look.shape ? "" : shortened(previewText(value)))
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

function shortened(text: string): string {
  return text.length > VALUE_LENGTH ? `${text.slice(0, VALUE_LENGTH)} …` : text;
}
