import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { MimeBundle } from "../../../lib/display/mime_bundle.ts";
import { verdict } from "../../../lib/display/verdict.ts";

Deno.test("verdict() shows words and the line that is collected, escaped", async () => {
  const shown: MimeBundle[] = [];
  const updates: boolean[] = [];
  await verdict("x < y", "does not hold", "0 & 1", (bundle, _id, update) => {
    shown.push(bundle);
    updates.push(update);
  });
  strictEqual(
    shown[0]["text/plain"],
    "verdict | x < y | does not hold | 0 & 1",
  );
  const html = String(shown[0]["text/html"]);
  ok(html.includes("x &lt; y: <b>does not hold</b>"), html);
  ok(html.includes("0 &amp; 1"), html);
  deepStrictEqual(updates, [false]);
});

Deno.test("verdict() prints its line without a notebook", async () => {
  const { log } = console;
  const printed: unknown[] = [];
  console.log = (text) => printed.push(text);
  try {
    await verdict("It drops", "holds", "20 %", undefined);
  } finally {
    console.log = log;
  }
  deepStrictEqual(printed, ["verdict | It drops | holds | 20 %"]);
});
