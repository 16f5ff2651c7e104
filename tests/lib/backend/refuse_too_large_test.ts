import { deepStrictEqual, ok, throws } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import type { WasmBackend } from "../../../lib/backend/kernels/wasm_backend.ts";
import { selectBackend } from "../../../lib/backend/select_backend.ts";

/** Bytes of each tensor that is asked for until there is no room. */
const EACH = 2 ** 28;

for (const threads of [1, 2]) {
  Deno.test(`what does not fit on WASM's heap is refused, and the rest goes on on ${threads}`, async () => {
    if (tf.findBackend("wasm")) tf.removeBackend("wasm");
    await selectBackend({ name: "wasm", threads });
    const backend = tf.backend() as WasmBackend;
    const kept = tf.tensor1d([1, 2, 3]);
    const held: tf.TensorInfo[] = [];
    // Nothing is written there, so the machine gives no memory for it.
    throws(() => {
      for (;;) held.push(backend.makeOutput([EACH / 4], "float32"));
    }, /RangeError: WASM has no room for .*256 MiB/);
    ok(held.length > 3, String(held.length));
    for (const { dataId } of held) backend.disposeData(dataId, true);
    deepStrictEqual([...kept.add(1).dataSync()], [2, 3, 4]);
    // 32 bits of this size are 4 bytes.
    throws(
      () => tf.fill([2 ** 30 + 1], 7),
      /RangeError: WASM has no room for .*4097 MiB/,
    );
    deepStrictEqual([...kept.add(1).dataSync()], [2, 3, 4]);
    tf.removeBackend("wasm");
  });
}
