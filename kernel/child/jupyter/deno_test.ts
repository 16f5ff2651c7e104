/**
 * `Deno.test` in a cell: what a cell registers runs at its end, as under
 * `deno jupyter`. A cell whose tests fail fails.
 *
 * @module
 */

import { withIntrinsics } from "../language/intrinsics.ts";
import { Date, Error, Object, String, TypeError } from "../language/natives.ts";
import { write } from "../output/output.ts";
import { InterruptedError } from "../stop/clean_up.ts";

type Work = (context: unknown) => unknown;

interface Definition {
  name: string;
  fn: Work;
  ignore?: boolean;
  only?: boolean;
}

/** What one test, or one step of it, came to. */
interface Counts {
  passed: number;
  ignored: number;
  steps: number;
  failures: unknown[];
  /** Names of the tests that failed. */
  failed: string[];
}

const { now } = Date;

let registered: Definition[] = [];
const hooks: Record<string, (() => unknown)[]> = Object.assign(
  Object.create(null),
  { beforeAll: [], beforeEach: [], afterEach: [], afterAll: [] },
);

/** `Deno.test`, whatever form its arguments have. */
export const denoTest = Object.assign(
  (...args: unknown[]) => register(args),
  {
    ignore: (...args: unknown[]) => register(args, { ignore: true }),
    only: (...args: unknown[]) => register(args, { only: true }),
  },
  ...Object.keys(hooks).map((name) => ({
    [name]: (fn: () => unknown) => withIntrinsics(() => hooks[name].push(fn)),
  })),
);

function register(args: unknown[], more: Partial<Definition> = {}) {
  withIntrinsics(() => {
    registered.push({ ...definitionOf(args), ...more });
  });
}

/** `(name, fn)`, `(fn)`, `(definition)`, and options before the function. */
function definitionOf(args: unknown[]): Definition {
  const fn = args.find((arg) => typeof arg === "function") as Work | undefined;
  const options = args.find((arg) => typeof arg === "object" && arg !== null);
  const [first] = args;
  const definition = {
    fn,
    ...options as Partial<Definition>,
    ...fn ? { fn } : {},
  };
  const name = typeof first === "string"
    ? first
    : definition.name ?? definition.fn?.name;
  if (typeof definition.fn !== "function") {
    throw new TypeError("A test needs a function");
  }
  if (!name) throw new TypeError("The test name can't be empty");
  return { ...definition, name: String(name) } as Definition;
}

/**
 * Runs what has been registered; called at the end of cells.
 *
 * @param value What the cell ends with. It comes back in an object, so that a
 *   promise is not waited for.
 * @throws {Error} `TestsFailed`, with the failures as its `errors`.
 */
export async function tested(value?: unknown): Promise<{ value: unknown }> {
  if (registered.length === 0) return { value };
  const { chosen, around } = withIntrinsics(takeRegistered);
  const counts: Counts = {
    passed: 0,
    ignored: 0,
    steps: 0,
    failures: [],
    failed: [],
  };
  const began = now();
  await callAll(around.beforeAll);
  for (let at = 0; at < chosen.length; at++) {
    await runTest(chosen[at], around, counts);
  }
  await callAll(around.afterAll);
  withIntrinsics(() => report(counts, chosen.length, since(began)));
  return { value };
}

/**
 * Takes the tests that are to run and the hooks around them, and forgets all
 * that was registered.
 */
function takeRegistered() {
  const all = registered;
  const around = { ...hooks };
  registered = [];
  for (const name of Object.keys(hooks)) hooks[name] = [];
  const only = all.filter((test) => test.only);
  return { chosen: only.length > 0 ? only : all, around };
}

async function callAll(functions: (() => unknown)[]) {
  for (let at = 0; at < functions.length; at++) await functions[at]();
}

/** @throws {Error} If any has failed. */
function report(counts: Counts, all: number, took: string) {
  const { passed, ignored, steps, failures, failed } = counts;
  const parts = [
    failed.length > 0 ? "FAILED" : "ok",
    `${passed} passed${steps > 0 ? ` (${counted(steps, "step")})` : ""}`,
    `${failed.length} failed`,
    ...ignored > 0 ? [`${ignored} ignored`] : [],
  ];
  print(`\n${parts.join(" | ")} ${took}\n`);
  if (failed.length === 0) return;
  const message = `${failed.length} of ${counted(all, "test")} ` +
    `failed: ${failed.join(", ")}`;
  throw Object.assign(new Error(message), {
    name: "TestsFailed",
    errors: failures,
  });
}

async function runTest(
  test: Definition,
  { beforeEach, afterEach }: typeof hooks,
  counts: Counts,
) {
  if (test.ignore) {
    print(`${test.name} ... ignored (0ms)\n`);
    counts.ignored++;
    return;
  }
  const work = async (context: unknown) => {
    await callAll(beforeEach);
    try {
      await test.fn(context);
    } finally {
      await callAll(afterEach);
    }
  };
  const isGood = await runOne(test.name, "", work, undefined, counts);
  if (isGood) counts.passed++;
  else counts.failed[counts.failed.length] = test.name;
}

/** Runs one test or step, says how it ended, and gives whether it was well. */
async function runOne(
  name: string,
  indent: string,
  work: Work,
  parent: unknown,
  counts: Counts,
): Promise<boolean> {
  const began = now();
  let bad = 0;
  const context = {
    name,
    origin: Deno.mainModule,
    parent,
    async step(...args: unknown[]) {
      const step = withIntrinsics(() => definitionOf(args));
      if (step.ignore) {
        print(`${indent}  ${step.name} ... ignored (0ms)\n`);
        return false;
      }
      counts.steps++;
      const isGood = await runOne(
        step.name,
        `${indent}  `,
        step.fn,
        context,
        counts,
      );
      if (!isGood) bad++;
      return isGood;
    },
  };
  let ending = "ok";
  try {
    await work(context);
    if (bad > 0) ending = `FAILED (due to ${counted(bad, "failed step")})`;
  } catch (error) {
    // Stop ends the cell, with all tests that it has left.
    if (error instanceof InterruptedError) throw error;
    counts.failures[counts.failures.length] = error;
    ending = "FAILED";
  }
  print(`${indent}${name} ... ${ending} ${since(began)}\n`);
  return ending === "ok";
}

function print(text: string) {
  withIntrinsics(() => write("stdout", text));
}

function counted(count: number, name: string): string {
  return `${count} ${name}${count === 1 ? "" : "s"}`;
}

function since(began: number): string {
  return `(${now() - began}ms)`;
}
