/**
 * Messages of every request's type with contents that are not what they should
 * be: signed, signed wrongly, and cut to pieces. Each signed one must be
 * answered, the others leave no trace.
 *
 * @module
 */

import { REQUEST_SHAPES } from "../../kernel/protocol/parse_request.ts";
import { encode } from "../../kernel/wire/encode.ts";
import { Signer } from "../../kernel/wire/signer.ts";
import type { Attack, AttackOptions, Figures } from "./attack.ts";
import { Chance } from "./chance.ts";
import { type Channel, Target } from "./target.ts";

const TYPES = Object.keys(REQUEST_SHAPES).filter((type) =>
  type !== "shutdown_request"
);
/** Requests on their way at one time. */
const UNDER_WAY = 100;

const FIELDS: Record<string, unknown[]> = {
  code: ["1", "", "let = ", "throw 1", "/* ", "foo.", "a?b:".repeat(50)],
  cursor_pos: [0, -1, 1e300, 3],
  silent: [true, false, null],
  user_expressions: [{}, null, { a: "1", __proto__: null, "": "throw 1" }],
  allow_stdin: [false],
  hist_access_type: ["range", "tail", "search"],
  n: [-1, 0, 2 ** 53 - 1],
  session: [0, -5],
  pattern: ["*", "[", "\0"],
  comm_id: ["c", "__proto__", ""],
  target_name: ["t", "__proto__"],
  data: [{}],
  detail_level: [0, 1, -7],
};

function content(chance: Chance): Record<string, unknown> {
  const fields = Object.entries(FIELDS).map(([name, values]) => [
    name,
    chance.is(0.7) ? chance.pick(values) : chance.json(),
  ]);
  const kept = fields.filter(() => chance.is(0.9));
  return { ...chance.object(), ...Object.fromEntries(kept) };
}

/** Frames of a message that are no message, or not from who has the key. */
function broken(chance: Chance, target: Target): Uint8Array[] {
  const type = chance.pick(TYPES);
  const message = target.session.message(type, content(chance));
  switch (chance.below(5)) {
    case 0:
      return encode(message, new Signer("guess", "hmac-sha256"));
    case 1: {
      const frames = encode(message, target.signer);
      return frames.slice(0, chance.below(frames.length));
    }
    case 2: {
      const frames = encode(message, target.signer);
      return frames.with(chance.below(frames.length), chance.bytes(64));
    }
    case 3: {
      // Signed, but not what it should be.
      const parts = Array.from(
        { length: 4 },
        () =>
          chance.is(0.5)
            ? chance.bytes(20)
            : new TextEncoder().encode(JSON.stringify(chance.json())),
      );
      const encoder = new TextEncoder();
      const signature = encoder.encode(target.signer.sign(parts));
      return [encoder.encode("<IDS|MSG>"), signature, ...parts];
    }
    default:
      return Array.from(
        { length: chance.below(12) },
        () => chance.bytes(chance.below(40)),
      );
  }
}

async function run({ seed, tries }: AttackOptions): Promise<Figures> {
  const chance = new Chance(seed);
  await using target = await Target.start();
  const figures = { signed: 0, broken: 0 };
  for (let i = 0; i < tries; i++) {
    const channel = chance.pick<Channel>(["Shell", "Control"]);
    if (chance.is(0.5)) {
      figures.broken++;
      const anywhere = chance.pick<Channel>([channel, "Stdin"]);
      target.sendFrames(anywhere, broken(chance, target));
    } else {
      figures.signed++;
      const type = chance.pick(TYPES);
      const hasReply = type.endsWith("_request");
      target.request(channel, type, content(chance), hasReply);
    }
    await target.settled(UNDER_WAY);
  }
  await target.settled();
  await target.works();
  return figures;
}

export const wireAttack: Attack = {
  name: "wire",
  tries: { small: 400, full: 50_000 },
  run,
};
