import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { cancelCell, enterCell } from "../../../../kernel/child/cells/cells.ts";
import { guard, iterate } from "../../../../kernel/child/compiled/guard.ts";

Deno.test("guard() settles like what it was given", async () => {
  enterCell(101);
  strictEqual(await guard(1), 1);
  strictEqual(await guard(Promise.resolve(2)), 2);
  strictEqual(
    await guard({ then: (resolve: (n: number) => void) => resolve(3) }),
    3,
  );
  await rejects(async () => await guard(Promise.reject(new Error("no"))), /no/);
});

Deno.test("guard() does not come back to a cancelled cell", async () => {
  enterCell(102);
  const { promise, resolve } = Promise.withResolvers<number>();
  let came = false;
  Promise.resolve(guard(promise)).then(() => came = true);
  cancelCell(102);
  resolve(1);
  // A guard that let it through would need fewer turns than this.
  for (let turn = 0; turn < 10; turn++) await promise;
  strictEqual(came, false);
  enterCell(103);
});

Deno.test("iterate() goes over asynchronous and plain iterables", async () => {
  enterCell(104);
  const seen: unknown[] = [];
  for await (const value of iterate([1, Promise.resolve(2)])) seen.push(value);
  async function* more() {
    yield 3;
    yield 4;
  }
  for await (const value of iterate(more())) seen.push(value);
  deepStrictEqual(seen, [1, 2, 3, 4]);
});

Deno.test("iterate() closes what it goes over when the loop is left", async () => {
  enterCell(105);
  let closed = false;
  async function* endless() {
    try {
      for (;;) yield 1;
    } finally {
      closed = true;
    }
  }
  for await (const _ of iterate(endless())) break;
  strictEqual(closed, true);
});
