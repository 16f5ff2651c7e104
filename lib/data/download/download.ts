/**
 * One download into an open file: checked, taken up again where it breaks.
 *
 * @module
 */

import { createHash, type Hash } from "node:crypto";
import {
  DataUnavailableError,
  type RemoteFile,
} from "./data_unavailable_error.ts";
import type { DownloadProgress } from "./download_progress.ts";

const ATTEMPTS = 5;

/** A connection that broke off, or a server that may answer better next time. */
class Interrupted extends Error {}

/** Downloads a file into `part`, which the caller has locked. */
export class Download {
  readonly #file: RemoteFile;
  readonly #path: string;
  readonly #part: Deno.FsFile;
  readonly #patience: number;
  readonly #progress: DownloadProgress;
  readonly #signal: AbortSignal;
  #hash: Hash;
  #length = 0;
  /** What the server calls this version of the file. */
  #version: string | undefined;

  /**
   * @param path Where the file will be in the end, for messages.
   * @param part What is in it is taken as the start of the file.
   * @param options `patience` in milliseconds without a byte; `signal` ends it.
   */
  constructor(
    file: RemoteFile,
    path: string,
    part: Deno.FsFile,
    options: {
      patience: number;
      progress: DownloadProgress;
      signal: AbortSignal;
    },
  ) {
    this.#file = file;
    this.#path = path;
    this.#part = part;
    this.#patience = options.patience;
    this.#progress = options.progress;
    this.#signal = options.signal;
    this.#hash = this.#newHash();
  }

  /** Bytes of the file in the part. */
  get length(): number {
    return this.#length;
  }

  /**
   * @throws {DataUnavailableError} If the server refuses or can't be reached.
   * @throws {Deno.errors.InvalidData} If the checksum is wrong; the part is emptied.
   */
  async run(): Promise<void> {
    // Without a checksum nothing would show whether what an earlier call left
    // is the start of this file.
    const { checksum, url } = this.#file;
    const resumed = checksum ? await this.#readPart() : 0;
    if (!checksum) await this.#restart();
    await this.#attempts();
    if (!checksum) return;
    const { algorithm, digest } = checksum;
    let found = this.#hash.digest("hex");
    if (found !== digest && resumed > 0) {
      await this.#restart();
      await this.#attempts();
      found = this.#hash.digest("hex");
    }
    if (found === digest) return;
    await this.#restart();
    throw new Deno.errors.InvalidData(
      `${url} has ${algorithm} ${found}, not ${digest}; not kept`,
    );
  }

  /** Hashes the bytes that an earlier call left. */
  async #readPart(): Promise<number> {
    const buffer = new Uint8Array(2 ** 16);
    for (;;) {
      const count = await this.#part.read(buffer);
      if (count === null) return this.#length;
      this.#hash.update(buffer.subarray(0, count));
      this.#length += count;
    }
  }

  async #restart(): Promise<void> {
    await this.#part.truncate(0);
    await this.#part.seek(0, Deno.SeekMode.Start);
    this.#hash = this.#newHash();
    this.#length = 0;
  }

  async #attempts(): Promise<void> {
    for (let attempt = 1;; attempt++) {
      try {
        return await this.#attempt();
      } catch (error) {
        if (!(error instanceof Interrupted)) throw error;
        if (attempt < ATTEMPTS) continue;
        throw this.#unavailable(error.message, error);
      }
    }
  }

  async #attempt(): Promise<void> {
    const abort = new AbortController();
    const seconds = this.#patience / 1000;
    const giveUp = () => abort.abort(`no byte in ${seconds} s`);
    let timer = setTimeout(giveUp, this.#patience);
    try {
      const response = await this.#request(
        AbortSignal.any([abort.signal, this.#signal]),
      );
      const rest = Number(response.headers.get("content-length") ?? NaN);
      const total = this.#length + rest;
      for await (const chunk of response.body ?? []) {
        clearTimeout(timer);
        timer = setTimeout(giveUp, this.#patience);
        await this.#write(chunk);
        this.#progress.update(this.#length, total);
      }
      if (this.#length < total) throw new Interrupted("the connection broke");
    } catch (error) {
      this.#signal.throwIfAborted();
      if (error instanceof DataUnavailableError) throw error;
      if (error instanceof Deno.errors.NotCapable) {
        throw this.#unavailable(error.message, error);
      }
      const reason = abort.signal.aborted
        ? String(abort.signal.reason)
        : (error as Error).message;
      throw new Interrupted(reason, { cause: error });
    } finally {
      clearTimeout(timer);
      abort.abort();
    }
  }

  /** Asks for what is missing; starts anew where the server sends all of it. */
  async #request(signal: AbortSignal): Promise<Response> {
    // Without identity, lengths and ranges would count compressed bytes.
    const headers = new Headers({ "accept-encoding": "identity" });
    if (this.#length > 0) {
      headers.set("range", `bytes=${this.#length}-`);
      if (this.#version) headers.set("if-range", this.#version);
    }
    const response = await fetch(this.#file.url, { headers, signal });
    this.#version = response.headers.get("etag") ?? undefined;
    const { status, statusText } = response;
    if (status === 206) {
      const start = /^bytes (\d+)-/.exec(
        response.headers.get("content-range") ?? "",
      )?.[1];
      if (Number(start) === this.#length) return response;
    }
    if (this.#length > 0) await this.#restart();
    if (status === 200) return response;
    if (status >= 500 || status === 416 || status === 206) {
      throw new Interrupted(`the server answered ${status} ${statusText}`);
    }
    throw this.#unavailable(`the server answered ${status} ${statusText}`);
  }

  async #write(chunk: Uint8Array): Promise<void> {
    this.#hash.update(chunk);
    for (let done = 0; done < chunk.length;) {
      done += await this.#part.write(chunk.subarray(done));
    }
    this.#length += chunk.length;
  }

  #newHash(): Hash {
    return createHash(this.#file.checksum?.algorithm ?? "sha256");
  }

  #unavailable(reason: string, cause?: unknown): DataUnavailableError {
    return new DataUnavailableError(this.#file, this.#path, reason, { cause });
  }
}
