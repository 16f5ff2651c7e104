/**
 * `action.yml`: its own commands, run by bash in an empty folder.
 */

import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
// @ts-types="../../kernel/config/deno_std.d.ts"
import { parse as parseYaml } from "deno-std/yaml/parse.js";
import { Workplace } from "../harness/workplace.ts";

const root = join(import.meta.dirname!, "..", "..");

interface Action {
  inputs: Record<string, { default: string }>;
  runs: {
    steps: { uses?: string; run?: string; env?: Record<string, string> }[];
  };
}

const action = parseYaml(
  Deno.readTextFileSync(join(root, "action.yml")),
) as Action;

/** Runs the action's script as the runner does, with `npx` as this Deno. */
async function runAction(place: Workplace, inputs: Record<string, string>) {
  const step = action.runs.steps.find(({ run }) => run !== undefined)!;
  const values: Record<string, string> = {
    "runner.temp": join(place.folder, "temp"),
    "github.action_path": root,
  };
  for (const [name, input] of Object.entries(action.inputs)) {
    values[`inputs.${name}`] = inputs[name] ?? input.default;
  }
  const env = Object.fromEntries(
    Object.entries(step.env!).map(([name, value]) => [
      name,
      value.replace(/\$\{\{ (.*?) \}\}/g, (_, key) => values[key]),
    ]),
  );
  // The package's version was asked for: that is all npx has to do here.
  const bin = join(place.folder, "bin");
  Deno.mkdirSync(bin, { recursive: true });
  Deno.writeTextFileSync(
    join(bin, "npx"),
    '#!/bin/sh\n[ "$*" != "${*#--prefer-offline -y deno@2.9.6 eval}" ] || exit 9\n' +
      // A repository's own .npmrc or node_modules would say what it runs.
      '[ "$PWD" = "$THAW_ROOT" ] || exit 8\n' +
      `shift 3; exec '${Deno.execPath()}' "$@"\n`,
    { mode: 0o755 },
  );
  delete env.DENO_DIR;
  const { code, stdout, stderr } = await new Deno.Command("bash", {
    args: ["-e", "-o", "pipefail", "-c", step.run!],
    cwd: join(place.folder, "work"),
    env: {
      ...env,
      PATH: `${bin}:${Deno.env.get("PATH")}`,
      GITHUB_ACTIONS: "true",
      GITHUB_STEP_SUMMARY: join(place.folder, "summary.md"),
    },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return {
    code,
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
  };
}

Deno.test("the action runs and checks notebooks, and tells GitHub", async () => {
  await using place = new Workplace();
  Deno.mkdirSync(join(place.folder, "work"));
  place.notebook("work/a b.ipynb", [["let n = 1;", "parameters"], ["n"]]);
  place.notebook("work/bad.ipynb", [['throw new Error("no")']]);
  const run = await runAction(place, {
    command: "run",
    notebooks: "a b.ipynb\n",
    options: "--set\nn=5",
  });
  strictEqual(run.code, 0, run.stderr);
  const { outputs } = place.read("work/thaw-out/a b.ipynb").cells[2];
  deepStrictEqual(outputs[0].data["text/plain"], ["5"]);
  match(place.text("work/thaw-out/junit.xml"), /<testsuite name="a b\.ipynb"/);
  match(place.text("summary.md"), /\| ✅ \| a b\.ipynb \| passed \|/);

  const check = await runAction(place, {
    notebooks: ".\n",
    options: "--exclude\nthaw-out",
  });
  strictEqual(check.code, 1, check.stderr);
  match(check.stderr, /^::error file=bad\.ipynb,line=1,title=/m);
  match(check.stderr, /a b\.ipynb: cell 2 .*shows something else/);
});

Deno.test("the action's pinned Deno is the one that runs the tests", () => {
  const text = Deno.readTextFileSync(join(root, "action.yml"));
  const versions = [...text.matchAll(/deno@([\d.]+)/g)].map(([, version]) =>
    version
  );
  ok(versions.length > 0);
  for (const version of versions) strictEqual(version, Deno.version.deno);
});
