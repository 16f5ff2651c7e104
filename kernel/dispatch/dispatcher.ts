/**
 * Busy, handler, reply, idle: the only place that knows the order. What waits
 * for what is in `request_queue.ts`.
 *
 * @module
 */

import { log, told } from "../log/log.ts";
import { trace, traces } from "../log/trace.ts";
import type { Requests, RequestType } from "../protocol/messages.ts";
import { type Message, sentBefore } from "../protocol/message.ts";
import { isRequestType, parseRequest } from "../protocol/parse_request.ts";
import { ContentError } from "../protocol/shape.ts";
import { decode, type Received } from "../wire/decode.ts";
import type { Signer } from "../wire/signer.ts";
import { WireError } from "../wire/wire_error.ts";
import type { Context, Handler, Handlers } from "../handlers/context.ts";
import { ExecutionCounter } from "../handlers/execution_counter.ts";
import type { CommRegistry } from "../comm/comm_registry.ts";
import type { DebugService } from "../debug/debug_service.ts";
import type { History } from "../history/history.ts";
import type { LanguageService } from "../language/language_service.ts";
import type { Interpreter } from "../runtime/interpreter.ts";
import { failedReply } from "./failed_reply.ts";
import { Question } from "./question.ts";
import { RecentStops } from "./recent_stops.ts";
import { isCell, type Job, RequestQueue } from "./request_queue.ts";
import { unservedReply } from "./unserved_reply.ts";
import type { Channel, Sender } from "./sender.ts";

export interface DispatcherParts {
  signer: Signer;
  sender: Sender;
  interpreter: Interpreter;
  history: History;
  comms: CommRegistry;
  debug: DebugService;
  language?: LanguageService;
  handlers: Handlers;
  /** Called after the reply to a shutdown_request. */
  onShutdown(): void;
}

