import { strictEqual as equal } from "node:assert/strict";
import { accessPath } from "../../../../kernel/cell/cursor/access_path.ts";

/** The path in one line. */
function path(expression: string): string | undefined {
  const found = accessPath(expression);
  return found && [found.root, ...found.keys].join(" > ");
}

Deno.test("accessPath() follows names and literal keys", () => {
  equal(path("foo"), "foo");
  equal(path("foo.bar?.baz"), "foo > bar > baz");
  equal(path("foo['a b'][0]"), "foo > a b > 0");
  equal(path("(foo).bar // why"), "foo > bar");
});

Deno.test("accessPath() leaves types out", () => {
  equal(path("(a as B).c"), "a > c");
  equal(path("a!.b!['c']"), "a > b > c");
  equal(path("(<A>a).b"), "a > b");
  equal(path("(a satisfies A).b"), "a > b");
  equal(path("(a<A>).b"), "a > b");
});

Deno.test("accessPath() follows chains of any length", () => {
  const found = accessPath("a" + "!.b".repeat(20_000) + ".c");
  equal(found?.keys.length, 20_001);
  equal(found.keys.at(-1), "c");
});

Deno.test("accessPath() takes a literal for any of its kind", () => {
  equal(path("'a'.length"), "'' > length");
  equal(path("`${f()}`"), "''");
  equal(path("[f()]"), "[]");
  equal(path("(() => f())"), "() => {}");
});

Deno.test("accessPath() has none for what would have to run", () => {
  for (const code of ["f()", "f().a", "a[b]", "a[b()]", "a + b", "new A()"]) {
    equal(path(code), undefined, code);
  }
  for (const code of ["a = 1", "await a", "a.#b", "", "a); f((b"]) {
    equal(path(code), undefined, code);
  }
});
