/**
 * Waiting for file descriptors by the system's own `poll`.
 *
 * ZeroMQ tells that a socket has news by a descriptor. Deno can't watch one
 * for Node add-ons more than once (denoland/deno#36317), so this calls libc
 * on one of Deno's blocking threads, where it costs nothing while it waits.
 *
 * @module
 */

interface Poll {
  /** Bytes of one entry of the array. */
  size: number;
  /** Where its `short events` lies. */
  eventsAt: number;
  /** The bits that ask for input. */
  input: number;
  call(
    entries: Uint8Array<ArrayBuffer>,
    count: number,
    timeout: number,
  ): Promise<number>;
}

function openUnix(): Poll {
  const darwin = Deno.build.os === "darwin";
  // nfds_t is an unsigned long on Linux and an unsigned int on macOS; in a
  // register the two are the same for counts this small.
  const { symbols } = Deno.dlopen(darwin ? "libSystem.dylib" : "libc.so.6", {
    poll: {
      parameters: ["buffer", "usize", "i32"],
      result: "i32",
      nonblocking: true,
    },
  });
  return {
    size: 8,
    eventsAt: 4,
    input: darwin ? 0x0041 : 0x0001,
    call: (entries, count, timeout) =>
      symbols.poll(entries, BigInt(count), timeout),
  };
}

function openWindows(): Poll {
  const { symbols } = Deno.dlopen("ws2_32.dll", {
    WSAPoll: {
      parameters: ["buffer", "u32", "i32"],
      result: "i32",
      nonblocking: true,
    },
  });
  return { size: 16, eventsAt: 8, input: 0x0300, call: symbols.WSAPoll };
}

// Opened with the module and never closed: it lives as long as the process.
const poll = Deno.build.os === "windows" ? openWindows() : openUnix();

/**
 * Waits until one of the descriptors has input, or for `timeout` ms.
 *
 * A signal that interrupts the wait ends it early, which is harmless.
 *
 * @returns For each descriptor whether it has input.
 */
export async function pollDescriptors(
  descriptors: number[],
  timeout: number,
): Promise<boolean[]> {
  const entries = new Uint8Array(poll.size * descriptors.length);
  const view = new DataView(entries.buffer);
  descriptors.forEach((descriptor, index) => {
    view.setInt32(index * poll.size, descriptor, true);
    view.setInt16(index * poll.size + poll.eventsAt, poll.input, true);
  });
  await poll.call(entries, descriptors.length, timeout);
  return descriptors.map((_, index) =>
    view.getInt16(index * poll.size + poll.eventsAt + 2, true) !== 0
  );
}
