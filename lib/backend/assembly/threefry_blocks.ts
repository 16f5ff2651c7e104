/**
 * Threefry-2x32 with 20 rounds for four counters at once: the numbers of
 * `lib/random/threefry.ts`, to the bit, in a fifth of the time.
 *
 * @see Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011.
 * @module
 */

import { define } from "./assemble.ts";
import { type Code, type Local, range, ValueType } from "./code.ts";
import { advance, integer, loopDown, set } from "./instructions.ts";
import {
  addIntegerLanes,
  exclusiveOr,
  integerLanes,
  lanesBelow,
  rotateLanes,
  select,
  shuffle,
  splatInteger,
  store,
} from "./vector_instructions.ts";

/** The parity constant of the key schedule (Skein 1.3, section 3.3.2). */
export const PARITY = 0x1bd11bda;

/** Places by which the rounds rotate, for even and odd groups of four. */
const ROTATIONS = [[13, 15, 26, 6], [17, 29, 16, 24]];

/** Groups of four rounds; a key is added after each. */
const GROUPS = 5;

const COUNTERS = [
  "out",
  "key0",
  "key1",
  "key2",
  "first",
  "counter1",
  "fours",
] as const;

/**
 * Writes the bits of `4 * fours` counters `(first, counter1)`,
 * `(first + 1, counter1)`, …, two words each. `key2` is the exclusive or of the
 * others and the parity.
 */
export const threefryBlocks = threefry("threefryBlocks", COUNTERS);

/**
 * The same, but writes `dropped` for a word that is less than `threshold`,
 * unsigned, and else `kept`; the bits of either.
 */
export const threefryMask = threefry("threefryMask", [
  ...COUNTERS,
  "threshold",
  "kept",
  "dropped",
]);

function threefry<const Name extends string, const Parameter extends string>(
  name: Name,
  parameters: readonly Parameter[],
) {
  return define(name, parameters, (given: Record<string, Local>, local) => {
    const { out, key0, key1, key2, first, counter1, fours } = given;
    const { threshold, kept, dropped } = given;
    const isMask = threshold !== undefined;
    const [limit, keep, drop] = range(3).map(() => local(ValueType.v128));
    const written = (words: Code): Code =>
      isMask ? select(drop, keep, lanesBelow(words, limit)) : words;
    const keys = [key0, key1, key2];
    const [k0, k1, k2, counters, second, x, y] = range(7).map(() =>
      local(ValueType.v128)
    );
    const splats = [k0, k1, k2];
    const add = (local: typeof x, value: Parameters<typeof set>[1]) =>
      set(local, addIntegerLanes(local, value));
    return [
      isMask
        ? [[limit, threshold], [keep, kept], [drop, dropped]].map(
          ([lanes, value]) => set(lanes, splatInteger(value)),
        )
        : [],
      splats.map((lanes, i) => set(lanes, splatInteger(keys[i]))),
      set(
        counters,
        addIntegerLanes(splatInteger(first), integerLanes([0, 1, 2, 3])),
      ),
      set(second, addIntegerLanes(splatInteger(counter1), k1)),
      loopDown(fours, [
        set(x, addIntegerLanes(counters, k0)),
        set(y, second),
        range(GROUPS).map((group) => [
          ROTATIONS[group % 2].map((places) => [
            add(x, y),
            set(y, exclusiveOr(rotateLanes(y, places), x)),
          ]),
          add(x, splats[(group + 1) % 3]),
          add(
            y,
            addIntegerLanes(
              splats[(group + 2) % 3],
              splatInteger(integer(group + 1)),
            ),
          ),
        ]),
        store(out, written(shuffle(x, y, [0, 4, 1, 5]))),
        store(out, written(shuffle(x, y, [2, 6, 3, 7])), 16),
        add(counters, splatInteger(integer(4))),
        advance(out, integer(32)),
      ]),
    ];
  });
}
