import { toCodePoint, toUtf16Offset } from "../protocol/code_points.ts";
import type {
  CompleteReply,
  CompleteRequest,
} from "../protocol/introspection.ts";
import type * as Cells from "../cell/mod.ts";
import type { ExpressionAt } from "../cell/mod.ts";
import type { CompletionItem } from "../language/lsp/protocol.ts";
import type { LanguageService } from "../language/language_service.ts";
import type { Interpreter } from "../runtime/interpreter.ts";
import { withColumnMethod } from "./columns.ts";
import type { Context } from "./context.ts";
import { type Candidate, matching } from "./matching.ts";
import { pathCandidates } from "./path_candidates.ts";
import {
  isOpen,
  kindOfDetail,
  signatureOfDetail,
  typedCandidates,
} from "./typed_candidates.ts";
import { typedItems } from "./typed_items.ts";
import { valueCandidates } from "./value_candidates.ts";

/** Matches of which the whole type is asked for, the first ones. */
const DETAILED = 10;
/** For the type of the first match; less where the names took long. */
const DETAIL_MS = 20;
const LEAST_DETAIL_MS = 10;
/**
 * When an answer is to be there: people notice 50 ms while they type. With large
 * packages the server needs some 10 ms for the names, and as long to write the
 * first type, as it looks for a way to name each part of it.
 */
const COMPLETION_MS = 30;

/**
 * Offers what the name at the cursor may become: by the types of what is
 * written and by the values of what ran.
 */
export async function completeRequest(
  { code, cursor_pos }: CompleteRequest,
  { interpreter, language }: Context,
): Promise<CompleteReply> {
  const began = performance.now();
  language?.start();
  // Loads TypeScript, which is no part of a quick start.
  const cells = await import("../cell/mod.ts");
  const cursor = toUtf16Offset(code, cursor_pos);
  const at = cells.expressionAt(code, cursor);
  const asksTypes = at && at.kind !== "specifier" && at.kind !== "attribute";
  const [items, values] = await Promise.all([
    asksTypes && language ? typedItems(at, code, cursor, language) : undefined,
    at ? valueCandidates(at, code, cells, interpreter) : [],
  ]);
  const found = at ? candidates(at, items ?? [], values) : [];
  if (found.length === 0 && at?.kind === "property" && language) {
    found.push(...await columnMembers(at, cells, interpreter, language));
  }
  // A key or a type may look like a path, such as that of a server's route.
  if (found.length === 0 && at) {
    const paths = pathCandidates(at, code, cursor, interpreter, language);
    found.push(...await paths);
  }
  const imports = at?.kind === "specifier" ? importedBefore(language) : [];
  const matches = matching([...found, ...imports], at?.prefix ?? "");
  const start = toCodePoint(code, at?.start ?? cursor);
  const end = toCodePoint(code, at?.end ?? cursor);
  const isName = at?.kind === "name";
  const left = began + COMPLETION_MS - performance.now();
  const details = await detailsOf(matches, isName, left, language);
  return {
    status: "ok",
    matches: matches.map(({ name }) => name),
    cursor_start: start,
    cursor_end: end,
    // Read by JupyterLab and written by ipykernel; in no specification.
    metadata: {
      _jupyter_types_experimental: matches.map(({ name, kind }, index) => ({
        text: name,
        type: kindOfDetail(kind, details[index]?.detail),
        signature: details[index]?.signature ?? "",
        start,
        end,
      })),
    },
  };
}

/** Members of a data frame's column, of which neither type nor value is known. */
async function columnMembers(
  { object, local }: ExpressionAt,
  cells: typeof Cells,
  interpreter: Interpreter,
  language: LanguageService,
): Promise<Candidate[]> {
  const column = local
    ? undefined
    : await withColumnMethod(object!, cells, interpreter);
  if (column === undefined) return [];
  const code = `${column}.`;
  const at = cells.expressionAt(code, code.length);
  return typedCandidates(await language.complete(code, code.length, at));
}

function candidates(
  { kind, prefersTypes }: ExpressionAt,
  items: CompletionItem[],
  values: Candidate[],
): Candidate[] {
  const typed = typedCandidates(items);
  // Whether the cursor is at a name that is being declared. Such a name has no
  // candidates, but those of `const { a| } = object` are known.
  if (kind === "declaration") return isOpen(items) ? [] : typed;
  if (kind === "name" && !isOpen(items)) return withoutPattern(typed);
  const typesAlone = prefersTypes && typed.length > 0 ||
    isOther(typed, values);
  return typesAlone ? typed : merged(typed, values);
}

/** Members of a regular expression, which nobody writes as an object. */
const PATTERN = new Set(Object.getOwnPropertyNames(RegExp.prototype));

/**
 * Keys where an object or a regular expression is expected, as a filter often
 * is: those of the object.
 */
function withoutPattern(keys: Candidate[]): Candidate[] {
  const isPattern = keys.some(({ name }) => name === "lastIndex");
  const others = keys.filter(({ name }) =>
    !PATTERN.has(name) && name !== "lastIndex"
  );
  return isPattern && others.length > 0 ? others : keys;
}

/**
 * Whether the code is about another value than the variable has now, such as a
 * number after code that tested its `typeof`. The type knows all members of a
 * string or a number.
 */
function isOther(typed: Candidate[], values: Candidate[]): boolean {
  const names = new Set(values.map(({ name }) => name));
  const isPrimitive = names.has("charCodeAt") || names.has("toFixed");
  return isPrimitive && typed.some(({ name }) => !names.has(name));
}

/** Both, each name once: what it is by its type, how near by its value. */
function merged(typed: Candidate[], values: Candidate[]): Candidate[] {
  const byName = new Map(values.map((value) => [value.name, value]));
  return [
    ...typed.map((candidate) => {
      const value = byName.get(candidate.name);
      byName.delete(candidate.name);
      return value
        ? { ...candidate, kind: value.kind, depth: value.depth }
        : candidate;
    }),
    ...byName.values(),
  ];
}

function importedBefore(language: LanguageService | undefined): Candidate[] {
  const specifiers = language?.specifiers ?? [];
  return specifiers.map((name) => ({ name, kind: "module", depth: 0 }));
}

/** @param isName Whether they are names of the notebook, not members. */
async function detailsOf(
  matches: Candidate[],
  isName: boolean,
  leftMs: number,
  language: LanguageService | undefined,
): Promise<{ signature: string; detail?: string }[]> {
  const first = matches.slice(0, DETAILED);
  const items = first.flatMap(({ item }) => item ?? []);
  if (!language || items.length === 0) return [];
  const firstMs = Math.min(DETAIL_MS, leftMs + DETAIL_MS / 2);
  const limitMs = Math.max(LEAST_DETAIL_MS, firstMs);
  await language.fill(items, limitMs, leftMs);
  return matches.map(({ name, item }) => {
    const detail = item?.detail;
    const signature = signatureOfDetail(name, detail);
    const module = isName ? language.importedFrom(name) : undefined;
    const written = JSON.stringify(module);
    const says = module === undefined || signature.includes(written);
    return {
      signature: says ? signature : `${signature} from ${written}`.trim(),
      detail,
    };
  });
}
