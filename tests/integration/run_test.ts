/**
 * `thaw run` as a user has it: real processes, our own kernel.
 */

import {
  deepStrictEqual,
  match,
  ok,
  rejects,
  strictEqual,
} from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { python } from "../harness/python.ts";
import { Watcher } from "../harness/watcher.ts";
import { result, type TestCell, Workplace } from "../harness/workplace.ts";

/** Throws unless Jupyter's own reader accepts the file. */
async function validate(path: string): Promise<void> {
  const check = "import nbformat, sys\n" +
    "nb = nbformat.read(sys.argv[1], 4)\n" +
    "nbformat.validate(nb)\n" +
    "assert nb.nbformat_minor == 5\n" +
    "assert nbformat.writes(nb) + '\\n' == open(sys.argv[1]).read()\n";
  const { success, stderr } = await new Deno.Command(await python(), {
    args: ["-W", "error", "-c", check, path],
  }).output();
  ok(success, new TextDecoder().decode(stderr));
}

/** Whether this process has ended; one that ends now is waited for. */
async function isGone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 100; tries++) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

Deno.test("thaw run executes a notebook and writes it beside", async () => {
  await using place = new Workplace();
  place.file("module.ts", "export const answer: number = 42;");
  place.notebook("good.ipynb", [
    ['console.log("hello"); console.log("again")'],
    ['import { answer } from "./module.ts"; answer'],
    ['await Deno.jupyter.display({ "text/plain": "old" }, { raw: true, display_id: "d" })'],
    ['await Deno.jupyter.display({ "text/plain": "new" }, { raw: true, display_id: "d", update: true })'],
    ['throw new TypeError("expected")', "raises-exception"],
    ["1", "raises-exception"],
    ['throw new Error("never run")', "skip-execution"],
    [""],
    ['import "yauzl"; answer + 1'],
  ]);
  const { code, stdout, stderr } = await place.run("good.ipynb");
  strictEqual(code, 0, stderr);
  const path = join(place.folder, "good.executed.ipynb");
  strictEqual(stdout, `${path}\n`);
  match(stderr, /good\.ipynb {2}\[=+>? *\] {2}9\/9 {2}\d:\d\d\n$/);
  strictEqual(stderr.includes("\x1b"), false);

  await validate(path);
  const { cells, metadata } = place.read("good.executed.ipynb");
  strictEqual(metadata.kernelspec.name, "thaw");
  strictEqual(metadata.language_info.name, "typescript");
  match(metadata.thaw.kernel, /^Thaw \S+: TypeScript \S+ on Deno \S+, V8 \S+$/);
  deepStrictEqual(metadata.thaw.packages, { yauzl: "3.4.0" });
  ok(Number.isInteger(metadata.thaw.seconds), metadata.thaw.seconds);
  deepStrictEqual(cells[0].outputs, [
    { output_type: "stream", name: "stdout", text: ["hello\n", "again\n"] },
  ]);
  strictEqual(cells[2].outputs[0].data["text/plain"][0], "new");
  deepStrictEqual(cells[3].outputs, []);
  strictEqual(cells[4].outputs[0].ename, "TypeError");
  deepStrictEqual([cells[6].outputs, cells[6].execution_count], [[], null]);
  strictEqual(cells[8].outputs[0].data["text/plain"][0], "43");
  // The notebook itself is as it was.
  strictEqual(place.read("good.ipynb").cells[0].outputs.length, 0);
});

Deno.test("thaw run stops at an error, names it and runs the next notebook", async () => {
  await using place = new Workplace();
  place.notebook("bad.ipynb", [
    ["1"],
    ['const x: number = 1;\nthrow new RangeError("too far")'],
    ["2"],
  ]);
  place.notebook("good.ipynb", [["1"]]);
  const { code, stderr } = await place.run(
    "bad.ipynb",
    "good.ipynb",
    "--out",
    "new/folder",
  );
  strictEqual(code, 1);
  match(
    stderr,
    /^bad\.ipynb: cell 2 \(id [0-9a-f]{8}\) failed: RangeError: too far$/m,
  );
  match(stderr, /throw new RangeError/);
  const { cells } = place.read("new/folder/bad.ipynb");
  strictEqual(cells[1].outputs[0].ename, "RangeError");
  strictEqual(cells[2].execution_count, null);
  strictEqual(place.read("new/folder/good.ipynb").cells[0].execution_count, 1);
});

