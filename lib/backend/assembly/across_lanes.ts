import type { Code, Local } from "./code.ts";
import { set } from "./instructions.ts";
import { shuffle } from "./vector_instructions.ts";

/** All lanes of a variable get what `combine` makes of them. */
export function acrossLanes(
  vector: Local,
  combine: (left: Code, right: Code) => Code,
): Code {
  return [[2, 3, 2, 3], [1, 1, 1, 1], [0, 0, 0, 0]].map((lanes, i) => {
    const other = shuffle(vector, vector, lanes);
    return set(vector, i < 2 ? combine(vector, other) : other);
  });
}
