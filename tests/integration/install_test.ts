/**
 * `install.ts` as a user runs it, into a temporary prefix, seen by Jupyter.
 */

import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { dirname, join } from "node:path";
import { python } from "../harness/python.ts";
import { type Result, result } from "../harness/workplace.ts";

const root = join(import.meta.dirname!, "..", "..");

async function run(
  program: string,
  args: string[],
  options: Deno.CommandOptions = {},
): Promise<Result> {
  const command = new Deno.Command(program, {
    args,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    ...options,
  });
  return await result(command.spawn());
}

function install(args: string[], options?: Deno.CommandOptions) {
  const script = join(root, "install.ts");
  return run(Deno.execPath(), ["run", "-A", script, ...args], options);
}

async function withFolder(use: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir({ prefix: "thaw install " });
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function filesIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    if (!entry.isDirectory) found.push(entry.name);
    else {
      const below = await filesIn(join(folder, entry.name));
      found.push(...below.map((name) => `${entry.name}/${name}`));
    }
  }
  return found.sort();
}

Deno.test("install --prefix writes a kernel that Jupyter lists, twice over", async () => {
  await withFolder(async (prefix) => {
    const jupyter = join(dirname(await python()), "jupyter");
    const args = ["--prefix", prefix, "--name", "ts", "--allow-read=."];
    for (let time = 0; time < 2; time++) {
      const { code, stdout, stderr } = await install(args);
      strictEqual(code, 0, stderr);
      match(stdout, /kernel\.json/);
    }
    const listed = await run(jupyter, ["kernelspec", "list", "--json"], {
      env: { JUPYTER_PATH: join(prefix, "share", "jupyter") },
    });
    const { kernelspecs: { ts } } = JSON.parse(listed.stdout);
    strictEqual(
      ts.resource_dir,
      join(prefix, "share", "jupyter", "kernels", "ts"),
    );
    strictEqual(ts.spec.interrupt_mode, "message");
    deepStrictEqual(ts.spec.argv.slice(-2), [
      "--allow-read=.",
      "{connection_file}",
    ]);
  });
});

Deno.test("install --uninstall removes what was written, and nothing else", async () => {
  await withFolder(async (prefix) => {
    const args = ["--prefix", prefix];
    strictEqual((await install(args)).code, 0);
    const kernel = join(prefix, "share", "jupyter", "kernels", "thaw");
    await Deno.writeTextFile(join(kernel, "notes.txt"), "mine");

    strictEqual((await install([...args, "--uninstall"])).code, 0);

    const left = ["share/jupyter/kernels/thaw/notes.txt"];
    deepStrictEqual(await filesIn(prefix), left);
    strictEqual((await install([...args, "--uninstall"])).code, 0);
    deepStrictEqual(await filesIn(prefix), left);
  });
});

Deno.test("install --dry-run writes nothing", async () => {
  await withFolder(async (prefix) => {
    const { code, stdout } = await install(["--prefix", prefix, "--dry-run"]);
    strictEqual(code, 0);
    match(stdout, /Would write .*kernel\.json/);
    deepStrictEqual(await filesIn(prefix), []);
  });
});

Deno.test("install refuses to overwrite another kernel or program", async () => {
  await withFolder(async (prefix) => {
    const kernel = join(prefix, "share", "jupyter", "kernels", "python3");
    await Deno.mkdir(kernel, { recursive: true });
    await Deno.writeTextFile(join(kernel, "kernel.json"), '{"argv": []}');
    const args = ["--prefix", prefix, "--name", "python3"];
    for (const more of [[], ["--uninstall"]]) {
      const { code, stderr } = await install([...args, ...more]);
      strictEqual(code, 2);
      match(stderr, /another kernel/);
    }

    await Deno.mkdir(join(prefix, "bin"));
    await Deno.writeTextFile(join(prefix, "bin", "thaw"), "#!/bin/sh\n");
    const { code, stderr } = await install(["--prefix", prefix]);
    strictEqual(code, 2);
    match(stderr, /another program/);
  });
});

Deno.test("install says which --prefix can't be written, without a trace", async () => {
  await withFolder(async (folder) => {
    const file = join(folder, "file");
    await Deno.writeTextFile(file, "");
    const { code, stdout, stderr } = await install([
      "--prefix",
      join(file, "below"),
    ]);
    deepStrictEqual([code, stdout], [2, ""]);
    match(
      stderr,
      /^thaw install: Not a directory .*file.*; choose another --prefix/,
    );
    strictEqual(stderr.trim().split("\n").length, 1);
  });
});

