import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import {
  exactJsonText,
  ExactNumber,
  parseExactJson,
  pythonFloat,
} from "../../../kernel/notebook/exact_json.ts";

Deno.test("exactJsonText() gives back the numbers that parseExactJson() read", () => {
  // As Python 3 prints json.loads() of the left: equal unless given.
  for (
    const [text, again = text] of [
      ["1"],
      ["-0", "0"],
      ["1.0"],
      ["-0.0"],
      ["9007199254740993"],
      ["123456789012345678901234567890"],
      ["1e5", "100000.0"],
      ["1E400", "Infinity"],
      ["0.00001", "1e-05"],
      ["0.0001"],
      ["1e16", "1e+16"],
      ["1234567890123456.7", "1234567890123456.8"],
      ["1.10", "1.1"],
      ["5e-324"],
      ["0.1"],
      ["NaN"],
      ["-Infinity"],
    ]
  ) strictEqual(exactJsonText(parseExactJson(text)), again, text);
});

Deno.test("parseExactJson() leaves alone what stands in texts", () => {
  const text = `{\n "a": [\n  NaN\n ],\n "b\\"NaN": "NaN \\\\"\n}`;
  strictEqual(exactJsonText(parseExactJson(text)), text);
  deepStrictEqual(parseExactJson('["NaN", 1]'), ["NaN", 1]);
  deepStrictEqual(parseExactJson("[NaN]"), [new ExactNumber("NaN")]);
  for (const wrong of ["{NaN}", "NaNa", "[NaN", '"NaN', ""]) {
    throws(() => parseExactJson(wrong), SyntaxError);
  }
});

Deno.test("exactJsonText() sorts keys by code points, numbers among them", () => {
  const value = { b: 1, 10: 2, 9: 3, "\ufffd": 4, "\u{10000}": 5, __proto: 6 };
  strictEqual(
    exactJsonText(value).replace(/\s/g, ""),
    '{"10":2,"9":3,"__proto":6,"b":1,"\ufffd":4,"\u{10000}":5}',
  );
  strictEqual(exactJsonText({ a: [], b: {} }), '{\n "a": [],\n "b": {}\n}');
});

Deno.test("pythonFloat() is Python's repr", () => {
  for (
    const [value, text] of [
      [1, "1.0"],
      [-2.5, "-2.5"],
      [1e15, "1000000000000000.0"],
      [123456789.125, "123456789.125"],
      [1e-4, "0.0001"],
      [-1e-7, "-1e-07"],
      [1.5e300, "1.5e+300"],
    ] as [number, string][]
  ) strictEqual(pythonFloat(value), text);
});
