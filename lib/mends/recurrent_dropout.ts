/**
 * Trap of tfjs 4.22: recurrent layers keep their dropout masks in the cell.
 * `rnn({ cell })` draws them once and for ever, so that Monte Carlo has no
 * variance, a last batch of another size fails, and a prediction before
 * training leaves the layer without dropout. No seed repeats them, and a rate
 * outside [0, 1] is clamped without a word.
 *
 * Here a cell draws by this library: masks that are recorded, replayed, seeded
 * and held, drawn once a pass and shared along its steps as in Keras 3; one for
 * all gates, or, with recurrentDropout and in ConvLSTM2D, one for each gate.
 *
 * @see https://github.com/keras-team/keras/blob/v3.15.1/keras/src/layers/rnn/dropout_rnn_cell.py
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { type MaskDrawer, maskOf, nextMask } from "../layers/mask_drawer.ts";
import type { CallArgs } from "../layers/register_layer.ts";
import { drawMask } from "../random/draw_mask.ts";
import { during } from "../random/during.ts";
import type { Draw } from "../random/seed_stream.ts";
import { gateByGate, type GatedCell } from "./gate_by_gate.ts";
import { drawFromStream, giveSeed, takeSeeds } from "./seeds_of_layers.ts";
import { tfjsClass } from "./tfjs_class.ts";

/** What is used of tfjs's cells. */
interface Cell extends MaskDrawer, GatedCell {
  dropout: number;
  recurrentDropout: number;
  dropoutMask: tf.Tensor | tf.Tensor[] | null;
  recurrentDropoutMask: tf.Tensor | tf.Tensor[] | null;
  call(inputs: tf.Tensor[], args: CallArgs): tf.Tensor[];
}

/** The masks of one pass over a sequence. */
interface Masks {
  readonly inputs: tf.Tensor[];
  readonly states: tf.Tensor[];
}

/** Gates of each class of cells, and so masks where each gate has its own. */
const GATES: Record<string, number> = {
  SimpleRNNCell: 1,
  GRUCell: 3,
  LSTMCell: 4,
  ConvLSTM2DCell: 4,
};

/** What makes cells, by the class of what is made. */
const FACTORIES = {
  SimpleRNNCell: "simpleRNNCell",
  SimpleRNN: "simpleRNN",
  GRUCell: "gruCell",
  GRU: "gru",
  LSTMCell: "lstmCell",
  LSTM: "lstm",
  ConvLSTM2DCell: "convLstm2dCell",
  ConvLSTM2D: "convLstm2d",
} as const;

const RATES = {
  dropout: { canBeOne: false, canBeLeftOut: true },
  recurrentDropout: { canBeOne: false, canBeLeftOut: true },
};

/** Masks of the cells that are in a pass; empty until its first step. */
const passes = new WeakMap<Cell, { masks?: Masks }>();

function drops({ dropout, recurrentDropout }: Cell): boolean {
  return dropout > 0 || recurrentDropout > 0;
}

export function recurrentDropout(): void {
  for (const [name, gates] of Object.entries(GATES)) {
    const { prototype } = tfjsClass(name) as { prototype: Cell };
    drawByThisLibrary(prototype);
    replaceCall(prototype, name, gates);
  }
  startPasses();
  for (const [name, factory] of Object.entries(FACTORIES)) {
    takeSeeds(name, factory, RATES, seedCell);
  }
}

function drawByThisLibrary(prototype: Cell): void {
  Object.assign(prototype, {
    drawSource: undefined,
    onDraw: undefined,
    sharedMask: false,
    mask: (shape: number[], draw: Draw, rate: number) =>
      drawMask(shape, rate, draw),
  });
  drawFromStream(prototype);
}

function replaceCall(prototype: Cell, name: string, gates: number): void {
  const shipped = prototype.call;
  prototype.call = function (this: Cell, inputs, args) {
    if (!drops(this)) return shipped.call(this, inputs, args);
    if (!args?.training) {
      return withoutDropout(this, () => shipped.call(this, inputs, args));
    }
    return tf.tidy(() => {
      const masks = masksOf(this, name, gates, inputs);
      if (name === "ConvLSTM2DCell") {
        return withMasks(this, masks, () => shipped.call(this, inputs, args));
      }
      if (gates > 1 && this.recurrentDropout > 0) {
        return gateByGate(this, inputs, masks);
      }
      const [x, h, ...rest] = inputs;
      const dropped = [
        this.dropout > 0 ? x.mul(masks.inputs[0]) : x,
        this.recurrentDropout > 0 ? h.mul(masks.states[0]) : h,
        ...rest,
      ];
      return withoutDropout(this, () => shipped.call(this, dropped, args));
    });
  };
}

/**
 * The masks of the pass, drawn at its first step; outside of a pass new ones.
 */
function masksOf(
  cell: Cell,
  name: string,
  gates: number,
  [x, h]: tf.Tensor[],
): Masks {
  const pass = passes.get(cell);
  if (pass?.masks) return pass.masks;
  const eachGate = name === "ConvLSTM2DCell" || cell.recurrentDropout > 0;
  const draw = (rate: number, shape: number[]) =>
    rate === 0 ? [] : Array.from(
      { length: eachGate ? gates : 1 },
      () => maskOf(nextMask(cell, rate, shape)),
    );
  const masks = {
    inputs: draw(cell.dropout, x.shape),
    states: draw(cell.recurrentDropout, h.shape),
  };
  if (pass) {
    [...masks.inputs, ...masks.states].forEach((mask) => tf.keep(mask));
    pass.masks = masks;
  }
  return masks;
}

/** Calls what is shipped, which multiplies by masks it finds in its fields. */
function withMasks<T>(cell: Cell, masks: Masks, act: () => T): T {
  if (cell.dropout > 0) cell.dropoutMask = masks.inputs;
  if (cell.recurrentDropout > 0) cell.recurrentDropoutMask = masks.states;
  return during(() => {
    cell.dropoutMask = null;
    cell.recurrentDropoutMask = null;
  }, act);
}

function withoutDropout<T>(cell: Cell, act: () => T): T {
  const { dropout, recurrentDropout } = cell;
  cell.dropout = 0;
  cell.recurrentDropout = 0;
  return during(() => Object.assign(cell, { dropout, recurrentDropout }), act);
}

interface Recurrent extends tf.layers.Layer {
  cell: Cell & { cells?: Cell[] };
}

/** Begins a pass, with masks of its own, whenever a recurrent layer computes. */
function startPasses(): void {
  const prototype = tf.RNN.prototype as unknown as Recurrent;
  const { call } = prototype;
  prototype.call = function (this: Recurrent, inputs, args) {
    const cells = [this.cell.cells ?? this.cell].flat().filter(drops);
    if (cells.length === 0) return call.call(this, inputs, args);
    const before = cells.map((cell) => passes.get(cell));
    cells.forEach((cell) => passes.set(cell, {}));
    const end = () =>
      cells.forEach((cell, i) => {
        const { masks } = passes.get(cell)!;
        if (masks) tf.dispose([...masks.inputs, ...masks.states]);
        if (before[i]) passes.set(cell, before[i]);
        else passes.delete(cell);
      });
    return during(end, () => call.call(this, inputs, args));
  };
}

/** Gives a layer's cell the seed, as the layer draws by it. */
function seedCell(
  layer: tf.layers.Layer,
  args?: { seed?: number | null },
): tf.layers.Layer {
  const cell = (layer as unknown as Recurrent).cell ?? layer;
  giveSeed(cell, args);
  // The layer takes the run's next stream now, and not when it first draws.
  if (drops(cell)) void cell.seedStream;
  return layer;
}
