/**
 * What `thaw run` must not lose, change or overwrite.
 */

import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { Watcher } from "../harness/watcher.ts";
import { result, type TestCell, Workplace } from "../harness/workplace.ts";

const ONE: TestCell[] = [["1"]];

Deno.test("thaw run --inplace keeps links, modes, numbers and what has not run", async () => {
  await using place = new Workplace();
  const old = (
    text: string,
  ) => [{ output_type: "stream", name: "stdout", text }];
  const code = (source: string, more: object = {}) => ({
    cell_type: "code",
    metadata: {},
    source,
    outputs: [],
    execution_count: null,
    ...more,
  });
  place.file(
    "a.ipynb",
    JSON.stringify({
      nbformat: 4,
      nbformat_minor: 4,
      metadata: {
        "": "BIG",
        kernelspec: { name: "thaw", display_name: "My own" },
      },
      cells: [
        code("1", {
          metadata: { execution: { "iopub.status.busy": "2020" } },
          outputs: old("stale"),
        }),
        code('throw new Error("no")'),
        code("2", { outputs: old("kept") }),
      ],
    }).replace('"BIG"', "[12345678901234567890, 1.0]").replace(
      '"stale"',
      '"stale", "n": NaN',
    ),
  );
  const path = join(place.folder, "a.ipynb");
  Deno.chmodSync(path, 0o640);
  Deno.linkSync(path, join(place.folder, "hard.ipynb"));
  Deno.mkdirSync(join(place.folder, "links"));
  Deno.symlinkSync(path, join(place.folder, "links", "soft.ipynb"));
  strictEqual((await place.run("links/soft.ipynb", "--inplace")).code, 1);
  ok(Deno.lstatSync(join(place.folder, "links", "soft.ipynb")).isSymlink);
  const { mode, nlink } = Deno.statSync(path);
  deepStrictEqual([mode! & 0o777, nlink], [0o640, 2]);
  const text = Deno.readTextFileSync(path);
  ok(text.includes("12345678901234567890,\n   1.0\n"), text);
  const first = place.read("a.ipynb");
  strictEqual(first.metadata.kernelspec.display_name, "My own");
  deepStrictEqual(first.cells[0].metadata, {});
  strictEqual(first.cells[0].outputs[0].output_type, "execute_result");
  deepStrictEqual(first.cells[2].outputs[0].text, ["kept"]);
  // Ids that were made are the same ones the next time.
  strictEqual((await place.run("a.ipynb", "--inplace")).code, 1);
  const seconds = /"seconds": \d+/;
  strictEqual(
    Deno.readTextFileSync(path).replace(seconds, ""),
    text.replace(seconds, ""),
  );
});

/** What notebooks say that run in {@linkcode dataWithKernel}'s kernel. */
const APART = { kernelspec: { name: "apart", display_name: "Apart" } };

/**
 * Jupyter's data folder with a kernel that has a process and a connection file
 * of its own, which our own kernels don't in a run.
 */
function dataWithKernel(place: Workplace): string {
  const data = join(place.folder, "data");
  const folder = join(data, "kernels", "apart");
  Deno.mkdirSync(folder, { recursive: true });
  const thaw = join(import.meta.dirname!, "..", "..", "kernel", "thaw.ts");
  const argv = [Deno.execPath(), "run", "-A", thaw, "kernel"];
  Deno.writeTextFileSync(
    join(folder, "kernel.json"),
    JSON.stringify({
      argv: [...argv, "{connection_file}"],
      display_name: "Apart",
      language: "typescript",
      interrupt_mode: "message",
    }),
  );
  return data;
}

Deno.test("thaw run bears odd files, names and places", async () => {
  await using place = new Workplace();
  const chinese = `${"名".repeat(78)}.ipynb`;
  place.notebook(chinese, ONE);
  place.file(
    "empty.ipynb",
    '\ufeff{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}\r\n',
  );
  Deno.mkdirSync(join(place.folder, "sub", "deep"), { recursive: true });
  place.notebook("sub/deep/b.ipynb", [["Deno.cwd()"]], APART);
  place.notebook("sub/deep/b.executed.ipynb", ONE);
  Deno.symlinkSync("sub/deep/b.ipynb", join(place.folder, "link.ipynb"));
  place.file("broken.json", "{}");
  const missing = join(place.folder, "missing");
  const { code, stdout, stderr } = await result(place.start(
    ["run", chinese, "empty.ipynb", "link.ipynb", "sub", "--jobs", "2"],
    { env: { TMPDIR: missing, JUPYTER_DATA_DIR: dataWithKernel(place) } },
  ));
  strictEqual(code, 0, stderr);
  deepStrictEqual(
    stdout.trim().split("\n").map((path) =>
      path.slice(place.folder.length + 1)
    ),
    [
      chinese.replace(".ipynb", ".executed.ipynb"),
      "empty.executed.ipynb",
      "link.executed.ipynb",
      "sub/deep/b.executed.ipynb",
    ],
  );
  deepStrictEqual(place.read("empty.executed.ipynb").cells, []);
  const shown = place.read("link.executed.ipynb").cells[0].outputs[0];
  match(shown.data["text/plain"].join(""), new RegExp(`"${place.folder}"`));
  deepStrictEqual(
    [...Deno.readDirSync(join(place.folder, "data", "runtime"))],
    [],
  );
});

