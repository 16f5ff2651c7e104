import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import type { MimeBundle } from "../../../lib/display/mime_bundle.ts";
import { verdict, VERDICTS } from "../../../lib/display/verdict.ts";

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

Deno.test("verdict() refuses what is no verdict, and says which there are", async () => {
  await rejects(
    verdict("c", "maybe" as "holds", "1"),
    /"maybe" is not known, there is "holds", .*"does not hold", "not seen"/,
  );
  await rejects(verdict("c", "hold" as "holds", "1"), /did you mean "holds"/);
  await rejects(verdict("", "holds", "1"), RangeError);
  await rejects(verdict("c", "holds", " "), RangeError);
});

Deno.test("verdict() keeps its line one line and escapes all it is given", async () => {
  for (const says of VERDICTS) {
    const shown: MimeBundle[] = [];
    await verdict(
      "<a>\nb",
      says,
      '1\n"2"',
      (bundle) => void shown.push(bundle),
    );
    strictEqual(shown[0]["text/plain"], `verdict | <a> b | ${says} | 1 "2"`);
    ok(!/<a>|"2"/.test(String(shown[0]["text/html"])));
  }
});
