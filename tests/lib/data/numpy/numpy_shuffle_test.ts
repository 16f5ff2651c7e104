import { deepStrictEqual } from "node:assert/strict";
import { NumpyShuffle } from "../../../../lib/data/numpy/numpy_shuffle.ts";

const { shuffled }: { shuffled: Record<string, number[]> } = JSON.parse(
  Deno.readTextFileSync(
    new URL("../../../golden/data/expected.json", import.meta.url),
  ),
);

for (const [key, order] of Object.entries(shuffled)) {
  const [seed, length] = key.split(" ").map(Number);
  Deno.test(`NumpyShuffle.next() is NumPy's order of ${length} by ${seed}`, () => {
    deepStrictEqual(new NumpyShuffle(seed).next(length), order);
  });
}