Deno.test("thaw run keeps an edit that was made while it ran in place", async () => {
  await using place = new Workplace();
  using watcher = new Watcher();
  place.notebook("a.ipynb", [[
    `${watcher.reached}await held.read(new Uint8Array(1)); 5`,
  ]]);
  const child = place.start(["run", "--inplace", "a.ipynb"]);
  const { connection } = await watcher.hold();
  place.notebook("a.ipynb", [["edited"]]);
  connection.close();
  const { code, stdout, stderr } = await result(child);
  strictEqual(code, 0, stderr);
  match(
    stderr,
    /a\.ipynb was changed while it ran: it stays, the run is in .*a\.executed\.ipynb/,
  );
  strictEqual(stdout.trim(), join(place.folder, "a.executed.ipynb"));
  strictEqual(place.read("a.ipynb").cells[0].source, "edited");
  strictEqual(place.read("a.executed.ipynb").cells[0].execution_count, 1);
});

Deno.test({
  name: "thaw run reads once what can be read only once",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using place = new Workplace();
    place.notebook("a.ipynb", ONE);
    const pipe = join(place.folder, "pipe.ipynb");
    new Deno.Command("mkfifo", { args: [pipe] }).outputSync();
    const run = place.start(["run", "pipe.ipynb", "--out", "out"]);
    // A process of its own: to open a pipe waits for its other end.
    const writer = new Deno.Command("sh", {
      args: ["-c", "cat a.ipynb > pipe.ipynb"],
      cwd: place.folder,
    }).spawn();
    const { code, stderr } = await result(run);
    strictEqual(code, 0, stderr);
    await writer.status;
    strictEqual(place.read("out/pipe.ipynb").cells[0].execution_count, 1);
  },
});

Deno.test("thaw run takes no harm from what cells broadcast", async () => {
  await using place = new Workplace();
  place.notebook("a.ipynb", [
    ['await Deno.jupyter.broadcast("display_data", { data: null, metadata: null, transient: null }).catch(() => {})'],
    ['await Deno.jupyter.display({ "text/plain": "\\ud800", "image/svg+xml": "\\ud800" }, { raw: true })'],
    ["2"],
  ]);
  const { code, stderr } = await place.run("a.ipynb", "--report", "r.html");
  strictEqual(code, 0, stderr);
  strictEqual(place.read("a.executed.ipynb").cells[2].execution_count, 3);
  match(Deno.readTextFileSync(join(place.folder, "r.html")), /<\/html>\n$/);
});

Deno.test("thaw run leaves no connection file, whatever becomes of it", async () => {
  await using place = new Workplace();
  const temp = join(place.folder, "temp");
  Deno.mkdirSync(join(temp, "thaw-kernel-999999999-x"), { recursive: true });
  place.notebook(
    "a.ipynb",
    [
      // The folder that the next save needs is gone.
      [`await Deno.remove("out", { recursive: true }); await Deno.writeTextFile("out", "")`],
      ["1"],
    ],
    APART,
  );
  place.notebook("b.ipynb", ONE);
  const { code, stdout, stderr } = await result(place.start(
    ["run", "a.ipynb", "b.ipynb", "--out", "out"],
    { env: { TMPDIR: temp, JUPYTER_DATA_DIR: dataWithKernel(place) } },
  ));
  strictEqual(code, 2, stderr);
  match(stderr, /a\.ipynb: .*a\.ipynb can't be written/);
  // The next one was tried, too.
  match(stderr, /b\.ipynb: .*b\.ipynb can't be written/);
  strictEqual(stdout, "");
  deepStrictEqual([...Deno.readDirSync(temp)].map(({ name }) => name), []);
});

Deno.test("thaw run does not pass where a fault of its own ends a notebook", async () => {
  await using place = new Workplace();
  place.notebook("a.ipynb", [['Deno.removeSync("b.ipynb")']]);
  place.notebook("b.ipynb", ONE);
  place.notebook("c.ipynb", ONE);
  const checkout = new URL("../../kernel/", import.meta.url);
  place.file(
    "fault.ts",
    `import { NotebookSaver } from "${checkout}run/notebook_saver.ts";
    const { save } = NotebookSaver.prototype;
    NotebookSaver.prototype.save = function () {
      save.call(this);
      const { cells } = JSON.parse(Deno.readTextFileSync(this.path));
      if (cells[0].execution_count && /a.executed/.test(this.path)) {
        throw new Error("a fault");
      }
    };`,
  );
  const { code, stderr } = await result(
    new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "-A", "--preload", "fault.ts"],
        ...[new URL("thaw.ts", checkout).href, "run"],
        ...["a.ipynb", "b.ipynb", "c.ipynb"],
      ],
      cwd: place.folder,
      stdout: "piped",
      stderr: "piped",
    }).spawn(),
  );
  strictEqual(code, 2, stderr);
  match(stderr, /a\.ipynb: a fault of Thaw's own: a fault/);
  match(stderr, /at .*fault\.ts/);
  // What the first one took away is told, and the last one runs.
  match(stderr, /^b\.ipynb: no such file$/m);
  strictEqual(place.read("c.executed.ipynb").cells[0].execution_count, 1);
});

