/**
 * The kernel process: `kernel/main.ts [--allow-...] CONNECTION_FILE`, as the
 * kernelspec starts it.
 *
 * @module
 */

import process from "node:process";
import { connectionFileWarning } from "./transport/connection_file_warning.ts";
import { openKernelSockets } from "./transport/open_kernel_sockets.ts";
import { readConnectionFile } from "./transport/read_connection_file.ts";
import { TransportError } from "./transport/transport_error.ts";
import { log, told } from "./log/log.ts";
import { traceWarning } from "./log/trace.ts";
import { Signer } from "./wire/signer.ts";
import { WireError } from "./wire/wire_error.ts";
import { thisMachine } from "./config/jupyter_folders.ts";
import { isPermission, permissionFault } from "./config/permission_flags.ts";
import { History } from "./history/history.ts";
import { historyPath } from "./history/history_path.ts";
import { LanguageService } from "./language/language_service.ts";
import { serveKernel } from "./dispatch/served_kernel.ts";
import { surviveErrors } from "./dispatch/survive_errors.ts";

const HELP = `Serves the connection file that a Jupyter client wrote.

Usage: thaw kernel [--allow-...] [--deny-...] CONNECTION_FILE [FILE...]

Deno's permission flags are those of the cells; without any, cells may do all.
Further files are the client's: \`jupyter run\` sends their code itself.
THAW_TRACE=cdp,wire,stop in the environment writes what is said to stderr.

Example
  thaw kernel --allow-read=. connection.json`;

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
  const kernel = await serveKernel({
    folder: Deno.cwd(),
    permissions,
    signer,
    history: new History(historyPath(thisMachine)),
    language: (options) => new LanguageService(options),
    open: (handlers) => openKernelSockets(info, handlers),
  });
  // Ctrl-C in a terminal means Stop, not the end of the kernel.
  Deno.addSignalListener("SIGINT", () => kernel.interrupt());
  const end = () => kernel.end();
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", end);
  watchParent(end);
  await kernel.ending;
  await kernel.close();
}

/** How often the parent is looked for. */
const PARENT_WATCH_MS = 1000;

/** A kernel whose parent was killed would otherwise stay for ever. */
function watchParent(end: () => void) {
  if (!Deno.env.has("JPY_PARENT_PID")) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    end();
  }, PARENT_WATCH_MS);
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
