/**
 * What a language server offers, as candidates beside those of values.
 *
 * @module
 */

import type { CompletionItem } from "../language/lsp/protocol.ts";
import type { Candidate } from "./matching.ts";

/** `CompletionItemKind` in the words of Jupyter's front ends. */
const KINDS: Record<number, string> = {
  1: "text",
  2: "function",
  3: "function",
  4: "class",
  5: "property",
  6: "variable",
  7: "class",
  8: "interface",
  9: "module",
  10: "property",
  12: "value",
  13: "class",
  14: "keyword",
  17: "file",
  19: "path",
  20: "property",
  21: "variable",
  22: "class",
  25: "type",
};

/** What is offered, as candidates. */
export function typedCandidates(
  items: readonly CompletionItem[],
): Candidate[] {
  return items.flatMap((item): Candidate[] => {
    const name = inserted(item);
    if (name === undefined) return [];
    const kind = KINDS[item.kind ?? 1] ?? "text";
    return [{ name, kind, depth: depthOf(item), item }];
  });
}

/**
 * Whether a name of the notebook may stand there as well: of the keys of an
 * object, the names in an import's braces or the attributes of an element the
 * server knows all.
 */
export function isOpen(items: readonly CompletionItem[]): boolean {
  return items.length === 0 ||
    items.some(({ label }) => label === "globalThis");
}

/** What is inserted; undefined where more than the name would change. */
function inserted(item: CompletionItem): string | undefined {
  const { label, insertText, textEdit } = item;
  const text = textEdit?.newText ?? insertText ?? label.replace(/\?$/, "");
  if (text.startsWith("[")) return undefined;
  // Where a value may be undefined, the server inserts the dot as well, which
  // is there already.
  return text.replace(/^\?\./, "");
}

/** In the server's own order: locals and members, globals, keywords. */
function depthOf({ kind, sortText = "" }: CompletionItem): number {
  if (kind === 14) return Infinity;
  const group = Number.parseInt(sortText, 10);
  if (Number.isNaN(group) || group < 12) return 0;
  // What must be given, such as a key without a default, before what may be.
  return group < 15 ? 0.5 : 1.5;
}

/** What the server calls a class or a variable, as all that it only imports. */
export function kindOfDetail(
  kind: string,
  detail: string | undefined,
): string {
  if (kind !== "class" && kind !== "variable") return kind;
  const [, word] = /^(?:\(alias\) )?(type|interface|namespace) /.exec(
    detail ?? "",
  ) ?? [];
  return word === "namespace" ? "module" : word ?? kind;
}

/**
 * How something is called or what it is, from the server's own detail, such as
 * `(method) Map<string, number>.get(key: string): number`.
 */
export function signatureOfDetail(
  name: string,
  detail: string | undefined,
): string {
  if (!detail) return "";
  const [first] = detail.split(/\n(?=\(\w+\) |function )/);
  const text = withoutOrigin(first).replace(/\s+/g, " ").trim();
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const rest = text.slice(at + name.length);
    const isWhole = !/[\p{ID_Continue}$]/u.test(text[at - 1] ?? " ");
    if (!isWhole || !/^(?:[<(]|\??: | = )/.test(rest)) continue;
    return rest.replace(/^(?:\??: | = )/, "");
  }
  return text;
}

const ORIGIN =
  /^\((?:alias|method|property|local \w+|parameter|getter|setter|accessor|constructor|enum member|type parameter|JSX attribute)\)\s+/gm;

/**
 * Leaves out where a name is from, and names that only the project's own files
 * have.
 */
export function withoutOrigin(text: string): string {
  return text
    .replace(ORIGIN, "")
    .replace(/\nimport [^\n]*$/, "")
    .replaceAll(/\bimport\("[^"]*"\)\./g, "")
    .replace(/\bmodule "[^"]*\/node_modules\/([^"]*)"/, 'module "$1"')
    .replaceAll("$imported", "");
}
