import { strictEqual } from "node:assert/strict";
import { accessPath } from "../../../../kernel/cell/cursor/access_path.ts";

/** The path in one line. */
function path(expression: string): string | undefined {
  const found = accessPath(expression);
  return found && [found.root, ...found.keys].join(" > ");
}

Deno.test("accessPath() follows names and literal keys", () => {
  strictEqual(path("foo"), "foo");
  strictEqual(path("foo.bar?.baz"), "foo > bar > baz");
  strictEqual(path("foo['a b'][0]"), "foo > a b > 0");
  strictEqual(path("(foo).bar // why"), "foo > bar");
});

Deno.test("accessPath() leaves types out", () => {
  strictEqual(path("(a as B).c"), "a > c");
  strictEqual(path("a!.b!['c']"), "a > b > c");
  strictEqual(path("(<A>a).b"), "a > b");
  strictEqual(path("(a satisfies A).b"), "a > b");
  strictEqual(path("(a<A>).b"), "a > b");
});

Deno.test("accessPath() follows chains of any length", () => {
  const found = accessPath("a" + "!.b".repeat(20_000) + ".c");
  strictEqual(found?.keys.length, 20_001);
  strictEqual(found.keys.at(-1), "c");
});

Deno.test("accessPath() takes a literal for any of its kind", () => {
  strictEqual(path("'a'.length"), "'' > length");
  strictEqual(path("`${f()}`"), "''");
  strictEqual(path("[f()]"), "[]");
  strictEqual(path("(() => f())"), "() => {}");
  strictEqual(path("function () {}"), "() => {}");
});

Deno.test("accessPath() has none for what would have to run", () => {
  for (const code of ["f()", "f().a", "a[b]", "a[b()]", "a + b", "new A()"]) {
    strictEqual(path(code), undefined, code);
  }
  // No function yet: the keyword at the cursor.
  strictEqual(path("function"), undefined);
  for (const code of ["a = 1", "await a", "a.#b", "", "a); f((b"]) {
    strictEqual(path(code), undefined, code);
  }
});
