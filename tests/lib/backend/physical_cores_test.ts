import { ok, strictEqual } from "node:assert/strict";
import {
  physicalCores,
  threadsOfCore,
} from "../../../lib/backend/physical_cores.ts";

const info = (siblings: number, cores: number) =>
  `processor\t: 0\nsiblings\t: ${siblings}\ncore id\t\t: 0\ncpu cores\t: ${cores}\n\n`
    .repeat(2);

Deno.test("threadsOfCore() tells how often Linux counts a core", () => {
  strictEqual(threadsOfCore(info(16, 8)), 2);
  strictEqual(threadsOfCore(info(4, 4)), 1);
});

Deno.test("threadsOfCore() takes two where nothing is said", () => {
  for (const text of ["", "processor\t: 0\n", info(0, 0)]) {
    strictEqual(threadsOfCore(text), 2);
  }
});

Deno.test("physicalCores() counts at least one, and no more than there are", () => {
  const cores = physicalCores();
  ok(Number.isInteger(cores) && cores >= 1);
  ok(cores <= navigator.hardwareConcurrency);
});
