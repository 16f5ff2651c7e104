/**
 * Which names a cell that failed has declared without a value.
 *
 * @module
 */

import type { DenoRuntime } from "./deno_runtime.ts";
import type { UnsetName } from "../cell/parse/cell_scope.ts";

/**
 * Asks V8 which names of the latest cell were never set, if it ended early: by
 * an error, by Stop, or at an `await` that nothing can settle.
 */
export async function settleNames(
  { child, scope }: DenoRuntime,
): Promise<UnsetName[]> {
  const { doubtful } = scope;
  if (doubtful.length === 0) return [];
  const text = `${child.name}_text`;
  const tries = doubtful.map(({ name, early }) =>
    `try{${text}+=${early ? `${name}===void 0` : `(${name},false)`}?0:1}` +
    `catch{${text}+=0}`
  );
  const set = await child.evaluate(
    `(()=>{let ${text}="";${tries.join("")}return ${text}})()`,
  ) as string;
  const unset = doubtful.filter((_, index) => set[index] === "0");
  scope.settle(unset.map(({ name }) => name));
  return unset.map(({ name, early = false }) => ({ name, early }));
}
