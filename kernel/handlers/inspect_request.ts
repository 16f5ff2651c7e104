import { toUtf16Offset } from "../protocol/code_points.ts";
import type {
  InspectReply,
  InspectRequest,
} from "../protocol/introspection.ts";
import type * as Cells from "../cell/mod.ts";
import type { Context } from "./context.ts";
import { described } from "./described.ts";

interface Target {
  /** As written. */
  name: string;
  path: Cells.AccessPath;
}

/** Says what is known of the name at the cursor; runs no user code. */
export async function inspectRequest(
  { code, cursor_pos, detail_level = 0 }: InspectRequest,
  { interpreter }: Context,
): Promise<InspectReply> {
  // Loads TypeScript, which is no part of a quick start.
  const cells = await import("../cell/mod.ts");
  const cursor = toUtf16Offset(code, cursor_pos);
  for (const { name, path } of targets(code, cursor, cells)) {
    const look = await interpreter.look(path);
    if (!look) continue;
    const declared = look.cell === undefined
      ? undefined
      : cells.declarationOf(look.cell, name);
    const signature = declared?.signature ??
      cells.signatureOf(look.value.description ?? "");
    const subject = { name, look, declared, signature };
    const data = described(subject, detail_level > 0 ? 1 : 0);
    return { status: "ok", found: true, data, metadata: {} };
  }
  return { status: "ok", found: false, data: {}, metadata: {} };
}

/** What stands at the cursor, then the function whose call is around it. */
function* targets(
  code: string,
  cursor: number,
  cells: typeof Cells,
): Generator<Target> {
  const at = cells.expressionAt(code, cursor);
  if (at && !at.local && at.text !== "" && at.kind !== "specifier") {
    const { object, text } = at;
    const owner = object === undefined ? undefined : cells.accessPath(object);
    const written = code.slice(at.start, at.end);
    if (object === undefined) {
      yield { name: written, path: { root: text, isLiteral: false, keys: [] } };
    } else if (owner) {
      const path = { ...owner, keys: [...owner.keys, text] };
      const name = at.kind === "key"
        ? `${object}[${JSON.stringify(text)}]`
        : `${object}.${written}`;
      yield { name, path };
    }
  }
  const call = cells.calleeAt(code, cursor);
  const path = call && !call.local && cells.accessPath(call.callee);
  if (path) yield { name: call.callee, path };
}
