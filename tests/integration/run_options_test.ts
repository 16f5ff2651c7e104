/**
 * What the options of `thaw run` do.
 */

import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { basename, dirname, join } from "node:path";
import { kernelSpec } from "../../kernel/install/kernelspec.ts";
import { python } from "../harness/python.ts";
import { Watcher } from "../harness/watcher.ts";
import { result, type TestCell, Workplace } from "../harness/workplace.ts";

const root = join(import.meta.dirname!, "..", "..");

/** The counts of a run's code cells. */
function counts(place: Workplace, name: string): (number | null)[] {
  return place.read(name).cells
    .filter((cell: { cell_type: string }) => cell.cell_type === "code")
    .map((cell: { execution_count: number | null }) => cell.execution_count);
}

Deno.test("thaw run honours the permissions of the kernel that a notebook names", async () => {
  await using place = new Workplace();
  const kernel = join(place.folder, "jupyter", "kernels", "thaw-safe");
  Deno.mkdirSync(kernel, { recursive: true });
  const spec = kernelSpec({
    deno: Deno.execPath(),
    root,
    displayName: "Restricted",
    permissions: ["--allow-read=."],
  });
  Deno.writeTextFileSync(join(kernel, "kernel.json"), JSON.stringify(spec));
  const cells: TestCell[] = [
    ['Deno.readTextFileSync("a.ipynb").length > 0'],
    ['Deno.readTextFileSync("/etc/passwd")', "raises-exception"],
    ['Deno.writeTextFileSync("x", "")', "raises-exception"],
  ];
  const kernelspec = {
    name: "thaw-safe",
    display_name: "Mine",
    language: "typescript",
  };
  place.notebook("a.ipynb", cells, { kernelspec });
  place.notebook("b.ipynb", cells);
  const env = { JUPYTER_PATH: join(place.folder, "jupyter") };
  const names = (name: string) =>
    place.read(name).cells.slice(1)
      .map((cell: { outputs: { ename?: string }[] }) => cell.outputs[0]?.ename);
  const first = await result(place.start(["run", "a.ipynb"], { env }));
  strictEqual(first.code, 0, first.stderr);
  deepStrictEqual(names("a.executed.ipynb"), ["NotCapable", "NotCapable"]);
  deepStrictEqual(
    place.read("a.executed.ipynb").metadata.kernelspec,
    kernelspec,
  );

  const second = await place.run("b.ipynb", "--allow-read=.", "--deny-run");
  strictEqual(second.code, 0, second.stderr);
  deepStrictEqual(names("b.executed.ipynb"), ["NotCapable", "NotCapable"]);
});

Deno.test("thaw run runs the cells that were chosen, and leaves the others", async () => {
  await using place = new Workplace();
  place.notebook("a.ipynb", [["1"], ["2", "x"], ["3", "y"], ["4", "x", "y"], [
    "5",
  ]]);
  const choices: [string[], (number | null)[]][] = [
    [["--cells", "1-2,5"], [1, 2, null, null, 3]],
    [["--tags", "x"], [null, 1, null, 2, null]],
    [["--tags", "x", "--skip-tags", "y"], [null, 1, null, null, null]],
  ];
  await Promise.all(choices.map(async ([args, ran], at) => {
    const out = `out${at}`;
    const { code, stderr } = await place.run("a.ipynb", "--out", out, ...args);
    strictEqual(code, 0, stderr);
    deepStrictEqual(counts(place, `${out}/a.ipynb`), ran);
  }));
});

