import { deepStrictEqual } from "node:assert/strict";
import { threefry } from "../../../lib/random/threefry.ts";

/** Known answers of Random123, kat_vectors, threefry2x32 with 20 rounds. */
// deno-fmt-ignore
const KNOWN = [
  { counter: [0, 0], key: [0, 0], bits: [0x6b200159, 0x99ba4efe] },
  { counter: [0xffffffff, 0xffffffff], key: [0xffffffff, 0xffffffff], bits: [0x1cb996fc, 0xbb002be7] },
  { counter: [0x243f6a88, 0x85a308d3], key: [0x13198a2e, 0x03707344], bits: [0xc4923a9c, 0x483df7a0] },
];

Deno.test("threefry() gives the published answers", () => {
  for (const { counter, key, bits } of KNOWN) {
    const out = new Uint32Array(2);
    threefry(out, key[0], key[1], counter[1], counter[0]);
    deepStrictEqual([...out], bits);
  }
});

Deno.test("threefry() can start at any counter", () => {
  const whole = new Uint32Array(10);
  threefry(whole, 1, 2, 3);
  const rest = new Uint32Array(5);
  threefry(rest, 1, 2, 3, 2);
  deepStrictEqual([...rest], [...whole.subarray(4, 9)]);
});

Deno.test("threefry() gives many numbers as it gives few", () => {
  // Few are computed by JavaScript, many by WebAssembly in pieces of 16,384.
  const [key0, key1, counter1] = [0xdeadbeef, -5, 0xfffffff0];
  for (
    const [length, first] of [[64, 0], [71, 3], [16_384, 1], [
      33_001,
      2 ** 32 - 9000,
    ]]
  ) {
    const many = new Uint32Array(length);
    threefry(many, key0, key1, counter1, first);
    const few = new Uint32Array(length);
    for (let done = 0; done < length; done += 2) {
      const pair = few.subarray(done, Math.min(done + 2, length));
      threefry(pair, key0, key1, counter1, first + done / 2);
    }
    deepStrictEqual(many, few, `${length} from ${first}`);
  }
});
