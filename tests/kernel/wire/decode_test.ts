import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { Session } from "../../../kernel/protocol/message.ts";
import { decode } from "../../../kernel/wire/decode.ts";
import { encode } from "../../../kernel/wire/encode.ts";
import { Signer } from "../../../kernel/wire/signer.ts";
import { WireError } from "../../../kernel/wire/wire_error.ts";

const encoder = new TextEncoder();
const session = new Session();

function signer(): Signer {
  return new Signer("secret", "hmac-sha256");
}

/** Frames signed rightly around whatever the parts are. */
function signed(...parts: (string | Uint8Array)[]): Uint8Array[] {
  const bytes = parts.map((part) =>
    typeof part === "string" ? encoder.encode(part) : part
  );
  const signature = signer().sign(bytes.slice(0, 4));
  return [encoder.encode("<IDS|MSG>"), encoder.encode(signature), ...bytes];
}

const head = '{"msg_id":"1","msg_type":"a","session":"s"}';

Deno.test("decode() gives back what encode() took", () => {
  const message = session.message("comm_msg", { text: "naïve 🎉", n: [1] }, {
    header: session.message("comm_open", {}).header,
  }, { metadata: { m: null }, buffers: [new Uint8Array([0, 255])] });
  const identities = [new Uint8Array([0, 1, 2]), encoder.encode("second")];
  deepStrictEqual(decode(encode(message, signer(), identities), signer()), {
    identities,
    message,
  });
});

Deno.test("decode() reads unsigned frames when the key is empty", () => {
  const open = new Signer("", "hmac-sha256");
  const message = session.message("a_request", {});
  const frames = encode(message, open);
  strictEqual(frames[1].length, 0);
  deepStrictEqual(decode(frames, open).message, message);
});

Deno.test("decode() refuses forged and unsigned frames", () => {
  const message = session.message("a_request", {});
  const frames = encode(message, signer());
  const forged = frames.with(5, encoder.encode('{"code":"evil"}'));
  const unsigned = frames.with(1, new Uint8Array());
  const other = encode(message, new Signer("guess", "hmac-sha256"));
  for (const frames of [forged, unsigned, other]) {
    throws(() => decode(frames, signer()), new WireError("Wrong signature"));
  }
});

Deno.test("decode() refuses a replay", () => {
  const kernel = signer();
  const frames = encode(session.message("a_request", {}), signer());
  decode(frames, kernel);
  throws(
    () => decode(frames, kernel),
    new WireError("Signature seen before"),
  );
});

Deno.test("decode() throws WireError on anything malformed", () => {
  const nested = '{"a":'.repeat(100_000) + "1" + "}".repeat(100_000);
  const malformed = [
    [],
    [new Uint8Array()],
    [encoder.encode("<IDS|MSG>")],
    encode(session.message("a", {}), signer()).slice(0, 5),
    signed("", "{}", "{}", "{}"),
    signed("{}", "{}", "{}", "{}"),
    signed('{"msg_id":1,"msg_type":"a","session":"s"}', "{}", "{}", "{}"),
    signed(head, "[]", "{}", "{}"),
    signed(head, "{}", "null", "{}"),
    signed(head, "{}", "{}", "1"),
    signed(head, "{}", "{}", "{"),
    signed(head, "{}", "{}", new Uint8Array([0x7b, 0xff, 0x7d])),
    signed(head, "{}", "{}", `[${nested}]`),
  ];
  for (const frames of malformed) {
    throws(() => decode(frames, signer()), WireError);
  }
});

Deno.test("decode() takes a header with only what it needs", () => {
  const { message } = decode(signed(head, "{}", "{}", "{}"), signer());
  strictEqual(message.header.msg_type, "a");
});
