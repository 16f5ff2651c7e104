/**
 * What a handler is given. A handler takes a request's content and returns the
 * reply's; it never sends the reply itself.
 *
 * @module
 */

import type { Message, MessageOptions } from "../protocol/message.ts";
import type {
  IopubContents,
  IopubType,
  Requests,
  RequestType,
} from "../protocol/messages.ts";
import type { CheckedBroadcast } from "../protocol/parse_broadcast.ts";
import type { DebugService } from "../debug/debug_service.ts";
import type { CommRegistry } from "../comm/comm_registry.ts";
import type { History } from "../history/history.ts";
import type { LanguageService } from "../language/language_service.ts";
import type { Interpreter } from "../runtime/interpreter.ts";
import type { ExecutionCounter } from "./execution_counter.ts";

export interface Context {
  request: Message;
  interpreter: Interpreter;
  counter: ExecutionCounter;
  history: History;
  comms: CommRegistry;
  debug: DebugService;
  /** Types of what is written; none: values alone answer. */
  language?: LanguageService;
  /** Sends on iopub, as caused by this request; also after its reply. */
  publish<Type extends IopubType>(
    msg_type: Type,
    content: IopubContents[Type],
    options?: MessageOptions,
  ): void;
  /** Sends on iopub what a cell wanted to be sent, as caused by `cause`. */
  relay(message: CheckedBroadcast, cause?: Message): void;
  /** Asks the user of the client that sent this request. */
  input(prompt: string, password: boolean): Promise<string>;
  /** Answers what is queued behind with `aborted`. */
  abortQueued(): void;
  /** Stops the cells that were sent before this request; returns when they end. */
  interrupt(): Promise<void>;
  /** Ends the kernel once the reply is out. */
  shutdown(): void;
}

/** Answers one type of request. */
export type Handler<Type extends RequestType> = (
  content: Requests[Type]["content"],
  context: Context,
) => Requests[Type]["reply"] | Promise<Requests[Type]["reply"]>;

/** Who answers which request. */
export type Handlers = { readonly [Type in RequestType]: Handler<Type> };
