import type { WasmModule } from "./kernels/wasm_backend.ts";

/** Sizes are numbers of 32 bits in the module; this one would count as 0. */
const TOO_LARGE_BYTES = 2 ** 32;

const MIB = 2 ** 20;

/**
 * Has a module refuse memory that its heap has no room for. TensorFlow.js takes
 * the address 0, which then comes, for one like others and writes over what
 * lies there: later operations fail, or compute with wrong values.
 *
 * Taking memory then throws a RangeError; what was there stays as it is.
 */
export function refuseTooLarge(wasm: WasmModule): void {
  // At its first call the module puts another function in this one's place.
  wasm._free(wasm._malloc(1));
  const { _malloc } = wasm;
  wasm._malloc = (bytes) => {
    const address = bytes < TOO_LARGE_BYTES ? _malloc(bytes) : 0;
    if (address !== 0 || bytes === 0) return address;
    const held = Math.round(wasm.HEAPU8.length / MIB);
    throw new RangeError(
      `WASM has no room for a tensor of ${
        Math.ceil(bytes / MIB)
      } MiB: its heap has ` +
        `${held} MiB, and at most 4096. Smaller batches, tf.tidy() and dispose() need less`,
    );
  };
}
