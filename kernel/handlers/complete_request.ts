import { toCodePoint, toUtf16Offset } from "../protocol/code_points.ts";
import type {
  CompleteReply,
  CompleteRequest,
} from "../protocol/introspection.ts";
import type * as Cells from "../cell/mod.ts";
import type { Interpreter } from "../runtime/interpreter.ts";
import type { Context } from "./context.ts";
import { KEYWORDS } from "./keywords.ts";
import { type Candidate, matching } from "./matching.ts";

/** Offers what the name at the cursor may become; runs no user code. */
export async function completeRequest(
  { code, cursor_pos }: CompleteRequest,
  { interpreter }: Context,
): Promise<CompleteReply> {
  // Loads TypeScript, which is no part of a quick start.
  const cells = await import("../cell/mod.ts");
  const cursor = toUtf16Offset(code, cursor_pos);
  const at = cells.expressionAt(code, cursor);
  const found = at ? await candidates(at, code, cells, interpreter) : [];
  const matches = matching(found, at?.prefix ?? "");
  const start = toCodePoint(code, at?.start ?? cursor);
  const end = toCodePoint(code, at?.end ?? cursor);
  return {
    status: "ok",
    matches: matches.map(({ name }) => name),
    cursor_start: start,
    cursor_end: end,
    // Read by JupyterLab and written by ipykernel; in no specification.
    metadata: {
      _jupyter_types_experimental: matches.map(({ name, kind }) => ({
        text: name,
        type: kind,
        start,
        end,
      })),
    },
  };
}

async function candidates(
  at: Cells.ExpressionAt,
  code: string,
  cells: typeof Cells,
  interpreter: Interpreter,
): Promise<Candidate[]> {
  if (at.kind === "declaration") return [];
  if (at.kind === "specifier") {
    const found = await interpreter.specifiers(at.prefix);
    return found.map((name) => ({ name, kind: "module", depth: 0 }));
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
  const path = at.local ? undefined : cells.accessPath(at.object!);
  const members = path && await interpreter.members(path) || [];
  if (at.kind === "property") {
    return members.filter(({ name }) => IDENTIFIER.test(name));
  }
  const quote = code[at.start - 1];
  return members.map((member) => ({
    ...member,
    name: quoted(member.name, quote),
  }));
}

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

/** How a key is written between quotes of this kind. */
function quoted(key: string, quote: string): string {
  const escaped = JSON.stringify(key).slice(1, -1);
  if (quote === '"') return escaped;
  return escaped.replaceAll('\\"', '"').replaceAll(quote, `\\${quote}`);
}
