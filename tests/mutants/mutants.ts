/**
 * Deliberate faults of the library, one each: what a wrong implementation of
 * dropout, freezing or a gradient would plausibly look like.
 *
 * @module
 */

import { type NotebookName, NOTEBOOKS } from "./verdict_ids.ts";

/** A fault, and who should notice it. */
export interface Mutant {
  /** What the library would do wrong. */
  name: string;
  /** Path below `lib/`. */
  file: string;
  /** Text that stands in the file exactly once. */
  find: string;
  replace: string;
  /** Files or folders below `tests/lib/`. */
  tests: string[];
  /** Notebooks that rest on the file. */
  notebooks: NotebookName[];
  /** Others besides, at the size that judges all of their claims. */
  whole: NotebookName[];
}

const { L: LAYERS, F: FROZEN, B: BEFORE, W: WHICH, T: CONV, H: HAND } =
  NOTEBOOKS;

type Change = [
  name: string,
  find: string,
  replace: string,
  whole?: NotebookName[],
];

function within(
  file: string,
  tests: string[],
  notebooks: NotebookName[],
  changes: Change[],
): Mutant[] {
  return changes.map(([name, find, replace, whole = []]) => {
    return { name, file, find, replace, tests, notebooks, whole };
  });
}

/** Why nobody notices some of them. */
export const UNNOTICED: Record<string, string> = {};

