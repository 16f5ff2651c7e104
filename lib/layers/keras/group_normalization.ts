/**
 * Keras's GroupNormalization.
 *
 * @see Wu and He, "Group Normalization", ECCV 2018.
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { className, onlyTensor, registerLayer } from "../register_layer.ts";

/** What LayerNormalization has, too, whose arguments these are. */
interface Normalizing extends tf.layers.Layer {
  gamma: tf.LayerVariable | null;
  beta: tf.LayerVariable | null;
  axis: number | number[];
  readonly epsilon: number;
}

const BuiltIn = tf.layers.layerNormalization({ name: "built_in" })
  .constructor as
    & Pick<typeof tf.layers.Layer, "fromConfig">
    & (new (args: object) => Normalizing);

/**
 * Normalizes each sample by the mean and variance of each group of channels,
 * then scales and shifts each channel.
 */
export class GroupNormalization extends BuiltIn {
  static className: string = className("GroupNormalization");
  /** -1: as many as channels, which is instance normalization. */
  readonly groups: number;

  constructor({ groups = 32, ...args }: { groups?: number }) {
    super(args);
    this.groups = groups;
  }

  /** @throws {RangeError} If the channels can't be cut into the groups. */
  override build(inputShape: tf.Shape): void {
    super.build(inputShape);
    const [axis] = [this.axis].flat();
    const channels = inputShape[axis] ?? 0;
    if (this.groups !== -1 && channels % this.groups !== 0) {
      throw new RangeError(
        `${this.name} has ${channels} channels, which ${this.groups} groups don't divide`,
      );
    }
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const given = onlyTensor(inputs);
      const [axis] = [this.axis].flat();
      const axes = [...given.shape.keys()];
      const order = [...axes.filter((one) => one !== axis), axis];
      const x = given.transpose(order);
      const channels = x.shape.at(-1)!;
      const groups = this.groups === -1 ? channels : this.groups;
      const grouped = x.reshape([x.shape[0], -1, groups, channels / groups]);
      const centred = grouped.sub(grouped.mean([1, 3], true));
      const variance = centred.square().mean([1, 3], true);
      let normal = centred.mul(variance.add(this.epsilon).rsqrt())
        .reshape(x.shape);
      if (this.gamma) normal = normal.mul(this.gamma.read());
      if (this.beta) normal = normal.add(this.beta.read());
      return normal.transpose(axes.map((one) => order.indexOf(one)));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    const [axis] = [this.axis].flat();
    return { ...super.getConfig(), axis, groups: this.groups };
  }
}
registerLayer(GroupNormalization);
