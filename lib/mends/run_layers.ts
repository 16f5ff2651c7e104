/**
 * Computes a model layer by layer, each layer with the masks of its own inputs.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { trainingOf } from "../layers/phase_of_calls.ts";
import type { CallArgs } from "../layers/register_layer.ts";

/** A mask, or none. */
export type Mask = tf.Tensor | null | undefined;

/** What a model's outputs are, and what counts of each. */
export interface Computed {
  readonly outputs: tf.Tensor[];
  readonly masks: Mask[];
}

/** A symbolic tensor with the fields that tfjs' types hide. */
export type Symbolic = tf.SymbolicTensor & {
  readonly sourceLayer: Computing;
  readonly inputs: Symbolic[];
  readonly nodeIndex: number;
};

export interface Computing extends tf.layers.Layer {
  /** Whether its call takes a list of masks, one for each input. */
  readonly takesAllMasks?: boolean;
}

/** What is used of a model. */
export interface Container extends tf.layers.Layer {
  readonly inputs: tf.SymbolicTensor[];
  readonly outputs: tf.SymbolicTensor[];
}

/** A step: one call of one layer. */
export interface Step {
  readonly layer: Computing;
  /** The phase that it was called with, whatever the model's is. */
  readonly training?: boolean;
  readonly inputs: Symbolic[];
  readonly outputs: Symbolic[];
}

/**
 * Tensors within a model at which its computation may begin, in the place of
 * its inputs: each way to the outputs leads through one of them.
 */
export interface Cut {
  readonly tensors: readonly tf.SymbolicTensor[];
  /** Whether each of them comes with a mask. */
  readonly isMasked: readonly boolean[];
}

/** Values of the tensors of a cut. */
export interface CutValues {
  readonly values: tf.Tensor[];
  readonly masks: Mask[];
}

/** What waits for the masks of the model that is called next. */
let asked: { masks: Mask[] } | undefined;

/**
 * Computes a model that is called as a layer. Where it lies in another one,
 * that one gets the masks of its outputs, too.
 */
export function callModel(
  model: Container,
  inputs: tf.Tensor[],
  args: CallArgs,
): tf.Tensor[] {
  const answer = asked;
  asked = undefined;
  const masks = [args.mask ?? []].flat();
  if (!answer) {
    return tf.tidy(() => runLayers(model, inputs, masks, args).outputs);
  }
  const computed = tf.tidy(() =>
    // Both survive: tfjs' type of what a tidy returns knows no interfaces.
    runLayers(model, inputs, masks, args) as unknown as tf.TensorContainer
  ) as unknown as Computed;
  answer.masks = computed.masks;
  return computed.outputs;
}

const plans = new WeakMap<Container, Map<string, Step[]>>();

/** The calls that lead to some outputs, in order. */
export function planOf(model: Container, outputs: tf.SymbolicTensor[]): Step[] {
  const known = plans.get(model) ?? new Map<string, Step[]>();
  plans.set(model, known);
  const key = [...model.inputs, ...outputs].map(({ id }) => id).join();
  const found = known.get(key);
  if (found) return found;

  const steps: Step[] = [];
  const seen = new Set(model.inputs.map(({ id }) => id));
  // A stack of its own: hundreds of layers would overflow the language's.
  const stack = outputs.map((tensor) => ({
    tensor: tensor as Symbolic,
    ready: false,
  })).toReversed();
  while (stack.length > 0) {
    const { tensor, ready } = stack.pop()!;
    if (seen.has(tensor.id)) continue;
    if (!ready) {
      stack.push({ tensor, ready: true });
      // The last input first: the order in which tfjs computes, and with it
      // the order in which layers draw.
      for (const input of tensor.inputs) {
        stack.push({ tensor: input, ready: false });
      }
      continue;
    }
    const layer = tensor.sourceLayer;
    const node = layer.inboundNodes[tensor.nodeIndex];
    const made = (node?.outputTensors as Symbolic[]) ?? [tensor];
    for (const { id } of made) seen.add(id);
    if (layer.getClassName() !== "InputLayer") {
      const training = node && trainingOf(node);
      steps.push({ layer, training, inputs: tensor.inputs, outputs: made });
    }
  }
  known.set(key, steps);
  return steps;
}

/**
 * Runs a model's layers.
 *
 * Outside of training, what no later layer needs is disposed of at once.
 *
 * @param inputs One tensor for each input of the model.
 * @param masks Their masks; may be shorter.
 * @param args What each layer is told besides its mask: the phase.
 * @param outputs Which tensors are wanted; the model's outputs unless given.
 */
