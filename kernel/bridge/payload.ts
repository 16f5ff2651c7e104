/**
 * What the child sends to the kernel by its DevTools binding: kinds, writing
 * and reading.
 *
 * A payload is a letter for its kind, the cell's number, a colon and the text;
 * for all kinds but the streams and parts, the text is JSON. A cell can forge
 * payloads (it may open an inspector of its own), so `decodePayload()` checks
 * each in full.
 *
 * @module
 */

import { type Failure, readFailure } from "./failure.ts";
import { isRecord } from "./is_record.ts";

/** Characters after which gathered text is sent without waiting for a tick. */
export const CHUNK_LENGTH = 64 * 1024;
/** Characters that may be under way unacknowledged before the child waits. */
export const CREDIT_LENGTH = 1024 * 1024;
/**
 * Characters of a payload that goes in one piece. DevTools writes payloads as
 * JSON once more, and V8's strings end at 512 MiB.
 */
export const PART_LENGTH = 8 * 1024 * 1024;
/** Characters of a payload beyond which it is not sent. */
export const PAYLOAD_LENGTH = 256 * 1024 * 1024;

/** A message for all clients; buffers as Base64. */
export interface BroadcastText {
  msg_type: string;
  content: Record<string, unknown>;
  metadata: Record<string, unknown>;
  buffers: string[];
  /**
   * Of a comm's message only: the run that sent it. A callback is a run of its
   * own.
   */
  run?: number;
}

/** How a cell ended. */
export interface CellEnd {
  /** The MIME bundle of its value. */
  data?: Record<string, unknown>;
  failure?: Failure;
}

/** Content by kind. */
export interface Payloads {
  stdout: string;
  stderr: string;
  /** One of several pieces of a long payload; the last is `lastPart`. */
  part: string;
  lastPart: string;
  broadcast: BroadcastText;
  /** A mark that is in both pipes: what came before it is to be shown first. */
  barrier: string;
  input: { prompt: string; password: boolean };
  /** Code for the next cell, or in place of this one. */
  nextInput: { text: string; replace: boolean };
  /** The await of this stopped cell, or callback, has come to its end. */
  stopped: number;
  /** These cells have ended, and nothing that they started can run any more. */
  gone: number[];
  /** How many imports are under way now. */
  importing: number;
  /** An error that nothing in the cell caught, and its number. */
  uncaught: { failure: Failure; number: number };
  /** The rejection of this number is handled after all. */
  handled: number;
  /** The end of a cell whose value is too long for a reply. */
  end: CellEnd;
}

export type Kind = keyof Payloads;
export type Payload = {
  [K in Kind]: { kind: K; cell: number; content: Payloads[K] };
}[Kind];

const LETTERS: Record<Kind, string> = {
  stdout: "o",
  stderr: "e",
  part: "p",
  lastPart: "l",
  broadcast: "m",
  barrier: "b",
  input: "i",
  nextInput: "n",
  stopped: "s",
  gone: "g",
  importing: "d",
  uncaught: "x",
  handled: "h",
  end: "v",
};
const KINDS = new Map(
  Object.entries(LETTERS).map(([kind, letter]) => [letter, kind as Kind]),
);
const HEAD = /^([a-z])(\d{1,15}):/;

/** What stands before the text of a payload. */
export function payloadHead(kind: Kind, cell: number): string {
  return `${LETTERS[kind]}${cell}:`;
}

/** Reads a payload; undefined if it is none. */
export function decodePayload(payload: string): Payload | undefined {
  const head = HEAD.exec(payload);
  const kind = KINDS.get(head?.[1] ?? "");
  if (!head || !kind) return undefined;
  const text = payload.slice(head[0].length);
  const content = readContent(kind, text);
  if (content === undefined) return undefined;
  return { kind, cell: Number(head[2]), content } as Payload;
}

function readContent(kind: Kind, text: string): unknown {
  if (["stdout", "stderr", "part", "lastPart"].includes(kind)) return text;
  let json;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  switch (kind) {
    case "broadcast":
      return readBroadcast(json);
    case "barrier":
      return typeof json === "string" ? json : undefined;
    case "input":
      return isRecord(json) && typeof json.prompt === "string"
        ? { prompt: json.prompt, password: json.password === true }
        : undefined;
    case "nextInput":
      return isRecord(json) && typeof json.text === "string"
        ? { text: json.text, replace: json.replace === true }
        : undefined;
    case "stopped":
    case "importing":
    case "handled":
      return Number.isSafeInteger(json) ? json : undefined;
    case "gone":
      return Array.isArray(json) && json.every(Number.isSafeInteger)
        ? json
        : undefined;
    case "uncaught":
      return readUncaught(json);
    case "end":
      return readCellEnd(json);
  }
}

function readUncaught(json: unknown): Payloads["uncaught"] | undefined {
  if (!isRecord(json)) return undefined;
  const failure = readFailure(json.failure);
  const { number } = json;
  if (!failure || !Number.isSafeInteger(number)) return undefined;
  return { failure, number: number as number };
}

function readBroadcast(json: unknown): BroadcastText | undefined {
  if (!isRecord(json)) return undefined;
  const { msg_type, content, metadata, buffers, run } = json;
  const isWhole = typeof msg_type === "string" && isRecord(content) &&
    isRecord(metadata) && Array.isArray(buffers) &&
    buffers.every((buffer) => typeof buffer === "string");
  if (!isWhole) return undefined;
  const message = { msg_type, content, metadata, buffers };
  return typeof run === "number" ? { ...message, run } : message;
}

/** What `finish` reports of a cell; undefined if it is no report. */
export function readCellEnd(json: unknown): CellEnd | undefined {
  if (!isRecord(json)) return undefined;
  const end: CellEnd = {};
  if (isRecord(json.data)) end.data = json.data;
  const failure = readFailure(json.failure);
  if (failure) end.failure = failure;
  return end;
}
