import { deepStrictEqual } from "node:assert/strict";
import { define } from "../../../../lib/backend/assembly/assemble.ts";
import { compile } from "../../../../lib/backend/assembly/compile.ts";
import {
  storeInteger,
  subtract,
} from "../../../../lib/backend/assembly/instructions.ts";

Deno.test("compile() gives functions that take integers by name, in any order", () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const difference = define(
    "difference",
    ["from", "less", "to"],
    ({ from, less, to }) => storeInteger(to, subtract(from, less)),
  );
  const code = compile([difference], memory);
  code.difference({ from: 7, less: 2, to: 0 });
  code.difference({ to: 4, less: 7, from: 2 });
  deepStrictEqual([...new Int32Array(memory.buffer, 0, 2)], [5, -5]);
});
