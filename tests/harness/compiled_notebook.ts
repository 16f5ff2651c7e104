/**
 * Runs compiled cells in a runtime child, with nothing of the kernel between
 * that would show their values, so that a failure is the compiler's.
 */

import { join } from "node:path";
import { callText } from "../../kernel/bridge/child_calls.ts";
import type { ExceptionDetails } from "../../kernel/cdp/domains.ts";
import {
  CellScope,
  compileCell,
  type CompiledCell,
} from "../../kernel/cell/mod.ts";
import { childOptions } from "./child_options.ts";
import { DenoChild } from "../../kernel/runtime/process/deno_child.ts";

/** A cell that threw, and where: `line:column`. */
export class CellError extends Error {
  override name = "CellError";
  constructor(message: string, readonly place: string | undefined) {
    super(message);
  }
}

/** Cells that share what they declare. */
export class CompiledNotebook implements AsyncDisposable {
  readonly #scope = new CellScope();
  #child: DenoChild;
  #cell = 0;

  private constructor(child: DenoChild) {
    this.#child = child;
  }

  static async start(): Promise<CompiledNotebook> {
    const options = childOptions(join(import.meta.dirname!, "cells"));
    const connect = await DenoChild.spawn(options);
    return new CompiledNotebook(await connect());
  }

  /** Runs a cell; gives the value of a primitive, the description of an object. */
  async run(source: string): Promise<unknown> {
    const compiled = compileCell(source, {
      cell: ++this.#cell,
      runtime: this.#child.name,
      scope: this.#scope,
    });
    if (compiled.prelude !== "") await this.#evaluate(compiled, "prelude");
    if (compiled.accepted) this.#scope.commit(compiled);
    return await this.#evaluate(compiled, "body");
  }

  async #evaluate(
    compiled: CompiledCell,
    script: "prelude" | "body",
  ): Promise<unknown> {
    const exceptionDetails = await this.#start(compiled[script], script);
    if (exceptionDetails) throw cellError(compiled, script, exceptionDetails);
    if (script === "prelude") return;
    return await this.#value();
  }

  async #start(
    code: string,
    name: string,
  ): Promise<ExceptionDetails | undefined> {
    const { session } = this.#child;
    try {
      const { exceptionDetails } = await session.post("Runtime.evaluate", {
        // A cell that closes itself leaves no value to look at.
        expression: `${code.replace(/await \S+\.close\(\d+\);?\s*$/, "")}
//# sourceURL=${name}`,
        replMode: true,
        awaitPromise: true,
      });
      return exceptionDetails;
    } catch (error) {
      // DevTools may lose a promise to garbage collection, also a settled one.
      const where = await this.#child.call("whereabouts", this.#cell);
      if (where !== "ended") throw error;
    }
  }

  async #value(): Promise<unknown> {
    const { result } = await this.#child.session.post("Runtime.evaluate", {
      expression: callText(this.#child.name, "lastValue"),
    });
    const { value, unserializableValue, description } = result;
    return value ?? unserializableValue ?? description;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill();
    await this.#child.exited;
    await this.#child.session.closed;
  }
}

function cellError(
  compiled: CompiledCell,
  script: "prelude" | "body",
  thrown: ExceptionDetails,
): CellError {
  const [message, ...frames] = (thrown.exception?.description ??
    String(thrown.exception?.value)).split("\n");
  const frame = frames.map((text) => /(prelude|body):(\d+):(\d+)/.exec(text))
    .find((match) => match !== null);
  const place = frame
    ? compiled.position(frame[1] as "body", +frame[2] - 1, +frame[3] - 1)
    : compiled.position(script, thrown.lineNumber, thrown.columnNumber);
  return new CellError(message, place && `${place.line}:${place.column}`);
}
