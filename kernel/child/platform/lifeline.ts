/**
 * The runtime's life hangs on its stdin: a pipe that the kernel holds open.
 *
 * When the kernel dies, by `kill -9` too, the pipe ends. A Worker sees that
 * also while a cell is in a busy loop, and kills the process.
 *
 * @module
 */

const watcher = `
  const byte = new Uint8Array(1);
  for (;;) {
    const count = await Deno.stdin.read(byte).catch(() => null);
    if (count === null) Deno.kill(Deno.pid, "SIGKILL");
  }`;

export function installLifeline() {
  new Worker(`data:text/javascript,${encodeURIComponent(watcher)}`, {
    type: "module",
  });
  // Ctrl-C in the kernel's terminal reaches its whole process group. The
  // kernel decides what it means.
  Deno.addSignalListener("SIGINT", () => {});
}
