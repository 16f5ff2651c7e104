/**
 * InceptionV3 as Keras builds it: the same layers, with the names Keras gives
 * them in a fresh session, so that `getLayer("mixed7")` and Keras's weights
 * mean the same here as there.
 *
 * @see Szegedy et al., "Rethinking the Inception Architecture for Computer
 *   Vision", CVPR 2016, https://arxiv.org/abs/1512.00567
 * @see keras/src/applications/inception_v3.py
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { checkOptions } from "../options/check_options.ts";
import { requireKind } from "../options/require_kind.ts";
import { ConvolutionBuilder } from "./convolution_builder.ts";
import type { RemoteFile } from "../data/download/data_unavailable_error.ts";
import {
  FETCH_OPTIONS,
  fetchFile,
  type FetchOptions,
} from "../data/download/fetch_file.ts";
import { loadWeights } from "../data/keras/load_weights.ts";

/** The checksums are Keras's. */
const IMAGENET = published("", "9a0d58056eeedaa3f26cb7ebd46da564");
const IMAGENET_NO_TOP = published("_notop", "bcbd6486424b2319ff4ef7d526e38f63");

function published(part: string, md5: string): RemoteFile {
  const name = `inception_v3_weights_tf_dim_ordering_tf_kernels${part}.h5`;
  const folder =
    "https://storage.googleapis.com/tensorflow/keras-applications/inception_v3";
  const checksum = { algorithm: "md5", digest: md5 } as const;
  return { name, url: `${folder}/${name}`, checksum };
}

/** Named as in Keras. */
export interface InceptionV3Options extends FetchOptions {
  /** Height, width, 3 channels; height and width at least 75. */
  inputShape?: [height: number, width: number, channels: number];
  /** Whether the classifier (`avg_pool`, `predictions`) comes last; true unless told otherwise. */
  includeTop?: boolean;
  /**
   * A file of Keras's weights (`.h5`, `.weights.h5`, `.keras`), `imagenet` for
   * those Keras publishes (88 MB, downloaded once), or null for random ones.
   */
  weights?: string | null;
  /** Width of the classifier; 1000, as for ImageNet. */
  classes?: number;
}

/**
 * Builds InceptionV3.
 *
 * It expects pixels in [-1, 1]: `x / 127.5 - 1`. Batch normalization has no
 * scale, as in Keras. For features of a middle layer, take a model of
 * `model.inputs` and `model.getLayer("mixed7").output`.
 *
 * @returns A model owned by the caller.
 * @throws {RangeError} If the input is smaller than 75 x 75, has not 3
 *   channels, or the weights do not fit.
 * @throws What `loadWeights()` and, for `imagenet`, `fetchFile()` throw.
 */
