/**
 * Progress of a user's own loop over anything.
 *
 * @module
 */

import { checkOptions } from "../options/check_options.ts";
import { clockText } from "./clock_text.ts";
import { escapeHtml } from "./escape_html.ts";
import { LiveDisplay, type LiveDisplayOptions } from "./live_display.ts";
import type { MimeBundle } from "./mime_bundle.ts";

/** How to show a loop's progress. */
export interface ProgressOptions {
  /** Number of items; that of an array, `Set`, `Map` or string is known. */
  total?: number;
  /** Said before the bar. */
  description?: string;
  /** Where to show it; the notebook, or stderr. */
  display?: LiveDisplayOptions;
}

const OPTIONS = { total: true, description: true, display: true } as const;

/** What is said of a loop after `done` items and `elapsedMs` milliseconds. */
export function progressBundle(
  description: string,
  done: number,
  total: number | undefined,
  elapsedMs: number,
): MimeBundle {
  const words = [
    description,
    total === undefined ? `${done}` : `${done}/${total}`,
    clockText(elapsedMs),
    ...(total !== undefined && done > 0 && done < total
      ? [`${clockText(elapsedMs / done * (total - done))} left`]
      : []),
  ].filter(Boolean).join("  ");
  const bar = total === undefined
    ? "<progress></progress>"
    : `<progress value="${done}" max="${Math.max(total, 1)}"></progress>`;
  return {
    "text/html": `${bar} <code>${escapeHtml(words)}</code>`,
    "text/plain": words,
  };
}

function totalOf(items: unknown): number | undefined {
  const { length, size } = Object(items) as {
    length?: unknown;
    size?: unknown;
  };
  if (typeof length === "number") return length;
  return typeof size === "number" ? size : undefined;
}

interface Loop {
  step(): void;
  end(isWhole: boolean): Promise<void>;
}

function start(items: unknown, options: ProgressOptions): Loop {
  checkOptions("progress", options, OPTIONS);
  const { description = "", total = totalOf(items) } = options;
  if (total !== undefined && !(total >= 0)) {
    throw new RangeError(`total must be at least 0, got ${total}`);
  }
  const display = new LiveDisplay(options.display);
  const started = performance.now();
  let done = 0;
  const bundle = () =>
    progressBundle(description, done, total, performance.now() - started);
  display.update(bundle);
  return {
    step() {
      done++;
      display.update(bundle);
    },
    end(isWhole) {
      const { "text/plain": text } = bundle();
      return display.finish({
        "text/plain": isWhole ? text : `${text}, ended early`,
      });
    },
  };
}

function* overItems<Item>(items: Iterable<Item>, loop: Loop): Generator<Item> {
  let isWhole = false;
  try {
    for (const item of items) {
      yield item;
      loop.step();
    }
    isWhole = true;
  } finally {
    void loop.end(isWhole);
  }
}

async function* overAsyncItems<Item>(
  items: AsyncIterable<Item>,
  loop: Loop,
): AsyncGenerator<Item> {
  let isWhole = false;
  try {
    for await (const item of items) {
      yield item;
      loop.step();
    }
    isWhole = true;
  } finally {
    await loop.end(isWhole);
  }
}

/**
 * The items of a loop, with one line of progress that changes in place: how
 * many are done, for how long, and how much time is left where the number of
 * items is known.
 *
 * ```ts ignore
 * import { progress } from "thaw";
 *
 * for (const batch of progress([1, 2, 3], { description: "reading" })) {
 *   await new Promise((resolve) => setTimeout(resolve, 10 * batch));
 * }
 * async function* lines() {
 *   yield* ["a", "b"];
 * }
 * for await (const line of progress(lines(), { total: 2 })) console.log(line);
 * ```
 *
 * @param items What to go through; asynchronous ones with `for await`.
 * @throws {TypeError} If `items` can't be gone through.
 * @throws {RangeError} If `total` is negative.
 */
export function progress<Item>(
  items: Iterable<Item>,
  options?: ProgressOptions,
): Generator<Item>;
export function progress<Item>(
  items: AsyncIterable<Item>,
  options?: ProgressOptions,
): AsyncGenerator<Item>;
export function progress<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  options: ProgressOptions = {},
): Generator<Item> | AsyncGenerator<Item> {
  const given = Object(items);
  if (Symbol.asyncIterator in given) {
    const loop = start(items, options);
    return overAsyncItems(items as AsyncIterable<Item>, loop);
  }
  if (Symbol.iterator in given) {
    return overItems(items as Iterable<Item>, start(items, options));
  }
  throw new TypeError(`progress() needs something to go through, got ${items}`);
}
