/**
 * TensorFlow.js' WASM backend on memory that threads share, without its own
 * threads.
 *
 * Only tfjs's build with threads has shared memory. Its threads serve XNNPACK
 * alone, wake up for the smallest operation, and then wait busily for some
 * milliseconds each, on the cores that the threads of this library need. It
 * makes eight workers, used or not, and waits for them; here it gets eight
 * objects that only say that they have started.
 *
 * @module
 */

import { createRequire } from "node:module";
import { join } from "node:path";

/** Given to the build in place of a worker of `node:worker_threads`. */
class NoWorker {
  onmessage?: (event: { data: object }) => void;

  postMessage({ cmd }: { cmd?: string }): void {
    if (cmd !== "load") return;
    queueMicrotask(() => this.onmessage?.({ data: { cmd: "loaded" } }));
  }

  on(): void {}
  unref(): void {}
  terminate(): void {}
}

/**
 * Runs `start`, in which the backend would make its workers, and gives it
 * objects that do nothing instead.
 *
 * @param folder Where the package's compiled code lies.
 */
export async function withoutWorkers<Result>(
  folder: string,
  start: () => Promise<Result>,
): Promise<Result> {
  const require = createRequire(join(folder, "package.json"));
  const workerThreads = require("node:worker_threads") as { Worker: unknown };
  const { Worker } = workerThreads;
  // The package puts Node's Worker in the place of the global one.
  const globalWorker = Object.getOwnPropertyDescriptor(globalThis, "Worker")!;
  workerThreads.Worker = NoWorker;
  try {
    return await start();
  } finally {
    workerThreads.Worker = Worker;
    Object.defineProperty(globalThis, "Worker", globalWorker);
  }
}
