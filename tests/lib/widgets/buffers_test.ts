import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { putBuffers, removeBuffers } from "../../../lib/widgets/buffers.ts";

Deno.test("putBuffers() puts back what removeBuffers() took out", () => {
  const a = new Uint8Array([1]);
  const b = new Uint8Array([2, 3]);
  const whole = { x: a, y: { z: [1, b, { w: null }] }, n: 3 };
  const { state, buffer_paths, buffers } = removeBuffers(whole);
  deepStrictEqual(state, { y: { z: [1, null, { w: null }] }, n: 3 });
  deepStrictEqual(buffer_paths, [["x"], ["y", "z", 1]]);
  putBuffers(state, buffer_paths, buffers as Uint8Array[]);
  deepStrictEqual(state, { ...whole, x: a });
});

Deno.test("putBuffers() refuses paths that lead nowhere or to prototypes", () => {
  const one = [new Uint8Array(1)];
  for (const path of [[], ["a", "b"], ["__proto__", "x"], ["constructor"]]) {
    throws(() => putBuffers({}, [path], one), RangeError);
  }
  strictEqual(({} as { x?: unknown }).x, undefined);
});