Deno.test("thaw run says in one line what can't be run", async () => {
  await using place = new Workplace();
  const cells: TestCell[] = [["1"]];
  place.notebook("good.ipynb", cells);
  place.file("text.ipynb", "not JSON");
  place.file("list.ipynb", "[]");
  place.file("old.ipynb", '{"nbformat": 3, "worksheets": []}');
  Deno.mkdirSync(join(place.folder, "empty"));
  place.notebook("r.ipynb", cells, { kernelspec: { name: "no-such-kernel" } });
  place.file("file", "");
  const asked = async ([args, reason]: [string[], RegExp]) => {
    const { code, stdout, stderr } = await place.run(...args);
    strictEqual(code, 2, stderr);
    strictEqual(stdout, "");
    match(stderr, reason);
    match(stderr, /^thaw run: [^\n]+\n$/);
  };
  // A start takes most of the time, so they come together.
  await Promise.all(
    ([
      [["missing.ipynb"], /missing\.ipynb: no such file/],
      [["good.ipynb", "text.ipynb"], /text\.ipynb: not a notebook: not JSON/],
      [["list.ipynb"], /list\.ipynb: not a notebook/],
      [["old.ipynb"], /old\.ipynb: format 3 is not supported/],
      [
        ["good.ipynb", "--allow-net=a:b:c"],
        /does not take --allow-net=a:b:c: /,
      ],
      [["empty"], /empty: no notebook/],
      [["*.nothing"], /\*\.nothing: no notebook/],
      [["*.ipynb", "--exclude", "*"], /no notebook that is not excluded/],
      [["r.ipynb"], /r\.ipynb: There is no kernel no-such-kernel/],
      [["good.ipynb", "--kernel", "nope"], /There is no kernel nope/],
      [["good.ipynb", "--out", "file"], /file\/good\.ipynb can't be written/],
      [["good.ipynb", "./good.ipynb"], /would both be/],
      [["good.ipynb", "--set", "a=1"], /no cell is tagged `parameters`/],
      [["good.ipynb", "--nope"], /--nope/],
      [[], /no notebook given/],
    ] as [string[], RegExp][]).map(asked),
  );
  // Nothing ran: a bad notebook is found before a good one starts.
  await rejects(Deno.stat(join(place.folder, "good.executed.ipynb")));
});

Deno.test("thaw run interrupts a cell that takes too long", async () => {
  await using place = new Workplace();
  place.notebook("slow.ipynb", [
    ["1"],
    ['console.log("begun"); while (true);'],
    ["2"],
  ]);
  // The first cell's time holds the start of the runtime, half a second.
  const { code, stderr } = await place.run("--timeout", "5", "slow.ipynb");
  strictEqual(code, 1);
  match(stderr, /slow\.ipynb: cell 2 .* failed: The cell took longer than 5 s/);
  const { cells } = place.read("slow.executed.ipynb");
  deepStrictEqual(cells[1].outputs[0].text, ["begun\n"]);
  strictEqual(cells[2].execution_count, null);
});

for (const [to, detached] of [["process", false], ["group", true]] as const) {
  Deno.test(`thaw run saves and ends on Ctrl-C to the ${to}`, async () => {
    await using place = new Workplace();
    using watcher = new Watcher();
    place.notebook("long.ipynb", [
      ['console.log("done")'],
      [`console.log("begun");\n${watcher.reached}while (true);`],
    ]);
    place.notebook("next.ipynb", [["1"]]);
    const args = ["run", "long.ipynb", "next.ipynb", "--junit", "junit.xml"];
    const child = place.start(args, { detached });
    const { kernel, ended } = await watcher.wait();
    process.kill(detached ? -child.pid : child.pid, "SIGINT");
    const { code, stderr } = await result(child);
    strictEqual(code, 130, stderr);
    match(stderr, /^long\.ipynb: interrupted\nnext\.ipynb: not run$/m);
    await ended;
    ok(await isGone(kernel), "the kernel is still there");
    const { cells, metadata } = place.read("long.executed.ipynb");
    deepStrictEqual(cells[0].outputs[0].text, ["done\n"]);
    strictEqual(cells[1].outputs.length, 1);
    deepStrictEqual(cells[1].outputs[0].text, ["begun\n"]);
    // So that --resume runs it again.
    strictEqual(metadata.thaw.unfinished, 2);
    match(place.text("junit.xml"), /<failure message="Interrupted"/);
    match(
      place.text("junit.xml"),
      /"next\.ipynb"[^]*<skipped message="not run"/,
    );
  });
}

Deno.test("thaw run that is killed leaves a whole notebook and no process", async () => {
  await using place = new Workplace();
  using watcher = new Watcher();
  place.notebook("long.ipynb", [
    ['console.log("done")'],
    [`${watcher.reached}while (true);`],
  ]);
  // A kernel that never answers, and does not look after who started it.
  await using other = new Workplace();
  Deno.mkdirSync(join(other.folder, "kernels", "deaf"), { recursive: true });
  const argv = ["sh", "-c", "echo $$ > pid.txt; mv pid.txt pid; sleep 600"];
  const spec = { argv, display_name: "Deaf", language: "none" };
  other.file("kernels/deaf/kernel.json", JSON.stringify(spec));
  other.notebook("deaf.ipynb", [["1"]], { kernelspec: { name: "deaf" } });
  const child = place.start(
    [
      "run",
      "--inplace",
      "--jobs",
      "2",
      "long.ipynb",
      `${other.folder}/deaf.ipynb`,
    ],
    { env: { JUPYTER_PATH: other.folder } },
  );
  const { kernel, ended } = await watcher.wait();
  while (!existsSync(join(other.folder, "pid"))) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  // It saves while the second cell runs, half a second after the first save.
  const file = join(place.folder, "long.ipynb");
  while (!Deno.readTextFileSync(file).includes("done\\n")) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.kill("SIGKILL");
  await result(child);
  await ended;
  ok(await isGone(kernel), "the kernel is still there");
  ok(await isGone(Number(other.text("pid"))), "the other kernel is there");
  await validate(file);
  const { cells } = place.read("long.ipynb");
  deepStrictEqual(cells[0].outputs[0].text, ["done\n"]);
  deepStrictEqual(
    [...Deno.readDirSync(place.folder)].map((entry) => entry.name),
    ["long.ipynb"],
  );
});

Deno.test("thaw run goes on when nobody reads what it says", async () => {
  await using place = new Workplace();
  place.notebook("good.ipynb", [["1"], ["2"]]);
  const child = place.start(["run", "good.ipynb"]);
  await child.stdout.cancel();
  await child.stderr.cancel();
  strictEqual((await child.status).code, 0);
  strictEqual(place.read("good.executed.ipynb").cells[1].execution_count, 2);
});

Deno.test("thaw run tells when a process of the kernel's dies, and goes on", async () => {
  await using place = new Workplace();
  place.notebook("exit.ipynb", [["Deno.exit(3)"], ["1"]]);
  place.file(
    "end.ts",
    'export const end = () => Deno.kill(Deno.ppid, "SIGKILL");',
  );
  place.notebook("kill.ipynb", [['import { end } from "./end.ts"; 1'], [
    "end()",
  ]]);
  place.notebook("good.ipynb", [["1"]]);
  const files = ["exit.ipynb", "kill.ipynb", "good.ipynb"];
  const { code, stderr } = await place.run(...files);
  strictEqual(code, 1);
  match(stderr, /^exit\.ipynb: cell 1 .* failed: /m);
  match(
    stderr,
    /^kill\.ipynb: cell 2 .* failed: The kernel died with exit code 137$/m,
  );
  strictEqual(place.read("kill.executed.ipynb").cells[0].execution_count, 1);
  strictEqual(place.read("good.executed.ipynb").cells[0].execution_count, 1);
});

Deno.test("thaw run sets parameters after the cell tagged so", async () => {
  await using place = new Workplace();
  place.notebook("p.ipynb", [
    ['const epochs = 10; const name = "none";', "parameters"],
    ["`${name}: ${epochs}`"],
  ]);
  const set = ["--set", "epochs=2", "--set", "name=Ada"];
  const { code, stderr } = await place.run(...set, "p.ipynb");
  strictEqual(code, 0, stderr);
  const { cells } = place.read("p.executed.ipynb");
  strictEqual(cells.length, 3);
  match(cells[2].outputs[0].data["text/plain"][0], /Ada: 2/);
  // What was set is a part of the notebook that was saved.
  const { code: same, stderr: why } = await result(
    place.start(["check", "p.executed.ipynb"]),
  );
  strictEqual(same, 0, why);
});

Deno.test("thaw run runs a Python notebook in a Python kernel", async () => {
  await using place = new Workplace();
  place.notebook(
    "python.ipynb",
    [["import os"], ["print(os.getcwd()); 6 * 7"]],
    {
      kernelspec: {
        name: "python3",
        display_name: "Python",
        language: "python",
      },
    },
  );
  const bin = join(await python(), "..");
  const { code, stderr } = await result(place.start(["run", "python.ipynb"], {
    env: {
      JUPYTER_PATH: join(bin, "..", "share", "jupyter"),
      PATH: `${bin}:${Deno.env.get("PATH")}`,
    },
  }));
  strictEqual(code, 0, stderr);
  const { outputs } = place.read("python.executed.ipynb").cells[1];
  deepStrictEqual(outputs[0].text, [`${place.folder}\n`]);
  deepStrictEqual(outputs[1].data["text/plain"], ["42"]);
});

/** Runs `thaw run` in a terminal and returns all that it shows. */
async function inTerminal(
  place: Workplace,
  name: string,
  env: Record<string, string>,
): Promise<string> {
  const script = join(import.meta.dirname!, "../harness/programs/terminal.py");
  const thaw = join(import.meta.dirname!, "..", "..", "kernel", "thaw.ts");
  const { stdout } = await new Deno.Command(await python(), {
    args: [script, Deno.execPath(), "run", "-A", thaw, "run", name],
    cwd: place.folder,
    env,
  }).output();
  return new TextDecoder().decode(stdout);
}

Deno.test("thaw run rewrites one line in a terminal, coloured or not", async () => {
  await using place = new Workplace();
  place.notebook("bad.ipynb", [["1"], ['throw new Error("red")']]);
  const shown = await inTerminal(place, "bad.ipynb", { NO_COLOR: "" });
  const line = "\r\x1b[Kbad.ipynb  [==========>         ]  1/2  ";
  const bold = "\x1b[1m"; // the error's name
  ok(shown.includes(line), shown);
  ok(shown.includes(bold), shown);

  const plain = await inTerminal(place, "bad.ipynb", { NO_COLOR: "1" });
  ok(plain.includes(line), plain);
  ok(!plain.includes(bold), plain);
});

Deno.test("thaw says its version, its help, and what it does not know", async () => {
  await using place = new Workplace();
  for (const args of [["--version"], ["run", "--version"]]) {
    const { code, stdout } = await result(place.start(args));
    strictEqual(code, 0);
    match(stdout, /^thaw \d+\.\d+\.\d+\n$/);
  }
  for (
    const args of [
      ["--help"],
      ["run", "--help"],
      ["kernel", "--help"],
      ["install", "--help"],
    ]
  ) {
    const { code, stdout } = await result(place.start(args));
    strictEqual(code, 0);
    ok(stdout.includes(args[0].replace("--help", "thaw")), stdout);
    ok(stdout.includes("--"), stdout);
  }
  for (const args of [[], ["nope"]]) {
    const { code, stdout } = await result(place.start(args));
    deepStrictEqual([code, stdout], [2, ""]);
  }
});

Deno.test("every task that takes options says which", async () => {
  const root = join(import.meta.dirname!, "..", "..");
  // deno-fmt-ignore
  for (const task of ["bench", "install", "lab", "notebooks", "thaw", "verify"]) {
    const { code, stdout } = await result(
      new Deno.Command(Deno.execPath(), {
        args: ["task", "--quiet", task, "--help"],
        cwd: root,
        stdin: "null",
        stdout: "piped",
        stderr: "piped",
      }).spawn(),
    );
    strictEqual(code, 0, task);
    match(stdout, /deno task|Usage: thaw/, task);
  }
});

Deno.test("thaw kernel says in one line why it can't serve", async () => {
  await using place = new Workplace();
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr as Deno.NetAddr;
  const ports = ["shell", "iopub", "stdin", "control", "hb"]
    // Those after the first are never opened: the first is taken.
    .map((channel, index) => [`${channel}_port`, port - index]);
  const info = Object.fromEntries(ports);
  place.file("taken.json", JSON.stringify(info));
  place.file("text.json", "not JSON");
  place.file("odd.json", JSON.stringify({ ...info, signature_scheme: "md9" }));
  place.file("ports.json", "{}");
  for (
    const [args, reason] of [
      [["none.json"], /none\.json: no such file/],
      [["."], /\.: a folder, no file/],
      [["text.json"], /text\.json: .* not JSON/],
      [["ports.json"], /ports\.json: .*shell_port is not a port/],
      [["odd.json"], /md9/],
      [["taken.json"], new RegExp(`tcp://127\\.0\\.0\\.1:${port}`)],
      [[], /a connection file is needed/],
      [["no_such.json", "b.json"], /no_such\.json/],
      [["--nope", "a.json"], /unknown option --nope/],
    ] as [string[], RegExp][]
  ) {
    const { code, stdout, stderr } = await result(
      place.start(["kernel", ...args]),
    );
    deepStrictEqual([code, stdout], [2, ""], stderr);
    match(stderr, reason);
    const lines = stderr.split("\n").filter((line) => !/mode 644/.test(line));
    match(lines.join("\n"), /^thaw kernel: [^\n]+\n$/);
  }
});
