/** Constants of time and size end in their unit, so that no reader guesses. */

import { deepStrictEqual } from "node:assert/strict";
import { join } from "node:path";
import { root, sources } from "./layering.ts";

const OF_TIME = /TIMEOUT|PATIENCE|GRACE|DELAY|PAUSE|INTERVAL|DEADLINE/;
const OF_SIZE = /BUFFER|MEMORY|(?:^|_)(?:MOST|MAX|LIMIT)$/;
const UNIT =
  /_(?:MS|S|BYTES|LENGTH|MEGABYTES|KILOBYTES|PIXELS|FACTOR|COUNT|TURNS|VALUES)$/;

Deno.test("constants of time and size end in their unit", () => {
  const wrong = ["kernel", "lib", "tests"].flatMap((top) => [...sources(top)])
    .flatMap((path) => {
      const text = Deno.readTextFileSync(join(root, path));
      const declared = text.matchAll(
        /^(?:export )?const ([A-Z][A-Z0-9_]*)\b[^=]*= -?[\d(]/gm,
      );
      return [...declared].map(([, name]) => name)
        .filter((name) => OF_TIME.test(name) || OF_SIZE.test(name))
        .filter((name) => !UNIT.test(name))
        .map((name) => `${path}: ${name}`);
    });
  deepStrictEqual(wrong, []);
});

Deno.test("a constant of time or size says whose it is: no other has its name", () => {
  const places = new Map<string, string[]>();
  for (const path of [...sources("kernel"), ...sources("lib")]) {
    const text = Deno.readTextFileSync(join(root, path));
    const declared = text.matchAll(
      /^(?:export )?const ([A-Z][A-Z0-9_]*_(?:MS|BYTES|LENGTH))\b[^=]*=/gm,
    );
    for (const [, name] of declared) {
      places.set(name, [...places.get(name) ?? [], path]);
    }
  }
  const shared = [...places].filter(([, paths]) => paths.length > 1);
  deepStrictEqual(Object.fromEntries(shared), {});
});
