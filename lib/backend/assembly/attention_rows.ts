/**
 * Attention of some queries of a group, each over all keys: scores, softmax and
 * what it picks, a row at a time, so that scores stay in the first cache.
 *
 * For queries and values of few features, whose sums stay in registers.
 *
 * @see Vaswani et al., "Attention Is All You Need", NeurIPS 2017, eq. 1.
 * @module
 */

import { define, type NewLocal, type WasmFunction } from "./assemble.ts";
import { type Code, type Local, range, ValueType } from "./code.ts";
import {
  add,
  advance,
  integer,
  loopWhile,
  multiply,
  notBelow,
  set,
  subtract,
} from "./instructions.ts";
import { FLOATS_IN_LANES, FUSED, type Lanes } from "./lanes.ts";
import { powersOfTwo } from "./powers_of_two.ts";
import {
  addLanes,
  divideLanes,
  greaterLanes,
  lanesEqual,
  load,
  loadSplat,
  multiplyLanes,
  splat,
  store,
  storeFirst,
  withoutBits,
} from "./vector_instructions.ts";
import { acrossLanes } from "./across_lanes.ts";

/** Most features of a query, and of a value. */
export const NARROW = 4;

/**
 * A row's greatest score is at least so much: with `FORBIDDEN` scores only, it
 * picks 0.
 */
const LEAST_SCORE = -1e38;

/** Scores are in base 2. */
const LOG2_E = Math.LOG2E;

/** Values that are kept of a row for the gradient: greatest score, 1 / sum. */
export const STATISTICS = 2;

/**
 * Rows that are computed together, so that keys and values are read once: forth
 * and back, where gradients are written, too.
 */
const ROWS = 2;
const GRADIENT_ROWS = 4;

/** What code is written for. */
export interface AttentionForm {
  /** Features of a query, 1 to `NARROW`. */
  width: number;
  /** Features of a value, 1 to `NARROW`. */
  valueWidth: number;
  /** Whether weights are multiplied by a mask. */
  drops: boolean;
  /** Whether products and sums are fused; see `fused_sums.ts`. */
  fused: boolean;
}

/** Parameters that the loops forth and back have in common; see below. */
const SHARED = [
  "query",
  "keys",
  "values",
  "step",
  "bias",
  "biasStep",
  "mask",
  "maskStep",
] as const;

/**
 * Sets rows of `out[rows][valueWidth]` to what rows of `query[rows][width]`
 * pick, and `statistics[rows][STATISTICS]`; these three are dense.
 *
 * `keys[width]` and `values[valueWidth]` are transposed: rows of `step` bytes,
 * whole vectors, zeros at the end. So is `bias`, added to the scores, which is
 * `FORBIDDEN` there (`allowed_bias.ts`); `biasStep` is 0 where all queries have one row. `mask` has
 * rows of `maskStep` bytes, and is not read unless the form drops. `scores` is
 * memory of `SCORE_ROWS` rows.
 */
export function attentionRows(form: AttentionForm): AttentionFunction {
  return define("attentionRows", [
    ...SHARED,
    "scores",
    "out",
    "statistics",
    "rows",
  ], (given, local) => {
    const { step, scores, out, statistics, rows } = given;
    const [lanes] = form.fused ? FUSED : FLOATS_IN_LANES;
    const powers = powersOfTwo(ROWS, lanes, local);
    const at = local(ValueType.i32);
    const along = alongRow(at, step);
    const least = local(ValueType.v128);

    const band = (height: number): Code => {
      const each = range(height);
      const row = scoresOf(form, given, { at, lanes, local });
      const of = each.map(() => ({
        ...row.locals(),
        sum: local(ValueType.v128),
        picked: range(form.valueWidth).map(() => local(ValueType.v128)),
      }));
      const scoreAt = (r: number) =>
        add(add(scores, multiply(step, integer(r))), at);
      return loopWhile(notBelow(rows, integer(height)), [
        of.map((it, r) => [
          row.loadQuery(it, r),
          set(it.greatest, least),
        ]),
        along([
          row.score(of),
          of.map(({ score, greatest }, r) => [
            store(scoreAt(r), score),
            set(greatest, greaterLanes(greatest, score)),
          ]),
        ]),
        of.map(({ greatest, sum, picked }) => [
          acrossLanes(greatest, greaterLanes),
          [sum, ...picked].map((it) => set(it, splat(0))),
        ]),
        along([
          of.map(({ score, greatest }, r) =>
            set(score, lanes.subtract(load(scoreAt(r)), greatest))
          ),
          powers.raise(of.map(({ score }) => score)),
          of.map(({ score, sum }) => set(sum, addLanes(sum, score))),
          form.drops
            ? of.map(({ score }, r) =>
              set(score, multiplyLanes(score, row.mask(r)))
            )
            : [],
          row.values((value, d) =>
            of.map(({ score, picked }) =>
              set(picked[d], lanes.addProduct(picked[d], score, value))
            )
          ),
        ]),
        of.map(({ greatest, sum, picked }, r) => [
          acrossLanes(sum, addLanes),
          // A query that may attend to no key has no sum.
          set(
            sum,
            withoutBits(
              divideLanes(splat(1), sum),
              lanesEqual(sum, splat(0)),
            ),
          ),
          picked.map((it, d) => [
            acrossLanes(it, addLanes),
            storeFirst(
              out,
              multiplyLanes(it, sum),
              4 * (r * form.valueWidth + d),
            ),
          ]),
          [greatest, sum].map((it, i) =>
            storeFirst(statistics, it, 4 * (STATISTICS * r + i))
          ),
        ]),
        row.next(height),
        advance(out, integer(4 * form.valueWidth * height)),
        advance(statistics, integer(4 * STATISTICS * height)),
        set(rows, subtract(rows, integer(height))),
      ]);
    };
    return [
      powers.before,
      set(least, splat(LEAST_SCORE)),
      band(ROWS),
      band(1),
    ];
  });
}

