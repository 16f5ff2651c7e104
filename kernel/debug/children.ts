/**
 * What is in a value: its items, a part at a time, and its properties.
 *
 * @module
 */

import type { DebugProtocol as Dap } from "@vscode/debugprotocol";
import type { RemoteObject } from "../cdp/domains.ts";
import { valueOf } from "../runtime/process/deno_child.ts";
import { OBJECT_GROUP } from "./evaluation.ts";
import { propertiesOf } from "./properties.ts";
import type { Values } from "./values.ts";

/** Most items in one list; longer lists are shown as groups of this size. */
const GROUP_SIZE = 100;

/** Which children a client asks for. */
export interface Page {
  filter?: string;
  start?: number;
  count?: number;
}

export async function childrenOf(
  values: Values,
  objectId: string,
  path: string | undefined,
  page: Page,
): Promise<Dap.Variable[]> {
  const value: RemoteObject = { type: "object", objectId };
  const count = Number(
    valueOf(await values.runtime.callWith("itemCount", value)),
  );
  const { filter, start = 0 } = page;
  const wanted = page.count || Infinity;
  const isPaged = filter === "indexed" || page.count !== undefined;
  if (isPaged && filter !== "named" && count > 0) {
    const end = Math.min(count - start, wanted);
    return await itemsOf(values, objectId, path, start, end);
  }
  const properties = await propertiesOf(values, objectId, path, count > 0);
  if (filter === "named") return properties;
  return [
    ...await groupsOf(values, objectId, path, 0, count),
    ...properties,
  ];
}

/** Items if they are few, else groups of them. */
export async function groupsOf(
  values: Values,
  objectId: string,
  path: string | undefined,
  start: number,
  count: number,
): Promise<Dap.Variable[]> {
  if (count <= GROUP_SIZE) {
    return await itemsOf(values, objectId, path, start, count);
  }
  let size = GROUP_SIZE;
  while (count > size * GROUP_SIZE) size *= GROUP_SIZE;
  const groups: Dap.Variable[] = [];
  for (let at = start; at < start + count; at += size) {
    const inGroup = Math.min(size, start + count - at);
    groups.push({
      name: `[${at} … ${at + inGroup - 1}]`,
      value: "",
      variablesReference: values.references.add({
        kind: "items",
        objectId,
        start: at,
        count: inGroup,
      }),
    });
  }
  return groups;
}

async function itemsOf(
  values: Values,
  objectId: string,
  path: string | undefined,
  start: number,
  count: number,
): Promise<Dap.Variable[]> {
  if (count <= 0) return [];
  const { result, exceptionDetails } = await values.runtime.callWith(
    "items",
    { type: "object", objectId },
    [start, count],
    { returnByValue: false, objectGroup: OBJECT_GROUP },
  );
  if (exceptionDetails) {
    const { exception, text } = exceptionDetails;
    const [line] = (exception?.description ?? text).split("\n");
    return [{ name: "values", value: line, variablesReference: 0 }];
  }
  const items = await values.own(result.objectId!);
  return await Promise.all(items.flatMap(({ name, value }) => {
    if (!value) return [];
    const label = name.slice(name.indexOf(":") + 1);
    const isIndex = /^\d+$/.test(label);
    return values.variable(
      label,
      value,
      path && isIndex ? `${path}[${label}]` : undefined,
    );
  }));
}
