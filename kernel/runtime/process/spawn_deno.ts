/**
 * Starts the process that runs cells, with what they may do, and finds where
 * its DevTools listen.
 *
 * @module
 */

export interface ChildOptions {
  /** Where cells run: the notebook's folder. */
  folder: string;
  /** Deno's permission flags for cells, such as `--allow-net`. */
  permissions: string[];
  /** The `deno.json` that gives bare imports their meaning. */
  config: string;
  /** Most of the JavaScript heap, in MiB; beyond it ends with code 133. */
  heapLimit: number;
  /** A lock file the child may write to; none: the config's own. */
  lock?: string;
}

const BOOTSTRAP = new URL("../../child/main.ts", import.meta.url).href;
const ADDRESS = /(ws:\/\/\S+)\r?\n/;

/** @param name What the bootstrap leaves its object under. */
export function spawnDeno(
  name: string,
  options: ChildOptions,
): Deno.ChildProcess {
  const env: Record<string, string> = { DENO_NO_UPDATE_CHECK: "1" };
  // Front ends show colours although the pipes are no terminals.
  const colours = !Deno.noColor && !Deno.env.has("FORCE_COLOR");
  if (colours) env.FORCE_COLOR = "1";
  const process = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--inspect=127.0.0.1:0",
      "--inspect-publish-uid=stderr",
      "--no-prompt",
      `--v8-flags=--max-old-space-size=${options.heapLimit}`,
      "--config",
      options.config,
      ...(options.lock ? ["--lock", options.lock, "--frozen=false"] : []),
      ...options.permissions,
      BOOTSTRAP,
      name,
      ...(colours ? ["forget-force-color"] : []),
    ],
    cwd: options.folder,
    env,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  preferForOutOfMemory(process.pid);
  return process;
}

/**
 * The DevTools address, which is printed here and can be asked for nowhere.
 *
 * @throws {Error} If the process ends before, with what it printed.
 */
export async function readAddress(
  stderr: ReadableStreamDefaultReader<Uint8Array>,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { value, done } = await stderr.read();
    if (done) throw new Error(`The runtime did not start: ${text.trim()}`);
    text += decoder.decode(value, { stream: true });
    const found = ADDRESS.exec(text);
    if (found && text.endsWith("\n")) return found[1];
  }
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
