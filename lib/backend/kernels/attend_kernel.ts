/**
 * Attention whose weights are never in memory but for a row at a time, and its
 * gradients. No operations of TensorFlow.js: what `attend()` runs on WASM.
 *
 * A group's keys and values are transposed first, so that a vector holds four
 * keys; a thread computes all queries of a group.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import {
  type AttentionForm,
  attentionGradientRows,
  attentionRows,
  SCORE_ROWS,
  STATISTICS,
} from "../assembly/attention_rows.ts";
import { allowedBias, FORBIDDEN } from "../assembly/allowed_bias.ts";
import {
  DRAWN_BESIDE,
  type DrawnMask,
  partDrawer,
} from "./draw_mask_kernel.ts";
import { areSumsFused } from "./fused_sums.ts";
import { inParts, Scratch } from "./in_parallel.ts";
import { compiledOn, ownCodeOf } from "./own_code_of.ts";
import {
  addressOf,
  release,
  type WasmBackend,
  type WasmKernel,
} from "./wasm_backend.ts";

export const ATTEND = "ThawAttend";
export const ATTEND_GRADIENT = "ThawAttendGradient";

/** What the kernels are told beside the tensors. */
export interface AttendAttributes {
  /** Of the weights, `[groups, queries, keys]`. */
  mask?: DrawnMask;
}

/** Float32 of `[groups, steps, features]`, no axis empty. */
interface Inputs {
  query: tf.TensorInfo;
  key: tf.TensorInfo;
  value: tf.TensorInfo;
  /**
   * Truth values of `[samples, queries, keys]`, the first two 1 for all. The
   * groups of a sample follow each other.
   */
  allowed?: tf.TensorInfo;
}

/** What was picked, and statistics for the gradient, `[groups, queries, 2]`. */
export const attendKernel: WasmKernel<tf.TensorInfo[]> = {
  name: ATTEND,
  run(inputs: Inputs, attributes: AttendAttributes, backend) {
    const plan = planOf(inputs, attributes, COST);
    const { groups, queries, form } = plan;
    const picked = backend.makeOutput(
      [groups, queries, form.valueWidth],
      "float32",
    );
    const statistics = backend.makeOutput(
      [groups, queries, STATISTICS],
      "float32",
    );
    const run = compiledOn(backend, codeOf(form).rows);
    const [out, kept] = [picked, statistics].map((it) =>
      addressOf(backend, it)
    );
    eachGroup(backend, inputs, plan, [SCORE_ROWS], {
      rows(given, group, first, [scores]) {
        const row = group * queries + first;
        run({
          ...given,
          scores,
          out: out + 4 * row * form.valueWidth,
          statistics: kept + 4 * row * STATISTICS,
        });
      },
    });
    return [picked, statistics];
  },
};

/** The gradients of query, key and value. */
export const attendGradientKernel: WasmKernel<tf.TensorInfo[]> = {
  name: ATTEND_GRADIENT,
  run(
    inputs: Inputs & Record<"picked" | "statistics" | "dPicked", tf.TensorInfo>,
    attributes: AttendAttributes,
    backend,
  ) {
    const plan = planOf(inputs, attributes, GRADIENT_COST);
    const { queries, keys, step, form: { width, valueWidth } } = plan;
    const results = [inputs.query, inputs.key, inputs.value].map(({ shape }) =>
      backend.makeOutput(shape, "float32")
    );
    const [dQuery, dKey, dValue] = results.map((it) => addressOf(backend, it));
    const [picked, statistics, dPicked] = [
      inputs.picked,
      inputs.statistics,
      inputs.dPicked,
    ].map((it) => addressOf(backend, it));
    const run = compiledOn(backend, codeOf(plan.form).gradientRows);
    const { clear, transposeMatrix } = ownCodeOf(backend);
    eachGroup(backend, inputs, plan, [width, valueWidth], {
      before([dKeys, dValues]) {
        clear({ address: dKeys, size: step * width });
        clear({ address: dValues, size: step * valueWidth });
      },
      rows(given, group, first, [dKeys, dValues]) {
        const row = group * queries + first;
        run({
          ...given,
          picked: picked + 4 * row * valueWidth,
          dPicked: dPicked + 4 * row * valueWidth,
          statistics: statistics + 4 * row * STATISTICS,
          dQuery: dQuery + 4 * row * width,
          dKeys,
          dValues,
        });
      },
      after([dKeys, dValues], group) {
        const turned = [[dKeys, dKey, width], [dValues, dValue, valueWidth]];
        for (const [x, out, rows] of turned) {
          transposeMatrix({
            x,
            xStep: step,
            out: out + 4 * group * keys * rows,
            outStep: 4 * rows,
            rows,
            columns: keys,
          });
        }
      },
    });
    return results;
  },
};

/** A weight takes as long as so many values that are only moved. */
const COST = 8;
const GRADIENT_COST = 16;

/** Weights whose masks are written at a time: 64 KB, for the first caches. */
const MASKED_AT_A_TIME = 2 ** 14;

/** Values of a vector. */
const LANES = 4;

