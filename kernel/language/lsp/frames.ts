/**
 * The Language Server Protocol's frames: a header that counts bytes, then JSON.
 *
 * @module
 */

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A message as it goes over a pipe. */
export function encodeFrame(message: object): Uint8Array {
  const body = encoder.encode(JSON.stringify(message));
  const head = encoder.encode(`Content-Length: ${body.length}\r\n\r\n`);
  const frame = new Uint8Array(head.length + body.length);
  frame.set(head);
  frame.set(body, head.length);
  return frame;
}

/** Takes bytes as they come and gives the messages that are whole. */
export class FrameReader {
  #buffer = new Uint8Array(0);
  #length = 0;

  /** @throws {SyntaxError} If what comes is no frame. */
  *push(bytes: Uint8Array): Generator<unknown> {
    this.#append(bytes);
    for (;;) {
      const text = decoder.decode(this.#buffer.subarray(0, this.#headEnd()));
      if (text === "") return;
      const size = /content-length: *(\d+)/i.exec(text)?.[1];
      if (size === undefined) throw new SyntaxError(`No frame: ${text}`);
      const end = encoder.encode(text).length + Number(size);
      if (this.#length < end) return;
      const body = this.#buffer.subarray(end - Number(size), end);
      const message = JSON.parse(decoder.decode(body));
      this.#buffer.copyWithin(0, end, this.#length);
      this.#length -= end;
      yield message;
    }
  }

  #append(bytes: Uint8Array) {
    const needed = this.#length + bytes.length;
    if (needed > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(needed, 2 * this.#buffer.length));
      larger.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = larger;
    }
    this.#buffer.set(bytes, this.#length);
    this.#length = needed;
  }

  /** The end of the empty line after the header; 0 while there is none. */
  #headEnd(): number {
    for (let at = 3; at < this.#length; at++) {
      if (
        this.#buffer[at] === 10 && this.#buffer[at - 1] === 13 &&
        this.#buffer[at - 2] === 10
      ) return at + 1;
    }
    return 0;
  }
}
