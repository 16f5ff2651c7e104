import { deepStrictEqual, throws } from "node:assert/strict";
import { shortName, shortNames } from "../../../lib/plot/short_names.ts";

const LONG = "inception_v3/mixed7/conv2d_67/kernel";

Deno.test("shortNames() leaves out the middle of long names", () => {
  deepStrictEqual(shortNames(["dense_1/kernel", LONG]), [
    "dense_1/kernel",
    "inception_v3/mix…onv2d_67/kernel",
  ]);
});

Deno.test("shortNames() leaves names whole that would be the same", () => {
  const names = [LONG, LONG.replace("mixed7", "mixed8")];
  deepStrictEqual(shortNames(names), names);
});

Deno.test("shortNames() cuts no letter of two code units in half", () => {
  deepStrictEqual(shortNames([`${"a".repeat(15)}😀${LONG}`]), [
    "aaaaaaaaaaaaaaa😀…onv2d_67/kernel",
  ]);
});

Deno.test("shortNames() says which names are no text", () => {
  throws(
    () => shortNames([3] as never),
    /name of a figure must be text, got 3/,
  );
});

Deno.test("shortName() is as long as it may be", () => {
  const short = [3, 4, 5, 9, 10].map((most) => shortName("0123456789", most));
  deepStrictEqual(short, ["01…", "01…9", "012…9", "01234…789", "0123456789"]);
});