Deno.test("thaw run fails by what a cell began and nobody caught", async () => {
  await using place = new Workplace();
  place.notebook("a.ipynb", [
    ['const kept = Promise.reject(new Error("caught later")); 1'],
    ['setTimeout(() => { throw new TypeError("of a timer") }, 1); 2'],
    ["try { await kept } catch (error) { console.log(error.message) }"],
    ['Promise.reject(new Error("expected")); 4', "raises-exception"],
    [
      "async function main() {\n" +
      "  await new Promise((resolve) => setTimeout(resolve, 300));\n" +
      '  console.log("printed late");\n' +
      '  throw new Error("of a function")\n' +
      "}\nmain(); 5",
    ],
  ]);
  const { code, stderr } = await place.run("a.ipynb", "--json", "events");
  strictEqual(code, 1, stderr);
  deepStrictEqual(
    stderr.match(/cell \d .*/g)?.map((line) => line.replace(/ \(id .*?\)/, "")),
    [
      "cell 2 failed: Uncaught in the background: TypeError: of a timer",
      "cell 5 failed: Uncaught in the background: Error: of a function",
    ],
  );
  const events = place.text("events").trim().split("\n")
    .map((line) => JSON.parse(line));
  deepStrictEqual(
    events.filter(({ event }) => event === "cell")
      .map(({ number, state }) => `${number} ${state}`),
    [
      ...["1 passed", "2 passed", "3 passed", "4 passed", "5 passed"],
      ...["2 failed", "5 failed"],
    ],
  );
  const { cells, metadata } = place.read("a.executed.ipynb");
  deepStrictEqual(cells[4].outputs[1].text, ["printed late\n"]);
  strictEqual(metadata.thaw.unfinished, 2);
});

Deno.test("thaw run --keep-going and --retries do not hide a failure", async () => {
  await using place = new Workplace();
  place.notebook("a.ipynb", [['throw new Error("no")'], ["2"]]);
  place.notebook("flaky.ipynb", [
    ['try { Deno.statSync("ran") } catch { Deno.writeTextFileSync("ran", ""); throw new Error("first") }'],
  ]);
  const [kept, { code, stderr }] = await Promise.all([
    place.run("a.ipynb", "--keep-going"),
    place.run("flaky.ipynb", "--retries", "2", "--json", "events.jsonl"),
  ]);
  strictEqual(kept.code, 1);
  deepStrictEqual(counts(place, "a.executed.ipynb"), [1, 2]);
  strictEqual(code, 0, stderr);
  match(stderr, /failed: Error: first/);
  match(stderr, /flaky\.ipynb: run again, 2 left/);
  deepStrictEqual(
    place.text("events.jsonl").trim().split("\n").map((line) => {
      const { event, state, left } = JSON.parse(line);
      return [event, state ?? left];
    }),
    [
      ["started", undefined],
      ["cell", "failed"],
      ["retried", 2],
      ["cell", "passed"],
      ["notebook", "passed"],
      ["ended", undefined],
    ],
  );
});

Deno.test("thaw run holds a notebook to its time and memory", async () => {
  await using place = new Workplace();
  place.notebook("time.ipynb", [[
    "await new Promise((r) => setTimeout(r, 60_000))",
  ], ["2"]]);
  place.notebook("memory.ipynb", [
    ["const a = []; for (;;) { a.push(new Uint8Array(50e6).fill(1)); await new Promise((r) => setTimeout(r, 20)) }"],
    ["2"],
  ]);
  const [slow, large] = await Promise.all([
    place.run("time.ipynb", "--time-limit", "3"),
    place.run("memory.ipynb", "--memory-limit", "700"),
  ]);
  strictEqual(slow.code, 1);
  match(
    slow.stderr,
    /cell 1 .*failed: The notebook took longer than its --time-limit/,
  );
  strictEqual(large.code, 1);
  match(
    large.stderr,
    /cell 1 .*failed: The kernel took more than 700 MiB of memory/,
  );
});

Deno.test("thaw run takes parameters from a file and the command line, in any order", async () => {
  await using place = new Workplace();
  place.notebook("a.ipynb", [["let n = 1; let name = 'x';", "parameters"], [
    "`${name} ${n}`",
  ]]);
  place.file("p.yaml", "n: 2\nname: Ada\n");
  const { code, stderr } = await place.run(
    "--params",
    "p.yaml",
    "a.ipynb",
    "--set",
    "n=3",
  );
  strictEqual(code, 0, stderr);
  match(
    JSON.stringify(place.read("a.executed.ipynb").cells[2].outputs),
    /Ada 3/,
  );
});

Deno.test("thaw run runs notebooks side by side, and answers in their order", async () => {
  await using place = new Workplace();
  using watcher = new Watcher();
  // Each waits until both have come to it: in turn they would wait for ever.
  const source = `${watcher.reached}await held.read(new Uint8Array(1));`;
  for (const name of ["a", "b"]) place.notebook(`${name}.ipynb`, [[source]]);
  const child = place.start(["run", "a.ipynb", "b.ipynb", "--jobs", "2"]);
  const held = [await watcher.hold(), await watcher.hold()];
  for (const { connection } of held.reverse()) connection.close();
  const { code, stdout, stderr } = await result(child);
  strictEqual(code, 0, stderr);
  deepStrictEqual(
    stdout.trim().split("\n"),
    ["a", "b"].map((name) => join(place.folder, `${name}.executed.ipynb`)),
  );
});

