/**
 * What a cell in Python sets, and of which types, as far as a line tells.
 *
 * @module
 */

import type { Default, Kind } from "./parameter_defaults.ts";

const ASSIGNMENT = /^([\p{L}_][\p{L}\p{N}_]*)\s*(?::[^=]*)?=(?!=)\s*(.*)$/gmu;

/** How values of each kind begin. */
const KINDS: [RegExp, Kind][] = [
  [/^[+-]?(\d|\.\d|float\()/, "number"],
  [/^[rbuf]{0,2}["']/i, "string"],
  [/^(True|False)\b/, "boolean"],
  [/^\[/, "array"],
  [/^\{/, "object"],
];

/** The names that a cell assigns at its top level. */
export function pythonDefaults(source: string): Map<string, Default> {
  const defaults = new Map<string, Default>();
  for (const [, name, value] of source.matchAll(ASSIGNMENT)) {
    const kind = KINDS.find(([start]) => start.test(value))?.[1];
    defaults.set(name, {
      type: kind ?? "anything",
      kinds: kind && [kind],
      literals: [],
    });
  }
  return defaults;
}
