/**
 * What a training will and will not change, told before it starts.
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
import { formatNumber, Table } from "../display/table.ts";
import { droppingRate } from "../layers/dropping_rate.ts";
import { selectLayers } from "../layers/layer_filter.ts";
import {
  isBatchNormalization,
  normalizesAsTfjs,
} from "../layers/normalize_by_phase.ts";
import { phaseOfCalls } from "../layers/phase_of_calls.ts";
import { plainName } from "../layers/register_layer.ts";
import {
  type ListedWeight,
  listWeights,
  type WeightRole,
} from "./list_weights.ts";
import { type VarianceShift, varianceShifts } from "./variance_shift.ts";

/** One layer; counts are numbers of parameters. */
export interface AuditRow {
  readonly path: string;
  readonly className: string;
  /** Moved by the optimizer. */
  readonly trains: number;
  /** Could be moved by the optimizer, but are frozen. */
  readonly frozen: number;
  /** Never moved by the optimizer, such as moving averages. */
  readonly state: number;
  /** What one might not expect, a sentence each. */
  readonly notes: readonly string[];
  /** What the plan has for it, where one was given. */
  readonly planned?: PlannedLayer;
}

/** What a plan has for a layer. */
export interface PlannedLayer {
  /** Epoch in which it begins to train, from 0. */
  readonly fromEpoch: number;
  /** Its highest learning rate. */
  readonly rate: number;
}

/** A training that thaws layers as it goes, such as `fineTune`'s. */
export interface ThawingPlan {
  /** What becomes of a layer; undefined if it never trains. */
  of(layer: tf.layers.Layer): PlannedLayer | undefined;
}

/** The rows of a model; shows itself as a table. */
export class Audit implements Displayable {
  constructor(readonly rows: readonly AuditRow[]) {}

  /** All notes, each after its layer's path. */
  get notes(): string[] {
    return this.rows.flatMap(({ path, notes }) =>
      notes.map((note) => `${path}: ${note}`)
    );
  }

  /** The sum of a column of counts. */
  total(column: "trains" | "frozen" | "state"): number {
    return this.rows.reduce((sum, row) => sum + row[column], 0);
  }

  /** One row per layer and one of sums. */
  toTable(): Table {
    const [trains, frozen, state] = (["trains", "frozen", "state"] as const)
      .map((column) => this.total(column));
    const isPlanned = this.rows.some(({ planned }) => planned);
    const plan = ({ planned }: Pick<AuditRow, "planned">) =>
      isPlanned
        ? [planned ? planned.fromEpoch + 1 : null, planned?.rate ?? null]
        : [];
    return new Table(
      [
        "layer",
        "class",
        "trains",
        "frozen",
        "state",
        ...(isPlanned ? ["from epoch", "highest rate"] : []),
        "notes",
      ],
      [
        ...this.rows.map((row) => [
          row.path,
          row.className,
          row.trains,
          row.frozen,
          row.state,
          ...plan(row),
          row.notes.join("; "),
        ]),
        ["all", "", trains, frozen, state, ...plan({}), ""],
      ],
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
 * Says of each layer what trains, what is frozen and what moves all the same,
 * which dropout drops although it is frozen, and where dropout stands before
 * BatchNormalization, with the shift of variance to expect.
 *
 * @param model The model; nested ones, wrappers and cells are included.
 * @param plan What will thaw layers as it goes: `fineTune(model, …)`.
 */
export function audit(model: tf.layers.Layer, plan?: ThawingPlan): Audit {
  if (plan) requireKind("audit", "plan.of", plan.of, "function");
  const weights = listWeights(model);
  const shifts = varianceShifts(model);
  return new Audit(
    selectLayers(model)
      .filter(({ layer }) => layer.getClassName() !== "InputLayer")
      .map(({ layer, path, ancestors }) => {
        const own = weights.filter((weight) => weight.layer === layer);
        const open = [model, layer, ...ancestors.map(({ layer }) => layer)]
          .every(({ trainable }) => trainable);
        const row = {
          path,
          className: plainName(layer.getClassName()),
          trains: count(own, "trains"),
          frozen: count(own, "frozen"),
          state: count(own, "state"),
        };
        const shift = shifts.filter(({ dropout }) => dropout.layer === layer);
        const planned = plan?.of(layer);
        return {
          ...row,
          notes: notesOn(layer, {
            ...row,
            open,
            shifts: shift,
            phase: phaseOfCalls(layer, ancestors.map(({ layer }) => layer)),
          }),
          ...(planned && {
            planned: { fromEpoch: planned.fromEpoch, rate: planned.rate },
          }),
        };
      }),
  );
}

function count(weights: ListedWeight[], role: WeightRole): number {
  return weights.filter((weight) => weight.role === role)
    .reduce(
      (sum, { variable: { shape } }) =>
        sum + (shape as number[]).reduce((size, axis) => size * axis, 1),
      0,
    );
}

function notesOn(
  layer: tf.layers.Layer,
  { trains, state, open, shifts, phase }:
    & Pick<AuditRow, "trains" | "state">
    & {
      open: boolean;
      shifts: VarianceShift[];
      /** That it was called with; undefined for the model's. */
      phase: boolean | undefined;
    },
): string[] {
  const notes: string[] = [];
  const rate = droppingRate(layer);
  if (rate > 0 && phase !== undefined) {
    const what = phase ? "drops at prediction, too" : "never drops";
    notes.push(`${what}: it is called with training: ${phase}`);
  } else if (rate > 0 && !open) {
    notes.push(`drops ${formatNumber(rate)} in training although frozen`);
  }
  const isNormalization = isBatchNormalization(layer);
  const isFrozen = isNormalization && !layer.trainable &&
    !normalizesAsTfjs(layer);
  const isCalledSo = isNormalization && phase === false;
  if (state > 0 && trains === 0 && !isFrozen && !isCalledSo) {
    notes.push("its state moves in training although nothing of it trains");
  }
  if (isFrozen) {
    notes.push("uses its moving averages and keeps them, since it is frozen");
  } else if (isCalledSo) {
    notes.push(
      "uses its moving averages and keeps them: it is called with training: false",
    );
  }
  for (const { normalization, ratio } of shifts) {
    notes.push(
      `${normalization.path} will see at prediction ${
        formatNumber(ratio)
      } of the variance it sees in training`,
    );
  }
  return notes;
}
