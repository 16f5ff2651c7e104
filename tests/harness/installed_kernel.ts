/**
 * Our kernel as `install.ts` registers it, with the permissions a user chose.
 *
 * @module
 */

import process from "node:process";
import type { KernelClient } from "../../kernel/client/kernel_client.ts";
import { startKernel } from "../../kernel/client/start_kernel.ts";
import type { Message } from "../../kernel/protocol/message.ts";
import { JupyterHome } from "./jupyter_home.ts";
import "./checked_messages.ts";

/** How a cell ended: what it printed, and its value or its error. */
export interface CellEnd {
  stdout: string;
  stderr: string;
  /** The value's text, or `NAME: MESSAGE` of the error. */
  result: string | undefined;
}

/** An installed kernel that runs in a folder, and its client. */
export class InstalledKernel implements AsyncDisposable {
  private constructor(
    readonly home: JupyterHome,
    readonly folder: string,
    readonly client: KernelClient,
  ) {}

  /**
   * Installs the kernel and starts it in an empty folder.
   *
   * @param options For `install.ts`, such as `--allow-read=.`.
   * @param env What to add to the kernel's environment.
   */
  static async start(
    options: string[],
    env: Record<string, string> = {},
  ): Promise<InstalledKernel> {
    const home = await JupyterHome.make(...options);
    const folder = await Deno.makeTempDir({ prefix: "thaw-cells-" });
    const added = { ...home.env, ...env };
    const before = Object.keys(added).map((name) =>
      [name, process.env[name]] as const
    );
    Object.assign(process.env, added);
    try {
      const client = await startKernel({ kernel: "thaw", cwd: folder });
      return new InstalledKernel(home, folder, client);
    } finally {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  }

  /** Runs a cell. */
  async run(code: string): Promise<CellEnd> {
    const end: CellEnd = { stdout: "", stderr: "", result: undefined };
    const onOutput = ({ header, content }: Message) => {
      if (header.msg_type === "stream") {
        end[content.name as "stdout" | "stderr"] += content.text;
      } else if (header.msg_type === "execute_result") {
        end.result = (content.data as Record<string, string>)["text/plain"];
      } else if (header.msg_type === "error") {
        end.result = `${content.ename}: ${content.evalue}`;
      }
    };
    await this.client.execute(code, { onOutput });
    return end;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.shutdown();
    await Deno.remove(this.folder, { recursive: true });
    await this.home[Symbol.asyncDispose]();
  }
}
