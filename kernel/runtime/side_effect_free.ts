/**
 * Asks the runtime about values without changing anything: V8 refuses what has
 * a side effect, and an answer that does not come in time is none.
 *
 * @module
 */

import { callText, RootCode } from "../bridge/child_calls.ts";
import type { RemoteObject } from "../cdp/domains.ts";
import type { AccessPath } from "../cell/mod.ts";
import { LATE, settled } from "../time/settled.ts";
import type { DenoRuntime } from "./deno_runtime.ts";

/** A runtime in a native call answers nothing, and users type on. */
const VALUE_ANSWER_MS = 300;
const OWED_ANSWER_MS = 1000;
let groups = 0;

/**
 * A name for values that DevTools keep until their group is released. Each look
 * has its own: it would release what another one still reads.
 */
export function newGroup(): string {
  return `introspection-${groups++}`;
}

/**
 * An evaluation that takes longer is cut. V8 runs it uncompiled, to see what it
 * changes: the first rows of a table took over 100 ms on a busy machine.
 */
const EVALUATION_MS = 250;

/**
 * Evaluates an expression, and reads its value if V8 did.
 *
 * @param read May ask further; what it gives has to come in time, too.
 */
export async function evaluated<T>(
  runtime: DenoRuntime | undefined,
  expression: string,
  read: (value: RemoteObject, runtime: DenoRuntime) => Promise<T>,
): Promise<T | undefined> {
  if (!runtime) return undefined;
  const { session } = runtime.child;
  const objectGroup = newGroup();
  return await promptly(runtime, async () => {
    const { result, exceptionDetails } = await session.post(
      "Runtime.evaluate",
      {
        expression,
        objectGroup,
        generatePreview: true,
        silent: true,
        throwOnSideEffect: true,
        timeout: EVALUATION_MS,
      },
    );
    return exceptionDetails ? undefined : await read(result, runtime);
  }, () => runtime.child.release(objectGroup));
}

/** Asks the child about a value; of a primitive, about one of its kind. */
export async function onValue(
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
  const { result, exceptionDetails } = await child.callOn({
    objectId,
    functionDeclaration: `function () { return ${ask("this")} }`,
    returnByValue: true,
    silent: true,
  });
  if (exceptionDetails) throw new Error(exceptionDetails.text);
  return result.value;
}

/** A path as the child's calls take it. */
export function argumentsFor(
  { scope }: DenoRuntime,
  { root, isLiteral, keys }: AccessPath,
): [RootCode | null, string[]] {
  const isOwn = isLiteral || scope.kind(root) !== undefined;
  return isOwn ? [new RootCode(root), keys] : [null, [root, ...keys]];
}

/** When a runtime that owes an answer is asked again. */
const silentUntil = new WeakMap<DenoRuntime, number>();

/**
 * The answer, if it comes in time and is one. One question of the user's may
 * ask a runtime many times: where it does not answer once, as in a native call,
 * it is not asked again until it has, or a second is over.
 *
 * @param afterwards Done when the answer is not waited for any more.
 */
export async function promptly<T>(
  runtime: DenoRuntime,
  ask: () => Promise<T>,
  afterwards?: () => void,
): Promise<T | undefined> {
  if (performance.now() < (silentUntil.get(runtime) ?? 0)) return undefined;
  const answer = ask().catch(() => undefined);
  const first = await settled(answer, VALUE_ANSWER_MS);
  afterwards?.();
  if (first !== LATE) return first;
  silentUntil.set(runtime, performance.now() + OWED_ANSWER_MS);
  answer.finally(() => silentUntil.delete(runtime));
  return undefined;
}
