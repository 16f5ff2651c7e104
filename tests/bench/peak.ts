/**
 * What one core can do at most with 128-bit vectors in WebAssembly: sums that
 * stay in registers.
 *
 * @module
 */

import process from "node:process";
import { define } from "../../lib/backend/assembly/assemble.ts";
import { range, ValueType } from "../../lib/backend/assembly/code.ts";
import { loopDown, set } from "../../lib/backend/assembly/instructions.ts";
import {
  addLanes,
  load,
  multiplyLanes,
  store,
} from "../../lib/backend/assembly/vector_instructions.ts";
import { compile } from "../../lib/backend/assembly/compile.ts";

/** Independent sums: enough to hide the time an addition takes. */
const SUMS = 12;

const TURNS = 2_000_000;

const spin = define(
  "spin",
  ["count", "address"],
  ({ count, address }, local) => {
    const sums = range(SUMS).map(() => local(ValueType.v128));
    const factor = local(ValueType.v128);
    return [
      set(factor, load(address)),
      loopDown(
        count,
        sums.map((sum) =>
          set(sum, addLanes(sum, multiplyLanes(factor, factor)))
        ),
      ),
      sums.map((sum, i) => store(address, sum, 16 * i)),
    ];
  },
);

/** Floating-point operations a second, in billions; the best of some tries. */
export function peakGigaflops(): number {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const code = compile([spin], memory);
  const rates = range(10).map(() => {
    const start = process.cpuUsage();
    code.spin({ count: TURNS, address: 0 });
    const { user, system } = process.cpuUsage(start);
    return TURNS * SUMS * 8 / (1000 * (user + system));
  });
  return Math.max(...rates);
}
