/**
 * `thaw run --server`: kernels behind a real Kernel Gateway and a real Jupyter
 * server, over HTTP and a WebSocket.
 */

import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { python } from "../harness/python.ts";
import { result, Workplace } from "../harness/workplace.ts";

const TOKEN = "a-token";

const GATEWAY = "jupyter_kernel_gateway==3.0.1";

/**
 * The folder with the Kernel Gateway's own modules, put beside the tests'
 * Python on first use; all that it needs is in there already.
 */
async function gatewayModules(): Promise<string> {
  const python_ = await python();
  const folder = join(python_, "..", "..", GATEWAY.replace("==", "-"));
  try {
    Deno.statSync(join(folder, "kernel_gateway"));
  } catch {
    const { success, stderr } = await new Deno.Command(python_, {
      // deno-fmt-ignore
      args: ["-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet", "--no-deps",
        "--target", folder, GATEWAY],
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
  }
  return folder;
}

/** A server without a user's settings; ends when it is disposed. */
class Server implements AsyncDisposable {
  private constructor(
    readonly url: string,
    readonly process: Deno.ChildProcess,
    readonly drained: Promise<void>,
  ) {}

  /** A Jupyter server; it finds a port by itself. */
  static async start(folder: string): Promise<Server> {
    // deno-fmt-ignore
    return await Server.#start(folder, ["jupyter_server", "--port=0", "--ip=127.0.0.1", "--no-browser",
      "--allow-root", `--IdentityProvider.token=${TOKEN}`, `--ServerApp.root_dir=${folder}`]);
  }

  /** A Kernel Gateway; it tries further ports if another has this one. */
  static async startGateway(folder: string): Promise<Server> {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr as Deno.NetAddr;
    listener.close();
    // deno-fmt-ignore
    return await Server.#start(folder, ["kernel_gateway", `--KernelGatewayApp.port=${port}`,
      "--KernelGatewayApp.ip=127.0.0.1", `--KernelGatewayApp.auth_token=${TOKEN}`,
      "--JupyterWebsocketPersonality.list_kernels=True"], { PYTHONPATH: await gatewayModules() });
  }

  static async #start(
    folder: string,
    [module, ...options]: string[],
    env: Record<string, string> = {},
  ): Promise<Server> {
    const args = ["-m", module, ...options];
    const process = new Deno.Command(await python(), {
      args,
      cwd: folder,
      env: {
        JUPYTER_CONFIG_DIR: join(folder, "config"),
        JUPYTER_DATA_DIR: join(folder, "data"),
        JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
        IPYTHONDIR: join(folder, "ipython"),
        ...env,
      },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    let log = "";
    const drained = (async () => {
      const decoder = new TextDecoder();
      for await (const chunk of process.stderr) {
        log += decoder.decode(chunk, { stream: true });
        const found = /(http:\/\/127\.0\.0\.1:\d+)[\/\s]/.exec(log);
        if (found) resolve(found[1]);
      }
      reject(new Error(log));
    })();
    return new Server(await promise, process, drained);
  }

  /** The ids of kernels that run there. */
  async kernels(): Promise<string[]> {
    const response = await fetch(`${this.url}/api/kernels?token=${TOKEN}`);
    return (await response.json()).map(({ id }: { id: string }) => id);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.process.kill("SIGKILL");
    await this.process.status;
    await this.drained;
  }
}

Deno.test("thaw run runs notebooks in kernels of a Kernel Gateway, and ends them", async () => {
  await using place = new Workplace();
  await using server = await Server.startGateway(place.folder);
  const kernelspec = { name: "python3", display_name: "Python" };
  const show =
    "from IPython.display import JSON, display; display(JSON({'n': 1.0, 'b': 2**70}))";
  place.notebook("a.ipynb", [["n = 1", "parameters"], [`print(n)\n${show}`]], {
    kernelspec,
  });
  place.notebook("slow.ipynb", [["import time; time.sleep(600)"], ["1"]], {
    kernelspec,
  });
  const at = ["--server", server.url, "--token", TOKEN];
  const { code, stderr } = await place.run("a.ipynb", ...at, "--set", "n=4");
  strictEqual(code, 0, stderr);
  const [printed, shown] = place.read("a.executed.ipynb").cells[2].outputs;
  deepStrictEqual(printed.text, ["4\n"]);
  strictEqual(shown.output_type, "display_data");
  match(
    place.text("a.executed.ipynb"),
    /"b": 1180591620717411303424,\n\s*"n": 1\.0\n/,
  );

  // Its cell says that it runs, and waits.
  using begun = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = begun.addr as Deno.NetAddr;
  place.notebook("stopped.ipynb", [[
    `import socket; socket.create_connection(("127.0.0.1", ${port})).recv(1)`,
  ]], { kernelspec });
  const run = place.start(["run", "stopped.ipynb", ...at]);
  const [slow, stopped] = await Promise.all([
    place.run("slow.ipynb", ...at, "--timeout", "1"),
    begun.accept().then(async (connection) => {
      run.kill("SIGTERM");
      const stopped = await result(run);
      connection.close();
      return stopped;
    }),
  ]);
  strictEqual(stopped.code, 143, stopped.stderr);
  strictEqual(slow.code, 1);
  match(slow.stderr, /cell 1 .*failed: The cell took longer than 1 s/);

  deepStrictEqual(await server.kernels(), []);
});

Deno.test("thaw run says why a server's kernel can't be had, or was lost", async () => {
  await using place = new Workplace();
  await using server = await Server.start(place.folder);
  place.notebook("a.ipynb", [["1"]], {
    kernelspec: { name: "no-such", display_name: "x" },
  });
  for (
    const [args, reason] of [
      [
        ["--server", server.url, "--token", TOKEN],
        /has no kernel no-such; it has .*python3/,
      ],
      [
        ["--server", server.url, "--token", "wrong"],
        /refuses the token; give --token or JUPYTER_TOKEN/,
      ],
      [["--server", `${server.url}/nowhere`, "--token", TOKEN], /answers 404/],
      [["--server", "http://127.0.0.1:1"], /can't be reached/],
    ] as [string[], RegExp][]
  ) {
    const { code, stdout, stderr } = await place.run("a.ipynb", ...args);
    deepStrictEqual([code, stdout], [2, ""], stderr);
    match(stderr, reason);
    match(stderr, /^a\.ipynb: [^\n]+\n$/);
  }

  place.notebook("dies.ipynb", [["import os; os._exit(1)"], ["1"]], {
    kernelspec: { name: "python3", display_name: "Python" },
  });
  const at = ["--server", server.url, "--token", TOKEN];
  const dead = await place.run("dies.ipynb", ...at);
  strictEqual(dead.code, 1);
  match(dead.stderr, /cell 1 .*failed: The kernel died/);
  deepStrictEqual(await server.kernels(), []);
});
