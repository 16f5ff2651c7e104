/**
 * Chooses where tensors are computed, and says why there.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { checkOptions } from "../options/check_options.ts";
import { BackendError } from "./backend_error.ts";
import {
  type BackendName,
  BackendReport,
  type FailedBackend,
} from "./backend_report.ts";
import { fuseSums } from "./kernels/fused_sums.ts";
import { allowWinograd } from "./kernels/winograd_choice.ts";
import { physicalCores } from "./physical_cores.ts";
import { reasonOf } from "./reason_of.ts";
import { startBackend } from "./start_backend.ts";
import { MOST_THREADS, startWasm, type WasmFacts } from "./start_wasm.ts";
import { startWebgpu } from "./start_webgpu.ts";

/** What to select; all fields may be left out. */
export interface BackendOptions {
  /** The only backend to try; without it the fastest that starts. */
  name?: BackendName;
  /**
   * Threads for one operation on WASM, at least 1 and at most 8. Without it
   * and without a name there is one for every core; a backend asked for by name
   * keeps the threads it runs on, and starts on one. Results have the same bits
   * on any number of threads.
   */
  threads?: number;
  /**
   * Whether WASM computes every product of a convolution, and not Winograd's,
   * which need 36 multiplications for 144 and round otherwise: by less than
   * 1e-5 of the largest value in the tests. Without it and without a
   * name it does not; a backend asked for by name keeps what it does, and
   * starts precise, so that earlier runs repeat to the last digit. Other
   * backends take no notice.
   *
   * `false` also lets products be added without a rounding of their own, by an
   * instruction that nearly all machines have: a run repeats on one machine, and
   * on one without it differs in the last digits.
   */
  precise?: boolean;
}

const ORDER: BackendName[] = ["webgpu", "wasm", "cpu"];

/**
 * Starts the fastest backend that runs here (WebGPU, then WASM, then cpu), or
 * the one asked for by name, and makes it the current one.
 *
 * Tensors that live on another backend stay readable; TensorFlow.js moves them
 * when they are next used. Selecting the current backend again changes nothing.
 *
 * ```ts ignore
 * import { selectBackend } from "thaw";
 * console.log(`${await selectBackend({ name: "wasm", threads: 1 })}`);
 * ```
 *
 * @returns What runs, what was tried before it, and what is slow there.
 * @throws {BackendError} If no backend starts, or not the one asked for.
 * @throws {TypeError} If there is no such option, or `precise` is no boolean.
 * @throws {RangeError} If the name is unknown, or `threads` is no positive integer.
 */
export async function selectBackend(
  options: BackendOptions = {},
): Promise<BackendReport> {
  checkOptions("selectBackend", options, {
    name: true,
    threads: true,
    precise: true,
  });
  const { name, threads, precise } = options;
  if (precise !== undefined && typeof precise !== "boolean") {
    throw new TypeError(`precise must be true or false, got ${precise}`);
  }
  if (name !== undefined && !ORDER.includes(name)) {
    throw new RangeError(
      `Backend must be one of ${ORDER.join(", ")}, got ${name}`,
    );
  }
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1)) {
    throw new RangeError(`Threads must be a positive integer, got ${threads}`);
  }
  const tried: FailedBackend[] = [];
  for (const candidate of name ? [name] : ORDER) {
    try {
      const facts = await start(candidate, options);
      selected = true;
      // One asked for by name keeps what it does.
      if (precise !== undefined || !name) {
        allowWinograd(!precise);
        fuseSums(precise === false);
      }
      return new BackendReport({
        name: candidate,
        ...facts,
        tried,
      });
    } catch (thrown) {
      tried.push({ name: candidate, reason: reasonOf(thrown) });
    }
  }
  throw new BackendError(tried);
}

let selected = false;

/** Whether somebody has chosen where tensors are computed. */
export function isBackendSelected(): boolean {
  return selected;
}

async function start(
  candidate: BackendName,
  { name, threads }: BackendOptions,
): Promise<WasmFacts & { slow: string[] }> {
  const facts = { simd: false, threads: 1, slow: [], notes: [] };
  switch (candidate) {
    case "wasm":
      return {
        ...facts,
        ...await startWasm(threads ?? (name ? undefined : usualThreads())),
      };
    case "webgpu":
      await startWebgpu(name !== undefined);
      return facts;
    case "cpu":
      await startBackend("cpu", tf.findBackendFactory("cpu"));
      return { ...facts, slow: ["every operation"] };
  }
}

function usualThreads(): number {
  return Math.min(physicalCores(), MOST_THREADS);
}
