import { physicalCores } from "../../lib/backend/physical_cores.ts";
import { runScript, shown, UNLOCKED } from "./run_script.ts";

/** How often each step is timed, in turn. */
const ROUNDS = 3;

type Times = Record<string, number>;

interface StepTime {
  milliseconds: number;
  megabytes?: number;
}

/** The lesser of each time. */
function leastOf(times: Times, more: Times): Times {
  const least = { ...times };
  for (const [name, time] of Object.entries(more)) {
    least[name] = Math.min(least[name] ?? Infinity, time);
  }
  return least;
}

/**
 * The pages' models on one thread and on more, with the memory that takes, and
 * by others where they can train them. Each is timed in every round, so that
 * what else the machine does meets all.
 */
export async function stepsTable(): Promise<string[]> {
  const names = await runScript<string[]>("step_time.ts");
  const counts = [1, 2, 4, 8].filter((count) => count <= physicalCores());
  const ours: Times[] = counts.map(() => ({}));
  const memory: Record<string, number> = {};
  let shipped: Times = {};
  let jax: Times = {};
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of names) {
      for (const [i, count] of counts.entries()) {
        const { milliseconds, megabytes } = await runScript<StepTime>(
          "step_time.ts",
          [`${count}`, name],
        );
        ours[i] = leastOf(ours[i], { [name]: milliseconds });
        memory[name] = Math.max(memory[name] ?? 0, megabytes ?? 0);
        console.error(`${name}, ${count}: ${milliseconds} ms, ${megabytes} MB`);
      }
    }
    shipped = leastOf(shipped, await runScript<Times>("shipped_steps.ts"));
    jax = leastOf(jax, await runScript<Times>("jax_steps.ts", [], UNLOCKED));
    console.error({ shipped, jax });
  }
  const rows = names.map((name) => {
    const times = ours.map((of) => of[name]);
    const most = times.at(-1)!;
    const beside = (other: Times) =>
      other[name]
        ? `${shown(other[name])} ms, ${(other[name] / most).toFixed(1)}x`
        : "";
    return [
      name,
      ...times.map((time) => `${shown(time)} ms`),
      `${(times[0] / most).toFixed(2)}x`,
      memory[name] ? `${shown(memory[name])} MB` : "",
      beside(shipped),
      beside(jax),
    ];
  });
  const header = [
    "step on threads",
    ...counts.map(String),
    "as fast",
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
