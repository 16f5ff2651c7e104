/**
 * The kernel process: `kernel/main.ts [--allow-…] CONNECTION_FILE`, as the
 * kernelspec starts it.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import process from "node:process";
import { connectionFileWarning } from "./transport/connection_file_warning.ts";
import { parseConnectionFile } from "./transport/connection_info.ts";
import { KernelSockets } from "./transport/kernel_sockets.ts";
import { Signer } from "./wire/signer.ts";
import { findConfig } from "./config/find_config.ts";
import { DenoInterpreter } from "./runtime/deno_interpreter.ts";
import { CommRegistry } from "./comm/comm_registry.ts";
import { History } from "./history/history.ts";
import { historyPath } from "./history/history_path.ts";
import { HANDLERS } from "./handlers/mod.ts";
import { Dispatcher } from "./dispatch/dispatcher.ts";
import { Sender } from "./dispatch/sender.ts";

const OWN_CONFIG = fileURLToPath(new URL("../deno.json", import.meta.url));
const OWN_LOCK = fileURLToPath(new URL("../deno.lock", import.meta.url));

/** Bytes that may wait for slow clients before cells have to wait too. */
const PENDING_LIMIT = 256 * 1024;
/** In MiB; a cell that needs more ends its runtime, not the machine. */
const HEAP_LIMIT = 4096;

/**
 * Runs a kernel until it is shut down.
 *
 * @param connectionFile Path of the file that Jupyter wrote.
 * @param permissions Deno's permission flags for cells; none means all.
 */
export async function main(connectionFile: string, permissions: string[]) {
  const info = parseConnectionFile(await Deno.readTextFile(connectionFile));
  const warning = connectionFileWarning(connectionFile);
  if (warning) console.error(`thaw: ${warning}`);
  const signer = new Signer(info.key, info.signature_scheme);
  const lock = await Deno.makeTempFile({ prefix: "thaw-", suffix: ".lock" });
  await Deno.copyFile(OWN_LOCK, lock);
  const folder = Deno.cwd();
  const config = findConfig(folder) ?? OWN_CONFIG;
  const comms = new CommRegistry();
  const interpreter = new DenoInterpreter({
    folder,
    permissions: permissions.length > 0 ? permissions : ["--allow-all"],
    config,
    heapLimit: HEAP_LIMIT,
    onEnded: () => {
      for (const comm_id of comms.clear()) {
        sender.publish("comm_close", { comm_id, data: {} });
      }
    },
    ready: async () => {
      if (sockets.pending > PENDING_LIMIT) await sockets.flush();
    },
    lock: config === OWN_CONFIG ? lock : undefined,
  });
  const sockets: KernelSockets = KernelSockets.open(info, {
    onShell: (frames) => dispatcher.onShell(frames),
    onControl: (frames) => dispatcher.onControl(frames),
    onStdin: (frames) => dispatcher.onStdin(frames),
    onStalled: () =>
      console.error("thaw: a client that does not read misses output"),
    onSubscribe: (topic) => {
      sender.welcome(topic);
      dispatcher.start();
    },
  });
  const sender = new Sender(sockets, signer);

  const env = (name: string) => Deno.env.get(name);
  const history = new History(historyPath({ os: Deno.build.os, env }));

  async function end() {
    await interpreter.close();
    await history.close();
    await Deno.remove(lock).catch(() => {});
    await sockets.flush();
    await sockets.close();
    Deno.exit(0);
  }

  const dispatcher = new Dispatcher({
    signer,
    sender,
    interpreter,
    history,
    comms,
    handlers: HANDLERS,
    onShutdown: end,
  });
  interpreter.warm();
  // Ctrl-C in a terminal means Stop, not the end of the kernel.
  Deno.addSignalListener("SIGINT", () => dispatcher.interrupt());
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", end);
  watchParent(end);
}

/** How often the parent is looked for, in ms. */
const WATCH = 1000;

/** A kernel whose parent was killed would otherwise stay for ever. */
function watchParent(end: () => void) {
  if (!Deno.env.has("JPY_PARENT_PID")) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    end();
  }, WATCH);
}

if (import.meta.main) {
  const permissions = Deno.args.filter((arg) => arg.startsWith("-"));
  const files = Deno.args.filter((arg) => !arg.startsWith("-"));
  if (files.length !== 1) {
    console.error("usage: kernel/main.ts [--allow-…] CONNECTION_FILE");
    Deno.exit(2);
  }
  await main(files[0], permissions);
}
