/**
 * The properties of a value, private ones included. No getter is run.
 *
 * @module
 */

import type { DebugProtocol as Dap } from "@vscode/debugprotocol";
import type { PropertyDescriptor } from "../cdp/domains.ts";
import type { Values } from "./values.ts";

/** Properties of an object beyond these are data that nobody reads. */
const MOST_PROPERTIES = 1000;

/** @param hasItems Whether the value is shown by its items. */
export async function propertiesOf(
  values: Values,
  objectId: string,
  path: string | undefined,
  hasItems: boolean,
): Promise<Dap.Variable[]> {
  const { session } = values.runtime.child;
  const [own, inherited] = await Promise.all([
    session.post("Runtime.getProperties", {
      objectId,
      ownProperties: true,
      nonIndexedPropertiesOnly: true,
      generatePreview: true,
    }),
    hasItems ? undefined : session.post("Runtime.getProperties", {
      objectId,
      accessorPropertiesOnly: true,
    }),
  ]);
  const seen = new Set(own.result.map(({ name }) => name));
  const getters = (inherited?.result ?? [])
    .filter(({ name, get }) => get?.objectId && !seen.has(name));
  const all = [
    ...own.result.filter(({ enumerable }) => enumerable || !hasItems),
    ...own.privateProperties ?? [],
    ...getters.filter(({ name }) => name !== "__proto__"),
  ].slice(0, MOST_PROPERTIES);
  return await Promise.all(
    all.flatMap((property) => propertyOf(values, objectId, path, property)),
  );
}

function propertyOf(
  values: Values,
  objectId: string,
  path: string | undefined,
  { name, value, get, symbol }: PropertyDescriptor,
): (Promise<Dap.Variable> | Dap.Variable)[] {
  if (value) return [values.variable(name, value, memberPath(path, name))];
  // Getters of Deno's own symbols, and private ones, are left out.
  if (!get?.objectId || symbol || name.startsWith("#")) return [];
  return [{
    name,
    value: "(getter)",
    presentationHint: { lazy: true },
    variablesReference: values.references.add({
      kind: "getter",
      objectId,
      name,
    }),
  }];
}

function memberPath(path: string | undefined, name: string) {
  if (path === undefined || name.startsWith("[[")) return undefined;
  const isName = /^#?[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name);
  return isName ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`;
}
