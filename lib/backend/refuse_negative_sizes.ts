import type { WasmBackend } from "./kernels/wasm_backend.ts";

/**
 * Has a backend refuse results of negative sizes. tfjs-core computes them where
 * a window is larger than its padded image. The product of two of them is
 * positive, so there is memory for a result that no loop fills, and a loop that
 * goes through its rows never ends.
 *
 * Such an operation then throws a RangeError.
 */
export function refuseNegativeSizes(backend: WasmBackend): void {
  const makeOutput = backend.makeOutput.bind(backend);
  backend.makeOutput = (shape, ...rest) => {
    if (shape.every((size) => size >= 0)) return makeOutput(shape, ...rest);
    throw new RangeError(
      `A result would have the shape [${
        shape.join(", ")
      }]: a window is larger than its image with the pad`,
    );
  };
}
