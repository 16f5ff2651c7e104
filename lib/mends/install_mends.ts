/**
 * Every change this library makes to TensorFlow.js itself: one file each, named
 * after the trap it mends, written for tfjs 4.22.0.
 *
 * Importing this file installs them, once per process: a second copy of the
 * library finds them installed.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { absGradientAtZero } from "./abs_gradient_at_zero.ts";
import { activationGradients } from "./activation_gradients.ts";
import { adadeltaDiverges } from "./adadelta_diverges.ts";
import { averageOfMaskedSteps } from "./average_of_masked_steps.ts";
import { averagePoolGradient } from "./average_pool_gradient.ts";
import { batchNormalizationInTraining } from "./batch_normalization_in_training.ts";
import { biasAndReluApart } from "./bias_and_relu_apart.ts";
import { bidirectionalMaskedSteps } from "./bidirectional_masked_steps.ts";
import { broadcastGradients } from "./broadcast_gradients.ts";
import { causalConv1d } from "./causal_conv1d.ts";
import { classWithoutName } from "./class_without_name.ts";
import { conv1dChannelsFirst } from "./conv1d_channels_first.ts";
import { convolutionsLostBySaving } from "./convolutions_lost_by_saving.ts";
import { depthwiseDilationIgnored } from "./depthwise_dilation_ignored.ts";
import { centeredRmspropEpsilon } from "./centered_rmsprop_epsilon.ts";
import { comparisonsWithoutGradient } from "./comparisons_without_gradient.ts";
import { constraintsNotInTraining } from "./constraints_not_in_training.ts";
import { conv3dTransposeGradient } from "./conv3d_transpose_gradient.ts";
import { cumulativeAxis } from "./cumulative_axis.ts";
import { dilatedConvolutionGradient } from "./dilated_convolution_gradient.ts";
import { dilatedFusedConvolution } from "./dilated_fused_convolution.ts";
import { drawsKeptInside } from "./draws_kept_inside.ts";
import { drawsLostBySaving } from "./draws_lost_by_saving.ts";
import { eluAlpha } from "./elu_alpha.ts";
import { flagsLostBySaving } from "./flags_lost_by_saving.ts";
import { gruResetAfter } from "./gru_reset_after.ts";
import { halfPixelGradients } from "./half_pixel_gradients.ts";
import { imagesResizedByCorners } from "./images_resized_by_corners.ts";
import { internalsPrinted } from "./internals_printed.ts";
import { layerNormalization } from "./layer_normalization.ts";
import { layersByName } from "./layers_by_name.ts";
import { lossesByName } from "./losses_by_name.ts";
import { lossFunctionsLost } from "./loss_functions_lost.ts";
import { lossWeightsIgnored } from "./loss_weights_ignored.ts";
import { maskOfEachStep } from "./mask_of_each_step.ts";
import { masksOfOtherLayers } from "./masks_of_other_layers.ts";
import { concatenatedAxis } from "./concatenated_axis.ts";
import { emptySequential } from "./empty_sequential.ts";
import { encodingShape } from "./encoding_shape.ts";
import { extremeGradientAtTies } from "./extreme_gradient_at_ties.ts";
import { mergedMaskedSteps } from "./merged_masked_steps.ts";
import { bidirectionalCells } from "./bidirectional_cells.ts";
import { mergedMasks } from "./merged_masks.ts";
import { metricsAveragedOverBatches } from "./metrics_averaged_over_batches.ts";
import { metricsByName } from "./metrics_by_name.ts";
import { frozenWeightsRegularized } from "./frozen_weights_regularized.ts";
import { mirrorPadGradient } from "./mirror_pad_gradient.ts";
import { misspeltArguments } from "./misspelt_arguments.ts";
import { mixedCallbacks } from "./mixed_callbacks.ts";
import { namesOfParts } from "./names_of_parts.ts";
import { nearestResizeGradient } from "./nearest_resize_gradient.ts";
import { noFileScheme } from "./no_file_scheme.ts";
import { noSamples } from "./no_samples.ts";
import { nodeBanner } from "./node_banner.ts";
import { noLearningPhase } from "./no_learning_phase.ts";
import { optimizersInManyPasses } from "./optimizers_in_many_passes.ts";
import { optimizerSlotsByPosition } from "./optimizer_slots_by_position.ts";
import { phaseAsArgument } from "./phase_as_argument.ts";
import { pointwiseInitializer } from "./pointwise_initializer.ts";
import { raggedArrays } from "./ragged_arrays.ts";
import { recompileLeaksOptimizer } from "./recompile_leaks_optimizer.ts";
import { recurrentDropout } from "./recurrent_dropout.ts";
import { secondGradients } from "./second_gradients.ts";
import { separableBiasOfChannels } from "./separable_bias_of_channels.ts";
import { softmaxAxis } from "./softmax_axis.ts";
import { sharedLayersRegularized } from "./shared_layers_regularized.ts";
import { statesOfEarlierSteps } from "./states_of_earlier_steps.ts";
import { sparseLabelsOfSteps } from "./sparse_labels_of_steps.ts";
import { tapeLeftByErrors } from "./tape_left_by_errors.ts";
import { tensorsByName } from "./tensors_by_name.ts";
import { statesSaidLost } from "./states_said_lost.ts";
import { tileGradient } from "./tile_gradient.ts";
import { trainableStaysOutside } from "./trainable_stays_outside.ts";
import { unstackOfOne } from "./unstack_of_one.ts";
import { unknownClasses } from "./unknown_classes.ts";
import { unseededDatasetShuffle } from "./unseeded_dataset_shuffle.ts";
import { unseededInitializers } from "./unseeded_initializers.ts";
import { unseededShuffle } from "./unseeded_shuffle.ts";
import { weightsOfOneName } from "./weights_of_one_name.ts";
import { weightsOrderedByFlags } from "./weights_ordered_by_flags.ts";
import { weightsThawedLate } from "./weights_thawed_late.ts";

/** The version that the mends were written and tested for. */
const TFJS_VERSION = "4.22.0";

