import type { NewLocal } from "./assemble.ts";
import { type Code, type Local, ValueType } from "./code.ts";
import { set } from "./instructions.ts";
import { splat } from "./vector_instructions.ts";

/**
 * Keeps numbers in variables, in all four lanes; `code` sets them, once before a
 * loop. V8 makes a constant of four lanes anew wherever code has it, which takes
 * as long as the arithmetic.
 */
export function heldSplats(local: NewLocal) {
  const code: Code[] = [];
  const hold = (value: number): Local => {
    const it = local(ValueType.v128);
    code.push(set(it, splat(value)));
    return it;
  };
  return { code, hold };
}
