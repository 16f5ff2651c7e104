/**
 * TensorBoard's event files: records of protocol buffers with checksums.
 *
 * @see tensorflow/core/lib/io/record_writer.h, tensorboard/compat/proto/event.proto
 * @module
 */

/** Bytes of fields of a protocol buffer, one after the other. */
function joined(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(
    parts.reduce((size, part) => size + part.length, 0),
  );
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt(value);
  while (rest >= 128n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  return Uint8Array.from([...bytes, Number(rest)]);
}

function bytesField(field: number, bytes: Uint8Array): Uint8Array {
  return joined([varint(field << 3 | 2), varint(bytes.length), bytes]);
}

function textField(field: number, text: string): Uint8Array {
  return bytesField(field, new TextEncoder().encode(text));
}

function doubleField(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return joined([varint(field << 3 | 1), bytes]);
}

function floatField(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return joined([varint(field << 3 | 5), bytes]);
}

/** Castagnoli's polynomial, bits reversed. */
const POLYNOMIAL = 0x82f63b78;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) {
    value = value & 1 ? value >>> 1 ^ POLYNOMIAL : value >>> 1;
  }
  return value;
});

/** CRC-32C, rotated and shifted as records have it. */
export function maskedChecksum(bytes: Uint8Array): number {
  let sum = ~0;
  for (const byte of bytes) sum = TABLE[(sum ^ byte) & 255] ^ sum >>> 8;
  const crc = ~sum >>> 0;
  return ((crc >>> 15 | crc << 17) + 0xa282ead8) >>> 0;
}

/** An event with its length and the checksums of both. */
function record(event: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(event.length + 16);
  const view = new DataView(whole.buffer);
  view.setUint32(0, event.length, true);
  view.setUint32(8, maskedChecksum(whole.subarray(0, 8)), true);
  whole.set(event, 12);
  view.setUint32(12 + event.length, maskedChecksum(event), true);
  return whole;
}

/** The first record of a file. */
export function versionRecord(seconds: number): Uint8Array<ArrayBuffer> {
  return record(
    joined([doubleField(1, seconds), textField(3, "brain.Event:2")]),
  );
}

/**
 * Values of one step.
 *
 * @param seconds Since 1970.
 */
export function scalarRecord(
  seconds: number,
  step: number,
  values: Record<string, number>,
): Uint8Array<ArrayBuffer> {
  const summary = Object.entries(values).map(([tag, value]) =>
    bytesField(1, joined([textField(1, tag), floatField(2, value)]))
  );
  return record(joined([
    doubleField(1, seconds),
    joined([varint(2 << 3), varint(step)]),
    bytesField(5, joined(summary)),
  ]));
}
