/**
 * WASM, from the files of the installed package: no network.
 *
 * @module
 */

import type { EventEmitter } from "node:events";
import process from "node:process";
import * as tf from "@tensorflow/tfjs";
import { registerKernels } from "./kernels/register_kernels.ts";
import { reasonOf } from "./reason_of.ts";
import { refuseNegativeSizes } from "./refuse_negative_sizes.ts";
import { refuseTooLarge } from "./refuse_too_large.ts";
import type { WasmBackend } from "./kernels/wasm_backend.ts";
import { type BackendFactory, startBackend } from "./start_backend.ts";
import { withoutWorkers } from "./threads/shared_build.ts";
import { givePool, poolOf, ThreadPool } from "./threads/thread_pool.ts";
import { requireWasmFiles, wasmFolder } from "./wasm_files.ts";

/** How WASM runs. */
export interface WasmFacts {
  simd: boolean;
  threads: number;
  /** What was asked for and could not be had. */
  notes: string[];
}

type Package = typeof import("@tensorflow/tfjs-backend-wasm");

/** With more than so many, threads wait for one another. */
export const MOST_THREADS = 8;

let factory: BackendFactory | undefined;

/**
 * Makes WASM the current backend.
 *
 * Threads are chosen when it starts. With another number it is started again,
 * unless tensors live on it, which a new start would take away.
 *
 * @param threads At least 1; undefined keeps a running backend's, else 1.
 * @throws If a file of compiled code can't be read or does not start.
 */
export async function startWasm(threads?: number): Promise<WasmFacts> {
  const folder = wasmFolder();
  requireWasmFiles(folder);
  const wasm = await import("@tensorflow/tfjs-backend-wasm");
  if (!factory) {
    wasm.setWasmPaths(folder);
    factory = tf.findBackendFactory("wasm");
  }
  registerKernels();
  const notes: string[] = [];
  const wanted = Math.min(threads ?? 1, MOST_THREADS);
  const running = tf.engine().registry["wasm"] as WasmBackend | undefined;
  /** Of this library, or of a backend that was started without it. */
  const countOf = (backend: WasmBackend) =>
    poolOf(backend.wasm)?.threads ?? wasm.getThreadsCount();
  if (running && threads && countOf(running) !== wanted) {
    if (running.numDataIds() === 0) tf.removeBackend("wasm");
  }
  await startBackend("wasm", () => startQuietly(wasm, folder, wanted, notes));
  const count = countOf(tf.backend() as WasmBackend);
  if (threads && count !== threads) {
    notes.push(`threads asked for: ${threads}, running: ${count}`);
    if (running && wanted !== count) {
      notes.push(
        "Tensors live on wasm: ask before the first, in a new process",
      );
    }
  }
  const simd = await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT") === true;
  return { simd, threads: count, notes };
}

/**
 * Starts the backend, on one thread where more don't start.
 *
 * The compiled module asks the process to throw what no promise handles; that
 * is for the program to decide, so it is taken back.
 */
async function startQuietly(
  wasm: Package,
  folder: string,
  threads: number,
  notes: string[],
): Promise<tf.KernelBackend> {
  const events = ["uncaughtException", "unhandledRejection"];
  const emitter = process as EventEmitter;
  const before = events.map((event) => emitter.listeners(event));
  const start = async (isShared: boolean) => {
    tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", isShared);
    wasm.setThreadsCount(1);
    const backend = await factory!() as WasmBackend;
    refuseTooLarge(backend.wasm);
    refuseNegativeSizes(backend);
    return backend;
  };
  try {
    if (threads === 1) return await start(false);
    const backend = await withoutWorkers(folder, () => start(true));
    const pool = new ThreadPool(backend.wasm.wasmMemory!, threads);
    await pool.start();
    givePool(backend.wasm, pool);
    return backend;
  } catch (thrown) {
    if (threads === 1) throw thrown;
    notes.push(`threads do not start: ${reasonOf(thrown)}`);
    return await start(false);
  } finally {
    events.forEach((event, i) => {
      for (const listener of emitter.listeners(event)) {
        if (before[i].includes(listener)) continue;
        emitter.off(event, listener as () => void);
      }
    });
  }
}
