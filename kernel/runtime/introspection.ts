/**
 * What the kernel can say about names and values without running code; also
 * while a cell is busy, and within a fixed time also while the runtime does
 * not answer.
 *
 * @module
 */

import { LATE, settled } from "../time/settled.ts";
import { callText, RootCode } from "../bridge/child_calls.ts";
import type { AccessPath } from "../cell/mod.ts";
import type { RemoteObject } from "../cdp/domains.ts";
import type { DeclarationKind } from "../cell/parse/cell_scope.ts";
import { asWritten } from "./as_written.ts";
import type { DenoRuntime } from "./deno_runtime.ts";

/** A property, or a name in scope. */
export interface Member {
  name: string;
  kind: "function" | "class" | "property" | "variable" | "module";
  /** How far from the value itself, or from the cells, it is. */
  depth: number;
}

/** What is known of a value. */
export interface Look {
  /** V8's mirror of it, with a preview. */
  value: RemoteObject;
  /** Elements of an array, characters of a string. */
  length?: number;
  /** Of a tensor. */
  shape?: number[];
  dtype?: string;
  /** Its own look in a few lines: layers of a model, first rows of a table. */
  overview?: string;
  /** The cell that declared it, if it is a variable of one. */
  cell?: string;
}

/** A runtime in a native call answers nothing; users type on. In ms. */
const ANSWER_MS = 300;
const GROUP = "introspection";

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
  const own = declared.map((name): Member => {
    const kind = KINDS[runtime!.scope.kind(name)!] ?? "variable";
    return { name, kind, depth: 0 };
  });
  const path = { root: "globalThis", isLiteral: false, keys: [] };
  const globals = await members(runtime, path) ?? ownGlobals();
  return [
    ...own,
    ...globals
      .filter(({ name }) => name !== runtime?.child.name)
      .map((member) => ({ ...member, depth: member.depth + 1 })),
  ];
}

/** The kernel is a Deno too: what it has, cells have. */
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
    child.call("members", ...argumentsFor(runtime, path)),
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

/** What an expression gives, as far as that can be told without side effects. */
export async function lookAt(
  runtime: DenoRuntime | undefined,
  expression: string,
): Promise<Look | undefined> {
  const overview = overviewOf(runtime, expression);
  return await evaluated(runtime, expression, async (value, evaluating) => {
    const facts = await onValue(evaluating, value, "facts");
    if (value.type === "function") {
      const { name } = evaluating.child;
      value.description = asWritten(value.description ?? "", name);
    }
    const known: Look = { ...JSON.parse(facts as string), value };
    return { ...known, overview: await overview };
  });
}

/** Undefined too where V8 can't rule out that it would change something. */
async function overviewOf(
  runtime: DenoRuntime | undefined,
  expression: string,
): Promise<string | undefined> {
  if (!runtime) return undefined;
  const value = new RootCode(expression);
  const call = callText(runtime.child.name, "overview", value);
  return await evaluated(
    runtime,
    call,
    ({ value }) =>
      Promise.resolve(typeof value === "string" ? value : undefined),
  );
}

/** Keys by which data is got from a map or a data frame, by its own word. */
export async function keysOf(
  runtime: DenoRuntime | undefined,
  expression: string,
): Promise<string[] | undefined> {
  const keys = `((o) => o instanceof Map
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

/** In ms; what takes longer is cut. */
const EVALUATION_MS = 100;

async function evaluated<T>(
  runtime: DenoRuntime | undefined,
  expression: string,
  read: (value: RemoteObject, runtime: DenoRuntime) => Promise<T>,
): Promise<T | undefined> {
  if (!runtime) return undefined;
  const { session } = runtime.child;
  const reading = session.post("Runtime.evaluate", {
    expression,
    objectGroup: GROUP,
    generatePreview: true,
    silent: true,
    throwOnSideEffect: true,
    timeout: EVALUATION_MS,
  }).then(({ result, exceptionDetails }) =>
    exceptionDetails ? undefined : read(result, runtime)
  );
  const found = await promptly(reading);
  session.post("Runtime.releaseObjectGroup", { objectGroup: GROUP })
    .catch(() => {
      // The runtime has ended, and its objects with it.
    });
  return found;
}

/** Asks the child about a value; of a primitive, about one of its kind. */
async function onValue(
  { child }: DenoRuntime,
  { objectId, type, value, unserializableValue }: RemoteObject,
  method: "facts" | "members",
): Promise<unknown> {
  const ask = (root: string) =>
    callText(child.name, method, new RootCode(root), []);
  if (objectId === undefined) {
    const literal = type === "symbol"
      ? "Symbol.prototype"
      : unserializableValue ?? JSON.stringify(value) ?? "undefined";
    return await child.evaluate(ask(literal));
  }
  const { result, exceptionDetails } = await child.session.post(
    "Runtime.callFunctionOn",
    {
      objectId,
      functionDeclaration: `function () { return ${ask("this")} }`,
      returnByValue: true,
      silent: true,
    },
  );
  if (exceptionDetails) throw new Error(exceptionDetails.text);
  return result.value;
}

/** The value at a path; undefined if that cannot be told. */
export async function look(
  runtime: DenoRuntime | undefined,
  path: AccessPath,
): Promise<Look | undefined> {
  if (!runtime) return undefined;
  const { session, name } = runtime.child;
  const arguments_ = argumentsFor(runtime, path);
  const overview = path.isLiteral
    ? undefined
    : overviewOf(runtime, writtenPath(path));
  const found = await promptly(Promise.all([
    runtime.child.call("facts", ...arguments_),
    session.post("Runtime.evaluate", {
      expression: callText(name, "follow", ...arguments_),
      objectGroup: GROUP,
      generatePreview: true,
      silent: true,
    }),
  ]));
  if (!found) return undefined;
  session.post("Runtime.releaseObjectGroup", { objectGroup: GROUP })
    .catch(() => {
      // The runtime has ended, and its objects with it.
    });
  const [facts, { result: value, exceptionDetails }] = found;
  if (exceptionDetails) return undefined;
  if (value.type === "function") {
    value.description = asWritten(value.description ?? "", name);
  }
  const cell = path.keys.length === 0
    ? runtime.declared.get(path.root)
    : undefined;
  const known: Look = { ...JSON.parse(facts), value, cell };
  return { ...known, overview: await overview };
}

function writtenPath({ root, keys }: AccessPath): string {
  return root + keys.map((key) => `[${JSON.stringify(key)}]`).join("");
}

function argumentsFor(
  { scope }: DenoRuntime,
  { root, isLiteral, keys }: AccessPath,
): [RootCode | null, string[]] {
  const isOwn = isLiteral || scope.kind(root) !== undefined;
  return isOwn ? [new RootCode(root), keys] : [null, [root, ...keys]];
}

/** The answer, if it comes in time and is one. */
async function promptly<T>(answer: Promise<T>): Promise<T | undefined> {
  const first = await settled(answer.catch(() => undefined), ANSWER_MS);
  return first === LATE ? undefined : first;
}
