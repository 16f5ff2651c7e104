/**
 * `Deno.jupyter.comms`: channels between cells and what runs in front ends,
 * such as widgets. Names and callbacks are those of JupyterLab's `IComm`;
 * metadata and buffers are given as to `Deno.jupyter.broadcast`.
 *
 * A handler runs for the cell that set it: its output is shown there.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import { broadcast, type Extra } from "./broadcast.ts";
import {
  type Cell,
  currentCell,
  enterHandler,
  leaveHandler,
} from "../cells/cells.ts";
import { describe } from "../show/failure.ts";
import { giveBack, withIntrinsics } from "../language/intrinsics.ts";
import { flush } from "../output/output.ts";
import { reportUncaught } from "../output/uncaught.ts";
import {
  Error,
  JSON,
  Promise,
  Reflect,
  String,
  TypeError,
  Uint8Array,
} from "../language/natives.ts";

type Data = Record<string, unknown>;

/** A message that came in, as JupyterLab hands it to callbacks. */
export interface CommMessage {
  content: { comm_id: string; target_name?: string; data: Data };
  metadata: Record<string, unknown>;
  buffers: Uint8Array[];
}

type OnMessage = (message: CommMessage) => unknown;
type OnOpen = (comm: Comm, message: CommMessage) => unknown;

/** A callback and the cell that set it. */
interface Held<Callback> {
  callback: Callback;
  cell: Cell;
}

export interface Comm {
  readonly commId: string;
  readonly targetName: string;
  /** Called with each message that comes in. */
  onMsg: OnMessage | undefined;
  /** Called once, when the other end closes. */
  onClose: OnMessage | undefined;
  /** @throws {Error} If it is closed. */
  send(data?: Data, extra?: Extra): Promise<void>;
  /** Does nothing if it is closed already. */
  close(data?: Data, extra?: Extra): Promise<void>;
}

interface Channel {
  comm: Comm;
  onMsg?: Held<OnMessage>;
  onClose?: Held<OnMessage>;
}

// Captured: a cell may overwrite any global.
const { parse } = JSON;
const { from } = Buffer;
const { apply } = Reflect;
const then = Promise.prototype.then;
const turn = setImmediate;
const randomId = crypto.randomUUID.bind(crypto);

const targets: Record<string, Held<OnOpen>> = Object.create(null);
const channels: Record<string, Channel> = Object.create(null);
/** Names of channels that front ends opened and nobody took. */
const refused: Record<string, true> = Object.create(null);

function held<T>(callback: T | undefined): Held<T> | undefined {
  return callback && { callback, cell: currentCell() };
}

/** JupyterLab's comms take metadata and buffers one after the other. */
function refuseMore(others: unknown[]) {
  if (others.length === 0) return;
  throw new TypeError(
    "A comm takes data and, in one object, { metadata, buffers }; " +
      "there is an argument too many",
  );
}

function channel(commId: string, targetName: string): Channel {
  const made: Channel = {
    comm: {
      commId,
      targetName,
      get onMsg() {
        return made.onMsg?.callback;
      },
      set onMsg(callback) {
        made.onMsg = held(callback);
      },
      get onClose() {
        return made.onClose?.callback;
      },
      set onClose(callback) {
        made.onClose = held(callback);
      },
      // deno-lint-ignore require-await -- rejects where it throws
      async send(data = {}, extra, ...others: unknown[]) {
        refuseMore(others);
        if (channels[commId] !== made) {
          throw new Error(`The comm ${commId} is closed`);
        }
        return broadcast("comm_msg", { comm_id: commId, data }, extra);
      },
      // deno-lint-ignore require-await
      async close(data = {}, extra, ...others: unknown[]) {
        refuseMore(others);
        if (channels[commId] !== made) return;
        delete channels[commId];
        return broadcast("comm_close", { comm_id: commId, data }, extra);
      },
    },
  };
  return channels[commId] = made;
}

export const comms = {
  /** `onOpen` takes what front ends open under this name. */
  registerTarget(name: string, onOpen: OnOpen) {
    targets[name] = held(onOpen)!;
  },

  unregisterTarget(name: string) {
    delete targets[name];
  },

  /**
   * Whether a front end has opened a channel of this name before anybody took
   * those. So a library that comes later knows who is there.
   */
  wasRefused(name: string): boolean {
    return name in refused;
  },

  /** Opens a channel to what a front end has registered under this name. */
  open(
    targetName: string,
    data: Data = {},
    extra?: Extra,
    ...others: unknown[]
  ): Comm {
    refuseMore(others);
    const comm_id = randomId();
    const { comm } = channel(comm_id, targetName);
    const content = { comm_id, target_name: targetName, data };
    broadcast("comm_open", content, extra);
    return comm;
  },

  /** An open channel, also one that `Deno.jupyter.broadcast` opened. */
  get(commId: string): Comm | undefined {
    return channels[commId]?.comm;
  },
};

/** Whether a front end could call a cell's code. */
export function hasComms(): boolean {
  for (const _ in channels) return true;
  for (const _ in targets) return true;
  return false;
}

/** Takes note of channels that are opened and closed by hand. */
export function noteBroadcast(msg_type: string, content: Data) {
  const id = String(content.comm_id);
  if (msg_type === "comm_open") channel(id, String(content.target_name));
  else if (msg_type === "comm_close") delete channels[id];
}

/**
 * Hands a message to who waits for it, once no other code runs: between cells,
 * or while one awaits.
 *
 * Does not wait for what a callback awaits: that may be the next message.
 *
 * @param run Number under which Stop finds the callback.
 * @param json A `CommMessage` and its type; buffers as Base64.
 * @param when `"early"` if a cell runs that may still set who listens.
 * @returns Whether anybody took it; `"later"` if it is early and nobody did.
 */
export async function deliver(
  run: number,
  json: string,
  when: "early" | "last",
): Promise<boolean | "later"> {
  const nobody = when === "early" ? "later" : false;
  const { msg_type, ...message } = parse(json);
  for (let at = 0; at < message.buffers.length; at++) {
    message.buffers[at] = new Uint8Array(
      from(message.buffers[at], "base64"),
    );
  }
  await new Promise<void>((resolve) => turn(resolve));
  giveBack();
  const { comm_id, target_name } = message.content;
  if (msg_type === "comm_open") {
    const target = targets[target_name];
    if (!target) {
      if (when === "last") refused[target_name] = true;
      return nobody;
    }
    const { comm } = channel(comm_id, target_name);
    const taken = call(run, target, [comm, message]);
    if (!taken) delete channels[comm_id];
    return taken;
  }
  const found = channels[comm_id];
  if (!found) return nobody;
  if (msg_type === "comm_msg") {
    if (when === "early" && !found.onMsg) return nobody;
    return call(run, found.onMsg, [message]);
  }
  delete channels[comm_id];
  return call(run, found.onClose, [message]);
}

/** @returns False if it threw; a callback that is not set has nothing to do. */
function call<Arguments extends unknown[]>(
  run: number,
  handler: Held<(...args: Arguments) => unknown> | undefined,
  args: Arguments,
): boolean {
  if (!handler) return true;
  withIntrinsics(() => enterHandler(run, handler.cell));
  try {
    const result = apply(handler.callback, undefined, args);
    if (result instanceof Promise) apply(then, result, [null, report]);
    return true;
  } catch (error) {
    report(error);
    return false;
  } finally {
    withIntrinsics(() => leaveHandler(run));
    flush();
  }
}

function report(error: unknown) {
  withIntrinsics(() => void reportUncaught(describe(error)));
}
