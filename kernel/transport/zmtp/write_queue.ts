/**
 * What waits to be sent to one peer, and whether that peer reads.
 *
 * @module
 */

/** Bytes per write, so that the pace of a slow reader shows. */
const WRITE_BYTES = 64 * 1024;
/** More than both systems' buffers hold for one that reads nothing. */
const BUFFERS_BYTES = 16 * 1024 * 1024;
/** Writes after which other connections have their turn. */
const WRITES_AT_ONCE = 64;

export class WriteQueue {
  /** When the peer last took something, or had taken all. */
  progress = performance.now();
  /** Bytes that the peer's system has taken in all. */
  taken = 0;
  /**
   * Whether the peer was seen to read: it took more than buffers hold, and all,
   * or took something again after buffers were full.
   */
  hasRead = false;
  /** Called whenever something was sent, and at the end. */
  onProgress: () => void = () => {};
  readonly #conn: Deno.Conn;
  readonly #fail: () => void;
  #pieces: Uint8Array[] = [];
  /** Where small pieces are gathered, for one write after the other. */
  #gathered: Uint8Array | undefined;
  #queued = 0;
  #writing = false;
  #ended = false;
  #drained: PromiseWithResolvers<void> | undefined;

  /** @param fail Called when the peer can't be written to any more. */
  constructor(conn: Deno.Conn, fail: () => void) {
    this.#conn = conn;
    this.#fail = fail;
  }

  /** Bytes that were written but that the peer's system has not taken yet. */
  get queued(): number {
    return this.#queued;
  }

  /** Resolves when nothing waits any more, or the connection has ended. */
  drained(): Promise<void> {
    if (this.#queued === 0 || this.#ended) return Promise.resolve();
    this.#drained ??= Promise.withResolvers();
    return this.#drained.promise;
  }

  /** Sends pieces, in order; they must not change. Never throws. */
  write(pieces: Uint8Array[]): void {
    if (this.#ended) return;
    if (this.#queued === 0) this.progress = performance.now();
    for (const piece of pieces) {
      this.#pieces.push(piece);
      this.#queued += piece.length;
    }
    if (this.#writing) return;
    this.#writing = true;
    // In the next turn of the event loop: what is said in this one, such as busy
    // and execute_input, goes out together, and the runtime hears of its cell
    // before clients are woken.
    setImmediate(() => void this.#pump());
  }

  /** Drops what waits: the connection has ended. */
  end(): void {
    this.#ended = true;
    this.#pieces = [];
    this.#queued = 0;
    this.#settle();
    this.onProgress();
  }

  async #pump(): Promise<void> {
    let writes = 0;
    try {
      while (this.#pieces.length > 0) {
        let bytes = this.#nextBytes();
        while (bytes.length > 0) {
          const count = await this.#conn.write(bytes);
          this.progress = performance.now();
          if (this.#ended) return;
          this.#queued -= count;
          this.taken += count;
          bytes = bytes.subarray(count);
          if (this.#queued === 0) {
            this.hasRead ||= this.taken > BUFFERS_BYTES;
            this.#settle();
          }
          this.onProgress();
          if (++writes % WRITES_AT_ONCE === 0) {
            await new Promise((go) => setImmediate(go));
          }
        }
      }
    } catch {
      this.#fail();
    } finally {
      this.#writing = false;
    }
  }

  /** What one write takes: part of a large piece, or small ones together. */
  #nextBytes(): Uint8Array {
    const pieces = this.#pieces;
    if (pieces[0].length >= WRITE_BYTES) {
      const bytes = pieces[0].subarray(0, WRITE_BYTES);
      if (pieces[0].length === WRITE_BYTES) pieces.shift();
      else pieces[0] = pieces[0].subarray(WRITE_BYTES);
      return bytes;
    }
    const buffer = this.#gathered ??= new Uint8Array(WRITE_BYTES);
    let size = 0;
    let count = 0;
    while (
      count < pieces.length && size + pieces[count].length <= WRITE_BYTES
    ) {
      buffer.set(pieces[count], size);
      size += pieces[count++].length;
    }
    pieces.splice(0, count);
    return buffer.subarray(0, size);
  }

  #settle(): void {
    this.#drained?.resolve();
    this.#drained = undefined;
  }
}
