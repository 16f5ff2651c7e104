import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import {
  ContentError,
  count,
  dict,
  dictOf,
  flag,
  list,
  number,
  oneOf,
  optional,
  otherwise,
  record,
  type Shape,
  text,
  whole,
} from "../../../kernel/protocol/shape.ts";

function refuses(shape: Shape<unknown>, ...values: unknown[]) {
  for (const value of values) throws(() => shape(value, "it"), ContentError);
}

Deno.test("each shape refuses what is of another kind", () => {
  refuses(text, 1, null, undefined, ["a"], {});
  refuses(flag, 0, "true", null);
  refuses(number, NaN, "1", null);
  refuses(whole, 1.5, 2 ** 53, "1");
  refuses(count, -1, 0.5);
  refuses(dict, [], null, "a");
  refuses(oneOf("a", "b"), "c", undefined);
  refuses(list(text), "a", [1], { 0: "a", length: 1 });
  refuses(dictOf(text), { a: 1 }, []);
});

Deno.test("what may be left out may be null as well, as clients send it", () => {
  strictEqual(optional(text)(null, "it"), undefined);
  strictEqual(optional(text)("a", "it"), "a");
  strictEqual(otherwise(1, whole)(undefined, "it"), 1);
  strictEqual(otherwise(1, whole)(2, "it"), 2);
  refuses(optional(text), 1);
});

Deno.test("record() keeps other fields, takes none from prototypes, names the place", () => {
  const shape = record<{ a: string; b?: { c: number } }>({
    a: text,
    b: optional(record({ c: number })),
  });
  deepStrictEqual(shape({ a: "x", z: 1 }, ""), { a: "x", z: 1 });
  throws(
    () => shape({ a: "x", b: { c: "1" } }, "content"),
    { message: "content.b.c must be a number, got text" },
  );
  refuses(shape, Object.create({ a: "inherited" }));
});