export const MUTANTS: Mutant[] = [
  ...within(
    "random/draw_mask.ts",
    ["random/draw_mask_test.ts", "dropout/dropout_test.ts"],
    [FROZEN],
    [
      [
        "kept values are divided by the rate",
        "1 / (1 - rate), key }",
        "1 / rate, key }",
      ],
      ["kept values are not scaled", "kept: 1 / (1 - rate)", "kept: 1", [HAND]],
      [
        "kept values are scaled twice",
        "1 / (1 - rate), key }",
        "1 / (1 - rate) ** 2, key }",
      ],
      [
        "the share kept is dropped",
        "Math.ceil(rate *",
        "Math.ceil((1 - rate) *",
      ],
      [
        "a little too many are dropped",
        "Math.ceil(rate *",
        "Math.ceil(1.05 * rate *",
        [WHICH],
      ],
      [
        "rate 1 drops nothing",
        "threshold: 0, kept: 0, key }",
        "threshold: 0, kept: 1, key }",
        [LAYERS],
      ],
      ["dropped values become 1", "dropped = 0,", "dropped = 1,", [HAND]],
      [
        "the step changes no mask",
        "words, seed, layer, step, counter",
        "words, seed, layer, 0, counter",
        [HAND],
      ],
      ["the layer changes no mask", "words, seed, layer,", "words, seed, 0,"],
      ["the seed changes no mask", "words, seed,", "words, 0,"],
      [
        "a mask repeats after 4,096 values",
        "(start + done - from) / 2",
        "(start - from) / 2",
      ],
      ["rates outside [0, 1] pass", "rate >= 0 &&", "true || rate >= 0 &&"],
    ],
  ),
  ...within(
    "layers/mask_shape.ts",
    ["dropout/dropout_test.ts"],
    [LAYERS, WHICH],
    [
      [
        "noise_shape is ignored",
        "if (noiseShape === null) return",
        "if (true) return",
      ],
      [
        "noise_shape shares nothing",
        "return size === 1 ? 1 : whole;",
        "return whole;",
      ],
      [
        "noise_shape shares along every axis",
        "return size === 1 ? 1 : whole;",
        "return 1;",
      ],
      [
        "noise_shape that does not fit is taken",
        "size !== 1 && size !== whole",
        "false",
      ],
    ],
  ),
  ...within(
    "layers/noise_layer.ts",
    [
      "dropout/dropout_test.ts",
      "dropout/noise_layers_test.ts",
      "dropout/masks_test.ts",
    ],
    [FROZEN],
    [
      [
        "dropout acts at prediction",
        "if (!args.training) return",
        "if (false) return",
        [HAND, LAYERS],
      ],
      ["dropout never acts", "if (!args.training) return", "if (true) return", [
        LAYERS,
        WHICH,
        CONV,
        HAND,
      ]],
      [
        "dropout acts at prediction, not in training",
        "(!args.training)",
        "(args.training)",
      ],
      [
        "a frozen dropout drops nothing",
        "(!args.training)",
        "(!args.training || !this.trainable)",
      ],
      [
        "values are added to, not multiplied",
        "return x.mul(mask);",
        "return x.add(mask);",
      ],
      [
        "the gradient is not masked",
        "return x.mul(mask);",
        "return tf.customGrad((v) => ({ value: (v as tf.Tensor).mul(mask), " +
        "gradFunc: (dy) => dy as tf.Tensor }))(x);",
        [LAYERS],
      ],
      [
        "the gradient is masked, but not scaled",
        "return x.mul(mask);",
        "return tf.customGrad((v) => ({ value: (v as tf.Tensor).mul(mask), " +
        "gradFunc: (dy) => (dy as tf.Tensor).mul(mask.notEqual(0).cast('float32')) }))(x);",
      ],
      [
        "a layer's own seed is ignored",
        "layerStream(args.seed)",
        "layerStream()",
      ],
    ],
  ),
  ...within(
    "layers/mask_drawer.ts",
    [
      "dropout/masks_test.ts",
      "dropout/dropout_test.ts",
      "dropout/monte_carlo_test.ts",
    ],
    [FROZEN],
    [
      [
        "the same mask at each step",
        "{ draw: layer.seedStream.next() }",
        "{ draw: { seed: layer.seedStream.seed, layer: layer.seedStream.layer, step: 0 } }",
      ],
      [
        "the same mask for all samples",
        "if (drawn.shared) shape[0] = 1;",
        "shape[0] = 1;",
      ],
      ["a shared mask is not shared", "if (drawn.shared) shape[0] = 1;", ""],
      [
        "recorded masks have another rate",
        "chosen.rate ?? rate",
        "(chosen.rate ?? rate) / 2",
      ],
      ["nobody hears of masks", "layer.onDraw?.(drawn);", ""],
    ],
  ),
  ...within(
    "random/seed_stream.ts",
    ["random/seed_stream_test.ts"],
    [],
    [
      ["a stream stands still", "(this.#step + 1) % SEED_COUNT", "this.#step"],
      [
        "a stream skips every other draw",
        "(this.#step + 1) %",
        "(this.#step + 2) %",
      ],
    ],
  ),
  ...within(
    "random/set_random_seed.ts",
    ["random/set_random_seed_test.ts"],
    [],
    [
      ["all layers draw the same masks", "run.layers++", "run.layers"],
      [
        "the run's seed is ignored",
        "new SeedStream(run.seed, run",
        "new SeedStream(7, run",
      ],
      [
        "initial weights are not seeded",
        "initialisers: new SeedStream(seed,",
        "initialisers: new SeedStream(Math.floor(Math.random() * 1e9),",
      ],
    ],
  ),
  ...within(
    "layers/normalize_by_phase.ts",
    ["layers/batch_normalization_test.ts", "layers/keras_test.ts"],
    [FROZEN],
    [
      [
        "a frozen BatchNormalization uses the batch, and moves",
        "layer.trainable || normalizesAsTfjs(layer)",
        "true",
      ],
      [
        "BatchNormalization never learns its averages",
        "if (args?.training && active)",
        "if (false)",
      ],
      [
        "BatchNormalization uses the batch at prediction",
        "(args?.training && active)",
        "(active)",
      ],
      [
        "the moving mean stands still",
        "movingMean.write(mean);",
        "",
      ],
    ],
  ),
  ...within(
    "layers/normalize_by_averages.ts",
    ["layers/batch_normalization_test.ts", "layers/keras_test.ts"],
    [],
    [
      [
        "epsilon is left out at prediction",
        "    on.inverseRoot(on.add(variance, epsilon)),",
        "    on.inverseRoot(on.add(variance, on.subtract(epsilon, epsilon))),",
      ],
    ],
  ),
  ...within(
    "layers/normalize_batch.ts",
    ["layers/batch_normalization_test.ts", "layers/keras_test.ts"],
    [],
    [
      [
        "momentum the wrong way round",
        "const step = 1 - momentum;",
        "const step = momentum;",
      ],
      [
        "BatchNormalization's gradient leaves out the mean's",
        "on.add(dShift, on.multiply(normal",
        "on.add(on.subtract(dShift, dShift), on.multiply(normal",
      ],
      [
        "BatchNormalization's gradient leaves out the variance's",
        "on.multiply(normal, dScale)",
        "on.multiply(normal, on.subtract(dScale, dScale))",
      ],
    ],
  ),
  ...within(
    "weights/flag_writer.ts",
    ["weights/freeze_test.ts"],
    [FROZEN],
    [
      [
        "freezing leaves the weights' own flags",
        "for (const weight of flagged._trainableWeights) {",
        "for (const weight of flagged._trainableWeights.slice(0, 0)) {",
      ],
      [
        "undoing does nothing",
        "while (this.#undo.length > 0) this.#undo.pop()!();",
        "",
      ],
    ],
  ),
  ...within(
    "weights/freeze.ts",
    ["weights/freeze_test.ts"],
    [FROZEN],
    [
      ["freezing does nothing", "writer.layer(layer, false);", "", [LAYERS]],
      [
        "thawing keeps what lies in it frozen",
        "writer.layer(layer, true);\n  return",
        "return",
      ],
    ],
  ),
  ...within(
    "mends/trainable_stays_outside.ts",
    ["mends/tfjs_traps_test.ts", "weights/freeze_test.ts"],
    [FROZEN],
    [
      [
        "model.trainable stays outside",
        "for (const { layer } of walkLayers(this)) setFlags(layer, trainable);",
        "",
      ],
    ],
  ),
  ...within(
    "mends/optimizer_slots_by_position.ts",
    ["mends/optimizer_slots_by_position_test.ts"],
    [],
    [
      [
        "moments go to the wrong weights after freezing",
        "if (!order.includes(name)) order.push(name);",
        "if (!order.includes(name)) order.unshift(name);",
      ],
    ],
  ),
  ...within(
    "weights/track_changes.ts",
    ["weights/track_changes_test.ts"],
    [FROZEN],
    [
      [
        "moved weights are not counted",
        "if (!Object.is(before[i], after[i])) changed++;",
        "",
      ],
      [
        "weights are compared with themselves",
        "compare(before[i], after)",
        "compare(Float32Array.from(after), after)",
      ],
    ],
  ),
  ...within(
    "weights/variance_shift.ts",
    ["weights/variance_shift_test.ts"],
    [CONV],
    [
      [
        "no variance shift is ever seen",
        "if (isBatchNormalization(layer)) {",
        "if (false) {",
      ],
      ["the shift is the rate's", "ratio: 1 - rate", "ratio: rate"],
    ],
  ),
  ...within(
    "dropout/manual_dropout.ts",
    ["dropout/manual_dropout_test.ts"],
    [HAND],
    [
      [
        "by hand: divided by the rate",
        "1 / (rate === 1 ? 1 : 1 - rate)",
        "1 / rate",
      ],
      [
        "by hand: scaled at both",
        ": 1;\n    const kept",
        ": 1 - rate;\n    const kept",
      ],
      [
        "by hand: not scaled at prediction",
        'if (this.scaling !== "prediction") return x;',
        "return x;",
      ],
      [
        "by hand: the mask's value is ignored",
        "if (this.maskValue === 0) return kept;",
        "return kept;",
      ],
    ],
  ),
  ...within(
    "layers/lambda.ts",
    ["layers/lambda_test.ts"],
    [HAND],
    [
      [
        "a Lambda layer is not told the phase",
        "this.#function(given, args)",
        "this.#function(given, {})",
      ],
    ],
  ),
  ...within(
    "dropout/spatial_dropout.ts",
    ["dropout/spatial_dropout_test.ts"],
    [CONV],
    [
      [
        "spatial dropout drops single values",
        "axis === 0 || axis === channels ? size : 1",
        "size",
      ],
      [
        "spatial dropout drops places, not maps",
        "axis === 0 || axis === channels ?",
        "axis !== channels ?",
      ],
      [
        "spatial dropout takes the wrong axis",
        "? inputShape.length - 1\n      : 1;",
        "? 1\n      : inputShape.length - 1;",
      ],
    ],
  ),
  ...within(
    "dropout/drop_block.ts",
    ["dropout/drop_block_test.ts"],
    [CONV],
    [
      [
        "DropBlock drops single values",
        "mask.fill(0, from, from + block);",
        "if (r === row) mask[from] = 0;",
      ],
      ["DropBlock drops too many", "rate / block ** 2", "rate / block"],
      ["DropBlock does not scale", "kept === 0 ? 0 : mask.length / kept", "1"],
    ],
  ),
  ...within(
    "layers/drop_to_saturation.ts",
    ["dropout/alpha_dropout_test.ts"],
    [],
    [
      ["AlphaDropout does not keep the mean", ".mul(a).add(b)", ".mul(a)"],
      [
        "AlphaDropout sets to 0",
        "tf.sub(1, mask).mul(SATURATION)",
        "tf.sub(1, mask).mul(0)",
      ],
    ],
  ),
  ...within(
    "dropout/gaussian_dropout.ts",
    ["dropout/gaussian_dropout_test.ts"],
    [],
    [[
      "GaussianDropout has the wrong deviation",
      "Math.sqrt(rate / (1 - rate))",
      "rate / (1 - rate)",
    ]],
  ),
  ...within(
    "dropout/monte_carlo.ts",
    ["dropout/monte_carlo_test.ts"],
    [HAND],
    [
      [
        "Monte Carlo trains BatchNormalization",
        "withPhase(model, { training: drops }",
        'withPhase(model, "training"',
      ],
      [
        "Monte Carlo drops nothing",
        "withPhase(model, { training: drops }",
        "withPhase(model, { inference: drops }",
      ],
      [
        "Monte Carlo makes one pass less",
        "{ length: passes }",
        "{ length: passes - 1 }",
      ],
    ],
  ),
  ...within(
    "dropout/phase.ts",
    ["dropout/phase_test.ts"],
    [FROZEN],
    [
      ["a chosen phase is ignored", "{ ...args, training })", "args)"],
      [
        "the outer phase goes before the inner",
        "stack.at(-1)!",
        "stack.at(0)!",
      ],
      [
        "a chosen phase does not end",
        "undo.forEach((one) => one())",
        "undo.length",
      ],
    ],
  ),
  ...within(
    "dropout/masks.ts",
    ["dropout/masks_test.ts"],
    [],
    [
      [
        "replayed masks come in another order",
        "record.path === path).values()",
        "record.path === path).reverse().values()",
      ],
      [
        "fixed masks are not fixed",
        "draw: { seed, layer, step },",
        "draw: { seed, layer, step: Math.floor(Math.random() * 1e6) },",
      ],
    ],
  ),
  ...within(
    "dropout/rate_schedule.ts",
    ["dropout/rate_schedule_test.ts"],
    [],
    [["a schedule begins a step late", "schedule(time++)", "schedule(++time)"]],
  ),
  ...within(
    "layers/multi_head_attention.ts",
    ["layers/multi_head_attention_test.ts", "layers/keras_test.ts"],
    [CONV],
    [
      ["attention is not scaled", "1 / Math.sqrt(this.keyDim)", "1"],
      [
        "attention drops at prediction",
        "args.training && this.dropout > 0",
        "this.dropout > 0",
      ],
    ],
  ),
  ...within(
    "layers/attend_by_groups.ts",
    ["layers/attend_test.ts"],
    [],
    [
      [
        "attention's gradient ignores its mask",
        "mask ? dDropped.mul(mask) : dDropped",
        "dDropped",
      ],
      [
        "attention's gradient leaves out the softmax's",
        "dWeights.sub(sums).mul(weights)",
        "dWeights.mul(weights)",
      ],
    ],
  ),
  ...within(
    "backend/assembly/attention_rows.ts",
    ["layers/attend_test.ts"],
    [CONV],
    [
      [
        "attention's gradient by rows ignores its mask",
        "set(dScore, multiplyLanes(dScore, held))",
        "set(dScore, dScore)",
      ],
      [
        "attention's gradient by rows leaves out the softmax's",
        "lanes.subtract(dScore, mean)",
        "dScore",
        [CONV],
      ],
    ],
  ),
  ...within(
    "layers/attention_mask.ts",
    ["layers/attention_mask_test.ts", "layers/multi_head_attention_test.ts"],
    [],
    [[
      "a causal mask hides the own step",
      "steps.greaterEqual(tf",
      "steps.greater(tf",
    ]],
  ),
  ...within(
    "layers/global_average_pooling_1d.ts",
    ["layers/global_average_pooling_1d_test.ts"],
    [CONV],
    [["masked steps count in a mean", "if (!mask) return", "if (true) return"]],
  ),
  ...within(
    "backend/kernels/draw_mask_kernel.ts",
    ["random/draw_mask_test.ts", "backend/kernels/threads_test.ts"],
    [FROZEN],
    [
      [
        "the layer changes no mask on WASM",
        "key1: layer,",
        "key1: 0,",
      ],
      [
        "a thread's mask starts with the first",
        "first: start / 2,",
        "first: 0,",
      ],
    ],
  ),
  ...within(
    "backend/kernels/max_pool_grad.ts",
    ["backend/kernels/max_pool_grad_test.ts"],
    [],
    [[
      "max pooling's gradient goes to the next window",
      "    gradient += count * bytes;",
      "",
    ]],
  ),
  ...within(
    "backend/kernels/unsorted_segment_sum.ts",
    ["backend/kernels/unsorted_segment_sum_test.ts"],
    [],
    [[
      "gathered rows' gradients overwrite",
      "if (segment < 0 || segment >= numSegments) return;",
      "if (segment !== row) return;",
    ]],
  ),
  ...within(
    "backend/kernels/cast.ts",
    ["backend/kernels/cast_test.ts"],
    [],
    [["0.5 is false", 'callKernel("NotEqual"', 'callKernel("Greater"']],
  ),
  ...within(
    "data/multi_hot.ts",
    ["data/multi_hot_test.ts"],
    [HAND],
    [[
      "words that occur twice count twice",
      "cells[row * width + list[i]] = 1;",
      "cells[row * width + list[i]] += 1;",
    ]],
  ),
  ...within(
    "experiment/judge.ts",
    ["experiment/judge_test.ts"],
    [FROZEN],
    [
      [
        "what is not seen holds",
        'return isApart ? "does not hold" : "not seen";',
        'return isApart ? "does not hold" : "holds";',
        [BEFORE, CONV],
      ],
      [
        "everything holds",
        "if (agrees(low) && agrees(high)) return",
        "return",
        [HAND, LAYERS, WHICH, BEFORE, CONV],
      ],
    ],
  ),
  ...within(
    "experiment/normal_quantile.ts",
    ["experiment/share_test.ts"],
    [FROZEN, WHICH],
    [[
      "intervals are half as wide",
      "export const NORMAL_QUANTILE = 1.959963984540054;",
      "export const NORMAL_QUANTILE = 0.98;",
    ]],
  ),
  ...within(
    "dropout/dropout.ts",
    ["dropout/dropout_test.ts"],
    [BEFORE, CONV],
    [[
      "the layer goes by another name",
      'className("Dropout")',
      'className("Drop")',
    ]],
  ),
  ...within(
    "layers/mask_drawer.ts",
    ["dropout/masks_test.ts", "dropout/monte_carlo_test.ts"],
    [FROZEN, LAYERS],
    [[
      "one mask for all steps and samples",
      "if (drawn.shared) shape[0] = 1;",
      "shape[0] = 1; drawn = { ...drawn, draw: { ...drawn.draw, step: 0 } };",
    ]],
  ),
  ...within(
    "experiment/roc_area.ts",
    ["experiment/roc_area_test.ts"],
    [HAND],
    [[
      "an area is that of the other side",
      "new RocArea((ranks - p * (p + 1) / 2) / (p * n), p, n)",
      "new RocArea(1 - (ranks - p * (p + 1) / 2) / (p * n), p, n)",
    ]],
  ),
  ...within(
    "experiment/roc_area_difference.ts",
    ["experiment/roc_area_difference_test.ts"],
    [HAND],
    [[
      "the worse of two scores is called the better",
      "share - other[kind][i]",
      "other[kind][i] - share",
    ]],
  ),
  ...within(
    "experiment/mean_interval.ts",
    ["experiment/mean_interval_test.ts"],
    [HAND],
    [
      [
        "differences have the wrong sign",
        "value - others[i]",
        "others[i] - value",
        [CONV],
      ],
      [
        "an interval is as wide as the deviation",
        "Math.sqrt(squares / (n - 1) / n)",
        "Math.sqrt(squares / (n - 1))",
        [LAYERS],
      ],
      [
        "half of the intervals miss",
        "studentT(n - 1, confidence) * error",
        "studentT(n - 1, 0.5) * error",
      ],
    ],
  ),
  ...within(
    "experiment/judge.ts",
    ["experiment/judge_test.ts"],
    [FROZEN],
    [
      [
        "nothing holds",
        'if (agrees(low) && agrees(high)) return "holds";',
        'if (agrees(low) && agrees(high)) return "does not hold";',
        [HAND, LAYERS, BEFORE, WHICH, CONV],
      ],
      [
        "above means below",
        "[threshold.above, Infinity, true]",
        "[-Infinity, threshold.above, true]",
      ],
      [
        "equal means within 1",
        "[threshold.equals, threshold.equals, false]",
        "[threshold.equals - 1, threshold.equals + 1, false]",
      ],
      [
        "one part that holds is enough",
        'if (all.has("holds") && all.has("does not hold")) {\n    return "holds with conditions";',
        'if (all.has("holds") && all.has("does not hold")) {\n    return "holds";',
      ],
    ],
  ),
  ...within(
    "experiment/correlation.ts",
    ["experiment/correlation_test.ts"],
    [CONV],
    [[
      "a correlation has the wrong scale",
      "product / Math.sqrt(squareA * squareB)",
      "product / Math.max(squareA, squareB) / 2",
    ]],
  ),
  ...within(
    "mends/frozen_weights_regularized.ts",
    ["mends/frozen_weights_regularized_test.ts"],
    [FROZEN],
    [[
      "a frozen kernel is still regularized",
      "return trainable && this.trainable",
      "return true",
    ]],
  ),
  ...within(
    "backend/kernels/batch_mat_mul.ts",
    ["backend/kernels/batch_mat_mul_test.ts"],
    [FROZEN],
    [[
      "a transposed matrix is taken as it lies",
      "if (transposeB && !isSwapped) b = turn(b);",
      "if (transposeB && !isSwapped) b = reshaped(b, [...b.shape.slice(0, -2), ...b.shape.slice(-2).reverse()]);",
    ]],
  ),
  ...within(
    "mends/unseeded_shuffle.ts",
    ["random/set_random_seed_test.ts"],
    [],
    [[
      "the order of batches is not seeded",
      "if (run) shuffle",
      "if (false) shuffle",
    ]],
  ),
  ...within(
    "random/shuffle.ts",
    ["random/shuffle_test.ts"],
    [],
    [["the first value is shuffled too seldom", "i > 0; i--", "i > 1; i--"]],
  ),
  ...within(
    "mends/no_learning_phase.ts",
    ["dropout/phase_test.ts", "mends/tfjs_traps_test.ts"],
    [HAND, FROZEN],
    [[
      "learning phase 0 means training",
      "training: value === 1",
      "training: value === 0",
    ]],
  ),
  ...within(
    "mends/batch_normalization_in_training.ts",
    ["mends/batch_normalization_in_training_test.ts"],
    [FROZEN],
    [[
      "tfjs's own BatchNormalization is left as shipped",
      "return normalizeByPhase(this as Normalizing, call, inputs, args);",
      "return call.call(this, inputs, args);",
    ]],
  ),
  ...within(
    "dropout/stochastic_depth.ts",
    ["dropout/noise_layers_test.ts"],
    [],
    [[
      "stochastic depth drops values, not samples",
      "...rest.map(() => 1)]",
      "...rest]",
    ]],
  ),
  ...within(
    "mends/recurrent_dropout.ts",
    ["mends/recurrent_dropout_test.ts"],
    [],
    [
      [
        "recurrent masks change within a sequence",
        "if (pass) {",
        "if (false) {",
      ],
      [
        "recurrent dropout acts at prediction",
        "if (!args?.training) {",
        "if (false) {",
      ],
    ],
  ),
  ...within(
    "layers/head_projections.ts",
    ["layers/multi_head_attention_test.ts", "layers/keras_test.ts"],
    [CONV],
    [[
      "attention leaves out a bias",
      "? bias.read().reshape([heads, 1, width])",
      "? tf.zeros([heads, 1, width])",
    ]],
  ),
  ...within(
    "weights/audit.ts",
    ["weights/audit_test.ts"],
    [FROZEN],
    [[
      "an audit does not warn of frozen dropout",
      "notes.push(`drops",
      "void (`drops",
    ]],
  ),
  ...within(
    "train/early_stopping.ts",
    ["train/early_stopping_test.ts"],
    [],
    [[
      "the best weights don't come back",
      "options.restoreBestWeights ?? true",
      "options.restoreBestWeights ?? false",
    ]],
  ),
];