Deno.test("thaw run --jobs saves and ends all on Ctrl-C, and starts no more", async () => {
  await using place = new Workplace();
  using watcher = new Watcher();
  const source = `console.log("begun");\n${watcher.reached}while (true);`;
  for (const name of ["a", "b", "c"]) {
    place.notebook(`${name}.ipynb`, [[source]]);
  }
  const child = place.start(["run", ".", "--jobs", "2"]);
  const ends = [await watcher.wait(), await watcher.wait()].map(({ ended }) =>
    ended
  );
  child.kill("SIGINT");
  const { code, stderr } = await result(child);
  strictEqual(code, 130, stderr);
  await Promise.all(ends);
  match(
    stderr,
    /^a\.ipynb: interrupted\nb\.ipynb: interrupted\nc\.ipynb: not run\n$/,
  );
  const saved = [...Deno.readDirSync(place.folder)].map(({ name }) => name)
    .sort();
  deepStrictEqual(saved.filter((name) => name.includes("executed")), [
    "a.executed.ipynb",
    "b.executed.ipynb",
  ]);
  deepStrictEqual(place.read("b.executed.ipynb").cells[0].outputs[0].text, [
    "begun\n",
  ]);
});

Deno.test("thaw run --resume goes on after the last cell that was saved as done", async () => {
  await using place = new Workplace();
  place.file("module.ts", "export const a = 1;");
  const count = 'Deno.writeTextFileSync("runs", "x", { append: true });';
  place.notebook("a.ipynb", [
    [`import { a } from "./module.ts"; ${count} Math.random() + a`],
    ['Deno.readTextFileSync("ready")'],
    ["3"],
  ]);
  strictEqual((await place.run("a.ipynb")).code, 1);
  const shown = place.read("a.executed.ipynb").cells[0].outputs;
  place.file("ready", "");
  const { code, stderr } = await place.run("a.ipynb", "--resume");
  strictEqual(code, 0, stderr);
  const after = place.read("a.executed.ipynb").cells;
  deepStrictEqual(after[0].outputs, shown);
  strictEqual(after[2].execution_count, 3);
  strictEqual(place.text("runs"), "xx");

  const again = await place.run("a.ipynb", "--resume");
  match(again.stderr, /a\.ipynb: all its cells are done/);
  strictEqual(place.text("runs"), "xx");

  place.file("module.ts", "export const a = 2;");
  strictEqual((await place.run("a.ipynb", "--resume")).code, 0);
  strictEqual(place.text("runs"), "xxx");
});

Deno.test("thaw run takes a notebook by pipe, scripts and Markdown", async () => {
  await using place = new Workplace();
  place.notebook("a.ipynb", [['console.log("out"); 1']]);
  const child = place.start(["run", "-", "--verbose"], { stdin: "piped" });
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(place.text("a.ipynb")));
  await writer.close();
  const { code, stdout, stderr } = await result(child);
  strictEqual(code, 0, stderr);
  deepStrictEqual(JSON.parse(stdout).cells[0].outputs[0].text, ["out\n"]);
  match(stderr, /^out\n1\n/m);

  place.file(
    "s.ts",
    '// %% [markdown]\n// # Title\n\n// %% tags=["parameters"]\nlet n = 1;\n\n// %%\nn * 2\n',
  );
  place.file(
    "m.md",
    "# Title\n\n```ts\nconst a = 20;\n```\n\ntext\n\n```ts\na + 1\n```\n",
  );
  const run = await place.run("s.ts", "m.md", "--out", "out");
  strictEqual(run.code, 0, run.stderr);
  const values = ["out/s.ipynb", "out/m.ipynb"].map((name) =>
    place.read(name).cells.at(-1).outputs[0].data["text/plain"]
  );
  deepStrictEqual(values, [["2"], ["21"]]);
});

