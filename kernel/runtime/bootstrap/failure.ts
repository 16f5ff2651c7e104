/**
 * A thrown value -> plain data for the kernel, which knows the cells' sources
 * and makes the traceback.
 *
 * @module
 */

// deno-lint-ignore no-explicit-any -- internal to Deno, without types
const deno = Deno as any;
const inspectArgs: (args: unknown[]) => string =
  deno[deno.internal].inspectArgs;

/** What is known of a thrown value; all strings, whatever was thrown. */
export interface Failure {
  ename: string;
  evalue: string;
  /** The lines of `stack` that start with `at`. */
  frames: string[];
  cause?: Failure;
  /** The parts of an AggregateError. */
  errors?: Failure[];
}

/** How deep causes and how many parts are followed. */
const DEPTH = 8;
const PARTS = 20;

function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

/** Never throws, also for values with hostile getters. */
export function describe(thrown: unknown, depth = 0): Failure {
  if (!(thrown instanceof Error)) {
    const text = attempt(() => inspectArgs([thrown]), "a value without a text");
    return { ename: "Uncaught", evalue: text, frames: [] };
  }
  const stack = attempt(() => String(thrown.stack), "");
  const failure: Failure = {
    ename: attempt(() => String(thrown.name), "Error"),
    evalue: attempt(() => String(thrown.message), ""),
    frames: stack.split("\n").filter((line) => /^\s+at /.test(line)),
  };
  if (depth >= DEPTH) return failure;
  const cause = attempt(() => thrown.cause, undefined);
  if (cause !== undefined) failure.cause = describe(cause, depth + 1);
  const errors = attempt(() => (thrown as AggregateError).errors, undefined);
  if (Array.isArray(errors)) {
    failure.errors = errors.slice(0, PARTS)
      .map((error) => describe(error, depth + 1));
  }
  return failure;
}

/**
 * Names cells in stacks: V8 gives evaluated scripts no file name, only what
 * their `sourceURL` comment says.
 */
export function installStackNames() {
  Error.prepareStackTrace = (error, sites) => {
    const lines = sites.map((site) => `\n    at ${describeSite(site)}`);
    return attempt(() => String(error), "Error") + lines.join("");
  };
}

function describeSite(site: NodeJS.CallSite): string {
  const file = site.getScriptNameOrSourceURL() ?? site.getFileName();
  const place = site.isNative()
    ? "native"
    : `${
      file ?? "<anonymous>"
    }:${site.getLineNumber()}:${site.getColumnNumber()}`;
  const name = functionName(site);
  const prefix = site.isAsync() ? "async " : "";
  return name ? `${prefix}${name} (${place})` : `${prefix}${place}`;
}

function functionName(site: NodeJS.CallSite): string {
  const name = site.getFunctionName();
  if (site.isConstructor()) return `new ${name ?? "<anonymous>"}`;
  const type = attempt(() => site.getTypeName(), null);
  if (site.isToplevel() || !type || type === "Object") return name ?? "";
  return `${type}.${name ?? site.getMethodName() ?? "<anonymous>"}`;
}
