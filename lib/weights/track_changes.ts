/**
 * Which weights moved during a training, how far, and the proof that what was
 * frozen did not.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import type * as tf from "@tensorflow/tfjs";
import {
  DISPLAY,
  type Displayable,
  INSPECT,
  type MimeBundle,
} from "../display/mime_bundle.ts";
import { Table } from "../display/table.ts";
import { listWeights, type WeightRole } from "./list_weights.ts";

/** What became of one weight. */
export interface WeightChange {
  /** Path of its layer. */
  readonly path: string;
  /** Name within the layer: `kernel`, `bias`, `moving_mean`. */
  readonly name: string;
  /** What could move it when tracking began. */
  readonly role: WeightRole;
  /** Number of values. */
  readonly size: number;
  /** Number of values that are no longer the same bit for bit. */
  readonly changed: number;
  /** Euclidean distance between before and after. */
  readonly distance: number;
  /** The distance in lengths of the weight before; Infinity where that was 0. */
  readonly relative: number;
}

/** The changes of all weights of a model; shows itself as a table. */
export class WeightChanges implements Displayable {
  constructor(readonly rows: readonly WeightChange[]) {}

  /** The weights that moved, as `layer/weight`. */
  get moved(): string[] {
    return this.rows.filter(({ changed }) => changed > 0)
      .map(({ path, name }) => `${path}/${name}`);
  }

  /** The weights that moved although no optimizer may move them. */
  get movedUnasked(): string[] {
    return this.rows
      .filter(({ changed, role }) => changed > 0 && role !== "trains")
      .map(({ path, name }) => `${path}/${name}`);
  }

  /** One row per weight; `relative` is empty for what was 0 before and moved. */
  toTable(): Table {
    return new Table(
      ["layer", "weight", "role", "values", "changed", "distance", "relative"],
      this.rows.map((row) => [
        row.path,
        row.name,
        row.role,
        row.size,
        row.changed,
        row.distance,
        Number.isFinite(row.relative) ? row.relative : null,
      ]),
    );
  }

  [DISPLAY](): MimeBundle {
    return this.toTable()[DISPLAY]();
  }

  [INSPECT](): string {
    return this.toTable().toText();
  }
}

/**
 * Compares a model's weights before and after `act`.
 *
 * @param model The model; nested ones are included.
 * @param act What may change weights; often `() => model.fit(x, y)`.
 * @returns Once `act` is done, the changes.
 */
export async function trackChanges(
  model: tf.layers.Layer,
  act: () => unknown,
): Promise<WeightChanges> {
  requireKind("trackChanges", "act", act, "function");
  const listed = listWeights(model);
  const before: Float32Array[] = [];
  for (const { variable } of listed) {
    // Copied: on the cpu backend the array is the tensor's own.
    before.push(Float32Array.from(await variable.read().data()));
  }
  await act();
  const rows: WeightChange[] = [];
  for (const [i, { path, name, role, variable }] of listed.entries()) {
    const after = await variable.read().data();
    rows.push({ path, name, role, ...compare(before[i], after) });
  }
  return new WeightChanges(rows);
}

function compare(
  before: Float32Array,
  after: ArrayLike<number>,
): Pick<WeightChange, "size" | "changed" | "distance" | "relative"> {
  let changed = 0;
  let squares = 0;
  let length = 0;
  for (let i = 0; i < before.length; i++) {
    if (!Object.is(before[i], after[i])) changed++;
    squares += (after[i] - before[i]) ** 2;
    length += before[i] ** 2;
  }
  const distance = Math.sqrt(squares);
  return {
    size: before.length,
    changed,
    distance,
    relative: changed === 0 ? 0 : distance / Math.sqrt(length),
  };
}
