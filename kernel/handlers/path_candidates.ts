/**
 * Files and folders, in a text that is the path of one.
 *
 * @module
 */

import type { ExpressionAt } from "../cell/mod.ts";
import type { LanguageService } from "../language/language_service.ts";
import type { Interpreter } from "../runtime/interpreter.ts";
import type { Candidate } from "./matching.ts";
import { quoted } from "./quoted.ts";
import { currentParameter } from "./typed_sections.ts";

/** Any text that begins so is one, whatever it is given to. */
const PATH = /^\.{0,2}\//;

/** What Deno, Node and most others call a parameter that is one. */
const PATH_PARAMETER =
  /^(?:\.\.\.)?(?:(?:old|new)?path|file(?:name)?|folder|dir|\w+(?:Path|File|File[nN]ame|Folder|Dir))s?\??:|\bPathLike\b/;

/**
 * @param cursor Offset in `code`, as the type of what is called is asked for.
 */
export async function pathCandidates(
  { kind, prefix, start }: ExpressionAt,
  code: string,
  cursor: number,
  interpreter: Interpreter,
  language: LanguageService | undefined,
): Promise<Candidate[]> {
  if (kind !== "text") return [];
  if (!PATH.test(prefix)) {
    const help = await language?.signatureHelp(code, cursor);
    const parameter = help && currentParameter(help)?.name;
    if (!parameter || !PATH_PARAMETER.test(parameter)) return [];
  }
  return interpreter.paths(prefix).map((path) => ({
    name: quoted(path, code[start - 1]),
    kind: "property",
    depth: 0,
  }));
}
