/**
 * The command `thaw` and notebooks to run with it, for tests.
 *
 * @module
 */

import { join } from "node:path";

const THAW = join(import.meta.dirname!, "../../kernel/thaw.ts");
/** What the kernel sends is checked in there, too. */
const CHECKED = join(import.meta.dirname!, "checked_messages.ts");

/** A cell for a test: its source and its tags. */
export type TestCell = [source: string, ...tags: string[]];

/** A folder of its own, removed after the test. */
export class Workplace implements AsyncDisposable {
  readonly folder = Deno.realPathSync(Deno.makeTempDirSync());

  /** Writes a notebook of format 4.2, as older programs do. */
  notebook(
    name: string,
    cells: TestCell[],
    metadata: Record<string, unknown> = {},
  ): void {
    this.file(
      name,
      JSON.stringify({
        nbformat: 4,
        nbformat_minor: 2,
        metadata,
        cells: cells.map(([source, ...tags]) => ({
          cell_type: "code",
          metadata: tags.length > 0 ? { tags } : {},
          execution_count: null,
          outputs: [],
          source,
        })),
      }),
    );
  }

  file(name: string, text: string): void {
    Deno.writeTextFileSync(join(this.folder, name), text);
  }

  /** A file's text. */
  text(name: string): string {
    return Deno.readTextFileSync(join(this.folder, name));
  }

  /** A notebook that was written by a run. */
  // deno-lint-ignore no-explicit-any -- tests look into arbitrary outputs.
  read(name: string): any {
    return JSON.parse(Deno.readTextFileSync(join(this.folder, name)));
  }

  /** Starts `thaw` in this folder. */
  start(
    args: string[],
    options: Partial<Deno.CommandOptions> = {},
  ): Deno.ChildProcess {
    return new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--preload", CHECKED, THAW, ...args],
      cwd: this.folder,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      ...options,
    }).spawn();
  }

  /** Runs `thaw run` to its end. */
  async run(...args: string[]): Promise<Result> {
    return await result(this.start(["run", ...args]));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.folder, { recursive: true });
  }
}

/** How a program ended. */
export interface Result {
  code: number;
  stdout: string;
  stderr: string;
}

/** Waits for the end of a program. */
export async function result(child: Deno.ChildProcess): Promise<Result> {
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return {
    code,
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
  };
}