export function runLayers(
  model: Container,
  inputs: tf.Tensor[],
  masks: Mask[],
  args: CallArgs = {},
  outputs: tf.SymbolicTensor[] = model.outputs,
): Computed {
  const steps = planOf(model, outputs);
  const values = new Map<number, { value: tf.Tensor; mask: Mask }>();
  model.inputs.forEach((input, i) => {
    const value = input.dtype == null || input.dtype === inputs[i].dtype
      ? inputs[i]
      : inputs[i].cast(input.dtype);
    values.set(input.id, { value, mask: masks[i] });
  });
  const kept = new Set([...model.inputs, ...outputs].map(({ id }) => id));
  // Whoever takes a gradient still needs them.
  const uses = args.training || isTakingGradient()
    ? undefined
    : countUses(steps);
  for (const { layer, training, inputs, outputs: made } of steps) {
    const given = inputs.map(({ id, name }) => {
      const found = values.get(id);
      if (found) return found;
      throw new RangeError(
        `There is no value for ${name}, an input of ${layer.name}`,
      );
    });
    const tensors = given.map(({ value }) => value);
    const { results, masks } = callLayer(
      layer,
      tensors,
      given.map(({ mask }) => mask),
      training === undefined ? args : { ...args, training },
    );
    made.forEach(({ id }, i) => {
      values.set(id, { value: results[i], mask: masks[i] });
    });
    if (uses) {
      for (const { id, sourceLayer } of inputs) {
        const left = uses.get(id)! - 1;
        uses.set(id, left);
        if (left > 0 || kept.has(id) || sourceLayer.stateful) continue;
        values.get(id)!.value.dispose();
      }
    }
  }
  const wanted = outputs.map(({ id }) => values.get(id)!);
  return {
    outputs: wanted.map(({ value }) => value),
    masks: wanted.map(({ mask }) => mask),
  };
}

/**
 * Runs the layers after a cut.
 *
 * @param args What each layer is told besides its mask: the phase.
 */
export function runFromCut(
  { outputs }: Container,
  cut: Cut,
  { values, masks }: CutValues,
  args: CallArgs = {},
): Computed {
  let head = heads.get(cut);
  // Within a model values are not cast, so no type is given.
  const inputs = () => cut.tensors.map(({ id }) => ({ id, dtype: null }));
  if (!head) heads.set(cut, head = { inputs: inputs() });
  return runLayers(head as Container, values, masks, args, outputs);
}

/** What stands for a model that begins at a cut. */
const heads = new WeakMap<Cut, { inputs: object[] }>();

function isTakingGradient(): boolean {
  const { state } = tf.engine() as unknown as {
    state: { gradientDepth: number };
  };
  return state.gradientDepth > 0;
}

function countUses(steps: Step[]): Map<number, number> {
  const uses = new Map<number, number>();
  for (const { id } of steps.flatMap(({ inputs }) => inputs)) {
    uses.set(id, (uses.get(id) ?? 0) + 1);
  }
  return uses;
}

/** Layers that change each value by itself, but in tfjs lose the mask. */
const PASS_MASKS_ON = [
  "ELU",
  "LeakyReLU",
  "Rescaling",
  "Softmax",
  "ThresholdedReLU",
];

/** One call, with the masks that are of these inputs and no others. */
function callLayer(
  layer: Computing,
  inputs: tf.Tensor[],
  masks: Mask[],
  args: CallArgs,
): { results: tf.Tensor[]; masks: Mask[] } {
  // Layers write into their arguments (a recurrent one its initial state), so
  // each gets its own.
  const own: Record<string, unknown> = { ...args };
  delete own.mask;
  const isModel = "outputs" in layer;
  const isMasked = masks.some((mask) => mask != null);
  if (isMasked) {
    own.mask = layer.takesAllMasks || isModel ? masks : masks[0];
  }
  const answer = { masks: [] as Mask[] };
  if (isModel) asked = answer;
  const results = [layer.apply(inputs, own)].flat() as tf.Tensor[];
  asked = undefined;
  if (isModel) return { results, masks: answer.masks };
  if (PASS_MASKS_ON.includes(layer.getClassName())) return { results, masks };
  if (!layer.supportsMasking) return { results, masks: [] };
  const made = layer.computeMask(inputs, masks as tf.Tensor[]) as Mask | Mask[];
  return { results, masks: [made].flat() };
}