export class Dispatcher {
  #parts: DispatcherParts;
  #counter = new ExecutionCounter();
  readonly #queue = new RequestQueue(
    (job) => this.#handle(job),
    (content) => this.#parts.comms.isTaken(content),
  );
  #started = false;
  /** Requests whose `idle` is out. */
  readonly #answered = new WeakSet<Job>();
  readonly #question = new Question();
  readonly #stops = new RecentStops();

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
  }

  /** @returns Whether the sender knows the key; so do the next two. */
  onShell = (frames: Uint8Array[]) => this.#receive("shell", frames);
  onControl = (frames: Uint8Array[]) => this.#receive("control", frames);
  onStdin = (frames: Uint8Array[]) => {
    const received = this.#decode("stdin", frames);
    if (!received) return false;
    const { msg_type } = received.message.header;
    if (msg_type === "input_reply") {
      this.#question.take(received.message, received.identities);
    } else log.repeated("a message on stdin that is no input_reply");
    return true;
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
    if (request) this.#stops.note(request.header);
    const meant = (job: Job) =>
      !request || !sentBefore(request.header, job.request.header);
    const dropped = this.#queue.waiting.filter(meant);
    this.#abort(dropped);
    // Also when nothing runs: a timer of an earlier cell may loop.
    const { running } = this.#queue;
    const isMeant = !running || meant(running);
    const what = isMeant ? "what runs" : "nothing that runs, it came later";
    trace("stop", `stops ${what}; drops ${dropped.length} that wait`);
    if (!isMeant) return;
    await this.#parts.interpreter.interrupt();
    trace("stop", "what ran has ended");
  }

  #receive(channel: Channel, frames: Uint8Array[]): boolean {
    const received = this.#decode(channel, frames);
    if (!received) return false;
    const { identities, message: request } = received;
    const type = request.header.msg_type;
    if (!isRequestType(type)) {
      this.#answerUnserved(channel, received);
      return true;
    }
    const job = { type, channel, identities, request, aborted: false };
    if (isCell(job) && this.#stops.covers(request.header)) this.#abort([job]);
    this.#queue.add(job);
    return true;
  }

  /** Whoever waits for idle gets it, also for what nobody here knows. */
  #answerUnserved(channel: Channel, { identities, message }: Received) {
    const { sender } = this.#parts;
    const { msg_type } = message.header;
    const name = JSON.stringify(msg_type.slice(0, 80));
    log.line(`no handler for ${name}`);
    sender.publish("status", { execution_state: "busy" }, message);
    const content = unservedReply(message);
    if (content) sender.reply(channel, identities, content, message);
    sender.publish("status", { execution_state: "idle" }, message);
    this.#stillBusy();
  }

  #decode(channel: string, frames: Uint8Array[]): Received | undefined {
    try {
      const received = decode(frames, this.#parts.signer);
      if (traces("wire")) {
        const { header, content } = received.message;
        const { msg_type } = header;
        trace("wire", `<- ${channel} ${msg_type} ${JSON.stringify(content)}`);
      }
      return received;
    } catch (error) {
      // Whoever lacks the key gets no answer, not even that it was wrong.
      const isTheirs = error instanceof WireError;
      if (isTheirs) log.repeated(`dropped a message: ${error.message}`);
      else log.line(`dropped a message: ${told(error)}`);
    }
  }

  async #handle(job: Job) {
    const { sender, onShutdown } = this.#parts;
    const { request, channel, identities } = job;
    let ending = false;
    const context: Context = {
      request,
      interpreter: this.#parts.interpreter,
      counter: this.#counter,
      history: this.#parts.history,
      comms: this.#parts.comms,
      debug: this.#parts.debug,
      language: this.#parts.language,
      publish: (msg_type, content, options) =>
        sender.publish(msg_type, content, request, options),
      relay: ({ msg_type, content, metadata, buffers }, cause = request) =>
        sender.publish(msg_type, content, cause, { metadata, buffers }),
      input: (prompt, password) =>
        this.#question.ask(
          sender.ask(identities, { prompt, password }, request),
          identities,
        ),
      abortQueued: () => this.#abort(this.#queue.waiting),
      interrupt: () => this.interrupt(request),
      shutdown: () => ending = true,
    };
    this.#started = true;
    this.#parts.language?.busy();
    context.publish("status", { execution_state: "busy" });
    try {
      const content = job.aborted
        ? this.#aborted()
        : await this.#reply(job.type, context);
      if (content) sender.reply(channel, identities, content, request);
    } finally {
      context.publish("status", { execution_state: "idle" });
      this.#answered.add(job);
      this.#stillBusy();
      if (this.#queue.isLast(job)) this.#parts.language?.idle();
    }
    if (ending) onShutdown();
  }

  /**
   * Front ends show the last status that came, whatever request it is of. A
   * cell is the one that runs until the comms' messages that were let in end.
   */
  #stillBusy() {
    const { running } = this.#queue;
    if (!running || this.#answered.has(running)) return;
    const busy = { execution_state: "busy" };
    this.#parts.sender.publish("status", busy, running.request);
  }

  #aborted(): Requests["execute_request"]["reply"] {
    const { execution_count } = this.#counter;
    return { status: "aborted", execution_count };
  }

  #abort(jobs: readonly Job[]) {
    for (const job of jobs) {
      // What has no reply cannot be answered with "aborted".
      job.aborted = isCell(job);
    }
  }

  /** A handler that throws is the kernel's fault, and not the end of it. */
  async #reply<Type extends RequestType>(
    type: Type,
    context: Context,
  ): Promise<Requests[Type]["reply"]> {
    const handler: Handler<Type> = this.#parts.handlers[type];
    try {
      const content = parseRequest(type, context.request.content);
      return await handler(content, context);
    } catch (thrown) {
      if (thrown instanceof ContentError) log.repeated(`a bad ${type}`);
      else log.line(`the handler of ${type} failed: ${told(thrown)}`);
      const error = thrown instanceof Error
        ? thrown
        : new Error("The handler failed");
      return failedReply(type, error, this.#counter.execution_count);
    }
  }
}
