import { deepStrictEqual, doesNotThrow, throws } from "node:assert/strict";
import { FrameReader } from "../../../../kernel/transport/zmtp/frames.ts";
import {
  checkGreeting,
  greeting,
  readReady,
  ready,
} from "../../../../kernel/transport/zmtp/handshake.ts";
import { ZmtpError } from "../../../../kernel/transport/zmtp/zmtp_error.ts";

Deno.test("checkGreeting() takes its own and refuses others", () => {
  doesNotThrow(() => checkGreeting(greeting()));
  const wrong = [[0, 0x47], [9, 0], [10, 1], [10, 2], [12, 0x43]];
  for (const [at, byte] of wrong) {
    const bytes = greeting().with(at, byte);
    throws(() => checkGreeting(bytes), ZmtpError, String(at));
  }
});

Deno.test("readReady() reads back what ready() wrote", () => {
  const bytes = ready("ROUTER");
  const reader = new FrameReader();
  reader.space().set(bytes);
  reader.filled(bytes.length);
  const unit = reader.next(1000);
  if (unit?.kind !== "command") throw new Error("No command");
  deepStrictEqual(readReady(unit.data), {
    type: "ROUTER",
    identity: new Uint8Array(),
  });
});

Deno.test("readReady() refuses properties that are cut short, and identities that are none", () => {
  const property = (name: string, value: number[], length = value.length) =>
    new Uint8Array([
      name.length,
      ...new TextEncoder().encode(name),
      ...[0, 0, length >> 8, length & 255],
      ...value,
    ]);
  deepStrictEqual(readReady(property("IDENTITY", [65])).identity.length, 1);
  for (
    const data of [
      new Uint8Array([200]),
      property("Identity", [1], 9),
      property("Identity", [0, 1]),
      property("Identity", Array(256).fill(1)),
    ]
  ) throws(() => readReady(data), ZmtpError);
});