Deno.test("thaw run reports to programs what it tells people", async () => {
  await using place = new Workplace();
  place.notebook("a.ipynb", [
    ["1"],
    ['throw new TypeError("<no> & \\u0007\\n::add-mask::cell")'],
    ["3", "skip-execution"],
  ]);
  place.notebook("b.ipynb", [["1"]]);
  // A program may read events as they come.
  const pipe = join(place.folder, "events");
  await new Deno.Command("mkfifo", { args: [pipe] }).output();
  const read = Deno.readTextFile(pipe);
  const { code, stderr } = await result(place.start(
    [
      "run",
      "a.ipynb",
      "b.ipynb",
      "--junit",
      "o/j.xml",
      "--json",
      "events",
      "--report",
      "o/r.html",
    ],
    {
      env: {
        GITHUB_ACTIONS: "true",
        GITHUB_STEP_SUMMARY: join(place.folder, "summary.md"),
        // As in a step whose working directory is below the repository's root.
        GITHUB_WORKSPACE: dirname(place.folder),
      },
    },
  ));
  strictEqual(code, 1, stderr);
  const xml = place.text("o/j.xml");
  match(
    xml,
    /<testsuite name="a\.ipynb" tests="3" failures="1" errors="0" skipped="1"/,
  );
  match(xml, /<failure message="TypeError: &#60;no&#62; &#38; /);
  const check =
    "import sys, xml.etree.ElementTree as t; r = t.parse(sys.argv[1]).getroot(); " +
    "print(r.tag, [s.get('tests') for s in r], [c.tag for s in r for k in s for c in k])";
  const { stdout } = await new Deno.Command(await python(), {
    args: ["-c", check, join(place.folder, "o/j.xml")],
  }).output();
  strictEqual(
    new TextDecoder().decode(stdout),
    "testsuites ['3', '1'] ['failure', 'skipped']\n",
  );

  const events = (await read).trim().split("\n").map((line) =>
    JSON.parse(line)
  );
  deepStrictEqual(
    events.map(({ version, event, state }) => [version, event, state]),
    [
      [1, "started", undefined],
      [1, "cell", "passed"],
      [1, "cell", "failed"],
      [1, "cell", "not run"],
      [1, "notebook", "failed"],
      [1, "cell", "passed"],
      [1, "notebook", "passed"],
      [1, "ended", undefined],
    ],
  );
  match(
    stderr,
    new RegExp(
      `^::error file=${basename(place.folder)}/a\\.ipynb,line=1,` +
        "title=a\\.ipynb%2C cell 2::TypeError: <no> &",
      "m",
    ),
  );
  // What a cell prints is no command to GitHub's runner.
  match(
    stderr,
    /^::stop-commands::(.+)$[^]*^::add-mask::cell$[^]*^::\1::$[^]*^::error/m,
  );
  match(place.text("summary.md"), /\| ❌ \| a\.ipynb \| failed \| 1 of 2 \|/);
  match(place.text("o/r.html"), /What failed/);
});

Deno.test("thaw run keeps the state of widgets, and drops that of an earlier run", async () => {
  await using place = new Workplace();
  const open = {
    comm_id: "c1",
    target_name: "jupyter.widget",
    data: {
      state: {
        _model_name: "IntSlider",
        _model_module: "m",
        _model_module_version: "1",
        value: 1,
      },
      buffer_paths: [],
    },
  };
  const update = {
    comm_id: "c1",
    data: { method: "update", state: { value: 2 } },
  };
  const old = {
    "application/vnd.jupyter.widget-state+json": { state: { stale: {} } },
    other: 1,
  };
  place.notebook("a.ipynb", [
    [`await Deno.jupyter.broadcast("comm_open", ${JSON.stringify(open)})`],
    [`await Deno.jupyter.broadcast("comm_msg", ${JSON.stringify(update)})`],
  ], { widgets: old });
  place.notebook("b.ipynb", [["1"]], { widgets: old });
  const { code, stderr } = await place.run("a.ipynb", "b.ipynb");
  strictEqual(code, 0, stderr);
  const { widgets } = place.read("a.executed.ipynb").metadata;
  const { state } = widgets["application/vnd.jupyter.widget-state+json"];
  deepStrictEqual(Object.keys(state), ["c1"]);
  deepStrictEqual([state.c1.model_name, state.c1.state.value], [
    "IntSlider",
    2,
  ]);
  deepStrictEqual(place.read("b.executed.ipynb").metadata.widgets, {
    other: 1,
  });
});
