/**
 * Registers the layers that models of Keras have and TensorFlow.js lacks.
 *
 * @module
 */

import "./additive_attention.ts";
import "./attention.ts";
import "./conv_1d_transpose.ts";
import "./cropping_1d.ts";
import "./cropping_3d.ts";
import "./custom_scale_layer.ts";
import "./depthwise_conv_1d.ts";
import "./einsum_dense.ts";
import "./global_average_pooling_3d.ts";
import "./global_max_pooling_3d.ts";
import "./grid_multi_head_attention.ts";
import "./group_normalization.ts";
import "./grouped_convolutions.ts";
import "./layer_scale.ts";
import "./operation.ts";
import "./rms_normalization.ts";
import "./separable_conv_1d.ts";
import "./subtract.ts";
import "./unit_normalization.ts";
import "./up_sampling_1d.ts";
import "./up_sampling_3d.ts";
import "./zero_padding_1d.ts";
import "./zero_padding_3d.ts";