Deno.test("thaw run goes on after a kernel that can't start, and names it", async () => {
  await using place = new Workplace();
  const kernels = join(place.folder, "jupyter", "kernels", "Broken");
  Deno.mkdirSync(kernels, { recursive: true });
  Deno.writeTextFileSync(
    join(kernels, "kernel.json"),
    JSON.stringify({
      argv: ["/no/such/program", "{connection_file}"],
      display_name: "B",
      language: "b",
    }),
  );
  place.notebook("b.ipynb", ONE, {
    kernelspec: { name: "broken", display_name: "B" },
  });
  place.notebook("good.ipynb", ONE);
  const { code, stdout, stderr } = await result(place.start(
    ["run", "b.ipynb", "good.ipynb"],
    { env: { JUPYTER_PATH: join(place.folder, "jupyter") } },
  ));
  strictEqual(code, 2, stderr);
  match(stderr, /b\.ipynb: Can't start broken: /);
  match(stdout, /good\.executed\.ipynb/);
  strictEqual(place.read("good.executed.ipynb").cells[0].execution_count, 1);
});

/** What drops the rights that root has over files of others. */
const DROP = ["setpriv", "--bounding-set=-all"];

const isRoot = Deno.build.os === "linux" && Deno.uid() === 0;

Deno.test({
  name: "thaw run says what a user may not write, and writes what they may",
  ignore: Deno.build.os === "windows" || isRoot && !mayDrop(),
  async fn() {
    await using place = new Workplace();
    Deno.mkdirSync(join(place.folder, "locked"));
    place.notebook("locked/a.ipynb", ONE);
    place.notebook("a.ipynb", ONE);
    const thaw = new URL("../../kernel/thaw.ts", import.meta.url).pathname;
    const run = (...args: string[]) => {
      // deno-fmt-ignore
      const [program, ...rest] = [
        ...isRoot ? DROP : [], Deno.execPath(), "run", "-A", thaw, "run", ...args,
      ];
      return result(
        new Deno.Command(program, {
          args: rest,
          cwd: place.folder,
          stdin: "null",
          stdout: "piped",
          stderr: "piped",
        }).spawn(),
      );
    };
    const path = join(place.folder, "a.ipynb");
    if (isRoot) {
      // Anybody's to write, and not to be given away by who may not.
      Deno.chmodSync(path, 0o666);
      Deno.chownSync(path, 12_345, 12_345);
    }
    Deno.chmodSync(join(place.folder, "locked"), 0o555);
    const [refused, written] = await Promise.all([
      run("locked/a.ipynb"),
      run("--inplace", "a.ipynb"),
    ]);
    Deno.chmodSync(join(place.folder, "locked"), 0o755);
    deepStrictEqual([refused.code, refused.stdout], [2, ""]);
    match(refused.stderr, /^thaw run: .*can't be written: Permission denied/);
    strictEqual(written.code, 0, written.stderr);
    strictEqual(place.read("a.ipynb").cells[0].execution_count, 1);
    strictEqual(Deno.statSync(path).uid, isRoot ? 12_345 : Deno.uid());
  },
});

/** Whether this root may give up rights, which takes one of them. */
function mayDrop(): boolean {
  try {
    const [program, ...args] = [...DROP, "true"];
    return new Deno.Command(program, { args }).outputSync().success;
  } catch {
    return false;
  }
}
