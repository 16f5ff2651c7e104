/**
 * A child with what lives and dies with it: its variables' names, its output.
 * Speaks to `child/main.ts` in the child.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import type { CompilerOptions } from "../config/compiler_options.ts";
import {
  type ChildCalls,
  closingMark,
  type Finish,
  isAwaited,
  methodText,
} from "../bridge/child_calls.ts";
import {
  cut,
  type Failure,
  MESSAGE_LENGTH,
  readFailure,
} from "../bridge/failure.ts";
import { jsonText } from "../bridge/json_text.ts";
import { type CellEnd, readCellEnd } from "../bridge/payload.ts";
import type { Place } from "../bridge/place.ts";
import type { CellScope, CompiledCell } from "../cell/mod.ts";
import type {
  CallArgument,
  Commands,
  EvaluateResult,
  RemoteObject,
} from "../cdp/domains.ts";
import { CdpError } from "../cdp/errors.ts";
import type { ChildOutput } from "./child_output.ts";
import { type DenoChild, isLong, valueOf } from "./process/deno_child.ts";
import type { CommDelivery } from "./comm_delivery.ts";

/** V8 on a promise that it gave up. */
const COLLECTED = "Promise was collected";

/**
 * A cell that will never give a value: it awaits what nothing can settle any
 * more, or it threw what is lost.
 */
export class CollectedError extends Error {
  override name = "CollectedError";
  constructor(readonly threw: boolean) {
    super(COLLECTED);
  }
}

export class DenoRuntime {
  /** The cell that declared a name last. */
  readonly declared = new Map<string, string>();
  #marks = 0;
  /** The object that the child's program has left. */
  #object: string;

  private constructor(
    readonly child: DenoChild,
    readonly output: ChildOutput,
    readonly scope: CellScope,
    readonly compilerOptions: CompilerOptions,
    object: string,
  ) {
    this.#object = object;
  }

  static async wrap(
    child: DenoChild,
    output: ChildOutput,
    scope: CellScope,
    compilerOptions: CompilerOptions,
  ) {
    const { result } = await child.session.post("Runtime.evaluate", {
      expression: child.name,
    });
    return new DenoRuntime(
      child,
      output,
      scope,
      compilerOptions,
      result.objectId!,
    );
  }

  /**
   * Runs one script of a cell; `name` is what its frames are called, `places`
   * where in the cell they are.
   *
   * DevTools holds a script's promise weakly, also when it is settled already
   * and its callback has not run: then garbage collection takes it, and the
   * runtime is asked how the script ended.
   *
   * @returns With what a body gives, for `finish()`.
   * @throws {CollectedError} If it will not end, or what it threw is lost.
   */
  async run(
    code: string,
    name: string,
    cell: number,
    places: Place[],
  ): Promise<EvaluateResult> {
    const { session } = this.child;
    const note = () => this.child.call("notePlaces", name, places);
    const expression = `${code}\n//# sourceURL=${name}`;
    const objectGroup = `cell-${cell}`;
    const start = () =>
      this.child.quietly(
        expression,
        () =>
          session.post("Runtime.evaluate", {
            expression,
            objectGroup,
            replMode: true,
            awaitPromise: true,
            disableBreaks: true,
          }),
      );
    // The runtime must be silent while a long command comes (see `isLong()`), so
    // before and after a long one the answer is waited for.
    const isApart = isLong(JSON.stringify(places)) || isLong(code);
    if (isApart) await note();
    try {
      if (isApart) return await start();
      return await session.together(() => {
        // If this is rejected, so is the script.
        note().catch(() => {});
        return start();
      });
    } catch (error) {
      if (!(error instanceof CdpError && error.message.includes(COLLECTED))) {
        throw error;
      }
      const where = await this.child.call("whereabouts", cell);
      // Not of a prelude: its body is still to write the mark.
      if (where === "closed") void this.#reached(this.#closingMark(cell));
      else if (where !== "ended") throw new CollectedError(where === "threw");
      return { result: { type: "undefined" } };
    }
  }

