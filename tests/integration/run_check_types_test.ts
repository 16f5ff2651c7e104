/**
 * `thaw run --check`: type errors count, and are found before anything runs.
 */

import { match, ok, strictEqual } from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Workplace } from "./run/thaw.ts";

Deno.test("thaw run --check runs nothing if types are wrong, and says where", async () => {
  await using place = new Workplace();
  place.notebook("right.ipynb", [
    ["const total: number = 1"],
    ["function later() { return declared() }"],
    ["function declared() { return total }"],
    ["null!.x", "raises-exception"],
    ['// @ts-nocheck\nconst loose: number = "a"'],
  ]);
  place.notebook("wrong.ipynb", [
    ["const total: number = 1"],
    ["console.log(total);\nconst text: string = total"],
    ["function typo() { return undeclared }"],
  ]);
  const wrong = await place.run("right.ipynb", "wrong.ipynb", "--check");
  strictEqual(wrong.code, 1);
  match(
    wrong.stderr,
    /wrong\.ipynb: cell 2 \(id \w+\), 2:7: Type 'number' is not assignable to type 'string'\. \(TS2322\)/,
  );
  match(wrong.stderr, /wrong\.ipynb: cell 3 \(id \w+\), 1:26: .*'undeclared'/);
  ok(!wrong.stderr.includes("right.ipynb:"), wrong.stderr);
  ok(!existsSync(join(place.folder, "right.executed.ipynb")));

  const only = await place.run("right.ipynb", "--check-only");
  strictEqual(only.code, 0, only.stderr);
  ok(!existsSync(join(place.folder, "right.executed.ipynb")));

  const right = await place.run("right.ipynb", "--check");
  strictEqual(right.code, 0, right.stderr);
  const outputs = place.read("right.executed.ipynb").cells
    .flatMap(({ outputs }: { outputs: unknown[] }) => outputs);
  // That of the cell that is to fail; no note of any type.
  strictEqual(outputs.length, 1);
});

Deno.test("thaw run --check-only tells what is no TypeScript, and what it can't check", async () => {
  await using place = new Workplace();
  place.notebook("broken.ipynb", [["const a = ;"]]);
  const broken = await place.run("broken.ipynb", "--check-only");
  strictEqual(broken.code, 1);
  match(broken.stderr, /broken\.ipynb: cell 1 .* Expression expected/);
});
