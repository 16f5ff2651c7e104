/**
 * Our kernel in a folder outside of the checkout, asked by its wire.
 *
 * @module
 */

import { strictEqual } from "node:assert/strict";
import { join } from "node:path";
import type { KernelClient } from "../../kernel/client/kernel_client.ts";
import { startKernel } from "../../kernel/client/start_kernel.ts";
import "./checked_messages.ts";

/** Where the cursor is, in code of the tests. */
const CURSOR = "‸";

/** What may stand at the cursor, and what it replaces. */
export interface Completed {
  matches: string[];
  replaced: string;
  /** As JupyterLab is told. */
  types: {
    text: string;
    type: string;
    signature: string;
    start: number;
    end: number;
  }[];
}

export class AskedKernel implements AsyncDisposable {
  private constructor(
    readonly client: KernelClient,
    readonly folder: string,
  ) {}

  /**
   * @param files What lies in the folder, by name.
   * @param within Where in it the kernel runs.
   */
  static async start(
    files: Record<string, string> = {},
    within = ".",
  ): Promise<AskedKernel> {
    const made = await Deno.makeTempDir({ prefix: "thaw-asked-" });
    const folder = await Deno.realPath(made);
    for (const [name, text] of Object.entries(files)) {
      const path = join(folder, name);
      await Deno.mkdir(join(path, ".."), { recursive: true });
      await Deno.writeTextFile(path, text);
    }
    const client = await startKernel({ cwd: join(folder, within) });
    return new AskedKernel(client, folder);
  }

  /** Runs a cell, which must not fail. */
  async run(code: string): Promise<void> {
    const reply = await this.client.execute(code);
    strictEqual(reply.status, "ok", `${code}: ${JSON.stringify(reply)}`);
  }

  async complete(marked: string): Promise<Completed> {
    const [code, cursor] = unmarked(marked);
    const reply = await this.client.complete(code, cursor);
    if (reply.status !== "ok") throw new Error(`${marked}: ${reply.evalue}`);
    const { matches, cursor_start, cursor_end, metadata } = reply;
    return {
      matches,
      replaced: [...code].slice(cursor_start, cursor_end).join(""),
      types: metadata._jupyter_types_experimental as Completed["types"],
    };
  }

  /** The plain text; none if nothing was found. */
  async inspect(marked: string, detail: 0 | 1 = 0): Promise<string> {
    return (await this.inspectAll(marked, detail))["text/plain"] ?? "";
  }

  async inspectAll(
    marked: string,
    detail: 0 | 1 = 0,
  ): Promise<Record<string, string>> {
    const [code, cursor] = unmarked(marked);
    const reply = await this.client.inspect(code, cursor, detail);
    if (reply.status !== "ok") throw new Error(`${marked}: ${reply.evalue}`);
    return reply.data as Record<string, string>;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.shutdown();
    await Deno.remove(this.folder, { recursive: true });
  }
}

/** Code without its mark, and the cursor in code points; at the end if none. */
function unmarked(marked: string): [code: string, cursor: number] {
  const points = [...marked];
  const at = points.indexOf(CURSOR);
  if (at < 0) return [marked, points.length];
  points.splice(at, 1);
  return [points.join(""), at];
}
