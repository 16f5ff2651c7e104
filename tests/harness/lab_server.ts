/**
 * JupyterLab as a process of the tests, on a free port, serving the notebooks
 * a test gives it.
 *
 * @module
 */

import { join } from "node:path";
import { writeLabSettings } from "../../kernel/install/lab_settings.ts";
import { answered } from "./answered.ts";
import { JupyterHome } from "./jupyter_home.ts";
import { python } from "./python.ts";
import { checkRecorded, recordingTo } from "./check_recorded.ts";

/** JupyterLab that keeps the messages of its kernels for the schema. */
const PROGRAM = "import recording; from jupyterlab.labapp import main; main()";

/** What JupyterLab is given to end by itself, in milliseconds. */
const STOP_GRACE_MS = 15_000;

/** A running JupyterLab; disposing it ends it and its kernels. */
export class LabServer implements AsyncDisposable {
  readonly #home: JupyterHome;
  readonly #process: Deno.ChildProcess;
  readonly #drained: Promise<void>;

  private constructor(
    home: JupyterHome,
    process: Deno.ChildProcess,
    drained: Promise<void>,
    /** Its address, without a slash at the end. */
    readonly url: string,
  ) {
    this.#home = home;
    this.#process = process;
    this.#drained = drained;
  }

  /**
   * Starts one and waits until it listens.
   *
   * @param notebooks Notebooks by file name.
   * @param options For `install.ts`, such as `--widgets`.
   * @throws If it ends before, with what it printed.
   */
  static async start(
    notebooks: Record<string, object>,
    ...options: string[]
  ): Promise<LabServer> {
    const home = await JupyterHome.make(...options);
    const folder = join(home.folder, "notebooks");
    await Deno.mkdir(folder);
    for (const [name, notebook] of Object.entries(notebooks)) {
      await Deno.writeTextFile(join(folder, name), JSON.stringify(notebook));
    }
    await writeLabSettings(home.env.JUPYTER_CONFIG_DIR);
    const process = new Deno.Command(await python(), {
      args: [
        "-c",
        PROGRAM,
        "--no-browser",
        "--allow-root",
        "--ip=127.0.0.1",
        "--port=0",
        "--IdentityProvider.token=",
        "--ServerApp.disable_check_xsrf=True",
        `--ServerApp.root_dir=${folder}`,
      ],
      env: { ...home.env, ...recordingTo(messagesIn(home)) },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const { url, drained } = await listening(process);
    return new LabServer(home, process, drained, url);
  }

  /** The address that opens one notebook in a fresh workspace. */
  notebookUrl(name: string): string {
    return `${this.url}/lab/tree/${name}?reset`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Jupyter sometimes never ends after it has ended its kernels.
    const late = setTimeout(() => this.#process.kill("SIGKILL"), STOP_GRACE_MS);
    this.#process.kill("SIGTERM");
    await this.#process.status;
    clearTimeout(late);
    await this.#drained;
    await checkRecorded(messagesIn(this.#home));
    await this.#home[Symbol.asyncDispose]();
  }
}

function messagesIn(home: JupyterHome): string {
  return join(home.folder, "messages.jsonl");
}

/** Reads the log up to the address, and the rest so that it never blocks. */
async function listening(
  process: Deno.ChildProcess,
): Promise<{ url: string; drained: Promise<void> }> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const drained = drain(process.stderr, (log) => {
    const address = /(http:\/\/127\.0\.0\.1:\d+)\/lab/.exec(log);
    if (address) resolve(address[1]);
  }).then((log) => reject(new Error(`JupyterLab ended: ${log}`)));
  const url = await promise;
  await (await answered(`${url}/api`)).body?.cancel();
  return { url, drained };
}

async function drain(
  stream: ReadableStream<Uint8Array>,
  look: (log: string) => void,
): Promise<string> {
  const decoder = new TextDecoder();
  let log = "";
  for await (const chunk of stream) {
    log += decoder.decode(chunk, { stream: true });
    look(log);
  }
  return log;
}
