/**
 * Busy, handler, reply, idle: the only place that knows the order.
 *
 * Cells run one after the other. What only asks is answered at once, also
 * while a cell runs. Messages of comms keep their order among themselves, and
 * wait for the cells that came before, except for the one that runs.
 *
 * @module
 */

import { type Message, sentBefore } from "../protocol/message.ts";
import { decode, type Received } from "../wire/decode.ts";
import type { Signer } from "../wire/signer.ts";
import { WireError } from "../wire/wire_error.ts";
import type { Context, Handler, Reply } from "../handlers/context.ts";
import { ExecutionCounter } from "../handlers/execution_counter.ts";
import type { CommRegistry } from "../comm/comm_registry.ts";
import type { History } from "../history/history.ts";
import type { Interpreter } from "../runtime/interpreter.ts";
import type { Channel, Sender } from "./sender.ts";

interface Job {
  channel: Channel;
  identities: Uint8Array[];
  request: Message;
  aborted: boolean;
}

export interface DispatcherParts {
  signer: Signer;
  sender: Sender;
  interpreter: Interpreter;
  history: History;
  comms: CommRegistry;
  handlers: ReadonlyMap<string, Handler>;
  /** Called after the reply to a shutdown_request. */
  onShutdown(): void;
}

/** Messages of comms: a cell that runs lets them in where it awaits. */
const COMM = new Set(["comm_open", "comm_msg", "comm_close"]);

function isCell({ request }: Job): boolean {
  return request.header.msg_type === "execute_request";
}

export class Dispatcher {
  #parts: DispatcherParts;
  #counter = new ExecutionCounter();
  #queue: Job[] = [];
  #running: Job | undefined;
  /** Fulfilled when the comms' messages let in so far are handled. */
  #letting = Promise.resolve();
  #started = false;
  /** The input_request that is out, and what takes its answer. */
  #asked: { id: string; answer: (value: string) => void } | undefined;

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
  }

  onShell = (frames: Uint8Array[]) => this.#receive("shell", frames);
  onControl = (frames: Uint8Array[]) => this.#receive("control", frames);
  onStdin = (frames: Uint8Array[]) => {
    const received = this.#decode(frames);
    if (received?.message.header.msg_type !== "input_reply") return;
    const { parent_header, content } = received.message;
    // jupyter_client names no parent. Others do, and an answer that comes after
    // Stop must not be taken for that to the next question.
    const id = parent_header.msg_id ?? this.#asked?.id;
    if (id !== this.#asked?.id) return;
    this.#asked?.answer(String(content.value ?? ""));
    this.#asked = undefined;
  };

  /**
   * Says that the kernel is there: once, to the first who subscribes, whose
   * first message is then its welcome; not if a request has said more already.
   */
  start() {
    if (this.#started) return;
    this.#started = true;
    this.#parts.sender.publish("status", { execution_state: "starting" });
  }

  /**
   * Stops the running cell and drops what is queued.
   *
   * @param request Who asked. A cell that the same client sent later may have
   *   overtaken this on its own socket: it goes on.
   */
  async interrupt(request?: Message) {
    const meant = (job: Job) =>
      !request || !sentBefore(request.header, job.request.header);
    this.#abort(this.#queue.filter(meant));
    // Also when nothing runs: a timer of an earlier cell may loop.
    if (!this.#running || meant(this.#running)) {
      await this.#parts.interpreter.interrupt();
    }
  }

  #receive(channel: Channel, frames: Uint8Array[]) {
    const received = this.#decode(frames);
    if (!received) return;
    const { identities, message: request } = received;
    const job = { channel, identities, request, aborted: false };
    if (isCell(job) || COMM.has(request.header.msg_type)) {
      this.#queue.push(job);
      if (!this.#running) this.#drain();
      else if (isCell(this.#running)) this.#letIn();
    } else {
      this.#handle(job);
    }
  }

  #decode(frames: Uint8Array[]): Received | undefined {
    try {
      return decode(frames, this.#parts.signer);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      // Whoever lacks the key gets no answer, not even that it was wrong.
      console.error(`thaw: dropped a message: ${error.message}`);
    }
  }

  async #drain() {
    for (;;) {
      const job = this.#running = this.#queue.shift();
      if (!job) return;
      const handled = this.#handle(job);
      if (isCell(job)) this.#letIn();
      await handled;
      for (let seen; seen !== this.#letting;) await (seen = this.#letting);
    }
  }

  /** Hands on, in order, the messages of comms that no other cell precedes. */
  #letIn() {
    while (this.#queue.length > 0 && !isCell(this.#queue[0])) {
      const job = this.#queue.shift()!;
      this.#letting = this.#letting.then(() => this.#handle(job));
    }
  }

  async #handle(job: Job) {
    const { sender, onShutdown, handlers } = this.#parts;
    const { request, channel, identities } = job;
    const handler = handlers.get(request.header.msg_type);
    if (!handler) {
      console.error(`thaw: no handler for ${request.header.msg_type}`);
      return;
    }
    let ending = false;
    const context: Context = {
      request,
      interpreter: this.#parts.interpreter,
      counter: this.#counter,
      history: this.#parts.history,
      comms: this.#parts.comms,
      publish: (msg_type, content, options) =>
        sender.publish(msg_type, content, request, options),
      input: (prompt, password) => {
        const id = sender.ask(identities, { prompt, password }, request);
        return new Promise((answer) => this.#asked = { id, answer });
      },
      abortQueued: () => this.#abort(this.#queue),
      interrupt: () => this.interrupt(request),
      shutdown: () => ending = true,
    };
    this.#started = true;
    context.publish("status", { execution_state: "busy" });
    try {
      const content = job.aborted
        ? this.#aborted()
        : await reply(handler, context);
      if (content) sender.reply(channel, identities, content, request);
    } finally {
      context.publish("status", { execution_state: "idle" });
      this.#stillBusy(job);
    }
    if (ending) onShutdown();
  }

  /** Front ends show the last status that came, whatever request it is of. */
  #stillBusy(answered: Job) {
    const running = this.#running;
    if (!running || running === answered) return;
    const busy = { execution_state: "busy" };
    this.#parts.sender.publish("status", busy, running.request);
  }

  #aborted(): Reply {
    const { execution_count } = this.#counter;
    return { status: "aborted", execution_count };
  }

  #abort(jobs: Job[]) {
    for (const job of jobs) {
      // What has no reply cannot be answered with "aborted".
      job.aborted = job.request.header.msg_type === "execute_request";
    }
  }
}

/** A handler that throws is the kernel's fault, and not the end of it. */
async function reply(handler: Handler, context: Context): Promise<Reply> {
  try {
    return await handler(context.request.content, context);
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    console.error("thaw: a handler failed", error);
    if (!context.request.header.msg_type.endsWith("_request")) return;
    return {
      status: "error",
      ename: error.name,
      evalue: error.message,
      traceback: [`${error.name}: ${error.message}`],
    };
  }
}
