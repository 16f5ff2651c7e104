/**
 * A kernel, put together: sockets, the queue, the runtime behind it.
 *
 * @module
 */

import { cacheFolders } from "../config/cache_folder.ts";
import { FALLBACK } from "../config/own_config.ts";
import { CommRegistry } from "../comm/comm_registry.ts";
import { DebugService } from "../debug/debug_service.ts";
import { HANDLERS } from "../handlers/mod.ts";
import type { History } from "../history/history.ts";
import type { KeeperOptions } from "../language/engine_keeper.ts";
import type { LanguageService } from "../language/language_service.ts";
import { log } from "../log/log.ts";
import { DenoInterpreter } from "../runtime/deno_interpreter.ts";
import { childPermissions } from "../runtime/process/child_permissions.ts";
import type {
  KernelHandlers,
  KernelSockets,
} from "../transport/kernel_sockets.ts";
import type { Signer } from "../wire/signer.ts";
import { Dispatcher } from "./dispatcher.ts";
import { Sender } from "./sender.ts";

/** Bytes that may wait for slow clients before cells have to wait too. */
const PENDING_BYTES = 256 * 1024;
/** In MiB; a cell that needs more ends its runtime, not the machine. */
const HEAP_MEGABYTES = 4096;

export interface ServedKernelOptions {
  /** Where cells run: the notebook's folder. */
  folder: string;
  /** Deno's permission flags for cells; none means all. */
  permissions: string[];
  /** What cells have in their environment beside what is inherited. */
  env?: Record<string, string>;
  signer: Signer;
  history: History;
  /** Makes what knows the types of cells; none where nobody would ask. */
  language?: (options: KeeperOptions) => LanguageService;
  /**
   * Opens its sockets.
   *
   * @throws {TransportError} If an address can't be bound.
   */
  open(handlers: KernelHandlers): KernelSockets | Promise<KernelSockets>;
}

/** A kernel that serves its sockets. */
export interface ServedKernel {
  /** Resolves when the runtime has started, or could not. */
  readonly ready: Promise<void>;
  /** Resolves when a client or `end()` asks it to shut down. */
  readonly ending: Promise<void>;
  /** Of the process that runs its cells, while there is one. */
  readonly pid: number | undefined;
  end(): void;
  /** Stops the running cell. */
  interrupt(): void;
  /** Ends the runtime, and sends what is left. */
  close(): Promise<void>;
  /** Ends the runtime at once, with what its cells started. */
  kill(): Promise<void>;
}

/** Opens the sockets, and starts the runtime in the background. */
export async function serveKernel(
  {
    folder,
    permissions,
    env = {},
    signer,
    history,
    language: makeLanguage,
    open,
  }: ServedKernelOptions,
): Promise<ServedKernel> {
  const sockets = await open({
    onShell: (frames) => dispatcher.onShell(frames),
    onControl: (frames) => dispatcher.onControl(frames),
    onStdin: (frames) => dispatcher.onStdin(frames),
    onStalled: () => log.repeated("a client that does not read misses output"),
    onSubscribe: (topic, send) => {
      sender.welcome(topic, send);
      dispatcher.start();
    },
  });
  const sender = new Sender(sockets, signer);
  const comms = new CommRegistry();
  const caches = cacheFolders({
    os: Deno.build.os,
    env: (name) => env[name] ?? Deno.env.get(name),
  });
  const language = makeLanguage?.({ folder, fallback: FALLBACK, caches });
  let isClosing = false;
  const interpreter = new DenoInterpreter({
    folder,
    permissions: childPermissions(permissions),
    env,
    fallback: FALLBACK,
    caches,
    heapLimit: HEAP_MEGABYTES,
    onEnded: () => {
      // A page takes widgets whose comms are closed off the notebook, and out
      // of its file. That the whole kernel has ended it hears otherwise.
      if (!isClosing) forgetRuntime({ language, comms, sender });
    },
    ready: async () => {
      if (sockets.pending > PENDING_BYTES) await sockets.flush();
    },
  });
  const { promise: ending, resolve: end } = Promise.withResolvers<void>();
  const dispatcher = new Dispatcher({
    signer,
    sender,
    interpreter,
    history,
    comms,
    debug: new DebugService(interpreter),
    language,
    handlers: HANDLERS,
    onShutdown: end,
  });
  return {
    ready: interpreter.warm(),
    ending,
    get pid() {
      return interpreter.pid;
    },
    end,
    interrupt: () => void dispatcher.interrupt(),
    close: async () => {
      isClosing = true;
      await Promise.all([interpreter.close(), language?.close()]);
      await history.close();
      await sockets.flush();
      await sockets.close();
    },
    kill: async () => {
      isClosing = true;
      await Promise.all([interpreter.kill(), language?.close()]);
      await sockets.close();
    },
  };
}

/** What a runtime had goes with it: its types and its comms. */
function forgetRuntime(
  { language, comms, sender }: {
    language: LanguageService | undefined;
    comms: CommRegistry;
    sender: Sender;
  },
): void {
  language?.forget();
  for (const comm_id of comms.clear()) {
    sender.publish("comm_close", { comm_id, data: {} });
  }
}