function planOf(
  { query, value, allowed }: Inputs,
  { mask }: AttendAttributes,
  cost: number,
) {
  const [groups, queries, width] = query.shape;
  const [, keys, valueWidth] = value.shape;
  const step = 4 * LANES * Math.ceil(keys / LANES);
  const isMasked = mask !== undefined || allowed !== undefined;
  const form: AttentionForm = {
    width,
    valueWidth,
    drops: mask !== undefined,
    fused: areSumsFused(),
  };
  return {
    groups,
    queries,
    keys,
    /** Bytes of a row of scores. */
    step,
    /** Queries that one call of the loops takes. */
    rows: isMasked
      ? Math.min(queries, Math.max(1, Math.floor(4 * MASKED_AT_A_TIME / step)))
      : queries,
    /** Values that are only moved, in the time of a group. */
    cost: cost * queries * keys,
    form,
    mask,
  };
}

type Plan = ReturnType<typeof planOf>;

/** What both loops are given of some queries. */
type Given = Record<
  | "query"
  | "keys"
  | "values"
  | "step"
  | "bias"
  | "biasStep"
  | "mask"
  | "maskStep"
  | "rows",
  number
>;

/** What is done for each group, with memory of its own. */
interface Visit {
  before?(memory: number[]): void;
  rows(given: Given, group: number, first: number, memory: number[]): void;
  after?(memory: number[], group: number): void;
}

/**
 * Visits all groups, in parallel, and the queries of each in order.
 *
 * @param sizes The visitor's memory: parts of so many rows of `step` bytes.
 */
function eachGroup(
  backend: WasmBackend,
  { query, key, value, allowed }: Inputs,
  plan: Plan,
  sizes: number[],
  { before, rows, after }: Visit,
): void {
  const { groups, queries, keys, step, form, mask } = plan;
  const { width, valueWidth } = form;
  const row = step / 4;
  const beside = backend.makeOutput([row], "float32");
  backend.typedArrayFromHeap(beside).fill(0, 0, keys).fill(FORBIDDEN, keys);
  const held = new Scratch(backend, [
    (width + valueWidth) * row,
    allowed ? plan.rows * row : 0,
    mask ? plan.rows * keys + DRAWN_BESIDE : 0,
    ...sizes.map((size) => size * row),
  ]);
  const [fromQuery, fromKey, fromValue, noBias] = [query, key, value, beside]
    .map((it) => addressOf(backend, it));
  const { clear, transposeMatrix } = ownCodeOf(backend);
  const bias = allowed && biasWriter(backend, allowed, plan, noBias);
  const draw = mask && partDrawer(backend, mask);
  const visitGroup = (group: number, thread: number) => {
    const [keysOf, biasOf, maskOf, ...memory] = held.of(thread);
    const valuesOf = keysOf + step * width;
    clear({ address: keysOf, size: step * (width + valueWidth) });
    for (
      const [from, out, columns] of [
        [fromKey, keysOf, width],
        [fromValue, valuesOf, valueWidth],
      ]
    ) {
      transposeMatrix({
        x: from + 4 * group * keys * columns,
        xStep: 4 * columns,
        out,
        outStep: step,
        rows: keys,
        columns,
      });
    }
    before?.(memory);
    for (let first = 0; first < queries; first += plan.rows) {
      const count = Math.min(plan.rows, queries - first);
      const start = group * queries + first;
      const isBiased = bias?.(biasOf, group, first, count);
      const drawn = draw?.(maskOf, start * keys, count * keys);
      rows(
        {
          query: fromQuery + 4 * start * width,
          keys: keysOf,
          values: valuesOf,
          step,
          bias: bias ? biasOf : noBias,
          biasStep: isBiased ?? 0,
          mask: drawn ?? 0,
          maskStep: drawn ? 4 * keys : 0,
          rows: count,
        },
        group,
        first,
        memory,
      );
    }
    after?.(memory, group);
  };
  inParts(backend, groups, plan.cost, (first, count, thread) => {
    for (let i = first; i < first + count; i++) visitGroup(i, thread);
  });
  held.release();
  release(backend, beside);
}

/**
 * Returns a function for tasks: it writes what is added to the scores of some
 * queries, and returns the bytes from one query's row to the next.
 */
function biasWriter(
  backend: WasmBackend,
  allowed: tf.TensorInfo,
  { groups, keys, step }: Plan,
  noBias: number,
) {
  const write = compiledOn(backend, allowedBias);
  const from = addressOf(backend, allowed);
  const [samples, queries] = allowed.shape;
  const perSample = groups / samples;
  return (out: number, group: number, first: number, count: number): number => {
    const sample = Math.floor(group / perSample);
    const rows = queries === 1 ? 1 : count;
    const row = sample * queries + (queries === 1 ? 0 : first);
    write({
      allowed: from + row * keys,
      allowedStep: keys,
      bias: noBias,
      out,
      step,
      rows,
    });
    return queries === 1 ? 0 : step;
  };
}

interface Code {
  rows: () => ReturnType<typeof attentionRows>;
  gradientRows: () => ReturnType<typeof attentionGradientRows>;
}

/** By form, each once: compiled code is found by its function. */
const codes = new Map<string, Code>();

function codeOf(form: AttentionForm): Code {
  const name = JSON.stringify(form);
  const code = codes.get(name) ?? {
    rows: () => attentionRows(form),
    gradientRows: () => attentionGradientRows(form),
  };
  codes.set(name, code);
  return code;
}
