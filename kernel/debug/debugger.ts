/**
 * The debugger of one kernel, for all its clients and whichever runtime runs
 * the cells: what is asked of it, and what holds from one runtime to the next.
 *
 * @module
 */

import type { CompiledCell } from "../cell/mod.ts";
import { CdpError } from "../cdp/errors.ts";
import { didYouMean } from "../config/nearest.ts";
import type { DebugReply, DebugRequest } from "../protocol/debug.ts";
import { ContentError } from "../protocol/shape.ts";
import type { DenoRuntime } from "../runtime/deno_runtime.ts";
import type { Watcher } from "../runtime/watcher.ts";
import { ARGUMENT_SHAPES, isDebugCommand } from "./argument_shapes.ts";
import { Attachment } from "./attachment.ts";
import { Breakpoints } from "./breakpoints.ts";
import { COMMANDS } from "./commands.ts";
import type { Debuggee } from "./debuggee.ts";
import { DebugError, GONE } from "./debug_error.ts";
import type { DebugSession } from "./debug_session.ts";
import { DebuggedCells, pathOfCode } from "./debugged_cells.ts";
import type { DebugCommand, DebugRequests } from "./requests.ts";
import { THREAD } from "./stopped.ts";

/** Sends an event to the clients. */
export type Emit = (event: string, body?: object) => void;

export class Debugger implements Watcher, DebugSession {
  readonly cells: DebuggedCells;
  readonly breakpoints = new Breakpoints();
  filters: string[] = [];
  isTyped = true;
  /** From `initialize` to `disconnect`. */
  isStarted = false;
  readonly emit: Emit;
  readonly #debuggee: Debuggee;
  #attachment: Attachment | undefined;
  #attaching: Promise<void> | undefined;
  #seq = 1;

  constructor(debuggee: Debuggee, emit: Emit) {
    this.#debuggee = debuggee;
    this.emit = emit;
    this.cells = new DebuggedCells(debuggee.sources);
  }

  /** Answers a request; never throws. */
  async request({ seq, command, arguments: given }: DebugRequest) {
    const reply: DebugReply = {
      type: "response",
      seq: this.#seq++,
      request_seq: seq,
      command,
      success: true,
    };
    try {
      if (!isDebugCommand(command)) {
        const name = command.slice(0, 80);
        const meant = didYouMean(name, Object.keys(ARGUMENT_SHAPES));
        throw new DebugError(`No debug command ${name}${meant}`);
      }
      reply.body = await this.#answer(command, given) ?? {};
    } catch (error) {
      reply.success = false;
      reply.message = messageOf(error);
    }
    return reply;
  }

  #answer<Command extends DebugCommand>(
    command: Command,
    given: unknown,
  ): DebugRequests[Command]["body"] | Promise<DebugRequests[Command]["body"]> {
    try {
      const parsed = ARGUMENT_SHAPES[command](given ?? {}, "arguments");
      return COMMANDS[command](this, parsed);
    } catch (error) {
      if (!(error instanceof ContentError)) throw error;
      throw new DebugError(error.message);
    }
  }

  get present(): Attachment | undefined {
    return this.#attachment;
  }

  get attached(): Attachment {
    if (this.#attachment) return this.#attachment;
    throw new DebugError("The debugger is not attached");
  }

  get isPaused(): boolean {
    return this.#attachment?.runtime.child.debugger.isPaused ?? false;
  }

  async attach(): Promise<void> {
    this.#debuggee.watch(this);
    const attaching = this.#attaching ??= this.#debuggee.runtime()
      .then((runtime) => this.started(runtime));
    try {
      await attaching;
    } catch (error) {
      // The next attach tries anew, unless one has begun already.
      if (this.#attaching === attaching) await this.detach();
      throw error;
    }
  }

  async detach(): Promise<void> {
    this.#debuggee.watch(undefined);
    const attachment = this.#attachment;
    this.#attachment = undefined;
    this.#attaching = undefined;
    // Fails if the runtime has ended, which is reported elsewhere.
    await attachment?.detach().catch(() => {});
  }

  interrupt(): Promise<void> {
    return this.#debuggee.interrupt();
  }

  async started(runtime: DenoRuntime): Promise<void> {
    if (this.#attachment?.runtime === runtime) return;
    const attachment = await Attachment.to(runtime, this);
    this.#attachment = attachment;
    runtime.child.session.closed.then(() => {
      if (this.#attachment !== attachment) return;
      const wasPaused = attachment.pauses.frames.length > 0;
      attachment.pauses.close();
      this.#attachment = undefined;
      this.#attaching = undefined;
      // Clients must not show the variables of a runtime that is gone.
      if (wasPaused) this.emit("continued", { threadId: THREAD });
    });
  }

  async compiled(
    name: string,
    code: string,
    cell: CompiledCell,
    runtime: DenoRuntime,
  ): Promise<void> {
    const attachment = this.#attachment;
    if (attachment?.runtime !== runtime) return;
    const { setter } = attachment;
    await setter.inOrder(async () => {
      const breakpoints = this.breakpoints.of(pathOfCode(code));
      if (breakpoints.length === 0) return;
      await setter.setInCell(name, cell, breakpoints);
    });
  }
}

/** V8's "Could not find object with given id", in words for a user. */
function messageOf(error: unknown): string {
  const { message } = error as Error;
  const isGone = error instanceof CdpError && /not find object/.test(message);
  return isGone ? GONE : message;
}
