import { deepStrictEqual, throws } from "node:assert/strict";
import { facts, follow, members } from "../../../../kernel/child/show/look.ts";

function namesOf(value: unknown): string[] {
  return members(() => value, [])
    .filter(({ depth }) => depth === 0)
    .map(({ name }) => name);
}

Deno.test("follow() reads data, also of what a value inherits from", () => {
  deepStrictEqual(follow(() => Object.create({ a: { b: 1 } }), ["a", "b"]), 1);
  deepStrictEqual(follow(() => "abc", ["length"]), 3);
  deepStrictEqual(follow(null, ["Math", "PI"]), Math.PI);
});

Deno.test("follow() runs neither getters nor traps", () => {
  let ran = 0;
  const run = () => void ran++;
  const traps = new Proxy({}, { get: () => run });
  const values = [
    Object.defineProperty({}, "a", { get: run }),
    new Proxy({}, traps),
    Object.create(new Proxy({}, traps)),
  ];
  for (const value of values) throws(() => follow(() => value, ["a"]));
  for (const value of values) members(() => value, []);
  deepStrictEqual(ran, 0);
});

Deno.test("follow() throws on what is not there", () => {
  throws(() => follow(() => ({}), ["a"]));
  throws(() => follow(() => null, ["a"]));
  throws(() => follow(null, ["noSuchGlobal"]));
});

Deno.test("members() leaves out indices and symbols", () => {
  deepStrictEqual(namesOf({ a: 1, 7: 1, [Symbol("s")]: 1 }), ["a"]);
  deepStrictEqual(namesOf([1, 2]), ["length"]);
  deepStrictEqual(namesOf(new Uint8Array(1e8)), []);
});

Deno.test("members() tells functions, classes and the rest apart", () => {
  const value = {
    make: class {},
    call() {},
    get risky(): number {
      throw new Error("ran");
    },
  };
  const own = members(() => value, []).filter(({ depth }) => depth === 0);
  deepStrictEqual(own.map(({ kind }) => kind), [
    "class",
    "function",
    "property",
  ]);
});

Deno.test("facts() knows lengths and tensors by plain data", () => {
  deepStrictEqual(facts([1, 2]), { length: 2 });
  deepStrictEqual(facts("abc"), { length: 3 });
  deepStrictEqual(facts(new Float32Array(4)), { length: 4 });
  deepStrictEqual(facts({ shape: [2, 3], dtype: "int32" }), {
    shape: [2, 3],
    dtype: "int32",
  });
  deepStrictEqual(facts({ shape: "round", dtype: 1 }), {});
});
