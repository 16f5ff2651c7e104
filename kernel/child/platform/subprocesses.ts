/**
 * Keeps what subprocesses write in order with what the cell prints: a barrier
 * before and after each call that starts one or waits for it.
 *
 * @module
 */

import childProcess from "node:child_process";
import fs from "node:fs";
import { barrier } from "../output/barrier.ts";
import { write } from "../output/output.ts";
import { markPatched } from "../compiled/patched.ts";
import { Object, Promise, TextDecoder } from "../language/natives.ts";

const { apply } = Reflect;
type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Puts barriers around a call that starts, or waits for, a subprocess. */
function between(owner: object, name: string) {
  const methods = owner as Record<string, Method>;
  const method = methods[name];
  const wrapped: Method = function (...args) {
    barrier();
    let result;
    try {
      return result = apply(method, this, args);
    } finally {
      if (result instanceof Promise) result.then(barrier, barrier);
      else barrier();
    }
  };
  Object.defineProperties(wrapped, Object.getOwnPropertyDescriptors(method));
  methods[name] = wrapped;
}

/** `fs.writeSync(1, …)` is output of the cell like any other. */
function redirectWrites() {
  const streams = { 1: "stdout", 2: "stderr" } as const;
  const { writeSync } = fs;
  const decoder = new TextDecoder();
  const redirected = (fd: number, data: unknown, ...rest: unknown[]) => {
    const stream = streams[fd as 1 | 2];
    if (!stream || (typeof data !== "string" && rest.length > 0)) {
      return apply(writeSync as Method, fs, [fd, data, ...rest]);
    }
    if (typeof data === "string") {
      write(stream, data);
      return data.length;
    }
    const bytes = data as Uint8Array;
    write(stream, decoder.decode(bytes, { stream: true }));
    return bytes.byteLength;
  };
  fs.writeSync = redirected as typeof fs.writeSync;
}

export function installSubprocesses() {
  for (const method of ["output", "outputSync", "spawn"]) {
    between(Deno.Command.prototype, method);
  }
  // deno-fmt-ignore
  for (const name of ["exec", "execFile", "execFileSync", "execSync", "fork", "spawn", "spawnSync"]) {
    between(childProcess, name);
  }
  redirectWrites();
  markPatched(childProcess);
  markPatched(fs);
}