export type AttentionFunction = WasmFunction<
  "attentionRows",
  | typeof SHARED[number]
  | "scores"
  | "out"
  | "statistics"
  | "rows"
>;

/** Rows of scores that `attentionRows` writes. */
export const SCORE_ROWS = ROWS;

/**
 * Adds up the gradients of some queries of a group: sets rows of
 * `dQuery[rows][width]`, and adds to `dKeys` and `dValues`, which are transposed
 * as keys and values are. `picked` and `dPicked` are `[rows][valueWidth]`,
 * `statistics` is what `attentionRows` wrote.
 *
 * @see Dao et al., "FlashAttention", NeurIPS 2022, appendix B.2.
 */
export function attentionGradientRows(
  form: AttentionForm,
): AttentionGradientFunction {
  return define("attentionGradientRows", [
    ...SHARED,
    "picked",
    "dPicked",
    "statistics",
    "dQuery",
    "dKeys",
    "dValues",
    "rows",
  ], (given, local) => {
    const { step, statistics, picked, dPicked } = given;
    const { dQuery, dKeys, dValues, rows } = given;
    const [lanes] = form.fused ? FUSED : FLOATS_IN_LANES;
    const powers = powersOfTwo(GRADIENT_ROWS, lanes, local);
    const at = local(ValueType.i32);
    const along = alongRow(at, step);

    const band = (height: number): Code => {
      const vector = () => local(ValueType.v128);
      const row = scoresOf(form, given, { at, lanes, local });
      const of = range(height).map(() => ({
        ...row.locals(),
        unscaled: range(form.width).map(vector),
        scale: vector(),
        /** The gradient of what the row picked, by the row's sum. */
        dOut: range(form.valueWidth).map(vector),
        /** The row's weights times their gradients. */
        mean: vector(),
        dScore: vector(),
        dQ: range(form.width).map(vector),
      }));
      const held = vector();
      const addTo = (
        first: Local,
        d: number,
        factors: [left: Local, right: Local][],
      ): Code => {
        const address = add(add(first, multiply(step, integer(d))), at);
        return [
          set(held, load(address)),
          factors.map(([left, right]) =>
            set(held, lanes.addProduct(held, left, right))
          ),
          store(address, held),
        ];
      };
      return loopWhile(notBelow(rows, integer(height)), [
        of.map((it, r) => [
          row.loadQuery(it, r),
          it.unscaled.map((to, d) =>
            set(to, loadSplat(given.query, 4 * (r * form.width + d)))
          ),
          [it.greatest, it.scale].map((to, i) =>
            set(to, loadSplat(statistics, 4 * (STATISTICS * r + i)))
          ),
          set(it.mean, splat(0)),
          it.dOut.map((to, d) => {
            const offset = 4 * (r * form.valueWidth + d);
            return [
              set(to, multiplyLanes(loadSplat(dPicked, offset), it.scale)),
              set(
                it.mean,
                lanes.addProduct(it.mean, to, loadSplat(picked, offset)),
              ),
            ];
          }),
          it.dQ.map((to) => set(to, splat(0))),
        ]),
        along([
          row.score(of),
          of.map(({ score, greatest }) =>
            set(score, lanes.subtract(score, greatest))
          ),
          powers.raise(of.map(({ score }) => score)),
          of.map(({ dScore }) => set(dScore, splat(0))),
          row.values((value, d) =>
            of.map(({ dScore, dOut }) =>
              set(
                dScore,
                d === 0
                  ? multiplyLanes(dOut[d], value)
                  : lanes.addProduct(dScore, dOut[d], value),
              )
            )
          ),
          of.map(({ score, dScore, mean }, r) => [
            form.drops
              ? [
                set(held, row.mask(r)),
                set(dScore, multiplyLanes(dScore, held)),
              ]
              : [],
            set(
              dScore,
              multiplyLanes(lanes.subtract(dScore, mean), score),
            ),
            form.drops ? set(score, multiplyLanes(score, held)) : [],
          ]),
          range(form.valueWidth).map((d) =>
            addTo(dValues, d, of.map(({ score, dOut }) => [score, dOut[d]]))
          ),
          range(form.width).map((d) =>
            addTo(
              dKeys,
              d,
              of.map(({ dScore, unscaled }) => [dScore, unscaled[d]]),
            )
          ),
          row.keys((key, d) =>
            of.map(({ dScore, dQ }) =>
              set(dQ[d], lanes.addProduct(dQ[d], dScore, key))
            )
          ),
        ]),
        of.map(({ dQ }, r) =>
          dQ.map((it, d) => [
            acrossLanes(it, addLanes),
            storeFirst(dQuery, it, 4 * (r * form.width + d)),
          ])
        ),
        row.next(height),
        advance(dQuery, integer(4 * form.width * height)),
        [picked, dPicked].map((it) =>
          advance(it, integer(4 * form.valueWidth * height))
        ),
        advance(statistics, integer(4 * STATISTICS * height)),
        set(rows, subtract(rows, integer(height))),
      ]);
    };
    return [powers.before, band(GRADIENT_ROWS), band(1)];
  });
}