const MENDS: Record<string, () => void> = {
  // Replace a method that others wrap.
  adadeltaDiverges,
  optimizersInManyPasses,
  // Replaces a call that recurrentDropout wraps.
  gruResetAfter,
  absGradientAtZero,
  activationGradients,
  averageOfMaskedSteps,
  averagePoolGradient,
  batchNormalizationInTraining,
  bidirectionalMaskedSteps,
  broadcastGradients,
  causalConv1d,
  classWithoutName,
  conv1dChannelsFirst,
  convolutionsLostBySaving,
  depthwiseDilationIgnored,
  centeredRmspropEpsilon,
  comparisonsWithoutGradient,
  constraintsNotInTraining,
  conv3dTransposeGradient,
  cumulativeAxis,
  dilatedConvolutionGradient,
  dilatedFusedConvolution,
  biasAndReluApart,
  drawsKeptInside,
  drawsLostBySaving,
  eluAlpha,
  flagsLostBySaving,
  halfPixelGradients,
  imagesResizedByCorners,
  internalsPrinted,
  layerNormalization,
  layersByName,
  lossesByName,
  lossFunctionsLost,
  lossWeightsIgnored,
  maskOfEachStep,
  masksOfOtherLayers,
  concatenatedAxis,
  emptySequential,
  encodingShape,
  extremeGradientAtTies,
  mergedMaskedSteps,
  bidirectionalCells,
  mergedMasks,
  metricsAveragedOverBatches,
  metricsByName,
  frozenWeightsRegularized,
  mirrorPadGradient,
  mixedCallbacks,
  namesOfParts,
  nearestResizeGradient,
  noFileScheme,
  nodeBanner,
  noLearningPhase,
  optimizerSlotsByPosition,
  phaseAsArgument,
  pointwiseInitializer,
  raggedArrays,
  recompileLeaksOptimizer,
  recurrentDropout,
  secondGradients,
  separableBiasOfChannels,
  softmaxAxis,
  sharedLayersRegularized,
  sparseLabelsOfSteps,
  statesOfEarlierSteps,
  tapeLeftByErrors,
  tensorsByName,
  statesSaidLost,
  tileGradient,
  trainableStaysOutside,
  unstackOfOne,
  unseededDatasetShuffle,
  unseededInitializers,
  unseededShuffle,
  weightsOfOneName,
  weightsOrderedByFlags,
  weightsThawedLate,
  unknownClasses,
  noSamples,
  // Last, as it wraps functions that others replace.
  misspeltArguments,
};

/** On tfjs' own class, so that another copy of tfjs is mended too. */
const INSTALLED = Symbol.for("thaw.mends");

/**
 * Installs the mends that this tfjs does not have yet.
 *
 * @returns The names of those that were installed by this call.
 */
export function installMends(): string[] {
  const carrier = tf.layers.Layer as { [INSTALLED]?: Set<string> };
  const installed = carrier[INSTALLED] ??= new Set();
  if (installed.size === 0 && tf.version.tfjs !== TFJS_VERSION) {
    console.warn(
      `Thaw mends TensorFlow.js ${TFJS_VERSION}; this is ${tf.version.tfjs}, where the mends were not tested`,
    );
  }
  const missing = Object.keys(MENDS).filter((name) => !installed.has(name));
  for (const name of missing) {
    MENDS[name]();
    installed.add(name);
  }
  return missing;
}

installMends();
