import { strictEqual, throws } from "node:assert/strict";
import { Signer } from "../../../kernel/wire/signer.ts";
import { WireError } from "../../../kernel/wire/wire_error.ts";

const parts = ["a", "b", "c", "d"].map((part) =>
  new TextEncoder().encode(part)
);

Deno.test("Signer.sign() is the HMAC of the parts one after the other", () => {
  // RFC 4231, test case 2.
  const signer = new Signer("Jefe", "hmac-sha256");
  strictEqual(
    signer.sign(["what do ya want ", "for nothing?"]),
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  );
});

Deno.test("Signer.verify() accepts its own signature and no other", () => {
  const signer = new Signer("key", "hmac-sha256");
  const signature = signer.sign(parts);
  strictEqual(signer.verify(signature, parts), true);
  strictEqual(signer.verify("", parts), false);
  strictEqual(signer.verify(signature.slice(1), parts), false);
  strictEqual(signer.verify(signature, parts.slice(1)), false);
  strictEqual(
    new Signer("other", "hmac-sha256").verify(signature, parts),
    false,
  );
});

Deno.test("Signer with an empty key signs nothing and accepts all", () => {
  const signer = new Signer("", "hmac-sha256");
  strictEqual(signer.sign(parts), "");
  strictEqual(signer.verify("anything", parts), true);
  strictEqual(signer.admit(""), true);
  strictEqual(signer.admit(""), true);
});

Deno.test("Signer takes other hashes and refuses other schemes", () => {
  strictEqual(new Signer("k", "hmac-sha512").sign(parts).length, 128);
  throws(() => new Signer("k", "hmac-rot13"), WireError);
  throws(() => new Signer("k", "sha256"), WireError);
});

Deno.test("Signer.admit() forgets the oldest signatures only", () => {
  const signer = new Signer("key", "hmac-sha256");
  for (let i = 0; i <= 65_536; i++) signer.admit(String(i));
  strictEqual(signer.admit("1"), false);
  strictEqual(signer.admit("65536"), false);
  strictEqual(signer.admit("0"), true);
});
