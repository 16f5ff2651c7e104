/**
 * ZMTP's frames: bytes of a stream to messages and commands, and back.
 *
 * @see https://rfc.zeromq.org/spec/23/
 * @module
 */

import { ZmtpError } from "./zmtp_error.ts";

export const MORE = 1;
const LONG = 2;
export const COMMAND = 4;

/** What comes in one piece: the frames of a message, or a command. */
export type Unit =
  | { kind: "message"; frames: Uint8Array[] }
  | { kind: "command"; name: string; data: Uint8Array };

/** One frame: its flags, `MORE` and `COMMAND`, and what it holds. */
export interface Frame {
  flags: number;
  body: Uint8Array;
}

/** What encrypts the frames of one connection, in order. */
export interface Cipher {
  seal(frame: Frame): Uint8Array;
  /** @throws {ZmtpError} If it was not sealed by the peer, or came before. */
  open(body: Uint8Array): Frame;
}

/** Frames of one message; a Jupyter message has seven and its buffers. */
const FRAME_COUNT = 100_000;
const FIRST_BYTES = 16 * 1024;

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/**
 * Cuts a stream into messages. Memory is taken for what has come, never for
 * what a length only announces.
 */
export class FrameReader {
  /** Set once the peer encrypts. */
  cipher: Cipher | undefined;
  #buffer = new Uint8Array(FIRST_BYTES);
  #start = 0;
  #end = 0;
  #frames: Uint8Array[] = [];
  #size = 0;

  /** Bytes of a message that is not complete. */
  get held(): number {
    return this.#size + this.#end - this.#start;
  }

  /** Where the next bytes belong; `filled` says how many came. */
  space(): Uint8Array {
    if (this.#start === this.#end) {
      this.#start = this.#end = 0;
      if (this.#buffer.length > 2 ** 20) {
        this.#buffer = new Uint8Array(FIRST_BYTES);
      }
    }
    if (this.#end === this.#buffer.length) this.#makeRoom();
    return this.#buffer.subarray(this.#end);
  }

  filled(count: number): void {
    this.#end += count;
  }

  #makeRoom(): void {
    const kept = this.#buffer.subarray(this.#start, this.#end);
    const isHalf = kept.length > this.#buffer.length / 2;
    const room = isHalf
      ? new Uint8Array(this.#buffer.length * 2)
      : this.#buffer;
    room.set(kept);
    this.#buffer = room;
    this.#start = 0;
    this.#end = kept.length;
  }

  /** Exactly `count` bytes, if so many have come. */
  take(count: number): Uint8Array | undefined {
    if (this.#end - this.#start < count) return undefined;
    this.#start += count;
    return this.#buffer.slice(this.#start - count, this.#start);
  }

  /**
   * The next message or command, if it is complete.
   *
   * @param limit Bytes that one message may have.
   * @throws {ZmtpError} If it has more, or the bytes are no frame.
   */
  next(limit: number): Unit | undefined {
    for (;;) {
      const sent = this.#frame(limit);
      if (!sent) return undefined;
      const { flags, body } = this.#opened(sent);
      if (flags & COMMAND) return command(body);
      this.#frames.push(body);
      this.#size += body.length;
      if (this.#frames.length > FRAME_COUNT) {
        throw new ZmtpError("A message of too many frames");
      }
      if (flags & MORE) continue;
      const frames = this.#frames;
      this.#frames = [];
      this.#size = 0;
      return { kind: "message", frames };
    }
  }

  #opened(frame: Frame): Frame {
    if (!this.cipher) return frame;
    if (frame.flags & COMMAND) throw new ZmtpError("A bare command");
    return this.cipher.open(frame.body);
  }

  #frame(limit: number): Frame | undefined {
    const here = this.#buffer.subarray(this.#start, this.#end);
    if (here.length < 2) return undefined;
    const flags = here[0];
    if (flags & ~(MORE | LONG | COMMAND)) throw new ZmtpError("No frame");
    const head = flags & LONG ? 9 : 2;
    if (here.length < head) return undefined;
    const length = flags & LONG
      ? Number(new DataView(here.buffer, here.byteOffset + 1).getBigUint64(0))
      : here[1];
    if (length + this.#size > limit) {
      throw new ZmtpError(`A message of more than ${limit} bytes`);
    }
    if (here.length < head + length) return undefined;
    this.#start += head;
    return { flags, body: this.take(length)! };
  }
}

function command(body: Uint8Array): Unit {
  const length = body[0];
  if (length === undefined || body.length < 1 + length) {
    throw new ZmtpError("A command without a name");
  }
  return {
    kind: "command",
    name: decoder.decode(body.subarray(1, 1 + length)),
    data: body.subarray(1 + length),
  };
}

function header(flags: number, length: number): Uint8Array {
  if (length < 256) return new Uint8Array([flags, length]);
  const bytes = new Uint8Array(9);
  bytes[0] = flags | LONG;
  new DataView(bytes.buffer).setBigUint64(1, BigInt(length));
  return bytes;
}

/** Frames up to this size are copied together. */
const COPIED_BYTES = 4 * 1024;

/**
 * A message as pieces to write one after the other; large frames uncopied.
 *
 * @param cipher Of the connection, if it encrypts.
 */
export function encodeMessage(
  frames: Uint8Array[],
  cipher?: Cipher,
): Uint8Array[] {
  const parts = frames.flatMap((body, index) =>
    encodeFrame({ flags: index < frames.length - 1 ? MORE : 0, body }, cipher)
  );
  return gathered(parts);
}

/** A command as bytes. */
export function encodeCommand(
  name: string,
  data: Uint8Array,
  cipher?: Cipher,
): Uint8Array {
  const title = encoder.encode(name);
  const body = concat([new Uint8Array([title.length]), title, data]);
  return concat(encodeFrame({ flags: COMMAND, body }, cipher));
}

/** A frame as it is sent: its header, and what it holds. */
function encodeFrame(frame: Frame, cipher?: Cipher): Uint8Array[] {
  if (!cipher) return [header(frame.flags, frame.body.length), frame.body];
  const sealed = cipher.seal(frame);
  return [header(0, sealed.length), sealed];
}

/** The same bytes, with small neighbours in one piece. */
function gathered(parts: Uint8Array[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let small: Uint8Array[] = [];
  let size = 0;
  const flush = () => {
    if (small.length > 0) pieces.push(concat(small));
    small = [];
    size = 0;
  };
  for (const part of parts) {
    if (part.length > COPIED_BYTES || size + part.length > COPIED_BYTES) {
      flush();
    }
    if (part.length > COPIED_BYTES) pieces.push(part);
    else {
      small.push(part);
      size += part.length;
    }
  }
  flush();
  return pieces;
}

export function concat(parts: Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0];
  const size = parts.reduce((sum, { length }) => sum + length, 0);
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
