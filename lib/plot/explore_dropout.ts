/**
 * What a dropout rate does, while it is moved by hand.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import * as tf from "@tensorflow/tfjs";
import { notebookScreen } from "../display/live_display.ts";
import { DISPLAY } from "../display/mime_bundle.ts";
import { fixMasks, type MaskRecord, recordMasks } from "../dropout/masks.ts";
import { hasRate } from "../layers/dropping_rate.ts";
import { maskOf } from "../layers/mask_drawer.ts";
import { selectLayers } from "../layers/layer_filter.ts";
import { FloatSlider } from "../widgets/numbers.ts";
import { activationHistogram } from "./activation_histogram.ts";
import { LiveFigure } from "./live_figure.ts";
import { maskHeatmap } from "./mask_heatmap.ts";

/** Every state is shown: the last one must not be left out. */
const NOW = { interval: 0 };

/** What is being explored. */
export interface DropoutExploration {
  /** The slider; setting its value moves it. */
  readonly rate: FloatSlider;
  /** Fulfilled once the figures show the rate of now. */
  settled(): Promise<void>;
  /** Takes the slider away; the figures stay. */
  close(): void;
}

/** A layer whose rate the slider sets. */
type Rated = tf.layers.Layer & { rate: number };

/** The figures of one rate; the layers get their own rates back. */
async function drawn(
  probe: tf.LayersModel,
  layers: Rated[],
  x: tf.Tensor | tf.Tensor[],
  rate: number,
) {
  const rates = layers.map((layer) => layer.rate);
  const records: MaskRecord[] = [];
  let outputs: tf.Tensor[];
  try {
    for (const layer of layers) layer.rate = rate;
    outputs = recordMasks(
      probe,
      records,
      () =>
        fixMasks(
          probe,
          () =>
            tf.tidy(() =>
              [probe.apply(x, { training: true }) as tf.Tensor | tf.Tensor[]]
                .flat()
            ),
        ),
    );
  } finally {
    layers.forEach((layer, at) => layer.rate = rates[at]);
  }
  const masks = Object.fromEntries(
    records.map((record) => [record.path, maskOf(record)]),
  );
  const activations = Object.fromEntries(
    outputs.map((output, at) => [layers[at].name, output]),
  );
  try {
    return {
      masks: await maskHeatmap(masks, { title: `Masks at a rate of ${rate}` }),
      activations: await activationHistogram(activations),
    };
  } finally {
    tf.dispose([Object.values(masks), outputs]);
  }
}

/**
 * Shows a slider for the rate of a model's dropout layers, and under it their
 * masks and activations on `x`, which follow the slider. The model is left as
 * it is: its rates, and which masks its layers draw next. All rates draw from
 * the same random numbers, so a unit that is dropped stays so at higher ones.
 *
 * @param model Built, with dropouts among its own layers.
 * @param x A batch of inputs; it stays the caller's, and is needed until
 * `close()`.
 * @throws {RangeError} If no layer of the model has masks to show.
 */
export function exploreDropout(
  model: tf.LayersModel,
  x: tf.Tensor | tf.Tensor[],
): Promise<DropoutExploration> {
  return showsItself(explore(model, x));
}

/**
 * A cell that ends with the value, or with a promise of it, shows nothing more
 * than what comes meanwhile, and fails where the promise rejects.
 */
function showsItself<Value extends object>(value: Value): Value {
  return Object.defineProperty(value, DISPLAY, {
    value: async () => {
      await value;
    },
  });
}

async function explore(
  model: tf.LayersModel,
  x: tf.Tensor | tf.Tensor[],
): Promise<DropoutExploration> {
  requireKind("exploreDropout", "model", model, "model");
  for (const each of [x].flat()) {
    requireKind("exploreDropout", "x", each, "tensor");
  }
  const layers = ratedLayers(model);
  const probe = tf.model({
    inputs: model.inputs,
    outputs: layers.map((layer) => layer.output as tf.SymbolicTensor),
  });
  const slider = new FloatSlider({
    description: "rate",
    min: 0,
    max: 0.95,
    step: 0.05,
    value: layers[0].rate,
  });
  await notebookScreen()?.(slider[DISPLAY](), crypto.randomUUID(), false);
  const figures = {
    masks: new LiveFigure(NOW),
    activations: new LiveFigure(NOW),
  };
  const followed = newestOnly(() => slider.value, async (rate) => {
    const made = await drawn(probe, layers, x, rate);
    figures.masks.update(() => made.masks);
    figures.activations.update(() => made.activations);
  });
  const update = async () => {
    await followed.follow();
    await Promise.all([figures.masks.settle(), figures.activations.settle()]);
  };
  slider.on("change:value", update);
  await update();
  return showsItself({
    rate: slider,
    settled: followed.settled,
    close: () => slider.close(),
  });
}

/** @throws {RangeError} If there are none. */
function ratedLayers(model: tf.LayersModel): Rated[] {
  const layers = selectLayers(model)
    .map(({ layer }) => layer)
    .filter((layer): layer is Rated =>
      hasRate(layer) && model.layers.includes(layer)
    );
  if (layers.length > 0) return layers;
  throw new RangeError(`${model.name} has no dropout among its own layers`);
}

/**
 * Calls `show` with a value until it has shown the newest; values that come and
 * go while it works are passed over.
 */
function newestOnly(
  newest: () => number,
  show: (value: number) => Promise<void>,
): { follow(): Promise<void>; settled(): Promise<void> } {
  let shown: number | undefined;
  let running: Promise<void> | undefined;
  const catchUp = async () => {
    try {
      while (shown !== newest()) {
        const value = newest();
        await show(value);
        shown = value;
      }
    } finally {
      running = undefined;
    }
  };
  return {
    follow: () => running ??= catchUp(),
    settled: async () => await running,
  };
}
