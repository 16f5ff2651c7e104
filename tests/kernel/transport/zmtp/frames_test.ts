import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import {
  concat,
  encodeCommand,
  encodeMessage,
  FrameReader,
  type Unit,
} from "../../../../kernel/transport/zmtp/frames.ts";
import { ZmtpError } from "../../../../kernel/transport/zmtp/zmtp_error.ts";

const LIMIT_BYTES = 1e9;

/** What a reader makes of bytes that come in pieces of this size. */
function read(bytes: Uint8Array, size: number, limit = LIMIT_BYTES): Unit[] {
  const reader = new FrameReader();
  const units: Unit[] = [];
  while (bytes.length > 0) {
    const space = reader.space();
    const piece = bytes.subarray(0, Math.min(size, space.length));
    space.set(piece);
    reader.filled(piece.length);
    bytes = bytes.subarray(piece.length);
    for (let unit; (unit = reader.next(limit));) units.push(unit);
  }
  strictEqual(reader.held, 0);
  return units;
}

Deno.test("FrameReader reads back what encodeMessage() wrote, however it is cut", () => {
  const sizes = [0, 1, 255, 256, 4096, 4097, 70_000, 3_000_000];
  const message = sizes.map((size) => new Uint8Array(size).fill(size));
  const short = [new Uint8Array([7]), new Uint8Array()];
  const bytes = concat([
    ...encodeMessage(message),
    encodeCommand("PING", new Uint8Array([0, 1, 2])),
    ...encodeMessage(short),
  ]);
  for (const size of [1000, 4096, 65_536, 1e9]) {
    const [first, command, second, ...none] = read(bytes, size);
    deepStrictEqual(first, { kind: "message", frames: message });
    deepStrictEqual(command, {
      kind: "command",
      name: "PING",
      data: new Uint8Array([0, 1, 2]),
    });
    deepStrictEqual(second, { kind: "message", frames: short });
    deepStrictEqual(none, []);
  }
  deepStrictEqual(read(concat(encodeMessage(short)), 1), [
    { kind: "message", frames: short },
  ]);
});

Deno.test("FrameReader refuses what is too long before it has come", () => {
  const announced = new Uint8Array(9).fill(255);
  announced[0] = 2;
  throws(() => read(announced, 9), ZmtpError);
  const parts = encodeMessage([new Uint8Array(60), new Uint8Array(60)]);
  throws(() => read(concat(parts), 1000, 100), ZmtpError);
  strictEqual(read(concat(parts), 1000, 120).length, 1);
});

Deno.test("FrameReader refuses what is no frame", () => {
  for (const bytes of [[0xf8, 0], [4, 0], [4, 2, 9, 65]]) {
    throws(() => read(new Uint8Array(bytes), 9), ZmtpError, String(bytes));
  }
});
