/**
 * What a frame sees, in the scopes that the user thinks in.
 *
 * @module
 */

import type { DebugProtocol as Dap } from "@vscode/debugprotocol";
import type { Scope } from "../cdp/domains.ts";
import type { Frame } from "./frame.ts";
import type { References } from "./references.ts";
import type { Values } from "./values.ts";

/** V8's kinds of scopes, by the name under which they are shown. */
const SHOWN: Record<string, string> = {
  block: "Locals",
  catch: "Locals",
  local: "Locals",
  with: "Locals",
  eval: "Locals",
  closure: "Closure",
  module: "Module",
};

/** Of a cell's own code there may be no locals. */
export function scopesOf(frame: Frame, references: References): Dap.Scope[] {
  const byName = Map.groupBy(
    frame.paused.scopeChain.filter(({ type }) => type in SHOWN),
    ({ type }) => SHOWN[type],
  );
  const shown = [...byName].map(([name, scopes]): Dap.Scope => ({
    name,
    presentationHint: name === "Locals" ? "locals" : undefined,
    variablesReference: references.add({ kind: "scopes", scopes, frame }),
    expensive: false,
  }));
  const globals: Dap.Scope = {
    name: "Globals",
    variablesReference: references.add({ kind: "globals", frame }),
    expensive: false,
  };
  return [...shown, globals];
}

/** The variables of some scopes, `this` and what is returned included. */
export async function variablesOf(
  values: Values,
  scopes: Scope[],
  { paused }: Frame,
): Promise<Dap.Variable[]> {
  const { name: own } = values.runtime.child;
  const all = await Promise.all(
    scopes.map(({ object }) => values.own(object.objectId!)),
  );
  const seen = new Set<string>();
  const variables: Promise<Dap.Variable>[] = [];
  for (const { name, value } of all.flat()) {
    // The compiler's own begin with the name of the child's object.
    if (!value || seen.has(name) || name.startsWith(own)) continue;
    seen.add(name);
    variables.push(values.variable(name, value, name));
  }
  if (SHOWN[scopes[0].type] !== "Locals") return await Promise.all(variables);
  const { returnValue, this: self } = paused;
  if (self.type !== "undefined" && self.className !== "Window") {
    variables.push(values.variable("this", self, "this"));
  }
  if (returnValue) variables.push(values.variable("(returns)", returnValue));
  return await Promise.all(variables);
}
