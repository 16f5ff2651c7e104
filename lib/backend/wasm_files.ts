import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Files of compiled code in `@tensorflow/tfjs-backend-wasm`. */
const FILES = [
  "tfjs-backend-wasm.wasm",
  "tfjs-backend-wasm-simd.wasm",
  "tfjs-backend-wasm-threaded-simd.wasm",
];

/** Folder of the installed package's compiled code, with a separator at its end. */
export function wasmFolder(): string {
  const entry = import.meta.resolve("@tensorflow/tfjs-backend-wasm");
  return join(dirname(fileURLToPath(entry)), "..", "wasm-out", "/");
}

/**
 * Opens each file once, so that one that is missing or not permitted is an
 * error with a reason. The backend itself only prints "aborted".
 *
 * @throws {Deno.errors.NotFound} If a file is missing.
 * @throws {Deno.errors.NotCapable} If reading it is not permitted.
 */
export function requireWasmFiles(folder: string): void {
  for (const name of FILES) Deno.openSync(join(folder, name)).close();
}
