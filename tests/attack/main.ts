/**
 * `deno task attack [--full] [--seed=N] [NAME...]`: runs the attacks and prints
 * what they counted. Ends with 1 if one found something.
 *
 * @module
 */

import { parseArgs } from "node:util";
import { argumentError } from "../../kernel/config/argument_error.ts";
import { ATTACKS } from "./attacks.ts";

const NAMES = ATTACKS.map(({ name }) => name).join(", ");
const HELP = `Attacks a kernel of this checkout, and says what was tried.

Usage: deno task attack [--full] [--seed=N] [NAME...]

  NAME      Only these: ${NAMES}
  --full    As many tries as a release gets; minutes each
  --seed=N  Repeats a run; it is printed`;

const LARGEST_SEED = 2 ** 32 - 1;

const OPTIONS = {
  full: { type: "boolean", default: false },
  seed: { type: "string" },
  help: { type: "boolean", short: "h", default: false },
} as const;

function parsed(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: OPTIONS });
  } catch (error) {
    throw new TypeError(argumentError(error as Error, OPTIONS));
  }
}

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parsed(args);
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const seed = Number(values.seed ?? Math.floor(Math.random() * LARGEST_SEED));
  if (!Number.isInteger(seed) || seed < 0 || seed > LARGEST_SEED) {
    throw new RangeError(`--seed takes a number up to ${LARGEST_SEED}`);
  }
  const unknown = positionals.find((name) =>
    !ATTACKS.some((attack) => attack.name === name)
  );
  if (unknown) throw new RangeError(`No attack ${unknown}; there are ${NAMES}`);
  const chosen = ATTACKS.filter(({ name }) =>
    positionals.length === 0 || positionals.includes(name)
  );
  let code = 0;
  for (const { name, tries, run } of chosen) {
    const start = performance.now();
    try {
      const figures = await run({
        seed,
        tries: values.full ? tries.full : tries.small,
      });
      const counted = Object.entries(figures)
        .map(([what, count]) => `${count.toLocaleString("en")} ${what}`);
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      console.log(`${name}: ${counted.join(", ")}; ${seconds} s, seed ${seed}`);
    } catch (error) {
      code = 1;
      console.log(`${name}: FAILED with seed ${seed}`, error);
    }
  }
  return code;
}

try {
  Deno.exit(await main(Deno.args));
} catch (error) {
  console.error(`attack: ${(error as Error).message}; see --help`);
  Deno.exit(2);
}
