/**
 * Values that the user sets while debugging.
 *
 * @module
 */

import { partText } from "../bridge/cell_runtime.ts";
import type { RemoteObject } from "../cdp/domains.ts";
import { callArgument, type DenoRuntime } from "../runtime/deno_runtime.ts";
import { DebugError } from "./debug_error.ts";
import { evaluate, resultOf } from "./evaluation.ts";
import type { Frame } from "./frame.ts";
import type { Reference } from "./references.ts";

const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/**
 * Sets a variable, an item or a property to what an expression gives.
 *
 * @param top The frame whose variables the expression may use.
 * @throws {DebugError} If it can't be set.
 */
export async function assign(
  runtime: DenoRuntime,
  reference: Reference,
  name: string,
  typed: string,
  top: Frame | undefined,
): Promise<RemoteObject> {
  if (reference.kind === "scopes" || reference.kind === "globals") {
    if (!NAME.test(name)) throw new DebugError(`${name} can't be set`);
    if (reference.kind === "scopes") {
      const { frame } = reference;
      return await evaluate(runtime, `${name} = (${typed})`, { frame });
    }
    refuseConstant(runtime, name);
    // A variable of the frame may have the same name.
    const held = `${partText(runtime.child.name, "held")}["set"]`;
    await evaluate(runtime, `${held} = (${typed})`, { frame: top });
    return await evaluate(runtime, `${name} = ${held}`, {});
  }
  if (reference.kind === "getter") throw new DebugError(`${name} can't be set`);
  const value = await evaluate(runtime, typed, { frame: top });
  resultOf(
    await runtime.child.callOn({
      objectId: reference.objectId,
      functionDeclaration: `function (name, value) {
        "use strict";
        if (!(name in this)) throw new TypeError(name + " can't be set");
        this[name] = value;
      }`,
      arguments: [
        { value: name },
        callArgument(value),
      ],
      silent: true,
    }),
  );
  return value;
}

/**
 * Gives the notebook a variable with what one of a frame holds.
 *
 * @throws {DebugError} If there is no such source, or the target is a constant.
 */
export async function copyToGlobals(
  runtime: DenoRuntime,
  source: string,
  target: string,
  frame: Frame | undefined,
): Promise<RemoteObject> {
  if (!NAME.test(target)) throw new DebugError(`${target} is no name`);
  refuseConstant(runtime, target);
  const { child, scope } = runtime;
  const held = `${partText(child.name, "held")}["copied"]`;
  const value = await evaluate(runtime, `${held} = (${source})`, { frame });
  // V8 declares it at once, and answers when the code has gone on.
  child.session.post("Runtime.evaluate", {
    expression: `let ${target} = ${held}; delete ${held};`,
    replMode: true,
    silent: true,
    disableBreaks: true,
  }).catch(() => {
    // The runtime has ended, and its variables with it.
  });
  scope.add(target);
  return value;
}

/** V8 holds the notebook's constants as variables. */
function refuseConstant({ scope }: DenoRuntime, name: string) {
  if (!scope.constants([]).has(name)) return;
  throw new DebugError(`${name} is a constant of the notebook`);
}
