/**
 * What a forward pass keeps for the backward pass: freed when Stop, or an error
 * of the cell's own, ends it between the two. Only the backward pass frees it
 * otherwise, and no scope does.
 *
 * @module
 */

import type { Engine, Tensor } from "./tfjs_engine.ts";
import { Reflect } from "../language/natives.ts";

const { apply } = Reflect;

interface CustomGradient {
  forwardFunc?(backend: unknown, save: (tensors: Tensor[]) => void): unknown;
}

/** An operation with a gradient of its own that runs now. */
interface Running {
  saved: Tensor[];
  isSaving: boolean;
  outer: Running | undefined;
}

let running: Running | undefined;

/**
 * Frees what such an operation has saved when it ends by an error, since only
 * its end puts that on the tape; and the tape, when a gradient does.
 */
export function watchSaved(found: Engine) {
  const { runKernelFunc, keep, gradients } = found;
  found.runKernelFunc = function (params: CustomGradient) {
    const { forwardFunc } = params;
    if (!forwardFunc) return apply(runKernelFunc, this, [params]);
    const here: Running = { saved: [], isSaving: false, outer: running };
    running = here;
    const watched: CustomGradient = {
      ...params,
      forwardFunc: (backend, save) =>
        forwardFunc(backend, (tensors) => {
          here.isSaving = true;
          try {
            save(tensors);
          } finally {
            here.isSaving = false;
          }
        }),
    };
    let hasEnded = false;
    try {
      const result = apply(runKernelFunc, this, [watched]);
      hasEnded = true;
      return result;
    } finally {
      running = here.outer;
      if (!hasEnded) dispose(here.saved);
    }
  };
  found.keep = function (tensor) {
    if (running?.isSaving) running.saved[running.saved.length] = tensor;
    return apply(keep, this, [tensor]);
  };
  found.gradients = function (...args) {
    let hasEnded = false;
    try {
      const result = apply(gradients, this, args);
      hasEnded = true;
      return result;
    } finally {
      if (!hasEnded && found.state.gradientDepth === 0) freeTape(found);
    }
  };
}

/** Frees all that is kept for a backward pass that will not come. */
export function freeSaved(found: Engine) {
  for (; running; running = running.outer) dispose(running.saved);
  freeTape(found);
}

function freeTape({ state }: Engine) {
  const tape = state.activeTape ?? [];
  for (let at = 0; at < tape.length; at++) dispose(tape[at].saved ?? []);
  state.activeTape = null;
}

function dispose(tensors: Tensor[]) {
  for (let at = 0; at < tensors.length; at++) tensors[at].dispose();
}
