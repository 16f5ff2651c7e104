import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { Readable } from "node:stream";
import type { StepTime } from "./step_time.ts";

const SCRIPT = join(import.meta.dirname!, "step_time.ts");

/** A program that takes steps of a model when it is told to. */
export class StepProgram {
  readonly #process: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: AsyncIterator<string>;

  private constructor(threads: number, model: string) {
    this.#process = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", SCRIPT, `${threads}`, model],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    this.#input = this.#process.stdin.getWriter();
    const output: Interface = createInterface({
      input: Readable.fromWeb(this.#process.stdout as never),
    });
    this.#lines = output[Symbol.asyncIterator]();
  }

  /** Resolves when the first steps are taken. */
  static async start(threads: number, model: string): Promise<StepProgram> {
    const program = new StepProgram(threads, model);
    await program.#next();
    return program;
  }

  async step(): Promise<StepTime> {
    await this.#input.write(new TextEncoder().encode("\n"));
    return await this.#next();
  }

  async #next(): Promise<StepTime> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`${SCRIPT} ended`);
    return JSON.parse(value);
  }

  async end(): Promise<void> {
    await this.#input.close();
    await this.#process.status;
  }
}
