/**
 * The task `bench`: the kernels, whole runs of notebooks, then training. What it
 * is given goes to the last.
 *
 * @module
 */

import { join } from "node:path";
import { parseArgs } from "node:util";
import { argumentError } from "../../kernel/config/argument_error.ts";

const HELP = `Measures speed and prints tables; takes some minutes.

  deno task bench [--backend=NAME] [--threads=N] [--precise] [--python=PATH] [MODEL ...]
  deno task bench --growth

First our kernel beside deno jupyter and ipykernel, and thaw run beside nbclient,
which needs Python 3.10 or newer; then the training of the notebooks' models, to
which the options belong:

  --backend=NAME   wasm, webgpu or cpu                           [wasm]
  --threads=N      threads of the wasm backend                      [1]
  --precise        as a backend asked for by name starts
  --python=PATH    a Python with Keras, to compare with       [python3]
  MODEL ...        only these models
  --growth         nothing of that: how a step grows with its sizes, and
                   products and steps beside tfjs as shipped and jax-js (which
                   npm has), into docs/training_speed.md, in some five minutes
  --help           print this`;

const OPTIONS = {
  backend: { type: "string" },
  threads: { type: "string" },
  precise: { type: "boolean" },
  python: { type: "string" },
  growth: { type: "boolean" },
  help: { type: "boolean" },
} as const;

/** Before minutes of measuring, at whose end `training.ts` would refuse it. */
function parsed() {
  try {
    return parseArgs({ options: OPTIONS, allowPositionals: true }).values;
  } catch (error) {
    console.error(`bench: ${argumentError(error as Error, OPTIONS)}`);
    Deno.exit(2);
  }
}

const { help, growth } = parsed();
if (help) {
  console.log(HELP);
  Deno.exit(0);
}
const SCRIPTS = growth
  ? [["growth.ts"]]
  : [["bench.ts"], ["run_times.ts"], ["training.ts", ...Deno.args]];
for (const [script, ...args] of SCRIPTS) {
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", join(import.meta.dirname!, script), ...args],
  }).spawn().status;
  if (code !== 0) Deno.exit(code);
}
