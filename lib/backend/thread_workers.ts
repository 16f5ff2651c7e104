/**
 * The threads of the WASM backend on Deno.
 *
 * The build with threads is made for browsers and for Node: its workers come
 * from `blob:` URLs, which Deno's `node:worker_threads` does not take, get the
 * main module as a Blob, and assign to globals that are read-only in a Deno
 * worker. Here each worker is given a module that does the same in Deno's way.
 *
 * @see https://github.com/tensorflow/tfjs/issues/3830, threads on Node.
 * @module
 */

import { createRequire } from "node:module";
import { join } from "node:path";

type WorkerClass = new (source: URL | string, options?: object) => NodeWorker;

interface NodeWorker {
  postMessage(message: unknown, transfer?: unknown): void;
  on(event: "error", listener: (error: Error) => void): void;
  unref(): void;
}

const MODULE = "tfjs-backend-wasm-threaded-simd";

/**
 * Runs `start`, during which the backend makes its workers, so that they run
 * on Deno. Afterwards they don't keep the process alive.
 *
 * The build takes at most one thread for two cores it sees, and has eight
 * workers; so while it starts, it sees twice as many cores as threads are
 * wanted.
 *
 * @param folder Where the package's compiled code lies.
 * @param threads How many to have, 2 to 8.
 * @throws What a worker throws while it starts.
 */
export async function withThreadWorkers<Result>(
  folder: string,
  threads: number,
  start: () => Promise<Result>,
): Promise<Result> {
  const require = createRequire(join(folder, "package.json"));
  const workerThreads = require("node:worker_threads") as {
    Worker: WorkerClass;
  };
  const os = require("node:os") as { cpus: () => unknown[] };
  const source = workerSource(folder, require);
  const workers: NodeWorker[] = [];
  const failure = Promise.withResolvers<never>();
  const Base = workerThreads.Worker;
  const { cpus } = os;

  class ThreadWorker extends Base {
    constructor() {
      super(source, { eval: true });
      this.on("error", failure.reject);
      workers.push(this);
    }

    override postMessage(message: { cmd?: string }, transfer?: unknown): void {
      const given = message?.cmd === "load"
        ? { ...message, urlOrBlob: join(folder, `${MODULE}.js`) }
        : message;
      super.postMessage(given, transfer);
    }
  }

  // The package puts Node's Worker in the place of the global one.
  const globalWorker = Object.getOwnPropertyDescriptor(globalThis, "Worker")!;
  workerThreads.Worker = ThreadWorker as unknown as WorkerClass;
  os.cpus = () => new Array(2 * threads).fill(undefined);
  try {
    return await Promise.race([start(), failure.promise]);
  } finally {
    workerThreads.Worker = Base;
    os.cpus = cpus;
    Object.defineProperty(globalThis, "Worker", globalWorker);
    for (const worker of workers) worker.unref();
  }
}

/** The package's worker as a module, with what Deno's workers lack before it. */
function workerSource(folder: string, require: NodeJS.Require): string {
  const file = join(folder, `${MODULE}.worker.js`);
  const { wasmWorkerContents } = require(file) as {
    wasmWorkerContents: string;
  };
  // The package keeps the worker's source as a string, in which each `\n`
  // within a literal has become a line feed.
  const escaped = wasmWorkerContents.replaceAll("\n", "\\n");
  const define = `(target, values) => {
    for (const [name, value] of Object.entries(values)) {
      Object.defineProperty(globalThis, name, {
        value, writable: true, configurable: true, enumerable: true,
      });
    }
  }`;
  return `(() => {
const defineGlobals = ${define};
defineGlobals(globalThis, { onmessage: null, onunhandledrejection: null, alert: null });
${escaped.replace("Object.assign(global,", "defineGlobals(globalThis,")}
})();`;
}
