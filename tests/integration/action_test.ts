/**
 * `action.yml`: its own commands, run by bash in an empty folder.
 */

import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
// @ts-types="../../kernel/config/deno_std.d.ts"
import { parse as parseYaml } from "deno-std/yaml/parse.js";
import { result, Workplace } from "../harness/workplace.ts";

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

/** The one block of YAML in a guide. */
function yamlIn(path: string): unknown {
  const [, yaml] = /```yaml\n([^]*?)```/.exec(
    Deno.readTextFileSync(join(root, path)),
  )!;
  return parseYaml(yaml);
}

/**
 * Runs a script as a CI's runner does, with `npx` as this Deno.
 *
 * @param before What `npx` is to check first, in the shell's words.
 */
async function runScript(
  place: Workplace,
  script: string,
  before: string,
  env: Record<string, string>,
) {
  const bin = join(place.folder, "bin");
  Deno.mkdirSync(bin, { recursive: true });
  // The package's version was asked for: that is all npx has to do here.
  Deno.writeTextFileSync(
    join(bin, "npx"),
    '#!/bin/sh\n[ "$*" != "${*#--prefer-offline -y deno@2.9.6 }" ] || exit 9\n' +
      `${before}\nshift 3; exec '${Deno.execPath()}' "$@"\n`,
    { mode: 0o755 },
  );
  const bash = new Deno.Command("bash", {
    args: ["-e", "-o", "pipefail", "-c", script],
    cwd: join(place.folder, "work"),
    env: { ...env, PATH: `${bin}:${Deno.env.get("PATH")}` },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
  return await result(bash.spawn());
}

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
  delete env.DENO_DIR;
  // A repository's own .npmrc or node_modules would say what npx runs.
  return await runScript(
    place,
    step.run!,
    '[ "$PWD" = "$THAW_ROOT" ] || exit 8',
    {
      ...env,
      GITHUB_ACTIONS: "true",
      GITHUB_STEP_SUMMARY: join(place.folder, "summary.md"),
    },
  );
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

Deno.test("the workflow to copy gives the action what it takes", () => {
  const { jobs } = yamlIn("README.md") as {
    jobs: { notebooks: { steps: { with?: Record<string, string> }[] } };
  };
  const given = Object.keys(jobs.notebooks.steps.at(-1)!.with!);
  deepStrictEqual(given.filter((name) => !(name in action.inputs)), []);
});

Deno.test("GitLab's job to copy checks notebooks, and reports", async () => {
  await using place = new Workplace();
  const { notebooks: job } = yamlIn("kernel/run/README.md") as {
    notebooks: {
      script: string[];
      artifacts: { reports: { junit: string } };
    };
  };
  Deno.mkdirSync(join(place.folder, "work", "notebooks"), { recursive: true });
  Deno.symlinkSync(root, join(place.folder, "work", "thaw"));
  place.notebook("work/notebooks/bad.ipynb", [['throw new Error("no")']]);
  const { code, stderr } = await runScript(
    place,
    job.script.join("\n"),
    "",
    {},
  );
  strictEqual(code, 1, stderr);
  match(place.text(`work/${job.artifacts.reports.junit}`), /failures="1"/);
});
