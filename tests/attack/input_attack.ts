/**
 * Answers to a prompt that are none. The prompt fails or goes on waiting, and
 * the right answer to the next one arrives.
 *
 * @module
 */

import { encode } from "../../kernel/wire/encode.ts";
import type { Attack, AttackOptions, Figures } from "./attack.ts";
import { Chance } from "./chance.ts";
import { Target } from "./target.ts";

async function run({ seed, tries }: AttackOptions): Promise<Figures> {
  const chance = new Chance(seed);
  await using target = await Target.start();
  const figures = { asked: 0, answered: 0 };
  for (let i = 0; i < tries; i++) {
    const value = chance.is(0.2)
      ? { toString: 1 }
      : chance.is(0.2)
      ? "right"
      : chance.json();
    target.onMessage = (message) => {
      if (message.header.msg_type !== "input_request") return;
      figures.asked++;
      const parent = chance.is(0.5) ? message : undefined;
      const reply = target.session.message("input_reply", { value }, parent);
      target.sendFrames("Stdin", encode(reply, target.signer));
      figures.answered++;
    };
    target.request("Shell", "execute_request", {
      code: "prompt('name?')",
      allow_stdin: true,
      stop_on_error: false,
    });
    await target.settled();
  }
  target.onMessage = () => {};
  await target.works();
  if (figures.asked !== tries) throw new Error(`Asked ${figures.asked} times`);
  return figures;
}

export const inputAttack: Attack = {
  name: "input",
  tries: { small: 30, full: 3000 },
  run,
};
