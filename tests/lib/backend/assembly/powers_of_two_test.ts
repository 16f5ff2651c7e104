import { ok, strictEqual } from "node:assert/strict";
import { define } from "../../../../lib/backend/assembly/assemble.ts";
import { ValueType } from "../../../../lib/backend/assembly/code.ts";
import { compile } from "../../../../lib/backend/assembly/compile.ts";
import {
  advance,
  integer,
  loopDown,
  set,
} from "../../../../lib/backend/assembly/instructions.ts";
import {
  FLOATS_IN_LANES,
  FUSED,
} from "../../../../lib/backend/assembly/lanes.ts";
import { powersOfTwo } from "../../../../lib/backend/assembly/powers_of_two.ts";
import {
  load,
  store,
} from "../../../../lib/backend/assembly/vector_instructions.ts";

for (const [name, [lanes]] of Object.entries({ FLOATS_IN_LANES, FUSED })) {
  Deno.test(`powersOfTwo() is within 2e-7 of the power, by ${name}`, () => {
    const memory = new WebAssembly.Memory({ initial: 8 });
    const raise = define(
      "raise",
      ["at", "vectors"],
      ({ at, vectors }, local) => {
        const value = local(ValueType.v128);
        const { before, raise } = powersOfTwo(1, lanes, local);
        return [
          before,
          loopDown(vectors, [
            set(value, load(at)),
            raise([value]),
            store(at, value),
            advance(at, integer(16)),
          ]),
        ];
      },
    );
    const values = new Float32Array(memory.buffer, 0, 100_000);
    values.forEach((_, i) => values[i] = -i / 800);
    const expected = Array.from(values, (value) => 2 ** value);
    const odd = new Float32Array(memory.buffer, 4 * values.length, 8);
    odd.set([0, -1, -126, -127, -1e4, -Infinity, -3e38, NaN]);
    compile([raise], memory).raise({ at: 0, vectors: values.length / 4 + 2 });
    const worst = values.reduce(
      (most, value, i) => Math.max(most, Math.abs(value / expected[i] - 1)),
      0,
    );
    ok(worst < 2e-7, `${worst}`);
    const shown = [1, 0.5, 2 ** -126, 0, 0, 0, 0, NaN];
    shown.forEach((value, i) => strictEqual(odd[i], value));
  });
}
