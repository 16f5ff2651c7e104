/**
 * `thaw run --check`: type errors count, and are found before anything runs.
 */

import { match, ok, strictEqual } from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { result, Workplace } from "../harness/workplace.ts";

const NOTEBOOKS = join(import.meta.dirname!, "..", "..", "notebooks");
/** What comes with Thaw, which must be right as well. */
const BUNDLED = [NOTEBOOKS, join(NOTEBOOKS, "tour")].flatMap((folder) =>
  [...Deno.readDirSync(folder)].map(({ name }) => join(folder, name))
).filter((path) => path.endsWith(".ipynb"));

Deno.test("thaw run --check runs nothing if types are wrong, and says where", async () => {
  await using place = new Workplace();
  place.notebook("right.ipynb", [
    ["const total: number = 1"],
    ["function later() { return declared() }"],
    ["function declared() { return total }"],
    ["null!.x", "raises-exception"],
    ['// @ts-nocheck\nconst loose: number = "a"'],
  ]);
  // Of JavaScript without types little is known.
  place.notebook("untyped.ipynb", [
    ["globalThis.shared = 1;"],
    ["shared;"],
    ["let rows = [1];"],
    ["let rows = rows.map(String);\nrows;"],
    ['import untyped, { few, star } from "untyped";\nuntyped.render("a");'],
    ['import * as all from "untyped";'],
    ["few(); all.star; star;"],
    ["const options = untyped.parse();\nlet made: untyped.Made;"],
    ["options.verbose; Object.entries(options).map(([, v]) => v.length)"],
    ['import { expect } from "untyped";\nexpect(1).to.equal(untyped(1));'],
  ]);
  const packages: Record<string, Record<string, string>> = {
    untyped: {
      "package.json": '{ "type": "module", "exports": "./index.js" }',
      "index.js":
        'export * from "absent";\n/** @param {string} a @param {string} b */ export function few(a, b) {}\n' +
        "export default { render(a, b, c) {}, parse: () => ({}) };\n" +
        "class Assertion {}\nexport const expect = (_) => new Assertion();\n" +
        'Object.defineProperty(Assertion.prototype, "to", { get() {} });\n',
    },
  };
  for (const [name, files] of Object.entries(packages)) {
    const folder = join(place.folder, "node_modules", name);
    Deno.mkdirSync(folder, { recursive: true });
    for (const [file, text] of Object.entries(files)) {
      Deno.writeTextFileSync(join(folder, file), text);
    }
  }
  place.notebook("wrong.ipynb", [
    ["const total: number = 1"],
    ["console.log(total);\nconst text: string = total"],
    ["function typo() { return undeclared }"],
  ]);
  place.notebook("broken.ipynb", [
    ["const a = ;"],
    ['import { b } from "./none.ts"; b'],
  ]);
  place.notebook("absent.ipynb", [
    ['import absent from "npm:thaw-never-published@1";'],
    ['import fs from "node:fs"; fs.existsSync(absent);'],
  ]);
  const names = ["right.ipynb", "untyped.ipynb", "wrong.ipynb", "broken.ipynb"];
  const wrong = await result(place.start(["run", ...names, "--check"], {
    env: { GITHUB_ACTIONS: "true", GITHUB_WORKSPACE: place.folder },
  }));
  strictEqual(wrong.code, 1);
  match(
    wrong.stderr,
    /wrong\.ipynb: cell 2 \(id \w+\), 2:7: Type 'number' is not assignable to type 'string'\. \(TS2322\)/,
  );
  match(wrong.stderr, /wrong\.ipynb: cell 3 \(id \w+\), 1:26: .*'undeclared'/);
  match(wrong.stderr, /broken\.ipynb: cell 1 .* Expression expected/);
  match(
    wrong.stderr,
    /broken\.ipynb: cell 2 .* Cannot find module '\.\/none\.ts'/,
  );
  match(
    wrong.stderr,
    /^::error file=wrong\.ipynb,line=1,title=wrong\.ipynb%2C cell 2::Type 'number'/m,
  );
  ok(!/(?:right|untyped)\.ipynb:/.test(wrong.stderr), wrong.stderr);
  ok(!existsSync(join(place.folder, "right.executed.ipynb")));

  const folder = join(place.folder, "unusable");
  Deno.mkdirSync(folder);
  Deno.writeTextFileSync(join(folder, "deno.json"), '{ "imports": ');
  place.notebook("unusable/a.ipynb", [["1"]]);
  const unusable = await place.run("unusable/a.ipynb", "--check-only");
  strictEqual(unusable.code, 1);
  match(unusable.stderr, /^unusable\/a\.ipynb: no cell can run: .*deno\.json/m);

  const passing = ["right.ipynb", "absent.ipynb", ...BUNDLED];
  const only = await place.run(...passing, "--check-only");
  strictEqual(only.code, 0, only.stderr);
  strictEqual(
    only.stderr,
    "absent.ipynb: what uses npm:thaw-never-published@1 is not checked: no " +
      "types are known, as a check downloads nothing; a run does\n",
  );
  ok(!existsSync(join(place.folder, "right.executed.ipynb")));

  const right = await place.run("right.ipynb", "--check");
  strictEqual(right.code, 0, right.stderr);
  const outputs = place.read("right.executed.ipynb").cells
    .flatMap(({ outputs }: { outputs: unknown[] }) => outputs);
  // That of the cell that is to fail; no note of any type.
  strictEqual(outputs.length, 1);
});
