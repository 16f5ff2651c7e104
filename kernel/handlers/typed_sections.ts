/**
 * What a language server says of a place, as Markdown and as plain text.
 *
 * @module
 */

import type {
  Hover,
  MarkupContent,
  SignatureHelp,
} from "../language/lsp/protocol.ts";
import { fenced, plainText } from "./markdown.ts";
import { withoutOrigin } from "./typed_candidates.ts";

/** One part of what is shown, both ways. */
export interface Section {
  plain: string;
  markdown: string;
}

type Markup = MarkupContent | string;

/** A doc comment longer than this is cut, unless all is wanted. */
const TYPE_TEXT_LENGTH = 2000;

/** The type, then the doc comment. */
export function hoverSections(
  { contents }: Hover,
  detail: 0 | 1,
): Section[] {
  const text = [contents].flat().map(textOf).join("\n\n");
  const block = /^```\w*\n([^]*?)\n```\n?([^]*)$/.exec(text);
  const code = withoutOrigin(block ? block[1] : text).trim();
  // The server does not know it either, or takes the cell's module for it.
  if (code === "this: undefined") return [];
  if (/^(?:|any|.*\/\*unresolved\*\/.*)$/s.test(code)) return [];
  // A keyword alone, such as `function`, of which the server makes one.
  if (code.includes("(Missing)")) return [];
  const doc = block?.[2].trim() ?? "";
  return [
    { plain: code, markdown: fenced(code) },
    ...docSections(doc, detail),
  ];
}

/** The parameter that the place is an argument of, as its signature has it. */
export function currentParameter(
  { signatures, activeSignature = 0, activeParameter }: SignatureHelp,
): { name: string; about: string } | undefined {
  const signature = signatures[activeSignature] ?? signatures[0];
  const at = signature?.activeParameter ?? activeParameter ?? 0;
  const parameter = signature?.parameters?.[at];
  if (!parameter) return undefined;
  const { label, documentation = "" } = parameter;
  const name = typeof label === "string"
    ? label
    : signature.label.slice(...label);
  return { name, about: textOf(documentation).trim() };
}

/** How the function around the place is called, and what stands there. */
export function signatureSections(
  help: SignatureHelp,
  detail: 0 | 1,
): Section[] {
  const { signatures, activeSignature = 0 } = help;
  const signature = signatures[activeSignature] ?? signatures[0];
  if (!signature) return [];
  const { label, documentation } = signature;
  const parameter = currentParameter(help);
  const code = withoutOrigin(label);
  const more = signatures.length > 1
    ? ` (${activeSignature + 1} of ${signatures.length} signatures)`
    : "";
  const sections = [{ plain: code + more, markdown: fenced(code) + more }];
  const current = parameter && withoutOrigin(parameter.name);
  if (current) {
    const { about } = parameter;
    sections.push({
      plain: about ? `> ${current}: ${plainText(about)}` : `> ${current}`,
      markdown: about ? `**\`${current}\`**: ${about}` : `**\`${current}\`**`,
    });
  }
  const doc = textOf(documentation ?? "").trim();
  return [...sections, ...docSections(doc, detail)];
}

function docSections(doc: string, detail: 0 | 1): Section[] {
  if (doc === "") return [];
  const shown = detail === 0 && doc.length > TYPE_TEXT_LENGTH
    ? `${doc.slice(0, TYPE_TEXT_LENGTH)} …`
    : doc;
  return [{ plain: plainText(shown), markdown: shown }];
}

/** Leaves out links into the project, which nobody can follow. */
function textOf(markup: Markup): string {
  const text = typeof markup === "string" ? markup : markup.value;
  return text.replace(/\[([^\]]*)\]\(file:[^)]*\)/g, "$1");
}
