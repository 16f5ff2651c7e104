/**
 * What a value looks like, for inspection: without running code that changes
 * anything, and also while a cell is busy.
 *
 * @module
 */

import { callText, RootCode } from "../bridge/child_calls.ts";
import type { RemoteObject } from "../cdp/domains.ts";
import type { AccessPath } from "../cell/mod.ts";
import { asWritten } from "../bridge/as_written.ts";
import type { DenoRuntime } from "./deno_runtime.ts";
import {
  argumentsFor,
  evaluated,
  newGroup,
  onValue,
  promptly,
} from "./side_effect_free.ts";

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
  const objectGroup = newGroup();
  const found = await promptly(runtime, () =>
    Promise.all([
      runtime.child.call("facts", ...arguments_),
      session.post("Runtime.evaluate", {
        expression: callText(name, "follow", ...arguments_),
        objectGroup,
        generatePreview: true,
        silent: true,
        disableBreaks: true,
      }),
    ]), () => runtime.child.release(objectGroup));
  if (!found) return undefined;
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
