/**
 * The kernel process: `kernel/main.ts [--allow-...] CONNECTION_FILE`, as the
 * kernelspec starts it.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import process from "node:process";
import { connectionFileWarning } from "./transport/connection_file_warning.ts";
import type { KernelSockets } from "./transport/kernel_sockets.ts";
import { openKernelSockets } from "./transport/open_kernel_sockets.ts";
import { readConnectionFile } from "./transport/read_connection_file.ts";
import { TransportError } from "./transport/transport_error.ts";
import { log, told } from "./log/log.ts";
import { traceWarning } from "./log/trace.ts";
import { Signer } from "./wire/signer.ts";
import { WireError } from "./wire/wire_error.ts";
import { cacheFolder, denoFolder } from "./config/cache_folder.ts";
import { thisMachine } from "./config/jupyter_folders.ts";
import { isPermission, permissionFault } from "./config/permission_flags.ts";
import { childPermissions } from "./runtime/process/child_permissions.ts";
import { LanguageService } from "./language/language_service.ts";
import { DenoInterpreter } from "./runtime/deno_interpreter.ts";
import { CommRegistry } from "./comm/comm_registry.ts";
import { History } from "./history/history.ts";
import { historyPath } from "./history/history_path.ts";
import { HANDLERS } from "./handlers/mod.ts";
import { Dispatcher } from "./dispatch/dispatcher.ts";
import { Sender } from "./dispatch/sender.ts";

const OWN_CONFIG = fileURLToPath(new URL("../deno.json", import.meta.url));
const OWN_LOCK = fileURLToPath(new URL("../deno.lock", import.meta.url));

const HELP = `Serves the connection file that a Jupyter client wrote.

Usage: thaw kernel [--allow-...] [--deny-...] CONNECTION_FILE [FILE...]

Deno's permission flags are those of the cells; without any, cells may do all.
Further files are the client's: \`jupyter run\` sends their code itself.
THAW_TRACE=cdp,wire,stop in the environment writes what is said to stderr.`;

/** Bytes that may wait for slow clients before cells have to wait too. */
const PENDING_BYTES = 256 * 1024;
/** In MiB; a cell that needs more ends its runtime, not the machine. */
const HEAP_MEGABYTES = 4096;

/**
 * Runs a kernel until it is shut down.
 *
 * @param connectionFile Path of the file that Jupyter wrote.
 * @param permissions Deno's permission flags for cells; none means all.
 * @throws {TransportError} If the file can't be used, or a port is taken.
 * @throws {WireError} If the file names an unknown signature scheme.
 */
async function serve(connectionFile: string, permissions: string[]) {
  surviveErrors();
  const info = readConnectionFile(connectionFile);
  const warnings = [connectionFileWarning(connectionFile), traceWarning()];
  for (const warning of warnings) if (warning) log.line(warning);
  const signer = new Signer(info.key, info.signature_scheme);
  const sockets: KernelSockets = await openKernelSockets(info, {
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

  const folder = Deno.cwd();
  const env = (name: string) => Deno.env.get(name);
  const comms = new CommRegistry();
  const fallback = { config: OWN_CONFIG, lock: OWN_LOCK };
  const caches = {
    thaw: cacheFolder({ os: Deno.build.os, env }),
    deno: denoFolder({ os: Deno.build.os, env }),
  };
  const language = new LanguageService({ folder, fallback, caches });
  const interpreter = new DenoInterpreter({
    folder,
    permissions: childPermissions(permissions),
    fallback,
    caches,
    heapLimit: HEAP_MEGABYTES,
    onEnded: () => {
      language.forget();
      for (const comm_id of comms.clear()) {
        sender.publish("comm_close", { comm_id, data: {} });
      }
    },
    ready: async () => {
      if (sockets.pending > PENDING_BYTES) await sockets.flush();
    },
  });
  const history = new History(historyPath(thisMachine));
  const { promise: ending, resolve: end } = Promise.withResolvers<void>();
  const dispatcher = new Dispatcher({
    signer,
    sender,
    interpreter,
    history,
    comms,
    language,
    handlers: HANDLERS,
    onShutdown: end,
  });
  interpreter.warm();
  // Ctrl-C in a terminal means Stop, not the end of the kernel.
  Deno.addSignalListener("SIGINT", () => dispatcher.interrupt());
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", end);
  watchParent(end);

  await ending;
  await Promise.all([interpreter.close(), language.close()]);
  await history.close();
  await sockets.flush();
  await sockets.close();
}

/**
 * An error that nobody caught is a fault of the kernel's, but no reason to take
 * the variables with it: each message is handled apart from the others.
 */
function surviveErrors() {
  globalThis.addEventListener("error", (event) => {
    event.preventDefault();
    log.line(`an error that nobody caught: ${told(event.error)}`);
  });
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    log.line(`a rejection that nobody caught: ${told(event.reason)}`);
  });
}

/** How often the parent is looked for. */
const WATCH_MS = 1000;

/** A kernel whose parent was killed would otherwise stay for ever. */
function watchParent(end: () => void) {
  if (!Deno.env.has("JPY_PARENT_PID")) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    end();
  }, WATCH_MS);
}

/**
 * Does what the command line says.
 *
 * @returns The exit code, once the kernel has been shut down.
 */
export async function main(args: string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(HELP);
    return 0;
  }
  const permissions = args.filter(isPermission);
  const [file, ...more] = args.filter((arg) => !isPermission(arg));
  try {
    const unknown = [file, ...more].find((arg) => arg?.startsWith("-"));
    const fault = unknown
      ? `unknown option ${unknown}`
      : permissions.map(permissionFault).find(Boolean);
    if (fault) throw new TransportError(`${fault}; see --help`);
    if (!file) {
      throw new TransportError("a connection file is needed; see --help");
    }
    await serve(file, permissions);
    return 0;
  } catch (error) {
    const isOurs = error instanceof TransportError ||
      error instanceof WireError;
    console.error(`thaw kernel: ${isOurs ? error.message : told(error)}`);
    // Thrown on, it would only be logged as uncaught, and the kernel would stay.
    return isOurs ? 2 : 1;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