export type AttentionGradientFunction = WasmFunction<
  "attentionGradientRows",
  | typeof SHARED[number]
  | "picked"
  | "dPicked"
  | "statistics"
  | "dQuery"
  | "dKeys"
  | "dValues"
  | "rows"
>;

/** Runs some code for each vector of a row; `at` is the vector's offset. */
function alongRow(at: Local, step: Local): (body: Code) => Code {
  return (body) => [
    set(at, integer(0)),
    loopWhile(subtract(step, at), [body, advance(at, integer(16))]),
  ];
}

interface Loop {
  at: Local;
  lanes: Lanes;
  local: NewLocal;
}

type Shared = Record<typeof SHARED[number], Local>;

/** The scores of some rows at a vector of keys. */
function scoresOf(
  { width, valueWidth }: AttentionForm,
  { query, keys, values, step, bias, biasStep, mask, maskStep }: Shared,
  { at, lanes, local }: Loop,
) {
  const part = local(ValueType.v128);
  const inRow = (first: Local, step: Local, row: number): Code =>
    load(add(row === 0 ? first : add(first, multiply(step, integer(row))), at));
  const rowsOf =
    (first: Local, count: number) =>
    (visit: (vector: Local, d: number) => Code): Code =>
      range(count).map((d) => [
        set(part, inRow(first, step, d)),
        visit(part, d),
      ]);
  const eachKey = rowsOf(keys, width);
  return {
    locals: () => ({
      factors: range(width).map(() => local(ValueType.v128)),
      greatest: local(ValueType.v128),
      score: local(ValueType.v128),
    }),
    /** The factors of a row's keys: its query in base 2. */
    loadQuery: ({ factors }: { factors: Local[] }, row: number): Code =>
      factors.map((factor, d) =>
        set(
          factor,
          multiplyLanes(
            loadSplat(query, 4 * (row * width + d)),
            splat(LOG2_E),
          ),
        )
      ),
    score: (of: { factors: Local[]; score: Local }[]): Code => [
      of.map(({ score }, r) => set(score, inRow(bias, biasStep, r))),
      eachKey((key, d) =>
        of.map(({ factors, score }) =>
          set(score, lanes.addProduct(score, factors[d], key))
        )
      ),
    ],
    keys: eachKey,
    values: rowsOf(values, valueWidth),
    mask: (row: number): Code => inRow(mask, maskStep, row),
    /** Moves on by so many rows. */
    next: (rows: number): Code => [
      advance(query, integer(4 * width * rows)),
      advance(bias, multiply(biasStep, integer(rows))),
      advance(mask, multiply(maskStep, integer(rows))),
    ],
  };
}
