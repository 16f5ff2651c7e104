/**
 * Connections that speak no ZMTP, speak it wrongly, or end in the middle, on
 * all five ports.
 *
 * @module
 */

import { CHANNELS } from "../../kernel/transport/connection_info.ts";
import { concat } from "../../kernel/transport/zmtp/frames.ts";
import { greeting, ready } from "../../kernel/transport/zmtp/handshake.ts";
import type { Attack, AttackOptions, Figures } from "./attack.ts";
import { Chance } from "./chance.ts";
import { Target } from "./target.ts";

/** Connections that stay open and silent while others come. */
const KEPT = 100;

function bytesOf(chance: Chance): Uint8Array {
  const hello = concat([
    greeting(),
    ready(chance.pick(["DEALER", "SUB", "REQ", "PUB"])),
  ]);
  const noise = chance.bytes(chance.below(400));
  switch (chance.below(5)) {
    case 0:
      return noise;
    case 1:
      return concat([greeting(), noise]);
    case 2:
      return concat([hello, noise]);
    case 3: {
      const at = chance.below(hello.length);
      return concat([hello.with(at, chance.below(256)), noise]);
    }
    default:
      return hello.subarray(0, chance.below(hello.length));
  }
}

async function run({ seed, tries }: AttackOptions): Promise<Figures> {
  const chance = new Chance(seed);
  await using target = await Target.start();
  const { info } = target.process;
  const kept: Deno.Conn[] = [];
  const figures = { connections: 0, refused: 0 };
  for (let i = 0; i < tries; i++) {
    const port = info[`${chance.pick(CHANNELS)}_port`];
    const conn = await Deno.connect({ hostname: info.ip, port });
    figures.connections++;
    kept.push(conn);
    await conn.write(bytesOf(chance)).catch(() => figures.refused++);
    if (kept.length > KEPT) kept.splice(chance.below(KEPT), 1)[0].close();
  }
  await target.works();
  for (const conn of kept) conn.close();
  return figures;
}

export const framingAttack: Attack = {
  name: "framing",
  tries: { small: 500, full: 50_000 },
  run,
};
