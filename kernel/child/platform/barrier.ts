/**
 * Keeps what subprocesses write in order with what the cell prints.
 *
 * The two come to the kernel by different ways. A barrier is a mark in both:
 * the kernel passes nothing behind it on before it has come by both ways.
 *
 * @module
 */

import childProcess from "node:child_process";
import fs from "node:fs";
import { fence } from "../output/fence.ts";
import { flush, post, write } from "../output/output.ts";
import { markPatched } from "../compiled/modules.ts";
import { Promise, TextDecoder } from "../language/natives.ts";

const { apply } = Reflect;
let prefix = "";
let count = 0;

function barrier() {
  flush();
  const mark = `${prefix}b${++count}\n`;
  if (fence(mark)) post("b", mark);
}

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
  const streams = { 1: "o", 2: "e" } as const;
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

/** @param name Prefix of the marks; no output contains it by chance. */
export function installBarriers(name: string) {
  prefix = name;
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
