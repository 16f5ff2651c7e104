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
    // Nothing of Deno's either, as of downloads.
    if (cell.stderr !== "") return `In stderr: ${cell.stderr}`;
    if (outcome.status === "ok") return cell.stdout.replace(COLOURS, "");
    return `${outcome.error.ename}: ${outcome.error.evalue}`;
  });
}

/** Projects at a time; what each waits for is mostly processes that start. */
const AT_A_TIME = 4;

interface Found {
  project: Project;
  cell: string;
  expected: string;
  /** By a cell without the network. */
  offline?: string;
}

async function find(project: Project): Promise<Found> {
  // First, so that nothing is in the cache that it needs.
  const cell = await byCell(project, false);
  const [expected, offline] = await Promise.all([
    project.ours ? `${project.ours}\n` : byDeno(project),
    project.online ? byCell(project, true) : undefined,
  ]);
  return { project, cell, expected, offline };
}

/** In lanes: no project waits for the slowest of those beside it. */
function findAll(): Promise<Found>[] {
  const lanes: Promise<unknown>[] = Array(AT_A_TIME).fill(Promise.resolve());
  return PROJECTS.map((project, index) => {
    const lane = index % AT_A_TIME;
    const finding = lanes[lane].then(() => find(project));
    lanes[lane] = finding;
    return finding;
  });
}

Deno.test("a project's imports give in cells what they give under deno run", async (t) => {
  const cache = await Deno.makeTempDir({ prefix: "cache-" });
  const before = Deno.env.get("DENO_DIR");
  Deno.env.set("DENO_DIR", cache);
  try {
    for (const finding of findAll()) {
      const { project, cell, expected, offline } = await finding;
      await t.step(project.name, () => {
        strictEqual(cell, expected);
        if (project.online) strictEqual(offline, cell);
      });
    }
  } finally {
    if (before === undefined) Deno.env.delete("DENO_DIR");
    else Deno.env.set("DENO_DIR", before);
    await Deno.remove(cache, { recursive: true });
  }
});
