/**
 * A file as yauzl reads it, within its bounds: yauzl's own reader passes any
 * position a zip64 record claims on to the system, whose error no one catches.
 *
 * @module
 */

import type { Buffer } from "node:buffer";
import { type FileHandle, open } from "node:fs/promises";
import { Readable } from "node:stream";
// @ts-types="@types/yauzl"
import { RandomAccessReader } from "yauzl";

type Callback = (error: Error | null) => void;

const PIECE_BYTES = 2 ** 16;

/** Reads an open file at any place. */
export class FileReader extends RandomAccessReader {
  readonly #file: FileHandle;

  private constructor(file: FileHandle, readonly size: number) {
    super();
    this.#file = file;
  }

  /** @throws If there is no such file. */
  static async open(path: string): Promise<FileReader> {
    const file = await open(path);
    return new FileReader(file, (await file.stat()).size);
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: Callback,
  ): void {
    this.#fill(buffer, offset, length, position)
      .then(() => callback(null), callback);
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#pieces(start, end));
  }

  override close(callback: Callback): void {
    this.#file.close().then(() => callback(null), callback);
  }

  async *#pieces(start: number, end: number): AsyncGenerator<Uint8Array> {
    for (let at = start; at < end; at += PIECE_BYTES) {
      const piece = new Uint8Array(Math.min(PIECE_BYTES, end - at));
      await this.#fill(piece, 0, piece.length, at);
      yield piece;
    }
  }

  async #fill(
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<void> {
    if (!(position >= 0 && position + length <= this.size)) {
      throw new SyntaxError("it is cut off");
    }
    for (let done = 0; done < length;) {
      const { bytesRead } = await this.#file.read(
        buffer,
        offset + done,
        length - done,
        position + done,
      );
      if (bytesRead === 0) throw new SyntaxError("it is cut off");
      done += bytesRead;
    }
  }
}
