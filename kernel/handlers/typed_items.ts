/**
 * What the language server offers at the cursor, without what it only repeats.
 *
 * @module
 */

import type { ExpressionAt } from "../cell/mod.ts";
import type { LanguageService } from "../language/language_service.ts";
import type { CompletionItem } from "../language/lsp/protocol.ts";
import { isOpen } from "./typed_candidates.ts";

/**
 * Where the expected type follows from what is given, as in `pick({ na| })` of
 * zod, what has been typed so far is a key of it; and as soon as it is a right
 * one, the server takes it for a variable. Then the server is asked once more,
 * as if nothing had been typed.
 */
export async function typedItems(
  at: ExpressionAt,
  code: string,
  cursor: number,
  language: LanguageService,
): Promise<CompletionItem[]> {
  if (at.isLoose) {
    // What the server takes the broken code for is something else.
    const alone = `${at.object}.`;
    return await language.complete(alone, alone.length);
  }
  const items = await language.complete(code, cursor, at);
  const { kind, text, prefix, start, end } = at;
  if (kind !== "name" || text === "" || text !== prefix) return items;
  const isVariable = isOpen(items);
  const mayRepeat = isVariable
    ? at.isShorthand === true
    : items.some((item) => nameOf(item) === text);
  if (!mayRepeat) return items;
  const rest = code.slice(0, start) + code.slice(end);
  const expected = await language.complete(rest, start);
  if (isVariable) return isOpen(expected) ? items : expected;
  const isExpected = expected.some((item) => nameOf(item) === text);
  if (isExpected) return items;
  // The list is used again when the word becomes longer.
  items.splice(items.findIndex((item) => nameOf(item) === text), 1);
  return items;
}

function nameOf({ label }: CompletionItem): string {
  return label.replace(/\?$/, "");
}
