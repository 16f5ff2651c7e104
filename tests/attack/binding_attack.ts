/**
 * What a cell can send by the binding that the child's payloads leave by, once
 * it has an inspector of its own: nothing of it ends the kernel, and the next
 * cell runs and prints.
 *
 * @module
 */

import { TestRuntime } from "../harness/test_runtime.ts";
import type { Attack, AttackOptions, Figures } from "./attack.ts";

/** Cell that finds the binding; its value says whether there is one. */
export const TAKE_BINDING = `
import inspector from "node:inspector";
const name = Object.getOwnPropertyNames(globalThis)
  .find((it) => /^\\$[0-9a-f]{32}$/.test(it));
const session = new inspector.Session();
session.connect();
await new Promise((done) =>
  session.post("Runtime.addBinding", { name: name + "_emit" }, done));
const forge = globalThis[name + "_emit"];
typeof forge`;

function flood(seed: number, tries: number): string {
  return `
let seed = ${seed % 2147483648};
const random = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
const pick = (all) => all[random(all.length)];
const value = () =>
  pick(["null", "5", "[]", "{}", '"x"', "true", "1e400", "{", '{"a":[{}]}']);
const FIELDS = ["msg_type", "content", "metadata", "buffers", "ename",
  "evalue", "frames", "cause", "prompt", "data"];
const object = () =>
  "{" + Array.from({ length: random(5) }, () =>
    JSON.stringify(pick(FIELDS)) + ":" + value()).join() + "}";
for (let n = 0; n < ${tries}; n++) {
  // Not "i": a question that looks right waits for the user.
  const kind = pick([..."oeplmbsdxvqz1:"]);
  const cell = pick([0, 1, 2, 3, 99, -1, 1e9]);
  forge(kind + cell + ":" + (random(3) ? value() : object()));
  if (n % 1000 === 0) await new Promise((done) => setTimeout(done));
}
${tries}`;
}

async function run({ seed, tries }: AttackOptions): Promise<Figures> {
  await using runtime = new TestRuntime();
  if (await runtime.run(TAKE_BINDING) !== '"function"') {
    throw new Error("There is no binding to forge by any more");
  }
  await runtime.run(flood(seed, tries));
  const cell = runtime.start('console.log("mine"); 1 + 1');
  const outcome = await cell.outcome;
  if (outcome.status !== "ok" || !cell.stdout.endsWith("mine\n")) {
    throw new Error(`The next cell: ${JSON.stringify(outcome)}`);
  }
  return { payloads: tries };
}

export const bindingAttack: Attack = {
  name: "binding",
  tries: { small: 5000, full: 100_000 },
  run,
};
