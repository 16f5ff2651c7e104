import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { curveKeyPair } from "zeromq";
import { decodeKey, isPair } from "../../../kernel/transport/curve_key.ts";

Deno.test("decodeKey() reads Z85", () => {
  // The first four bytes of the specification's test vector, "Hello".
  const bytes = decodeKey("Hello".padEnd(40, "0"))!;
  deepStrictEqual([...bytes.subarray(0, 4)], [0x86, 0x4f, 0xd2, 0x6f]);
  strictEqual(bytes.length, 32);
});

Deno.test("decodeKey() refuses what no key can be", () => {
  for (
    const text of ["", "x", "%".repeat(40), "#".repeat(40), "é".repeat(40)]
  ) strictEqual(decodeKey(text), undefined, text);
});

Deno.test("isPair() knows ZeroMQ's own pairs, and others", () => {
  const pairs = Array.from({ length: 5 }, curveKeyPair);
  const bytes = (text: string) => decodeKey(text)!;
  for (const { publicKey, secretKey } of pairs) {
    strictEqual(isPair(bytes(publicKey), bytes(secretKey)), true);
  }
  strictEqual(
    isPair(bytes(pairs[0].publicKey), bytes(pairs[1].secretKey)),
    false,
  );
});
