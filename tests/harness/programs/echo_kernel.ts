/**
 * Stands in for a kernel in the tests of the transport: echoes on shell,
 * publishes what it echoed, and floods iopub when asked to.
 *
 * Usage: `echo_kernel.ts CONNECTION_FILE`. Prints `ready` once it listens.
 *
 * @module
 */

import {
  parseConnectionFile,
} from "../../../kernel/transport/connection_info.ts";
import type { KernelSockets } from "../../../kernel/transport/kernel_sockets.ts";
import { openKernelSockets } from "../../../kernel/transport/open_kernel_sockets.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const TOPIC = encoder.encode("echo");
/** Bytes that may wait for a slow subscriber before the flood does too. */
const WAITING_BYTES = 4_000_000;

const info = parseConnectionFile(Deno.readTextFileSync(Deno.args[0]));
const sockets: KernelSockets = await openKernelSockets(info, {
  onShell(frames) {
    const [, command, ...rest] = frames;
    if (decoder.decode(command) === "flood") void flood(frames, rest);
    else {
      sockets.sendShell(frames);
      const isKept = decoder.decode(command) === "idle";
      sockets.publish([TOPIC, ...frames.slice(1)], isKept);
    }
    return true;
  },
  onControl: (frames) => {
    void stop(frames);
    return true;
  },
  onStdin: () => true,
  onSubscribe: (topic, send) =>
    send([encoder.encode(topic), encoder.encode("welcome")]),
  onStalled: () => sockets.publish([TOPIC, encoder.encode("stalled")]),
});
console.log("ready");

/** Publishes numbered messages, then replies with the most memory it took. */
async function flood(request: Uint8Array[], [count, size]: Uint8Array[]) {
  // Only then is the sender known, and its subscriptions waited for.
  await new Promise((resolve) => setImmediate(resolve));
  const filler = new Uint8Array(Number(decoder.decode(size)));
  let most = 0;
  for (let i = 0; i < Number(decoder.decode(count)); i++) {
    sockets.publish([TOPIC, encoder.encode(String(i)), filler]);
    if (sockets.pending > WAITING_BYTES) await sockets.flush();
    if (i % 100 === 0) most = Math.max(most, Deno.memoryUsage().rss);
  }
  await sockets.flush();
  sockets.sendShell([request[0], encoder.encode(String(most))]);
}

/** Replies and ends at once: the reply must get out all the same. */
async function stop(frames: Uint8Array[]) {
  sockets.sendControl(frames);
  await sockets.close();
  Deno.exit(0);
}
