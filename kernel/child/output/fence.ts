/**
 * Marks in the two pipes that tell where one cell's raw output ends.
 *
 * Subprocesses write to the runtime's file descriptors, past `output.ts`. The
 * kernel waits for the mark before it calls a cell done.
 *
 * @module
 */

const stdout = Deno.stdout.writeSync.bind(Deno.stdout);
const stderr = Deno.stderr.writeSync.bind(Deno.stderr);
const encoder = new TextEncoder();

/** Writes `mark` to both pipes; false if a cell has closed one of them. */
export function fence(mark: string): boolean {
  const bytes = encoder.encode(mark);
  try {
    writeAll(stdout, bytes);
    writeAll(stderr, bytes);
    return true;
  } catch {
    return false;
  }
}

function writeAll(writeSync: (bytes: Uint8Array) => number, bytes: Uint8Array) {
  for (let done = 0; done < bytes.length;) {
    done += writeSync(bytes.subarray(done));
  }
}
