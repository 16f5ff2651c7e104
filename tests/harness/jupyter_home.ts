/**
 * A home for Jupyter of a test's own: our kernel installed in it by
 * `install.ts`, nothing from the user who runs the tests.
 *
 * @module
 */

import { join } from "node:path";

const root = join(import.meta.dirname!, "..", "..");

/** A temporary folder and the environment that makes Jupyter live in it. */
export class JupyterHome implements AsyncDisposable {
  readonly env: Record<string, string>;

  private constructor(readonly folder: string) {
    this.env = {
      JUPYTER_PATH: join(folder, "prefix", "share", "jupyter"),
      JUPYTER_CONFIG_DIR: join(folder, "config"),
      JUPYTER_DATA_DIR: join(folder, "data"),
      JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
      IPYTHONDIR: join(folder, "ipython"),
    };
  }

  /**
   * Makes one.
   *
   * @param options More options for `install.ts`, such as permissions.
   */
  static async make(...options: string[]): Promise<JupyterHome> {
    const home = new JupyterHome(await Deno.makeTempDir({ prefix: "thaw-" }));
    // deno-fmt-ignore
    const args = ["run", "-A", join(root, "install.ts"), "--prefix", join(home.folder, "prefix"), ...options];
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args,
    }).output();
    if (success) return home;
    await home[Symbol.asyncDispose]();
    throw new Error(new TextDecoder().decode(stderr));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.folder, { recursive: true });
  }
}
