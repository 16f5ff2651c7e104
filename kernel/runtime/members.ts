/**
 * Which names may stand where, for completion: without running code that
 * changes anything, and also while a cell is busy.
 *
 * @module
 */

import type { AccessPath } from "../cell/mod.ts";
import type { DeclarationKind } from "../cell/parse/cell_scope.ts";
import type { DenoRuntime } from "./deno_runtime.ts";
import {
  argumentsFor,
  evaluated,
  onValue,
  promptly,
} from "./side_effect_free.ts";

/** A property, or a name in scope. */
export interface Member {
  name: string;
  kind: "function" | "class" | "property" | "variable" | "module";
  /** How far from the value itself, or from the cells, it is. */
  depth: number;
}

const KINDS: Partial<Record<DeclarationKind, Member["kind"]>> = {
  class: "class",
  enum: "class",
  function: "function",
  import: "module",
  namespace: "module",
};

/** Names in scope: those of cells, then global ones. */
export async function names(
  runtime: DenoRuntime | undefined,
): Promise<Member[]> {
  const declared = runtime?.scope.names() ?? [];
  const unset = runtime?.scope.unset([]);
  const own = declared.filter((name) => !unset!.has(name)).map(
    (name): Member => {
      const kind = KINDS[runtime!.scope.kind(name)!] ?? "variable";
      return { name, kind, depth: 0 };
    },
  );
  const path = { root: "globalThis", isLiteral: false, keys: [] };
  const globals = await members(runtime, path) ?? ownGlobals();
  return [
    ...own,
    ...globals
      .filter(({ name }) => name !== runtime?.child.name)
      .map((member) => ({ ...member, depth: member.depth + 1 })),
  ];
}

/** The kernel runs on the same Deno, so its globals are those of cells. */
function ownGlobals(): Member[] {
  return Object.getOwnPropertyNames(globalThis)
    .map((name) => ({ name, kind: "variable", depth: 0 }));
}

/** What may follow the dot; undefined if that cannot be told. */
export async function members(
  runtime: DenoRuntime | undefined,
  path: AccessPath,
): Promise<Member[] | undefined> {
  if (!runtime) return undefined;
  const { child } = runtime;
  const found = await promptly(
    runtime,
    () => child.call("members", ...argumentsFor(runtime, path)),
  );
  return found === undefined ? undefined : JSON.parse(found);
}

/**
 * What may follow the dot after an expression. V8 refuses it as soon as it
 * would change something, print, read a file or draw a random number.
 *
 * @param expression JavaScript.
 */
export async function membersOf(
  runtime: DenoRuntime | undefined,
  expression: string,
): Promise<Member[] | undefined> {
  return await evaluated(runtime, expression, async (value, evaluating) => {
    const found = await onValue(evaluating, value, "members");
    return JSON.parse(found as string);
  });
}

/** What keys are of: columns of data frames, layers of models, or any. */
export type KeyKind = "columns" | "layers";

/** Names by which data is got from what has them, by its own word. */
export async function keysOf(
  runtime: DenoRuntime | undefined,
  expression: string,
  kind?: KeyKind,
): Promise<string[] | undefined> {
  const keys = kind === "layers"
    ? `(${expression}).layers.map((layer) => layer.name)`
    : `((o) => ${kind === undefined} && o instanceof Map
    ? [...o.keys()]
    : Array.isArray(o.columns)
    ? o.columns.slice()
    : typeof o.columnNames === "function"
    ? o.columnNames()
    : [])(${expression})`;
  const json = `JSON.stringify(${keys}.slice(0, 1000))`;
  return await evaluated(runtime, json, ({ value }) => {
    const found: unknown[] = JSON.parse(String(value));
    return Promise.resolve(
      found.filter((key): key is string => typeof key === "string"),
    );
  });
}
