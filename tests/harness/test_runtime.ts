/**
 * A real runtime child without a client, for what is about cells and not about
 * messages.
 *
 * @module
 */

import { childOptions } from "./child_options.ts";
import type { CommDelivery } from "../../kernel/runtime/comm_delivery.ts";
import { DenoInterpreter } from "../../kernel/runtime/deno_interpreter.ts";
import type { Delivered, Outcome } from "../../kernel/runtime/interpreter.ts";
import type { Broadcast } from "../../kernel/runtime/output_sink.ts";

/** One cell under way: its outcome, and what it printed so far. */
export class RunningCell {
  stdout = "";
  stderr = "";
  broadcasts: Broadcast[] = [];
  /** What `prompt` asked, and the answers to give, in order. */
  asked: string[] = [];
  answers: string[] = [];
  outcome!: Promise<Outcome>;
  #waiting: (() => void)[] = [];

  stream(name: "stdout" | "stderr", text: string) {
    this[name] += text;
    this.#wake();
  }

  broadcast(message: Broadcast) {
    this.broadcasts.push(message);
    this.#wake();
  }

  input(prompt: string): Promise<string> {
    this.asked.push(prompt);
    this.#wake();
    const answer = this.answers.shift();
    return answer === undefined
      ? Promise.reject(new Error("no answer"))
      : Promise.resolve(answer);
  }

  /** Fulfilled once the condition holds; asked again at each output. */
  async until(condition: () => boolean) {
    while (!condition()) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #wake() {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

export class TestRuntime implements AsyncDisposable {
  readonly interpreter: DenoInterpreter;
  #count = 0;

  /** @param ready Fulfilled when the clients have room for more output. */
  constructor(
    folder?: string,
    permissions?: string[],
    heapLimit = 512,
    ready: () => Promise<void> = async () => {},
  ) {
    this.interpreter = new DenoInterpreter({
      ...childOptions(folder, permissions),
      heapLimit,
      ready,
      onEnded() {},
    });
  }

  /**
   * Starts a cell and does not wait for it.
   *
   * @param isUnattended Whether nobody is there to stop it.
   */
  start(code: string, isUnattended = false): RunningCell {
    const cell = new RunningCell();
    const id = ++this.#count;
    cell.outcome = this.interpreter.execute({
      code,
      id,
      execution_count: id,
      sink: cell,
      isUnattended,
    });
    return cell;
  }

  /** Hands a comm's message over, as a front end's. */
  async deliver(
    msg_type: CommDelivery["msg_type"],
    content: Record<string, unknown>,
  ): Promise<Delivered> {
    const sink = new RunningCell();
    const id = ++this.#count;
    const header = {
      msg_id: `delivery-${id}`,
      session: "test",
      username: "",
      date: "",
      msg_type,
      version: "",
    };
    const message = {
      header,
      parent_header: {},
      content,
      metadata: {},
      buffers: [],
    };
    return await this.interpreter.deliver({ msg_type, message, id, sink });
  }

  /** The text of a cell's value, or of its error. */
  async run(code: string): Promise<string> {
    const outcome = await this.start(code).outcome;
    if (outcome.status === "ok") return String(outcome.data?.["text/plain"]);
    const { ename, evalue } = outcome.error;
    return `${ename}: ${evalue}`;
  }

  /** Starts a cell that prints "go" once it is where it is to be stopped. */
  async stop(code: string): Promise<string> {
    const cell = this.start(code);
    const ended = cell.outcome.then(() => "ended");
    const there = cell.until(() => cell.stdout.includes("go"));
    if (await Promise.race([ended, there]) !== "ended") {
      await this.interpreter.interrupt();
    }
    const outcome = await cell.outcome;
    if (outcome.status === "ok") return "ok";
    const { ename, evalue } = outcome.error;
    return ename === "Interrupted" ? ename : `${ename}: ${evalue}`;
  }

  async [Symbol.asyncDispose]() {
    await this.interpreter.close();
  }
}
