/**
 * Columns of data frames. Some libraries compute a column or a frame anew each
 * time it is read, which V8 refuses as something that changes: then the frame
 * that it is made from tells the names, and the types the rest.
 *
 * @module
 */

import type * as Cells from "../cell/mod.ts";
import type { KeyKind } from "../runtime/members.ts";
import type { Interpreter } from "../runtime/interpreter.ts";

/** Methods that give a column by its name, whose type is known. */
const METHODS = ["column", "getColumn"];

/** A chain of methods is rarely longer. */
const MOST_METHODS = 10;

/** A frame that can be looked at, as written, and its columns. */
interface Frame {
  frame: string;
  columns: string[];
}

/** The names by which data is got from an expression's value. */
export async function keysIn(
  expression: string,
  cells: typeof Cells,
  interpreter: Interpreter,
  kind?: KeyKind,
): Promise<string[]> {
  const script = cells.evaluable(expression);
  const keys = script && await interpreter.keysOf(script, kind);
  if (keys || kind === "layers") return keys || [];
  const source = cells.columnsFrom(expression);
  const found = source && await frameOf(source, cells, interpreter);
  return found ? found.columns : [];
}

/** The frame itself, or the one that it is made from. */
async function frameOf(
  expression: string,
  cells: typeof Cells,
  interpreter: Interpreter,
): Promise<Frame | undefined> {
  let frame: string | undefined = expression;
  for (let at = 0; frame !== undefined && at < MOST_METHODS; at++) {
    const script = cells.evaluable(frame);
    const columns = script && await interpreter.keysOf(script, "columns");
    if (columns) return { frame, columns };
    frame = cells.columnsFrom(frame);
  }
  return undefined;
}

/**
 * The expression with a method in the place where it reads a frame's column:
 * `frame.column("age")` for `frame["age"]`.
 */
export async function withColumnMethod(
  expression: string,
  cells: typeof Cells,
  interpreter: Interpreter,
): Promise<string | undefined> {
  for (const { before, object, key, rest } of cells.propertyReads(expression)) {
    const found = await frameOf(object, cells, interpreter);
    if (!found?.columns.includes(key)) continue;
    const script = cells.evaluable(found.frame)!;
    const names = await interpreter.membersOf(script) ?? [];
    const method = METHODS.find((method) =>
      names.some(({ name }) => name === method)
    );
    if (!method) continue;
    return `${before}${object}.${method}(${JSON.stringify(key)})${rest}`;
  }
  return undefined;
}
