/**
 * WebAssembly functions to the bytes of a module that works on the memory of
 * another: the heap of TensorFlow.js, so that nothing is copied.
 *
 * @see https://webassembly.github.io/spec/core/binary/modules.html
 * @module
 */

import {
  type Code,
  flatten,
  Local,
  unsigned,
  ValueType,
} from "./instructions.ts";

/** A function of 32-bit integers that returns nothing. */
export interface WasmFunction {
  name: string;
  parameters: number;
  locals: ValueType[];
  body: Code;
}

/** Makes a new local variable; it starts at zero. */
export type NewLocal = (type: ValueType) => Local;

/** A function with `parameters` integers, its body written by `build`. */
export function define(
  name: string,
  parameters: number,
  build: (parameters: Local[], local: NewLocal) => Code,
): WasmFunction {
  const locals: ValueType[] = [];
  const body = build(
    Array.from(
      { length: parameters },
      (_, index) => new Local(index, ValueType.i32),
    ),
    (type) => new Local(parameters + locals.push(type) - 1, type),
  );
  return { name, parameters, locals, body };
}

/** Most pages a memory can have, 64 KiB each. */
const MOST_PAGES = 65536;

/**
 * Pages that every memory has. Deno compares each address with the memory's
 * size; of a memory that may be empty it compares each offset, too, and loops
 * take an eighth longer.
 */
const FEWEST_PAGES = 1;

/** The module's bytes; it imports `heap.memory` and exports every function. */
export function assemble(
  functions: WasmFunction[],
  shared: boolean,
): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters }) => [
    [0x60, unsigned(parameters)],
    new Array(parameters).fill(ValueType.i32),
    0,
  ]);
  const limits = shared
    ? [3, FEWEST_PAGES, unsigned(MOST_PAGES)]
    : [0, FEWEST_PAGES];
  const bodies = functions.map(({ locals, body }) => {
    const code = flatten([
      vector(locals.map((type) => [1, type])),
      body,
      0x0b,
    ]);
    return [unsigned(code.length), code];
  });
  return new Uint8Array(flatten([
    [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    section(1, vector(types)),
    section(2, vector([[text("heap"), text("memory"), 2, limits]])),
    section(3, vector(functions.map((_, index) => unsigned(index)))),
    section(
      7,
      vector(
        functions.map(({ name }, index) => [text(name), 0, unsigned(index)]),
      ),
    ),
    section(10, vector(bodies)),
  ]));
}

function vector(items: Code[]): Code {
  return [unsigned(items.length), items];
}

function text(value: string): Code {
  const bytes = [...new TextEncoder().encode(value)];
  return [unsigned(bytes.length), bytes];
}

function section(id: number, content: Code): Code {
  const bytes = flatten(content);
  return [id, unsigned(bytes.length), bytes];
}
