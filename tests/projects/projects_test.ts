/**
 * Each project gives in a cell what it gives in a file under `deno run`, in a
 * fresh folder outside the checkout, with a cache of its own: what the
 * checkout's own lock file and cache have would hide what is missing. Then
 * again without the network.
 */

import { strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { writeFiles } from "../harness/hostile_folders.ts";
import { TestRuntime } from "../harness/test_runtime.ts";
import { type Project, PROJECTS } from "./projects.ts";

const decoder = new TextDecoder();
// deno-lint-ignore no-control-regex -- Deno colours its messages
const COLOURS = /\x1b\[[\d;]*m/g;

async function written({ files, folder = "." }: Project): Promise<string> {
  const top = await Deno.realPath(
    await Deno.makeTempDir({ prefix: "project-" }),
  );
  await writeFiles(top, files, "");
  await Deno.mkdir(join(top, folder), { recursive: true });
  return top;
}

async function withFolder<T>(
  project: Project,
  work: (folder: string, top: string) => Promise<T>,
): Promise<T> {
  const top = await written(project);
  try {
    return await work(join(top, project.folder ?? "."), top);
  } finally {
    await Deno.remove(top, { recursive: true });
  }
}

/** What `deno run` prints for the cell as a file. */
function byDeno(project: Project): Promise<string> {
  return withFolder(project, async (folder) => {
    await Deno.writeTextFile(join(folder, "notebook.ts"), project.cell);
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--quiet", "notebook.ts"],
      cwd: folder,
      env: { NO_COLOR: "1" },
    }).output();
    return decoder.decode(stdout) || decoder.decode(stderr);
  });
}

function byCell(project: Project, isOffline: boolean): Promise<string> {
  return withFolder(project, async (folder) => {
    const permissions = ["--allow-all", ...isOffline ? ["--cached-only"] : []];
    await using runtime = new TestRuntime(folder, permissions);
    const cell = runtime.start(project.cell);
    const outcome = await cell.outcome;
    strictEqual(cell.stderr, "", "nothing of Deno's in the cell's stderr");
    if (outcome.status === "ok") return cell.stdout.replace(COLOURS, "");
    return `${outcome.error.ename}: ${outcome.error.evalue}`;
  });
}

Deno.test("a project's imports give in cells what they give under deno run", async (t) => {
  const cache = await Deno.makeTempDir({ prefix: "cache-" });
  const before = Deno.env.get("DENO_DIR");
  Deno.env.set("DENO_DIR", cache);
  try {
    for (const project of PROJECTS) {
      await t.step(project.name, async () => {
        // First, so that nothing is in the cache that it needs.
        const found = await byCell(project, false);
        strictEqual(
          found,
          project.ours ? `${project.ours}\n` : await byDeno(project),
        );
        if (project.online) strictEqual(await byCell(project, true), found);
      });
    }
  } finally {
    if (before === undefined) Deno.env.delete("DENO_DIR");
    else Deno.env.set("DENO_DIR", before);
    await Deno.remove(cache, { recursive: true });
  }
});
