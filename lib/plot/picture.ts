/**
 * Static pictures of figures, drawn by a worker that starts with the first.
 *
 * @module
 */

import { Worker } from "node:worker_threads";
import type { RenderReply, RenderRequest } from "./render_worker.ts";

/** A figure as an image. */
export interface Picture {
  /** SVG text. */
  svg: string;
  /** A PNG file. */
  png?: Uint8Array;
}

/** A figure that could not be drawn; the message says why in one line. */
export class PictureError extends Error {
  override name = "PictureError";
}

interface Pending {
  resolve(picture: Picture): void;
  reject(error: PictureError): void;
}

let worker: Worker | undefined;
const pending = new Map<number, Pending>();
let count = 0;

function giveUp(reason: string): void {
  const lost = [...pending.values()];
  pending.clear();
  void worker?.terminate();
  worker = undefined;
  for (const { reject } of lost) reject(new PictureError(reason));
}

function startWorker(): Worker {
  const started = new Worker(new URL("./render_worker.ts", import.meta.url));
  started.on("message", (reply: RenderReply) => {
    const waiting = pending.get(reply.id);
    pending.delete(reply.id);
    if (pending.size === 0) started.unref();
    if ("reason" in reply) {
      waiting?.reject(new PictureError(reply.reason.split("\n")[0]));
    } else waiting?.resolve(reply);
  });
  started.on("error", (error) => {
    if (worker === started) giveUp(String(error).split("\n")[0]);
  });
  // Also when a kernel stops the cell that drew first, and its workers with it.
  started.on("exit", () => {
    if (worker === started) giveUp("the drawing worker ended");
  });
  return started;
}

/**
 * Draws a figure; equal figures give equal bytes.
 *
 * @param figure `{ data, layout }` as JSON.
 * @param scale Pixels per unit of the PNG; none is made if left out.
 * @throws {PictureError} If permissions or native add-ons are missing, or
 * Plotly can't draw it.
 */
export function drawPicture(figure: string, scale?: number): Promise<Picture> {
  const ffi = Deno.permissions.querySync({ name: "ffi" }).state;
  if (ffi !== "granted") {
    const reason =
      "it needs --allow-ffi, --allow-env, --allow-sys and --allow-read";
    return Promise.reject(new PictureError(reason));
  }
  worker ??= startWorker();
  const request: RenderRequest = { id: count++, figure, scale };
  return new Promise((resolve, reject) => {
    pending.set(request.id, { resolve, reject });
    worker!.ref();
    worker!.postMessage(request);
  });
}

/**
 * Starts the worker ahead of the first picture, which then needs no second to
 * load Plotly. Without the means to draw, nothing happens.
 */
export function prepareToDraw(): void {
  if (worker) return;
  drawPicture(JSON.stringify({ data: [], layout: {} })).catch(() => {});
}
