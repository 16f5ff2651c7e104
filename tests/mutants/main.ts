/**
 * The task `mutants`: each deliberate fault in a copy of the library, against
 * the unit tests that should notice it and the verdicts of the notebooks.
 *
 * @module
 */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { argumentError } from "../../kernel/config/argument_error.ts";
import { inCopies } from "./copies.ts";
import {
  flipsOf,
  grouped,
  HARMLESS,
  type HarmlessOutcome,
} from "./harmless.ts";
import { harmlessPart, harmlessReport } from "./harmless_report.ts";
import { MUTANTS, UNNOTICED } from "./mutants.ts";
import { isNoticed, mutantsPart, mutantsReport } from "./mutants_report.ts";
import { Baselines, type Outcome, tryMutant } from "./try_mutant.ts";
import { type TrustPart, withPart } from "./trust_page.ts";
import { committedVerdicts } from "./verdict_ids.ts";

const HELP = `Puts faults into a copy of the library, one at a time.

  deno task mutants [--jobs N] [--resume FILE] [NAME ...]
  deno task mutants --harmless [--jobs N] [--resume FILE] [NAME ...]

NAME is a part of a fault's name; all without, and then the table goes to
tests/mutants/README.md and its sum to notebooks/trust.md. --harmless changes seeds, threads, backend, the order
of batches and the form of the library instead, which should flip no verdict,
and writes tests/mutants/harmless.md likewise. N things
run at a time; 1. FILE keeps what was found, and what it has is not run again.`;

const root = join(import.meta.dirname!, "..", "..");

/** Writes a page as `deno fmt` wants it, and its part of the page on trust. */
async function writePage(
  name: string,
  text: string,
  part: TrustPart,
): Promise<void> {
  const path = join(import.meta.dirname!, name);
  const trust = join(root, "notebooks", "trust.md");
  // Not awaited in between: another job's outcome may be written meanwhile.
  replaceFile(path, text);
  replaceFile(trust, withPart(Deno.readTextFileSync(trust), part));
  const args = ["fmt", "--quiet", path];
  await new Deno.Command(Deno.execPath(), { args, cwd: root }).output();
}

/** Writes a file so that nobody reads half of it. */
function replaceFile(path: string, text: string): void {
  Deno.writeTextFileSync(`${path}.new`, text);
  Deno.renameSync(`${path}.new`, path);
}

/** Outcomes of an earlier run, each a line of JSON. */
function readKept<Kept>(file: string | undefined): Kept[] {
  if (file === undefined || !existsSync(file)) return [];
  const lines = Deno.readTextFileSync(file).split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Kept);
}

function keep(file: string | undefined, outcome: unknown): void {
  if (file === undefined) return;
  Deno.writeTextFileSync(file, `${JSON.stringify(outcome)}\n`, {
    append: true,
  });
}

/** What the command line asks for. */
interface Wanted {
  names: string[];
  jobs: number;
  /** Where outcomes are kept. */
  file: string | undefined;
}

async function mutants({ names, jobs, file }: Wanted): Promise<void> {
  const chosen = MUTANTS.filter(({ name }) =>
    names.length === 0 || names.some((part) => name.includes(part))
  );
  if (chosen.length === 0) {
    throw new UsageError(`no fault has a name with ${names.join(" or ")}`);
  }
  const committed = committedVerdicts(root);
  const baselines = new Baselines();
  const outcomes = new Map(
    readKept<Outcome>(file).map((outcome) => [outcome.name, outcome]),
  );
  const left = chosen.filter(({ name }) => !outcomes.has(name));
  const done = () => chosen.flatMap(({ name }) => outcomes.get(name) ?? []);
  await inCopies(left, jobs, async (place, mutant) => {
    const outcome = await tryMutant(place, mutant, baselines, committed);
    outcomes.set(mutant.name, outcome);
    keep(file, outcome);
    const { tests, flipped, missing, objecting, problem } = outcome;
    const by = [
      ...tests ? ["tests"] : [],
      ...flipped,
      ...missing,
      ...objecting,
    ];
    const said = problem ?? (by.join(" ") || "NOBODY");
    console.log(`${outcomes.size}/${chosen.length}  ${mutant.name}: ${said}`);
    if (problem || !isNoticed(outcome)) Deno.exitCode = 1;
    // After each, so that what was found survives if the run is ended.
    if (names.length > 0) return;
    const page = mutantsReport(done(), committed, UNNOTICED);
    await writePage("README.md", page, mutantsPart(done(), committed));
  });
}

/** What changes that should not matter do to the verdicts. */
async function harmless({ names, jobs, file }: Wanted): Promise<void> {
  const chosen = HARMLESS.filter(({ name, notebook }) =>
    names.length === 0 ||
    names.some((part) => `${notebook}, ${name}`.includes(part))
  );
  if (chosen.length === 0) throw new Error(`No change is named ${names}`);
  const committed = committedVerdicts(root);
  const outcomes = readKept<HarmlessOutcome>(file);
  const left = chosen.filter(({ name, notebook }) =>
    !outcomes.some((it) => it.name === name && it.notebook === notebook)
  );
  await inCopies(grouped(left), jobs, async (place, changes) => {
    for (const outcome of await flipsOf(place, changes, committed)) {
      outcomes.push(outcome);
      keep(file, outcome);
      const { notebook, name, flipped } = outcome;
      const said = flipped.map(({ id, says }) => `${id} ${says}`).join("; ");
      console.log(
        `${outcomes.length}/${chosen.length}  ${notebook}, ${name}: ${
          said || "none"
        }`,
      );
    }
    if (names.length > 0) return;
    const page = harmlessReport(outcomes, committed);
    await writePage("harmless.md", page, harmlessPart(outcomes));
  });
}

const OPTIONS = {
  help: { type: "boolean" },
  harmless: { type: "boolean" },
  jobs: { type: "string", default: "1" },
  resume: { type: "string" },
} as const;

/** What was typed makes no sense. */
class UsageError extends Error {
  override name = "UsageError";
}

function parsed(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: OPTIONS });
  } catch (error) {
    throw new UsageError(argumentError(error as Error, OPTIONS));
  }
}

async function main(args: string[]): Promise<void> {
  const { values, positionals } = parsed(args);
  if (values.help) return console.log(HELP);
  const jobs = Number(values.jobs);
  if (!(Number.isInteger(jobs) && jobs > 0)) {
    throw new UsageError("--jobs needs a whole number above 0");
  }
  const wanted = { names: positionals, jobs, file: values.resume };
  await (values.harmless ? harmless(wanted) : mutants(wanted));
}

try {
  await main(Deno.args);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`mutants: ${error.message}; see --help`);
  Deno.exit(2);
}
