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
  const ofEachKey = allowed && allowed.shape[2] < key.shape[1]
    ? tf.logicalAnd(allowed, tf.ones([1, 1, key.shape[1]], "bool"))
    : allowed;
  const picked = tf.customGrad((...args) => {
    const [query, key, value, save] = args as unknown as [
      ...tf.Tensor3D[],
      tf.GradSaveFunc,
    ] as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D, tf.GradSaveFunc];
    const masks = ofEachKey ? [ofEachKey] : [];
    const withMasks = (inputs: Record<string, tf.Tensor>, masks: tf.Tensor[]) =>
      masks.length > 0 ? { ...inputs, allowed: masks[0] } : inputs;
    const [picked, statistics] = run(
      ATTEND,
      withMasks({ query, key, value }, masks),
    );
    save([query, key, value, picked, statistics, ...masks]);
    const gradFunc = (dPicked: tf.Tensor, saved: tf.Tensor[]) => {
      const [query, key, value, picked, statistics, ...masks] =
        saved as tf.Tensor3D[];
      if (isRecorded()) {
        return gradientsByGroups(
          [query, key, value, picked, dPicked as tf.Tensor3D],
          size,
          { dropout, allowed: masks[0] },
        );
      }
      return run(
        ATTEND_GRADIENT,
        withMasks(
          { query, key, value, picked, statistics, dPicked },
          masks,
        ),
      );
    };
    return { value: picked, gradFunc };
  });
  return picked(query, key, value) as tf.Tensor3D;
}
