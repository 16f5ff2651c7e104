/**
 * The thread that draws: figures come in as JSON, pictures go back.
 *
 * A worker, so that loading and drawing do not hold up a cell that trains.
 *
 * @module
 */

import { parentPort } from "node:worker_threads";
import { collectGarbage } from "./collect_garbage.ts";
import type { PlotlyWindow } from "./plotly_window.ts";

/** Draw one figure. */
export interface RenderRequest {
  id: number;
  /** `{ data, layout }` as JSON. */
  figure: string;
  /** Pixels per unit of the PNG; none is made if left out. */
  scale?: number;
}

/** A picture, or the reason why there is none. */
export type RenderReply =
  | { id: number; svg: string; png?: Uint8Array }
  | { id: number; reason: string };

let plotly: PlotlyWindow | undefined;

/** Rejects with what is thrown outside of the call that draws. */
let thrownBeside = Promise.withResolvers<never>();

function noteThrown(event: Event, error: unknown): void {
  // Else the worker ends, and the figures that wait have no picture.
  event.preventDefault();
  thrownBeside.reject(error);
}

// Some traces of Plotly's go on in timers and promises of their own.
addEventListener("error", (event) => noteThrown(event, event.error));
addEventListener(
  "unhandledrejection",
  (event) => noteThrown(event, event.reason),
);

async function render(request: RenderRequest): Promise<RenderReply> {
  const { id, figure, scale } = request;
  try {
    // Loaded here, so that an add-on that is refused becomes an answer.
    const { PlotlyWindow } = await import("./plotly_window.ts");
    plotly ??= new PlotlyWindow();
    thrownBeside = Promise.withResolvers<never>();
    const svg = await Promise.race([
      plotly.toSvg(figure),
      thrownBeside.promise,
    ]);
    if (scale === undefined) return { id, svg };
    const { rasterise } = await import("./rasterise.ts");
    return { id, svg, png: rasterise(svg, scale) };
  } catch (error) {
    return { id, reason: error instanceof Error ? error.message : `${error}` };
  }
}

/** Pictures between two collections, of about 50 ms each. */
const COLLECT_EVERY = 8;

let drawn = 0;
let last: Promise<void> = Promise.resolve();

// One after the other: Plotly's ids come from a state that each figure sets.
parentPort?.on("message", (request: RenderRequest) => {
  last = last.then(async () => {
    parentPort!.postMessage(await render(request));
    if (++drawn % COLLECT_EVERY === 0) collectGarbage();
  });
});
