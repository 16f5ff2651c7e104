/**
 * When a cell in another process has come to a point, for tests.
 *
 * @module
 */

/**
 * Learns from a running cell when it has come to a point, and when the process
 * it runs in has ended, without asking again and again.
 */
export class Watcher implements Disposable {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });

  /** A statement for a cell: tells that it was reached. */
  get reached(): string {
    const { port } = this.#listener.addr as Deno.NetAddr;
    return `const held = await Deno.connect({ port: ${port} });\n` +
      "await held.write(new TextEncoder().encode(String(Deno.ppid)));\n";
  }

  /**
   * Waits until a cell comes to that point.
   *
   * @returns The kernel's process id, and what resolves once the process that
   *   runs the cells has ended.
   */
  async wait(): Promise<{ kernel: number; ended: Promise<void> }> {
    const { kernel, connection } = await this.hold();
    return { kernel, ended: this.#end(connection) };
  }

  /** The same, with the connection that the cell may wait for. */
  async hold(): Promise<{ kernel: number; connection: Deno.TcpConn }> {
    for (;;) {
      const connection = await this.#listener.accept();
      const buffer = new Uint8Array(16);
      const length = await connection.read(buffer) ?? 0;
      const kernel = Number(
        new TextDecoder().decode(buffer.subarray(0, length)),
      );
      // The port may have been another's, whose ZeroMQ peers still look for it.
      if (kernel > 0) return { kernel, connection };
      connection.close();
    }
  }

  [Symbol.dispose](): void {
    this.#listener.close();
  }

  async #end(connection: Deno.TcpConn): Promise<void> {
    try {
      await connection.read(new Uint8Array(1));
    } catch {
      // A process that is killed may leave a reset.
    }
    connection.close();
  }
}
