import { throws } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../../lib/backend/select_backend.ts";
import { agrees, wholeNumbers } from "./both_backends.ts";

const CASES: [equation: string, ...shapes: number[][]][] = [
  ["ij,jk->ik", [3, 4], [4, 5]],
  ["ij,kj->ik", [3, 4], [5, 4]],
  ["ji,jk->ki", [4, 3], [4, 5]],
  ["i,i->", [6], [6]],
  ["bi,bi->b", [3, 4], [3, 4]],
  ["i,j->ij", [3], [4]],
  ["aecd,abcd->acbe", [2, 3, 4, 5], [2, 6, 4, 5]],
  ["acbe,aecd->abcd", [2, 4, 6, 3], [2, 3, 4, 5]],
  ["abc,cde->abde", [2, 3, 4], [4, 2, 5]],
  ["ij->ji", [3, 4]],
  ["ij->", [3, 4]],
  ["ijk->j", [3, 4, 5]],
  ["ij,jk->k", [3, 4], [4, 5]],
  ["ij,k->j", [3, 4], [5]],
];

for (const [equation, ...shapes] of CASES) {
  Deno.test(`einsum agrees with cpu on ${equation}`, async () => {
    await agrees(() =>
      tf.einsum(
        equation,
        ...shapes.map((shape, index) => wholeNumbers(shape, index + 1)),
      )
    );
  });
}

Deno.test("einsum throws where an axis has two sizes", async () => {
  await selectBackend({ name: "wasm" });
  throws(() => tf.einsum("ij,jk->ik", tf.ones([2, 3]), tf.ones([4, 2])));
});
