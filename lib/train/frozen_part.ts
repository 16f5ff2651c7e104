/**
 * The part of a model that gives the same values for the same sample at each
 * step of a training: what is frozen, and what without weights lies before or
 * right behind it.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { runsInTraining } from "../dropout/phase.ts";
import { droppingRate } from "../layers/dropping_rate.ts";
import { drawsMasks } from "../layers/mask_drawer.ts";
import {
  isBatchNormalization,
  normalizesAsTfjs,
} from "../layers/normalize_by_phase.ts";
import { walkLayers, withInner } from "../layers/walk_layers.ts";
import {
  type Container,
  type LayerCall,
  planOf,
} from "../mends/plan_layers.ts";
import { thawedWeights } from "../mends/thawed_weights.ts";
import { innerModel } from "./train_step.ts";

/** A layer whose output differs from call to call, and why. */
export interface Unsteady {
  readonly layer: tf.layers.Layer;
  readonly reason: string;
}

/** What can be kept of a model. */
export interface FrozenPart {
  /** Its calls of layers, in order. */
  readonly calls: readonly LayerCall[];
  /** What the rest takes from it, or from the model's inputs. */
  readonly tensors: readonly tf.SymbolicTensor[];
  /** Names of the layers that `tensors` come from, for messages. */
  readonly until: string;
  /** Whether a thawed layer, a phase or another weight has changed it since. */
  hasChanged(): boolean;
}

/**
 * The frozen part of a model.
 *
 * @returns Why there is none, if there is none: a sentence's end.
 * @throws {RangeError} If frozen weights lie behind a layer that is random, or
 * depends on the batch, in training.
 */
export function frozenPart(outer: tf.LayersModel): FrozenPart | string {
  const model = innerModel(outer) as unknown as Container;
  const all = planOf(model, model.outputs);
  const kept: LayerCall[] = [];
  const states = new Map<number, State>();
  for (const step of all) {
    const state = stateOf(model, step, states);
    for (const { id } of step.outputs) states.set(id, state);
    if (state === "steady") kept.push(step);
    if (typeof state !== "object" || step.layer.weights.length === 0) continue;
    throw new RangeError(
      `cacheFrozen can't keep what ${step.layer.name} gives: ${
        refusal(outer, state)
      }`,
    );
  }
  if (!kept.some(({ layer }) => layer.weights.length > 0)) {
    const first = all.find(({ layer }) => trains(model, layer));
    return first
      ? `no frozen weights come before ${first.layer.name}, which trains` +
        ("layers" in first.layer
          ? "; of a nested model all has to be frozen"
          : "")
      : "the model has no frozen weights";
  }
  const tensors = borderOf(model, all, kept);
  const weights = kept.flatMap(({ layer }) => layer.weights);
  const identities = () => weights.map((weight) => weight.read().dataId);
  const before = identities();
  return {
    calls: kept,
    tensors,
    until: [...new Set(tensors.map(({ sourceLayer }) => sourceLayer.name))]
      .join(", "),
    hasChanged: () =>
      kept.some(({ layer }) => trains(model, layer) || unsteady(layer)) ||
      identities().some((identity, i) => identity !== before[i]),
  };
}

/** Why a layer's output can't be kept, and what helps. */
export function refusal(
  model: tf.LayersModel,
  { layer, reason }: Unsteady,
): string {
  const placed = [...walkLayers(model)].find((it) => it.layer === layer);
  const path = placed?.path ?? layer.name;
  const advice = `${path} ${reason}. Put it behind what is frozen`;
  // A state is kept at prediction, too.
  if (layer.stateful) return advice;
  return `${advice}, or let it run as at prediction: withPhase(model, { inference: "${path}" }, ...)`;
}

/** Whether values are the same at each step, train, or why they differ. */
type State = "steady" | "trains" | Unsteady;

function stateOf(
  model: Container,
  { layer, inputs }: LayerCall,
  states: Map<number, State>,
): State {
  const given = inputs.map(({ id }) => states.get(id) ?? "steady");
  if (given.includes("trains") || trains(model, layer)) return "trains";
  return given.find((state) => typeof state === "object") ??
    unsteady(layer) ?? "steady";
}

function trains(model: Container, layer: tf.layers.Layer): boolean {
  return model.trainable && thawedWeights(layer).length > 0 ||
    withInner(layer).some((one) =>
      isBatchNormalization(one) && one.trainable && runsInTraining(one)
    );
}

/** Why a layer that does not train gives other values at each step. */
export function unsteady(layer: tf.layers.Layer): Unsteady | undefined {
  for (const one of withInner(layer)) {
    const reason = reasonOf(one);
    if (reason) return { layer: one, reason };
  }
  return undefined;
}

function reasonOf(layer: tf.layers.Layer): string | undefined {
  if (layer.stateful) return "keeps a state from one batch to the next";
  if (!runsInTraining(layer)) return undefined;
  if (isBatchNormalization(layer) && normalizesAsTfjs(layer)) {
    return "normalizes by each batch";
  }
  if (!drawsMasks(layer)) return undefined;
  const hasRate = "rate" in layer || "dropout" in layer;
  return hasRate && droppingRate(layer) === 0
    ? undefined
    : "is random in training";
}

/** The tensors that go from the kept calls to the others, in order. */
function borderOf(
  model: Container,
  all: LayerCall[],
  kept: LayerCall[],
): tf.SymbolicTensor[] {
  const inside = new Set(kept);
  const made = new Set([
    ...model.inputs.map(({ id }) => id),
    ...kept.flatMap(({ outputs }) => outputs.map(({ id }) => id)),
  ]);
  const taken = all.filter((step) => !inside.has(step))
    .flatMap((step): tf.SymbolicTensor[] => step.inputs);
  const border = [...taken, ...model.outputs].filter(({ id }) => made.has(id));
  return [...new Map(border.map((tensor) => [tensor.id, tensor])).values()];
}
