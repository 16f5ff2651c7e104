/**
 * Reads zip archives, zip64 included, one entry at a time and never more than
 * a stated number of bytes.
 *
 * @module
 */

import { crc32 } from "node:zlib";
// @ts-types="@types/yauzl"
import {
  type Entry,
  fromRandomAccessReaderPromise,
  type ZipFile as Yauzl,
} from "yauzl";
import { FileReader } from "./file_reader.ts";

/** What an archive may unpack to unless the caller says otherwise: 2 GiB. */
export const MAX_UNPACKED_BYTES = 2 ** 31;

/** DEFLATE's best case is 258 bytes for 2 bits; nothing honest goes beyond. */
const MAX_RATIO = 1032;

/** An open zip archive; `await using` closes it. */
export class ZipFile {
  readonly #path: string;
  readonly #zip: Yauzl;
  readonly #entries: Map<string, Entry>;

  private constructor(path: string, zip: Yauzl, entries: Map<string, Entry>) {
    this.#path = path;
    this.#zip = zip;
    this.#entries = entries;
  }

  /**
   * Opens an archive and reads its list of entries.
   *
   * @param path Path of the file.
   * @param maxUnpacked Bytes all entries together may unpack to.
   * @throws {Deno.errors.NotFound} If there is no such file.
   * @throws {SyntaxError} If the file is no whole zip archive, names an entry
   *   twice, or claims to unpack to more than `maxUnpacked` bytes or to more
   *   than its compressed bytes can hold.
   */
  static async open(
    path: string,
    maxUnpacked = MAX_UNPACKED_BYTES,
  ): Promise<ZipFile> {
    await Deno.stat(path);
    const reader = await FileReader.open(path);
    const zip = await fromRandomAccessReaderPromise(reader, reader.size, {
      autoClose: false,
    }).catch((error) => {
      reader.close(() => {});
      throw new SyntaxError(`${path} is no zip archive: ${error.message}`);
    });
    try {
      return new ZipFile(path, zip, await entriesOf(zip, maxUnpacked));
    } catch (error) {
      zip.close();
      throw new SyntaxError(`${path}: ${(error as Error).message}`);
    }
  }

  /** Names of the entries, in the archive's order. */
  get names(): string[] {
    return [...this.#entries.keys()];
  }

  /**
   * Unpacks one entry into memory.
   *
   * @param maxBytes Most that the entry may unpack to; by default only the
   *   limit of the whole archive holds.
   * @throws {RangeError} If the archive has no entry of this name.
   * @throws {SyntaxError} If the entry is encrypted, cut off, too large, not as
   *   long as it claims, or its checksum is wrong.
   */
  async read(
    name: string,
    maxBytes = Infinity,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const entry = this.#entry(name);
    if (entry.uncompressedSize > maxBytes) {
      throw new SyntaxError(
        `${this.#path}: '${name}' unpacks to more than ${maxBytes} bytes`,
      );
    }
    const bytes = new Uint8Array(entry.uncompressedSize);
    let length = 0;
    for await (const chunk of this.#unpack(entry)) {
      bytes.set(chunk, length);
      length += chunk.length;
    }
    return bytes;
  }

  /**
   * Unpacks one entry to a file, never holding more than a piece of it.
   *
   * @throws As `read()` does; what stands in the file then is incomplete.
   */
  async extract(name: string, path: string): Promise<void> {
    const entry = this.#entry(name);
    const chunks = ReadableStream.from(this.#unpack(entry));
    await Deno.writeFile(path, chunks);
  }

  #entry(name: string): Entry {
    const entry = this.#entries.get(name);
    if (entry) return entry;
    throw new RangeError(`${this.#path} has no entry '${name}'`);
  }

  /** yauzl ends with an error where the length is not as claimed. */
  async *#unpack(entry: Entry): AsyncGenerator<Uint8Array> {
    let checksum = 0;
    try {
      for await (const chunk of await this.#zip.openReadStreamPromise(entry)) {
        checksum = crc32(chunk, checksum);
        yield chunk;
      }
      if (checksum !== entry.crc32) throw new Error("wrong checksum");
    } catch (error) {
      const reason = (error as Error).message;
      throw new SyntaxError(`${this.#path}: '${entry.fileName}': ${reason}`);
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#zip.close();
    return Promise.resolve();
  }
}

async function entriesOf(
  zip: Yauzl,
  maxUnpacked: number,
): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    const { fileName, compressedSize, uncompressedSize } = entry;
    if (entries.has(fileName)) throw new Error(`two entries '${fileName}'`);
    if (uncompressedSize > MAX_RATIO * compressedSize) {
      throw new Error(`'${fileName}' claims ${uncompressedSize} bytes`);
    }
    total += uncompressedSize;
    if (total > maxUnpacked) {
      throw new Error(`unpacks to more than ${maxUnpacked} bytes`);
    }
    entries.set(fileName, entry);
  }
  return entries;
}

/** Whether a file starts as zip archives do. */
export async function isZip(path: string): Promise<boolean> {
  using file = await Deno.open(path);
  const start = new Uint8Array(2);
  return await file.read(start) === 2 && start[0] === 0x50 && start[1] === 0x4b;
}
