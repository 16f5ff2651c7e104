/**
 * The progress of a training as text and HTML; pure, the caller shows it.
 *
 * @module
 */

import { clockText } from "../display/clock_text.ts";
import { escapeHtml } from "../display/escape_html.ts";
import type { MimeBundle } from "../display/mime_bundle.ts";
import { metricsText } from "./training_history.ts";

/** Where a training is. */
export interface TrainingState {
  /** From 0. */
  epoch: number;
  epochs: number;
  /** Batches of this epoch that are done. */
  batch: number;
  /** Batches in an epoch, if known. */
  batches: number | undefined;
  /** Averages over this epoch so far. */
  logs: Record<string, number>;
  /** Milliseconds until the end, if known. */
  left: number | undefined;
}

/**
 * Milliseconds until the end, from the time the batches so far took.
 *
 * @param done Batches done in this run.
 * @param elapsed Milliseconds they took.
 * @param remaining Batches to come.
 */
export function timeLeft(
  done: number,
  elapsed: number,
  remaining: number,
): number | undefined {
  return done > 0 ? elapsed / done * remaining : undefined;
}

/** One line of progress. */
export function progressText(state: TrainingState): string {
  const { epoch, epochs, batch, batches, logs, left } = state;
  const filled = batches ? Math.floor(20 * batch / batches) : 0;
  const bar = `${"=".repeat(filled)}>`.slice(0, 20).padEnd(20);
  return [
    `epoch ${epoch + 1}/${epochs}`,
    ...(batches ? [`[${bar}]`, `${batch}/${batches}`] : [`batch ${batch}`]),
    metricsText(logs),
    ...(left === undefined ? [] : [`${clockText(left)} left`]),
  ].join("  ").trimEnd();
}

/** What a notebook shows of a training that runs. */
export function progressBundle(state: TrainingState): MimeBundle {
  const { epoch, epochs, batch, batches } = state;
  const text = progressText(state);
  const done = epoch + (batches ? batch / batches : 0);
  const words = text.replace(/ {2}\[.*?\]/, "");
  return {
    "text/html": `<progress value="${done}" max="${epochs}"></progress> ` +
      `<code>${escapeHtml(words)}</code>`,
    "text/plain": text,
  };
}
