/**
 * Starts the process that runs cells, with what they may do, and finds where
 * its DevTools listen.
 *
 * @module
 */

import { stripVTControlCharacters } from "node:util";
import { homeFolder, thisMachine } from "../../config/jupyter_folders.ts";
import { npmrcVariables } from "../../config/npmrc_variables.ts";
import { withoutInspector } from "../../config/without_inspector.ts";
import type { ProjectOptions } from "../../config/project_flags.ts";
import { mayReadVariable } from "./child_permissions.ts";
import { childProgramOrError } from "./child_program.ts";

export interface ChildOptions {
  /** Where cells run: the notebook's folder. */
  folder: string;
  /** Deno's permission flags for cells, such as `--allow-net`. */
  permissions: string[];
  /** What cells have in their environment beside what is inherited. */
  env: Record<string, string>;
  /** Which configuration holds where the folder has none, and its lock. */
  fallback: ProjectOptions["fallback"];
  /** Folders for what can be made again. */
  caches: { thaw: string; deno: string };
  /** Most of the JavaScript heap, in MiB; beyond it ends with code 133. */
  heapLimit: number;
}

const ENTRY = new URL("../../child/main.ts", import.meta.url);
const ADDRESS = /(ws:\/\/\S+)\r?\n/;

/**
 * Resolves when the process has been given its program. From there on it starts
 * without this process.
 *
 * @param name What the child leaves its object under.
 * @param flags Deno's flags beside those of the permissions.
 * @param colors Whether cells print colours without being asked to.
 */
export async function spawnDeno(
  name: string,
  options: ChildOptions,
  flags: string[],
  colors: boolean,
): Promise<Deno.ChildProcess> {
  const env: Record<string, string> = {
    ...inherited(options),
    DENO_NO_UPDATE_CHECK: "1",
    ...withoutInspector(),
    ...options.env,
  };
  // Front ends could show colours although the pipes are no terminals. But
  // notebooks are compared and searched, where the codes are noise.
  const variable = colors ? "FORCE_COLOR" : "NO_COLOR";
  const given = ["FORCE_COLOR", variable].some((name) =>
    name in env || Deno.env.has(name)
  );
  if (!given) env[variable] = "1";
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--inspect=127.0.0.1:0",
      "--inspect-publish-uid=stderr",
      "--no-prompt",
      // Without it, Deno ends where a Worker is given permissions of its own.
      "--unstable-worker-options",
      `--v8-flags=--max-old-space-size=${options.heapLimit}`,
      ...flags,
      ...options.permissions,
      "--ext=js",
      "-",
      name,
      String(Deno.pid),
      ...(given ? [] : [variable]),
    ],
    cwd: options.folder,
    clearEnv: true,
    env,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    // A group of its own: a terminal's Ctrl-C is for the kernel to understand,
    // and what cells started can be ended with it.
    detached: true,
  }).spawn();
  preferForOutOfMemory(child.pid);
  await sendProgram(child.stdin);
  return child;
}

/**
 * This process's environment without the variables that a `.npmrc` of the
 * folder names and cells may not read: Deno would send them to the registry
 * that it names.
 */
function inherited({ folder, permissions }: ChildOptions) {
  const env = Deno.env.toObject();
  const home = homeFolder(thisMachine);
  for (const name of npmrcVariables(folder, home, Object.keys(env))) {
    if (!mayReadVariable(permissions, name)) delete env[name];
  }
  return env;
}

/** Built once: a run of many notebooks starts many children. */
let program: Uint8Array<ArrayBuffer> | undefined;

/** The child reads its program while it starts, and its stdin is at its end. */
async function sendProgram(stdin: WritableStream<Uint8Array<ArrayBuffer>>) {
  const writer = stdin.getWriter();
  try {
    program ??= new TextEncoder().encode(childProgramOrError(ENTRY));
    await writer.write(program);
    await writer.close();
  } catch {
    // It ended before: `readAddress()` says why.
  }
}

/**
 * The DevTools address, which is printed here and can be asked for nowhere, and
 * all that was read to find it: Deno may have ended by then, and have said why.
 *
 * @throws {Error} If the process ends before, with what it printed.
 */
export async function readAddress(
  stderr: ReadableStreamDefaultReader<Uint8Array>,
): Promise<{ address: string; said: string }> {
  let text = "";
  for await (const part of partsOf(stderr)) {
    text += part;
    const found = ADDRESS.exec(text);
    if (found && text.endsWith("\n")) return { address: found[1], said: text };
  }
  throw new Error(startFailure(text));
}

/** All that is still to come. */
export async function readToEnd(
  stderr: ReadableStreamDefaultReader<Uint8Array>,
): Promise<string> {
  let text = "";
  for await (const part of partsOf(stderr)) text += part;
  return text;
}

async function* partsOf(
  stderr: ReadableStreamDefaultReader<Uint8Array>,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for (;;) {
    const { value, done } = await stderr.read();
    if (done) return;
    yield decoder.decode(value, { stream: true });
  }
}

/** @param printed What a runtime printed that ended while it started. */
export function startFailure(printed: string): string {
  const text = stripVTControlCharacters(printed)
    .replace(/\n*Stack backtrace:[^]*$/, "")
    // What it says when all is well is no reason.
    .replace(/^(Debugger listening on|Visit chrome:).*$/gm, "").trim();
  return text && `The runtime did not start: ${text}`;
}

/** Where memory runs out, the system ends the cells' process, not the kernel. */
function preferForOutOfMemory(pid: number) {
  if (Deno.build.os !== "linux") return;
  try {
    Deno.writeTextFileSync(`/proc/${pid}/oom_score_adj`, "500");
  } catch {
    // Already gone, or a container forbids it: it only makes things better.
  }
}