export async function inceptionV3(
  options: InceptionV3Options = {},
): Promise<tf.LayersModel> {
  checkOptions("inceptionV3", options, {
    ...FETCH_OPTIONS,
    inputShape: "numbers",
    includeTop: "boolean",
    weights: true,
    classes: true,
  });
  const {
    inputShape = [299, 299, 3],
    includeTop = true,
    weights = null,
    classes = 1000,
    ...fetchOptions
  } = options;
  if (weights !== null) requireKind("inceptionV3", "weights", weights, "text");
  const [height, width, channels] = inputShape;
  if (!(height >= 75 && width >= 75 && channels === 3)) {
    throw new RangeError(
      `InceptionV3 needs at least 75 x 75 x 3, got ${inputShape.join(" x ")}`,
    );
  }
  const file = weights === "imagenet"
    ? await fetchFile(includeTop ? IMAGENET : IMAGENET_NO_TOP, fetchOptions)
    : weights;
  // Random numbers for 22 million weights take a second; none if they are read.
  const net = new ConvolutionBuilder(
    file === null ? "glorotUniform" : "zeros",
  );
  const input = tf.input({ shape: inputShape, name: "input_layer" });
  let x = blocks(net, stem(net, input));
  if (includeTop) {
    x = tf.layers.globalAveragePooling2d({ name: "avg_pool" })
      .apply(x) as tf.SymbolicTensor;
    const { initializer } = net;
    x = tf.layers.dense({
      units: classes,
      activation: "softmax",
      kernelInitializer: initializer,
      name: "predictions",
    }).apply(x) as tf.SymbolicTensor;
  }
  const model = tf.model({ inputs: input, outputs: x, name: "inception_v3" });
  try {
    if (file !== null) await loadWeights(model, file);
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model;
}

type Tensor = tf.SymbolicTensor;

function stem(net: ConvolutionBuilder, input: Tensor): Tensor {
  let x = net.conv(input, 32, [3, 3], "valid", 2);
  x = net.conv(x, 32, [3, 3], "valid");
  x = net.maxPool(net.conv(x, 64, [3, 3]));
  x = net.conv(x, 80, [1, 1], "valid");
  return net.maxPool(net.conv(x, 192, [3, 3], "valid"));
}

function blocks(net: ConvolutionBuilder, input: Tensor): Tensor {
  let x = block35(net, input, 32, "mixed0");
  x = block35(net, x, 64, "mixed1");
  x = block35(net, x, 64, "mixed2");
  x = reduce35(net, x, "mixed3");
  x = block17(net, x, 128, "mixed4");
  x = block17(net, x, 160, "mixed5");
  x = block17(net, x, 160, "mixed6");
  x = block17(net, x, 192, "mixed7");
  x = reduce17(net, x, "mixed8");
  x = block8(net, x, "mixed9", "mixed9_0");
  return block8(net, x, "mixed10", "mixed9_1");
}

/** Figure 5 of the paper; `pooled` filters follow the pool. */
function block35(
  net: ConvolutionBuilder,
  x: Tensor,
  pooled: number,
  name: string,
): Tensor {
  const one = net.conv(x, 64, [1, 1]);
  const five = net.conv(net.conv(x, 48, [1, 1]), 64, [5, 5]);
  let double = net.conv(x, 64, [1, 1]);
  double = net.conv(double, 96, [3, 3]);
  double = net.conv(double, 96, [3, 3]);
  const pool = net.conv(net.averagePool(x), pooled, [1, 1]);
  return net.concatenate([one, five, double, pool], name);
}

function reduce35(net: ConvolutionBuilder, x: Tensor, name: string): Tensor {
  const three = net.conv(x, 384, [3, 3], "valid", 2);
  let double = net.conv(x, 64, [1, 1]);
  double = net.conv(double, 96, [3, 3]);
  double = net.conv(double, 96, [3, 3], "valid", 2);
  return net.concatenate([three, double, net.maxPool(x)], name);
}

/** Figure 6 of the paper, with n = 7; `inner` is the width of its chains. */
function block17(
  net: ConvolutionBuilder,
  x: Tensor,
  inner: number,
  name: string,
): Tensor {
  const one = net.conv(x, 192, [1, 1]);
  let seven = net.conv(x, inner, [1, 1]);
  seven = net.conv(seven, inner, [1, 7]);
  seven = net.conv(seven, 192, [7, 1]);
  let double = net.conv(x, inner, [1, 1]);
  double = net.conv(double, inner, [7, 1]);
  double = net.conv(double, inner, [1, 7]);
  double = net.conv(double, inner, [7, 1]);
  double = net.conv(double, 192, [1, 7]);
  const pool = net.conv(net.averagePool(x), 192, [1, 1]);
  return net.concatenate([one, seven, double, pool], name);
}

function reduce17(net: ConvolutionBuilder, x: Tensor, name: string): Tensor {
  let three = net.conv(x, 192, [1, 1]);
  three = net.conv(three, 320, [3, 3], "valid", 2);
  let seven = net.conv(x, 192, [1, 1]);
  seven = net.conv(seven, 192, [1, 7]);
  seven = net.conv(seven, 192, [7, 1]);
  seven = net.conv(seven, 192, [3, 3], "valid", 2);
  return net.concatenate([three, seven, net.maxPool(x)], name);
}

/** Figure 7 of the paper; `inner` names its first inner concatenation. */
function block8(
  net: ConvolutionBuilder,
  x: Tensor,
  name: string,
  inner: string,
): Tensor {
  const one = net.conv(x, 320, [1, 1]);
  const three = net.conv(x, 384, [1, 1]);
  const split = net.concatenate([
    net.conv(three, 384, [1, 3]),
    net.conv(three, 384, [3, 1]),
  ], inner);
  const double = net.conv(net.conv(x, 448, [1, 1]), 384, [3, 3]);
  const doubleSplit = net.concatenate([
    net.conv(double, 384, [1, 3]),
    net.conv(double, 384, [3, 1]),
  ]);
  const pool = net.conv(net.averagePool(x), 192, [1, 1]);
  return net.concatenate([one, split, doubleSplit, pool], name);
}
