/**
 * Trap of tfjs 4.22: with the first tensor on the cpu backend a banner asks for
 * `tfjs-node`, which can't be installed on Deno.
 *
 * Here one line says what helps, unless the cpu backend was asked for.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { isBackendSelected } from "../backend/select_backend.ts";

interface CpuBackend {
  /** Read and set by `write()`, which then prints the banner. */
  firstUse: boolean;
}

export function nodeBanner(): void {
  const engine = tf.engine() as unknown as {
    registryFactory: Record<string, { factory(): CpuBackend }>;
    registry: Record<string, CpuBackend | undefined>;
  };
  const entry = engine.registryFactory.cpu;
  const { factory } = entry;
  entry.factory = () => quietened(factory());
  const running = engine.registry.cpu;
  if (running?.firstUse) quietened(running);
}

function quietened(backend: CpuBackend): CpuBackend {
  let told = false;
  Object.defineProperty(backend, "firstUse", {
    get() {
      if (!told && !isBackendSelected()) {
        console.warn(
          "Tensors are on the slow cpu backend; call `await selectBackend()` before the first",
        );
      }
      told = true;
      return false;
    },
    set() {},
  });
  return backend;
}