Deno.test("install keeps the command thaw until its last kernel goes", async () => {
  await withFolder(async (prefix) => {
    const args = ["--prefix", prefix];
    for (const name of ["thaw", "thaw-safe"]) {
      strictEqual((await install([...args, "--name", name])).code, 0);
    }
    await install([...args, "--name", "thaw-safe", "--uninstall"]);
    const left = await filesIn(prefix);
    ok(left.includes("bin/thaw"), left.join());
    ok(!left.some((path) => path.includes("thaw-safe")), left.join());
    await install([...args, "--uninstall"]);
    deepStrictEqual(await filesIn(prefix), []);
  });
});

Deno.test("install says in one line that it can't write", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "file"), "");
    for (const place of [join(folder, "file"), "/dev/null", "/proc/none"]) {
      const { code, stdout, stderr } = await install(["--prefix", place]);
      deepStrictEqual([code, stdout], [2, ""], place);
      match(stderr, /^thaw install: [^\n]+; choose another --prefix[^\n]*\n$/);
    }
  });
});

Deno.test("install names the option that was meant", async () => {
  const { code, stderr } = await install(["--display", "x"]);
  strictEqual(code, 2);
  match(stderr, /no option --display.* --display-name/);
});

Deno.test("install keeps the extension of JupyterLab until its last kernel goes", async () => {
  await withFolder(async (prefix) => {
    const args = ["--prefix", prefix];
    const manifest = "share/jupyter/labextensions/thaw/package.json";
    for (const name of ["thaw", "safe"]) {
      strictEqual((await install([...args, "--name", name])).code, 0);
    }
    ok((await filesIn(prefix)).includes(manifest));
    await install([...args, "--name", "safe", "--uninstall"]);
    ok((await filesIn(prefix)).includes(manifest));
    const { stdout } = await install([...args, "--uninstall"]);
    match(stdout, /Removed .*labextensions.thaw/);
    deepStrictEqual(await filesIn(prefix), []);
  });
});

Deno.test("install refuses to overwrite another extension, before it writes", async () => {
  await withFolder(async (prefix) => {
    const folder = join(prefix, "share", "jupyter", "labextensions", "thaw");
    await Deno.mkdir(folder, { recursive: true });
    await Deno.writeTextFile(join(folder, "package.json"), '{"name": "thaw"}');
    const { code, stderr } = await install(["--prefix", prefix]);
    strictEqual(code, 2);
    match(stderr, /another extension/);
    const left = ["share/jupyter/labextensions/thaw/package.json"];
    deepStrictEqual(await filesIn(prefix), left);
    await install(["--prefix", prefix, "--uninstall"]);
    deepStrictEqual(await filesIn(prefix), left);
  });
});

Deno.test("install works from a read-only folder, into --sys-prefix", async () => {
  await withFolder(async (folder) => {
    const environment = join(folder, "env");
    const cwd = join(folder, "read-only");
    await Deno.mkdir(cwd, { mode: 0o555 });
    strictEqual(
      (await run(await python(), ["-m", "venv", "--without-pip", environment]))
        .code,
      0,
    );
    const path = `${join(environment, "bin")}:${Deno.env.get("PATH")}`;
    const { code, stderr } = await install(["--sys-prefix"], {
      cwd,
      env: { PATH: path },
    });
    strictEqual(code, 0, stderr);
    ok(await Deno.stat(join(environment, "bin", "thaw")));
  });
});

Deno.test("install --sys-prefix says so when there is no python3", async () => {
  await withFolder(async (folder) => {
    const { code, stderr } = await install(["--sys-prefix"], {
      env: { PATH: folder },
    });
    strictEqual(code, 2);
    match(stderr, /python3 on PATH/);
  });
});

Deno.test("install writes a command that starts thaw from anywhere", async () => {
  await withFolder(async (prefix) => {
    strictEqual((await install(["--prefix", prefix])).code, 0);
    const command = join(prefix, "bin", "thaw");
    const { code, stdout, stderr } = await run(command, ["--help"], {
      cwd: prefix,
    });
    strictEqual(code, 0, stderr);
    match(stdout, /Usage: thaw/);
  });
});
