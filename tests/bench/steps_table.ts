import { physicalCores } from "../../lib/backend/physical_cores.ts";
import { runScript, shown, UNLOCKED } from "./run_script.ts";
import { StepProgram } from "./step_program.ts";

/** How often others' steps are timed. */
const ROUNDS = 3;

type Times = Record<string, number>;

/** The lesser of each time. */
function leastOf(times: Times, more: Times): Times {
  const least = { ...times };
  for (const [name, time] of Object.entries(more)) {
    least[name] = Math.min(least[name] ?? Infinity, time);
  }
  return least;
}

interface Steps {
  /** Milliseconds on each number of threads. */
  times: number[];
  /**
   * How much more as many programs at once do than one, each on a thread of its
   * own: what the machine allows at most.
   */
  limit: number;
  megabytes: number;
}

/**
 * The least times of a model's steps. Programs that wait meanwhile take their
 * steps in turn, so that what else the machine does meets all.
 */
async function timeSteps(
  name: string,
  counts: number[],
  rounds: number,
): Promise<Steps> {
  const most = counts.at(-1)!;
  const programs: StepProgram[] = [];
  for (const count of counts) {
    programs.push(await StepProgram.start(count, name));
  }
  const single = [programs[0]];
  while (single.length < most) single.push(await StepProgram.start(1, name));
  const times = counts.map(() => Infinity);
  let together = Infinity;
  let megabytes = 0;
  for (let round = 0; round < rounds; round++) {
    for (const [i, program] of programs.entries()) {
      const step = await program.step();
      times[i] = Math.min(times[i], step.milliseconds);
      megabytes = Math.max(megabytes, step.megabytes ?? 0);
    }
    const steps = await Promise.all(single.map((program) => program.step()));
    const longest = Math.max(...steps.map((it) => it.milliseconds));
    together = Math.min(together, longest);
  }
  for (const program of new Set([...programs, ...single])) await program.end();
  return { times, limit: most * times[0] / together, megabytes };
}

/**
 * The pages' models on one thread and on more, with the memory that takes, and
 * by others where they can train them.
 */
export async function stepsTable(): Promise<string[]> {
  const rounds = await runScript<Record<string, number>>("step_time.ts");
  const counts = [1, 2, 4, 8].filter((count) => count <= physicalCores());
  const ours: [string, Steps][] = [];
  for (const [name, count] of Object.entries(rounds)) {
    ours.push([name, await timeSteps(name, counts, count)]);
    console.error(...ours.at(-1)!);
  }
  let shipped: Times = {};
  let jax: Times = {};
  for (let round = 0; round < ROUNDS; round++) {
    shipped = leastOf(shipped, await runScript<Times>("shipped_steps.ts"));
    jax = leastOf(jax, await runScript<Times>("jax_steps.ts", [], UNLOCKED));
    console.error({ shipped, jax });
  }
  const rows = ours.map(([name, { times, limit, megabytes }]) => {
    const most = times.at(-1)!;
    const beside = (other: Times) =>
      other[name]
        ? `${shown(other[name])} ms, ${(other[name] / most).toFixed(1)}x`
        : "";
    return [
      name,
      ...times.map((time) => `${shown(time)} ms`),
      `${(times[0] / most).toFixed(2)}x`,
      `${limit.toFixed(2)}x`,
      megabytes ? `${shown(megabytes)} MB` : "",
      beside(shipped),
      beside(jax),
    ];
  });
  const header = [
    "step on threads",
    ...counts.map(String),
    "as fast",
    `${counts.at(-1)} programs`,
    "memory",
    "tfjs as shipped",
    "jax-js 0.1.25",
  ];
  return [
    `| ${header.join(" | ")} |`,
    `|---|${"---:|".repeat(header.length - 1)}`,
    ...rows.map((cells) => `| ${cells.join(" | ")} |`),
  ];
}
