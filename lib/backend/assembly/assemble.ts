/**
 * WebAssembly functions to the bytes of a module that works on the memory of
 * another: the heap of TensorFlow.js, so that nothing is copied.
 *
 * @see https://webassembly.github.io/spec/core/binary/modules.html
 * @module
 */

import { type Code, flatten, Local, unsigned, ValueType } from "./code.ts";

/** A function of 32-bit integers that returns nothing. */
export interface WasmFunction<
  Name extends string = string,
  Parameter extends string = string,
> {
  name: Name;
  /** In the order in which WebAssembly takes them. */
  parameters: readonly Parameter[];
  /** Writes it, each time it is called: most programs need few of all there are. */
  write(): { locals: ValueType[]; body: Code };
  /** Whether it keeps values in its instance's own page; see `own_page.ts`. */
  keeps?: boolean;
}

/** Makes a new local variable; it starts at zero. */
export type NewLocal = (type: ValueType) => Local;

/**
 * A function whose parameters are integers, its body written by `build`. Who
 * calls it gives them by these names: see `byName()`.
 */
export function define<
  const Name extends string,
  const Parameter extends string,
>(
  name: Name,
  parameters: readonly Parameter[],
  build: (parameters: Record<Parameter, Local>, local: NewLocal) => Code,
): WasmFunction<Name, Parameter> {
  const write = () => {
    const locals: ValueType[] = [];
    const given = parameters.map((parameter, index) =>
      [parameter, new Local(index, ValueType.i32)] as const
    );
    const body = build(
      Object.fromEntries(given) as Record<Parameter, Local>,
      (type) => new Local(parameters.length + locals.push(type) - 1, type),
    );
    return { locals, body };
  };
  return { name, parameters, write };
}

/** Most pages a memory can have, 64 KiB each. */
const MOST_PAGES = 65536;

/**
 * Pages that every memory has. Deno compares each address with the memory's
 * size; of a memory that may be empty it compares each offset, too, and loops
 * take an eighth longer.
 */
const FEWEST_PAGES = 1;

/** A memory of one page that does not grow. */
const OWN_PAGE = [1, 1, 1];

/** The module's bytes; it imports `heap.memory` and exports every function. */
export function assemble(
  functions: readonly WasmFunction[],
  shared: boolean,
): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters }) => [
    [0x60, unsigned(parameters.length)],
    parameters.map(() => ValueType.i32),
    0,
  ]);
  const limits = shared
    ? [3, FEWEST_PAGES, unsigned(MOST_PAGES)]
    : [0, FEWEST_PAGES];
  const bodies = functions.map((one) => {
    const { locals, body } = one.write();
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
    functions.some(({ keeps }) => keeps) ? section(5, vector([OWN_PAGE])) : [],
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
