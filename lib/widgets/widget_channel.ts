/**
 * What a widget and its front ends say to each other, by one comm.
 *
 * @see https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md
 *
 * @module
 */

import { type BufferPath, putBuffers, removeBuffers } from "./buffers.ts";
import { type Comm, type CommMessage, kernelComms } from "./comm.ts";
import { noteFrontEnd } from "./front_end.ts";
import { answerStateRequests } from "./open_widgets.ts";
import type { Values } from "./widget_values.ts";

/** Version of the protocol between kernel and front end. */
const PROTOCOL = "2.1.0";

/** What is done with what front ends send. */
interface ChannelHandlers {
  /** A person changed values. */
  onState(state: Values): unknown;
  /** A front end asks for the whole state. */
  onStateRequest(): unknown;
  /** A message that is no state. */
  onMessage(content: Values, buffers: Uint8Array[]): unknown;
  onClose(): void;
}

/** The channel of one widget. Without a kernel's comms nothing is sent. */
export class WidgetChannel {
  /** The widget's name for front ends. */
  readonly id: string;
  readonly #comm: Comm | undefined;
  readonly #handlers: ChannelHandlers;

  /** @param state What front ends are told first, bytes still in it. */
  constructor(state: Values, handlers: ChannelHandlers) {
    this.#handlers = handlers;
    const comms = kernelComms();
    if (!comms) {
      this.id = crypto.randomUUID();
      return;
    }
    const { buffers, ...data } = removeBuffers(state);
    const comm = comms.open("jupyter.widget", data, {
      metadata: { version: PROTOCOL },
      buffers,
    });
    comm.onMsg = (message) => this.#take(message);
    comm.onClose = () => handlers.onClose();
    this.#comm = comm;
    this.id = comm.commId;
    answerStateRequests(comms);
  }

  /** Whether there is a kernel that passes messages on. */
  get exists(): boolean {
    return this.#comm !== undefined;
  }

  /**
   * @param method `update` tells of values that the kernel has set, and
   * `echo_update` of those that a front end has.
   */
  sendState(all: Values, method: "update" | "echo_update"): void {
    const { state, buffer_paths, buffers } = removeBuffers(all);
    void this.#comm?.send({ method, state, buffer_paths }, { buffers });
  }

  /** Sends a message that is no state. */
  send(content: Values, buffers: BufferSource[]): void {
    void this.#comm?.send({ method: "custom", content }, { buffers });
  }

  close(): void {
    void this.#comm?.close();
  }

  #take({ content: { data }, buffers }: CommMessage): unknown {
    noteFrontEnd();
    switch (data.method) {
      case "update": {
        const state = data.state as Values;
        putBuffers(state, (data.buffer_paths ?? []) as BufferPath[], buffers);
        return this.#handlers.onState(state);
      }
      case "request_state":
        return this.#handlers.onStateRequest();
      case "custom":
        return this.#handlers.onMessage(
          (data.content ?? {}) as Values,
          buffers,
        );
    }
  }
}
