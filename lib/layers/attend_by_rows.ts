import * as tf from "@tensorflow/tfjs";
import {
  ATTEND,
  ATTEND_GRADIENT,
  type AttendAttributes,
} from "../backend/kernels/attend_kernel.ts";
import { isRecorded } from "../backend/is_recorded.ts";
import { drawnMask } from "../random/draw_mask.ts";
import { gradientsByGroups } from "./attend_by_groups.ts";
import type { WeightOptions } from "./attention_weights.ts";

/**
 * {@linkcode attend} by a kernel that holds a row of weights at a time. A
 * gradient whose own gradient is asked for has those of `size` groups.
 */
export function attendByRows(
  query: tf.Tensor3D,
  key: tf.Tensor3D,
  value: tf.Tensor3D,
  size: number,
  { dropout, allowed }: WeightOptions,
): tf.Tensor3D {
  const attributes: AttendAttributes = dropout && dropout.rate > 0
    ? { mask: drawnMask(dropout.rate, dropout.draw) }
    : {};
  const run = (name: string, inputs: Record<string, tf.Tensor>) =>
    tf.engine().runKernel(
      name,
      inputs,
      attributes as unknown as tf.NamedAttrMap,
    ) as tf.Tensor3D[];
  const picked = tf.customGrad((...args) => {
    const [query, key, value, save] = args as unknown as [
      tf.Tensor3D,
      tf.Tensor3D,
      tf.Tensor3D,
      tf.GradSaveFunc,
    ];
    const mask = allowed && ofEachKey(allowed, key.shape[1]);
    const [picked, statistics] = run(
      ATTEND,
      { query, key, value, ...mask && { allowed: mask } },
    );
    save([query, key, value, picked, statistics, ...mask ? [mask] : []]);
    const gradFunc = (dPicked: tf.Tensor, saved: tf.Tensor[]) => {
      const [query, key, value, picked, statistics, allowed] =
        saved as tf.Tensor3D[];
      if (isRecorded()) {
        return gradientsByGroups(
          [query, key, value, picked, dPicked as tf.Tensor3D],
          size,
          { dropout, allowed },
        );
      }
      return run(ATTEND_GRADIENT, {
        query,
        key,
        value,
        picked,
        statistics,
        dPicked,
        ...allowed && { allowed },
      });
    };
    return { value: picked, gradFunc };
  });
  return picked(query, key, value) as tf.Tensor3D;
}

/** Truth values for each key, where there may be one for all of them. */
function ofEachKey(allowed: tf.Tensor3D, keys: number): tf.Tensor3D {
  return allowed.shape[2] < keys
    ? tf.logicalAnd(allowed, tf.ones([1, 1, keys], "bool"))
    : allowed;
}
