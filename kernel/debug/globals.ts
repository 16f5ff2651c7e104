/**
 * The notebook's variables.
 *
 * @module
 */

import type { DebugProtocol as Dap } from "@vscode/debugprotocol";
import { partText } from "../bridge/cell_runtime.ts";
import type { DenoRuntime } from "../runtime/deno_runtime.ts";
import { OBJECT_GROUP, resultOf } from "./evaluation.ts";
import type { Values } from "./values.ts";

/** Most variables that are shown; more were declared by a loop. */
const MOST_VARIABLES = 1000;

/**
 * All that cells have declared and set, in that order.
 *
 * @param objectGroup Holds their mirrors.
 */
export async function globalsOf(
  values: Values,
  objectGroup = OBJECT_GROUP,
): Promise<Dap.Variable[]> {
  const { runtime } = values;
  const names = runtime.scope.names().slice(-MOST_VARIABLES);
  const { session } = runtime.child;
  const expression = globalsText(runtime, names);
  const { objectId } = resultOf(
    await runtime.child.quietly(
      expression,
      () =>
        session.post("Runtime.evaluate", {
          expression,
          objectGroup,
          silent: true,
          disableBreaks: true,
        }),
    ),
  );
  const all = await values.own(objectId!);
  return await Promise.all(
    all.flatMap(({ name, value }) =>
      value ? values.variable(name, value, name) : []
    ),
  );
}

/** An expression that gives an object of them; some may not be set yet. */
function globalsText({ child, scope }: DenoRuntime, names: string[]): string {
  const all = `${child.name}_all`;
  const reads = names.map((name) => {
    const read = scope.isLive(name)
      ? `${partText(child.name, "imports")}.live[${JSON.stringify(name)}]`
      : name;
    return `try{${all}[${JSON.stringify(name)}]=${read}}catch{}`;
  });
  return `(()=>{const ${all}={__proto__:null};${
    reads.join(";")
  };return ${all}})()`;
}