  /**
   * Formats a cell's value, if it has one, and waits until all output of the
   * cell has come, that of its subprocesses too.
   *
   * @param closed What its body has given, if it came to its end: then the
   *   runtime need not be asked.
   */
  async finish(cell: number, closed?: EvaluateResult): Promise<CellEnd> {
    const report = reportIn(closed);
    if (report) return await this.#end(cell, report, this.#closingMark(cell));
    const mark = `${this.child.stdout.prefix}${++this.#marks}\n`;
    const reply = await this.child.call("finish", cell, mark);
    this.child.release(`cell-${cell}`);
    return await this.#end(cell, reply, mark);
  }

  /**
   * In place of `finish()` for a cell that was stopped when it had come to its
   * end: nobody waits for its mark, which would hold up the output behind it.
   *
   * @param closed As above.
   */
  leave(cell: number, closed?: EvaluateResult) {
    if (reportIn(closed)) void this.#reached(this.#closingMark(cell));
  }

  async #end(cell: number, json: string, mark: string): Promise<CellEnd> {
    const finish: Finish = JSON.parse(json);
    if (finish.fenced) await this.#reached(mark);
    await this.output.settled();
    const end = finish.posted ? this.output.takeEnd(cell) : finish.end;
    return readCellEnd(end) ?? {};
  }

  #closingMark(cell: number): string {
    return closingMark(this.child.stdout.prefix, cell);
  }

  async #reached(mark: string) {
    const { stdout, stderr } = this.child;
    await Promise.all([stdout.reached(mark), stderr.reached(mark)]);
  }

  /** Takes note of what a cell declares. */
  declare(cell: CompiledCell, code: string) {
    const { declarations } = cell;
    this.scope.commit(cell);
    for (const { name } of declarations) this.declared.set(name, code);
  }

  /**
   * Hands a comm's message over.
   *
   * @param when `"early"` while a cell runs, which may still set who listens.
   * @returns Whether anybody took it; `"later"` if it is early and nobody did.
   */
  async deliver(
    { id, message, msg_type }: CommDelivery,
    when: "early" | "last",
  ): Promise<boolean | "later"> {
    this.output.registerDelivery(id, message);
    const { content, metadata } = message;
    const buffers = message.buffers.map((bytes) =>
      Buffer.from(bytes).toString("base64")
    );
    const json = jsonText({ msg_type, content, metadata, buffers });
    const taken = await this.child.call("deliver", id, json, when);
    return taken === "later" ? taken : taken === true;
  }

  /** A thrown value as plain data. */
  async describe(thrown: RemoteObject): Promise<Failure> {
    const reply = await this.callWith("describe", thrown);
    const failure = readFailure(JSON.parse(valueOf(reply) as string));
    return failure ?? { ename: "Error", evalue: "", frames: [] };
  }

  /**
   * Calls the child's program with a value of the runtime, and copies what it
   * gives.
   *
   * @param options Such as `returnByValue: false` for a mirror of that.
   */
  callWith(
    method: keyof ChildCalls,
    value: RemoteObject,
    more: unknown[] = [],
    options: Partial<Commands["Runtime.callFunctionOn"][0]> = {},
  ): Promise<EvaluateResult> {
    return this.child.callOn({
      functionDeclaration: methodText(method),
      objectId: this.#object,
      arguments: [
        callArgument(shortened(value)),
        ...more.map((value) => ({ value })),
      ],
      awaitPromise: isAwaited(method),
      returnByValue: true,
      ...options,
    });
  }
}

/** JSON of a `Finish`, if a cell has closed itself. */
function reportIn(closed?: EvaluateResult): string | undefined {
  const value = closed?.result.value;
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A value of the runtime, to give it back. */
export function callArgument(
  { objectId, unserializableValue, value }: RemoteObject,
): CallArgument {
  if (objectId) return { objectId };
  return unserializableValue ? { unserializableValue } : { value };
}

/**
 * A text has come whole, and would go back in pieces, which takes long. So it
 * is cut to a little less than is shown, and is not cut once more.
 */
function shortened(mirror: RemoteObject): RemoteObject {
  const { value } = mirror;
  if (typeof value !== "string") return mirror;
  return { ...mirror, value: cut(value, MESSAGE_LENGTH - 100) };
}
