import { rejects, strictEqual } from "node:assert/strict";
import { LATE, settled } from "../../../kernel/time/settled.ts";
import { within } from "../../../kernel/time/within.ts";

const never = new Promise<never>(() => {});

Deno.test("settled() gives the value, or LATE; the test fails on a timer left", async () => {
  strictEqual(await settled(Promise.resolve(1), 60_000), 1);
  strictEqual(await settled(never, 1), LATE);
  await rejects(settled(Promise.reject(new Error("no")), 60_000), /no/);
});

Deno.test("within() is true of what is fulfilled in time, with other than false", async () => {
  strictEqual(await within(60_000, Promise.resolve()), true);
  strictEqual(await within(60_000, Promise.resolve(false)), false);
  strictEqual(await within(1, never), false);
});
