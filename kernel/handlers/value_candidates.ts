/**
 * What the values of what ran offer at the cursor.
 *
 * @module
 */

import type * as Cells from "../cell/mod.ts";
import type { Interpreter } from "../runtime/interpreter.ts";
import { keysIn } from "./columns.ts";
import { KEYWORDS } from "./keywords.ts";
import type { Candidate } from "./matching.ts";
import { quoted } from "./quoted.ts";

/** Runs nothing that could change something. */
export async function valueCandidates(
  at: Cells.ExpressionAt,
  code: string,
  cells: typeof Cells,
  interpreter: Interpreter,
): Promise<Candidate[]> {
  const quote = code[at.start - 1];
  if (at.kind === "declaration") return [];
  if (at.kind === "attribute") {
    return (at.isNested ? MODULE_TYPES : ["type"]).map(candidateOf);
  }
  if (at.kind === "specifier") {
    const found = await interpreter.specifiers(at.prefix);
    return found.map((name) => ({ name, kind: "module", depth: 0 }));
  }
  if (at.kind === "text" && at.object === "Deno.env" && !at.local) {
    return environment();
  }
  if (at.kind === "text") {
    const keys = await givenKeys(at, cells, interpreter);
    const layers = at.model === undefined
      ? []
      : await keysIn(at.model, cells, interpreter, "layers");
    return [...new Set([...keys, ...layers])]
      .map((key, index) => candidateOf(quoted(key, quote), index));
  }
  if (at.kind === "name" && at.prefix.startsWith("#")) {
    return cells.privateNamesAt(code, at.start).map(candidateOf);
  }
  if (at.kind === "name") {
    const locals = cells.localNamesAt(code, at.start);
    const named = await interpreter.names();
    return [
      ...locals.map((name) => ({ name, kind: "variable", depth: -1 })),
      ...named,
      ...KEYWORDS.map((name) => ({ name, kind: "keyword", depth: Infinity })),
    ].filter(({ name }) => IDENTIFIER.test(name));
  }
  if (at.object === "process.env" && !at.local) {
    return environment().filter(({ name }) =>
      at.kind === "key" || IDENTIFIER.test(name)
    );
  }
  const meta = META[at.object!];
  if (meta) return [candidateOf(meta, 0)];
  if (at.local) return [];
  const members = await membersOf(at.object!, cells, interpreter) ?? [];
  if (at.kind === "property") {
    return members.filter(({ name }) => IDENTIFIER.test(name));
  }
  const columns = await givenKeys(at, cells, interpreter);
  return [
    ...columns.map((key) => candidateOf(key, -1)),
    // Some data frames have a member for each column.
    ...members.filter(({ name }) => !columns.includes(name)),
  ].map((member) => ({ ...member, name: quoted(member.name, quote) }));
}

/**
 * The kernel's own environment, which cells begin with. Theirs can't be looked
 * at: Deno asks the system for each variable.
 */
function environment(): Candidate[] {
  return Object.keys(Deno.env.toObject()).map((name) => candidateOf(name, 0));
}

/** What Deno takes as `type` of an import's attributes. */
const MODULE_TYPES = ["json", "text"];

/** What may follow the dot of a keyword. */
const META: Partial<Record<string, string>> = {
  import: "meta",
  new: "target",
};

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

function candidateOf(name: string, depth: number): Candidate {
  return { name, kind: "property", depth };
}

/** Looks without running anything where that is enough. */
async function membersOf(
  object: string,
  cells: typeof Cells,
  interpreter: Interpreter,
) {
  const path = cells.accessPath(object);
  const found = path && await interpreter.members(path);
  if (found || path?.isLiteral && path.keys.length === 0) return found;
  const expression = cells.evaluable(object);
  return expression === undefined
    ? undefined
    : await interpreter.membersOf(expression);
}

/** Columns of a data frame, keys of a map, layers of a model. */
async function givenKeys(
  { object, method, isNested, local, kind }: Cells.ExpressionAt,
  cells: typeof Cells,
  interpreter: Interpreter,
): Promise<string[]> {
  if (object === undefined || local) return [];
  if (kind === "text" && method === undefined) return [];
  const keys = method === "getLayer"
    ? "layers"
    : isNested
    ? "columns"
    : undefined;
  return await keysIn(object, cells, interpreter, keys);
}
