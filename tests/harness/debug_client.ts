/**
 * A client that debugs our kernel by the wire, as JupyterLab does.
 *
 * @module
 */

import { strictEqual } from "node:assert/strict";
import type { DebugProtocol as Dap } from "@vscode/debugprotocol";
import type {
  DebugCommand,
  DebugRequests,
} from "../../kernel/debug/requests.ts";
import type { DebugReply } from "../../kernel/protocol/debug.ts";
import type { Message } from "../../kernel/protocol/message.ts";
import { Spy } from "./spy.ts";

type Arguments<C extends DebugCommand> = DebugRequests[C]["arguments"];
type Body<C extends DebugCommand> = DebugRequests[C]["body"];

export class DebugClient implements AsyncDisposable {
  #seq = 1;
  /** Events that were waited for already. */
  #seen = 0;

  private constructor(readonly spy: Spy) {}

  static async start(folder?: string): Promise<DebugClient> {
    return new DebugClient(await Spy.start(folder));
  }

  /** Turns the debugger on. */
  async attach(clientID = "test"): Promise<void> {
    await this.ask("initialize", { clientID });
    await this.ask("attach", {});
    await this.ask("configurationDone", {});
  }

  /** Sends a request, whatever it is, and gives its reply. */
  async reply(command: string, given: object): Promise<DebugReply> {
    const seq = this.#seq++;
    const content = { type: "request", seq, command, arguments: given };
    const { header } = this.spy.send("Control", "debug_request", content);
    const { content: reply } = await this.spy.until((message) =>
      message.header.msg_type === "debug_reply" &&
      message.parent_header.msg_id === header.msg_id
    );
    return reply as unknown as DebugReply;
  }

  /** Sends a request that must not fail. */
  async ask<C extends DebugCommand>(
    command: C,
    given: Arguments<C>,
  ): Promise<Body<C>> {
    const { success, message, body } = await this.reply(command, given);
    strictEqual(success, true, `${command}: ${message}`);
    return body as Body<C>;
  }

  /** Sends a request that must fail; gives its message. */
  async refused(command: string, given: object): Promise<string> {
    const { success, message } = await this.reply(command, given);
    strictEqual(success, false, command);
    return message!;
  }

  /** Sets breakpoints in the cells of some code. */
  async breakAt(
    code: string,
    ...breakpoints: (number | Dap.SourceBreakpoint)[]
  ): Promise<Dap.Breakpoint[]> {
    const { sourcePath: path } = await this.ask("dumpCell", { code });
    const set = await this.ask("setBreakpoints", {
      source: { path },
      breakpoints: breakpoints.map((one) =>
        typeof one === "number" ? { line: one } : one
      ),
    });
    return set.breakpoints;
  }

  /** Starts a cell. */
  start(code: string): Running {
    const request = this.spy.send("Shell", "execute_request", { code });
    const mine = ({ parent_header }: Message) =>
      parent_header.msg_id === request.header.msg_id;
    const isReply = (message: Message) =>
      mine(message) && message.header.msg_type === "execute_reply";
    const replied = this.spy.until(isReply);
    const idle = this.spy.until((message) =>
      mine(message) && message.content.execution_state === "idle"
    );
    return {
      hasEnded: () => this.spy.received.some(isReply),
      ended: Promise.all([replied, idle]).then(([reply]) => {
        const all = this.spy.received.filter(mine);
        const text = all.filter(({ header }) => header.msg_type === "stream")
          .map(({ content }) => content.text).join("");
        const { status, ename } = reply.content;
        return { status, ename, text };
      }),
    };
  }

  /** Runs a cell to its end, which must not fail. */
  async run(code: string): Promise<string> {
    const { status, ename, text } = await this.start(code).ended;
    strictEqual(status, "ok", `${code}: ${ename}`);
    return text;
  }

  /** The next event of a name that has not been waited for. */
  async event(name: string): Promise<Record<string, unknown>> {
    await this.spy.until(() => this.#next(name) >= 0);
    const at = this.#next(name);
    this.#seen = at + 1;
    return this.#events[at].content.body as Record<string, unknown>;
  }

  get #events(): Message[] {
    return this.spy.received.filter(({ header }) =>
      header.msg_type === "debug_event"
    );
  }

  #next(name: string): number {
    return this.#events.findIndex(({ content }, index) =>
      index >= this.#seen && content.event === name
    );
  }

  /** What `look` says of each stop of a cell, until that has ended. */
  async stopsOf<T>(
    cell: Running,
    look: (frameId: number) => Promise<T>,
  ): Promise<T[]> {
    const seen: T[] = [];
    for (;;) {
      await this.spy.until(() => cell.hasEnded() || this.#next("stopped") >= 0);
      if (cell.hasEnded()) return seen;
      const { frames } = await this.stopped();
      seen.push(await look(frames[0].id));
      await this.ask("continue", {});
    }
  }

  /** Waits until the code is paused; `name:line` of each frame, then the rest. */
  async stopped(): Promise<{
    reason: unknown;
    stack: string[];
    frames: Dap.StackFrame[];
    body: Record<string, unknown>;
  }> {
    const body = await this.event("stopped");
    const { stackFrames } = await this.ask("stackTrace", {});
    return {
      reason: body.reason,
      stack: stackFrames.map(({ name, line }) => `${name}:${line}`),
      frames: stackFrames,
      body,
    };
  }

  /** The variables of a frame's scope, by name. */
  async variables(
    frameId: number,
    scope = "Locals",
  ): Promise<Record<string, string>> {
    const all = await this.list(frameId, scope);
    return Object.fromEntries(all.map(({ name, value }) => [name, value]));
  }

  async list(frameId: number, scope = "Locals"): Promise<Dap.Variable[]> {
    const { scopes } = await this.ask("scopes", { frameId });
    const found = scopes.find(({ name }) => name === scope);
    if (!found) throw new Error(`no ${scope}: ${scopes.map((s) => s.name)}`);
    return this.children(found.variablesReference);
  }

  /** What is in a variable. */
  async children(variablesReference: number): Promise<Dap.Variable[]> {
    return (await this.ask("variables", { variablesReference })).variables;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.spy[Symbol.asyncDispose]();
  }
}

/** A cell under way. */
export interface Running {
  hasEnded(): boolean;
  ended: Promise<{ status: unknown; ename: unknown; text: string }>;
}
