/**
 * Runs test files in two processes at once, half of the files in each: most
 * integration tests wait for other programs, and a unit test uses one core.
 *
 *     deno run -A tests/side_by_side.ts [--ignore=FOLDER,FOLDER] FOLDER...
 *
 * Two processes rather than `deno test --parallel`, which runs files in
 * threads: tests that change the folder, the environment or count open files
 * would disturb each other. What the first process prints is shown as it
 * comes, what the second prints after the first has ended.
 *
 * Types are not checked here: `deno task ok` has done that.
 *
 * @module
 */

import { join } from "node:path";

const TEST = [
  "test",
  "-A",
  "--quiet",
  "--no-check",
  "--permit-no-files",
  "--preload=tests/no_webgpu.ts",
];

const option = "--ignore=";
const folders = Deno.args.filter((arg) => !arg.startsWith(option));
const ignored = Deno.args.filter((arg) => arg.startsWith(option))
  .flatMap((arg) => arg.slice(option.length).split(","));

/** All test files below `folder`, in the order of their names. */
function* testFiles(folder: string): Generator<string> {
  if (ignored.includes(folder)) return;
  const entries = [...Deno.readDirSync(folder)];
  entries.sort((a, b) => a.name < b.name ? -1 : 1);
  for (const { name, isDirectory } of entries) {
    if (isDirectory) yield* testFiles(join(folder, name));
    else if (name.endsWith("_test.ts")) yield join(folder, name);
  }
}

const files = folders.flatMap((folder) => [...testFiles(folder)]);
const halves = [0, 1].map((half) => files.filter((_, i) => i % 2 === half));

const [first, second] = halves.map((half, i) =>
  new Deno.Command(Deno.execPath(), {
    args: [...TEST, ...half],
    stdin: "null",
    stdout: i === 0 ? "inherit" : "piped",
    stderr: i === 0 ? "inherit" : "piped",
  })
);
const later = second!.output();
const now = await first!.spawn().status;
const { code, stdout, stderr } = await later;
await Deno.stdout.write(stdout);
await Deno.stderr.write(stderr);
Deno.exit(now.code || code);
