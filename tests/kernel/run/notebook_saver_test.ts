import { match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { parseNotebook } from "../../../kernel/notebook/notebook.ts";
import { NotebookSaver, stampOf } from "../../../kernel/run/notebook_saver.ts";

/** A notebook in a folder of its own, and where its run goes. */
function start(folder: string, output: string) {
  const input = join(folder, "a.ipynb");
  const text = JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [{ cell_type: "markdown", id: "a", metadata: {}, source: "first" }],
  });
  Deno.writeTextFileSync(input, text);
  const notebook = parseNotebook(text);
  const file = { name: "a.ipynb", input, output: join(folder, output) };
  const conflicts: string[] = [];
  const saver = new NotebookSaver(
    file,
    notebook,
    stampOf(input),
    (path) => conflicts.push(path),
  );
  return {
    saver,
    conflicts,
    write: (source: string) => notebook.cells[0].source = source,
    saved: () => Deno.readTextFileSync(saver.path!),
  };
}

async function inFolder(use: (folder: string) => void | Promise<void>) {
  const folder = Deno.makeTempDirSync();
  try {
    await use(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("NotebookSaver saves at once, then no sooner than half a second later", () =>
  inFolder(async (folder) => {
    const { saver, write, saved } = start(folder, "out.ipynb");
    saver.touch();
    match(saved(), /first/);
    const from = performance.now();
    for (let more = 0; more < 100; more++) {
      write(`${more}.`);
      saver.touch();
    }
    match(saved(), /first/);
    while (/first/.test(saved())) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const ms = performance.now() - from;
    ok(ms > 400, `after ${ms} ms`);
    match(saved(), /99\./);
    saver.stop();
  }));

Deno.test("NotebookSaver saves nothing late once it is stopped", () =>
  inFolder((folder) => {
    const { saver, write, saved } = start(folder, "out.ipynb");
    saver.touch();
    write("late");
    saver.touch();
    // The test's sanitizer finds a timer that is left.
    saver.stop();
    match(saved(), /first/);
  }));

Deno.test("NotebookSaver leaves alone what somebody else wrote meanwhile", () =>
  inFolder((folder) => {
    const { saver, conflicts, saved } = start(folder, "a.ipynb");
    Deno.writeTextFileSync(join(folder, "a.executed.ipynb"), "earlier run");
    saver.save();
    strictEqual(conflicts.length, 0);
    Deno.writeTextFileSync(join(folder, "a.ipynb"), "theirs");
    saver.save();
    saver.save();
    strictEqual(conflicts.length, 1);
    strictEqual(Deno.readTextFileSync(join(folder, "a.ipynb")), "theirs");
    match(saved(), /first/);
    match(saver.path!, /a-2\.executed\.ipynb$/);
    saver.stop();
  }));
