import { strictEqual, throws } from "node:assert/strict";
import { hasLongText, jsonText } from "../../../kernel/bridge/json_text.ts";

/** Flat, as texts are that come from a socket; `repeat` makes a rope. */
const long = new TextDecoder().decode(new Uint8Array(2 ** 28).fill(120));

Deno.test("hasLongText() finds a text wherever it is", () => {
  for (const value of [long, [1, long], { a: [{ b: long }] }]) {
    strictEqual(hasLongText(value), true);
  }
  for (const value of ["", null, 1, [], { a: ["x", 1, null, undefined] }]) {
    strictEqual(hasLongText(value), false);
  }
  const circle: unknown[] = [];
  circle.push(circle);
  strictEqual(hasLongText(circle, 10), false);
});

Deno.test("jsonText() writes a text of 2^28 bytes, which ends the process by JSON.stringify", () => {
  strictEqual(
    jsonText({ text: long }).length,
    long.length + '{"text":""}'.length,
  );
});

Deno.test("jsonText() throws where no text is long enough", () => {
  throws(() => jsonText([long, long]), RangeError);
});
