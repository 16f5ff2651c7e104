/**
 * Thaw's library on TensorFlow.js: freezing, dropout and their plots.
 *
 * Folder by folder in the order in which they may import, and by path within a
 * folder; a test says so.
 *
 * @module
 */

// display: what values look like
export { escapeHtml } from "./display/escape_html.ts";
export {
  LiveDisplay,
  type LiveDisplayOptions,
  type Screen,
} from "./display/live_display.ts";
export {
  DISPLAY,
  type Displayable,
  type MimeBundle,
} from "./display/mime_bundle.ts";
export { progress, type ProgressOptions } from "./display/progress.ts";
export { Table, type TableCell } from "./display/table.ts";
export { verdict, VERDICTS, type VerdictSays } from "./display/verdict.ts";

// widgets: values that a person moves in the page
export {
  Accordion,
  type AnyWidget,
  type AnyWidgetOptions,
  browse,
  Button,
  Checkbox,
  type Control,
  Dropdown,
  FloatLogSlider,
  FloatProgress,
  FloatSlider,
  FloatText,
  GridBox,
  HBox,
  HTML,
  Image,
  interact,
  IntProgress,
  IntSlider,
  IntText,
  jslink,
  Label,
  Layout,
  link,
  type LinkEnd,
  type Options,
  Output,
  RadioButtons,
  SelectMultiple,
  Tab,
  Text,
  Textarea,
  ToggleButton,
  type ValueOf,
  VBox,
  Widget,
  widget,
} from "./widgets/mod.ts";

// backend: where tensors are computed
export { BackendError } from "./backend/backend_error.ts";
export {
  type BackendName,
  BackendReport,
  type FailedBackend,
} from "./backend/backend_report.ts";
export {
  type BackendOptions,
  selectBackend,
} from "./backend/select_backend.ts";

// random: numbers that a seed repeats
export {
  drawMask,
  drawMaskValues,
  type MaskOptions,
} from "./random/draw_mask.ts";
export { drawNormal, drawUniform } from "./random/draw_uniform.ts";
export { type Draw, drawBits, SeedStream } from "./random/seed_stream.ts";
export { setRandomSeed } from "./random/set_random_seed.ts";
export { shuffle } from "./random/shuffle.ts";

// layers: those that drop nothing, and choosing layers of a model
export {
  type AttentionCallArgs,
  type MultiHeadAttentionArgs,
} from "./layers/attention_args.ts";
export {
  BatchNormalization,
  batchNormalization,
  type BatchNormalizationArgs,
} from "./layers/batch_normalization.ts";
export type { DataFormat } from "./layers/data_format.ts";
export { type DroppingArgs, DroppingLayer } from "./layers/dropping_layer.ts";
export { droppingRate } from "./layers/dropping_rate.ts";
export {
  GlobalAveragePooling1D,
  globalAveragePooling1d,
  type GlobalAveragePooling1DArgs,
} from "./layers/global_average_pooling_1d.ts";
export { type Factor } from "./layers/images/augmentation_layer.ts";
export {
  RandomBrightness,
  randomBrightness,
  type RandomBrightnessArgs,
} from "./layers/images/random_brightness.ts";
export {
  RandomContrast,
  randomContrast,
  type RandomContrastArgs,
} from "./layers/images/random_contrast.ts";
export {
  RandomFlip,
  randomFlip,
  type RandomFlipArgs,
} from "./layers/images/random_flip.ts";
export {
  RandomRotation,
  randomRotation,
  type RandomRotationArgs,
} from "./layers/images/random_rotation.ts";
export {
  RandomTranslation,
  randomTranslation,
  type RandomTranslationArgs,
} from "./layers/images/random_translation.ts";
export {
  RandomZoom,
  randomZoom,
  type RandomZoomArgs,
} from "./layers/images/random_zoom.ts";
export { type TransformArgs } from "./layers/images/transform_layer.ts";
export { kerasDifferences } from "./layers/keras_differences.ts";
export {
  Lambda,
  lambda,
  type LambdaArgs,
  type LambdaFunction,
} from "./layers/lambda.ts";
export {
  allOf,
  type LayerClass,
  type LayerConditions,
  type LayerFilter,
  not,
  selectLayers,
} from "./layers/layer_filter.ts";
export {
  type ChosenDraw,
  type DrawnMask,
  type MaskDrawer,
  maskOf,
} from "./layers/mask_drawer.ts";
export {
  MultiHeadAttention,
  multiHeadAttention,
} from "./layers/multi_head_attention.ts";
export { type NoiseArgs, NoiseLayer } from "./layers/noise_layer.ts";
export {
  Normalization,
  normalization,
  type NormalizationArgs,
} from "./layers/normalization.ts";
export { type CallArgs, type LayerArgs } from "./layers/register_layer.ts";
export { type PlacedLayer, walkLayers } from "./layers/walk_layers.ts";

// mends: changes to TensorFlow.js itself, installed by this import
export { installMends } from "./mends/install_mends.ts";

// weights: which weights train
export {
  Audit,
  audit,
  type AuditRow,
  type PlannedLayer,
  type ThawingPlan,
} from "./weights/audit.ts";
export { type Undo } from "./weights/flag_writer.ts";
export {
  freeze,
  type FreezeOptions,
  unfreeze,
  type UnfreezeOptions,
} from "./weights/freeze.ts";
export { freezeTo } from "./weights/freeze_to.ts";
export {
  gradualUnfreezing,
  type GradualUnfreezingArgs,
} from "./weights/gradual_unfreezing.ts";
export {
  GroupedOptimizer,
  type OptimizerGroup,
} from "./weights/grouped_optimizer.ts";
export { getLearningRate, setLearningRate } from "./weights/learning_rate.ts";
export {
  type ListedWeight,
  listWeights,
  type WeightRole,
} from "./weights/list_weights.ts";
export { type WeightNames } from "./weights/named_flags.ts";
export { namedWeights } from "./weights/named_weights.ts";
export {
  trackChanges,
  type WeightChange,
  WeightChanges,
} from "./weights/track_changes.ts";
export {
  type VarianceShift,
  varianceShifts,
} from "./weights/variance_shift.ts";

// dropout: layers that drop, their masks and their phase
export { AlphaDropout, alphaDropout } from "./dropout/alpha_dropout.ts";
export {
  DropBlock,
  dropBlock,
  type DropBlockArgs,
} from "./dropout/drop_block.ts";
export { Dropout, dropout, type DropoutArgs } from "./dropout/dropout.ts";
export {
  GaussianDropout,
  gaussianDropout,
} from "./dropout/gaussian_dropout.ts";
export {
  ManualDropout,
  manualDropout,
  type ManualDropoutArgs,
  type Scaling,
} from "./dropout/manual_dropout.ts";
export {
  countMasks,
  fixMasks,
  type MaskRecord,
  recordMasks,
  replayMasks,
} from "./dropout/masks.ts";
export {
  type MonteCarlo,
  monteCarlo,
  type MonteCarloArgs,
  type OutputSpread,
} from "./dropout/monte_carlo.ts";
export {
  getLearningPhase,
  type Phase,
  type PhasePlan,
  setLearningPhase,
  withPhase,
} from "./dropout/phase.ts";
export {
  annealedRate,
  curriculumRate,
  linearRate,
  rateCallback,
  type RateCallbackArgs,
  type RateSchedule,
  setRate,
} from "./dropout/rate_schedule.ts";
export {
  SpatialDropout1D,
  spatialDropout1d,
  SpatialDropout2D,
  spatialDropout2d,
  SpatialDropout3D,
  spatialDropout3d,
  type SpatialDropoutArgs,
} from "./dropout/spatial_dropout.ts";
export {
  StochasticDepth,
  stochasticDepth,
} from "./dropout/stochastic_depth.ts";

// train: fit and what it gives back
export type {
  Batch,
  BatchDataset,
  BatchIterator,
  Tensors,
} from "./train/batches.ts";
export {
  cacheFeatures,
  type CacheFeaturesOptions,
} from "./train/cache_features.ts";
export {
  csvLogger,
  type CsvLoggerOptions,
} from "./train/callbacks/csv_logger.ts";
export {
  learningRateScheduler,
  type LearningRateSchedulerOptions,
  type RatePlan,
} from "./train/callbacks/learning_rate_scheduler.ts";
export {
  reduceLrOnPlateau,
  type ReduceLrOnPlateauOptions,
} from "./train/callbacks/reduce_lr_on_plateau.ts";
export {
  tensorBoard,
  type TensorBoardOptions,
} from "./train/callbacks/tensor_board.ts";
export { terminateOnNaN } from "./train/callbacks/terminate_on_nan.ts";
export {
  EarlyStopping,
  earlyStopping,
  type EarlyStoppingOptions,
} from "./train/early_stopping.ts";
export { repairEngine } from "./train/engine_repair.ts";
export type { FeatureSet } from "./train/features_of_dataset.ts";
export { fineTune } from "./train/fine_tune.ts";
export type { FineTuneStage } from "./train/fine_tune_callback.ts";
export { FineTunePlan } from "./train/fine_tune_plan.ts";
export { type FineTuneOptions } from "./train/fine_tune_stages.ts";
export { fit } from "./train/fit.ts";
export type { FitCallback, FitHooks } from "./train/fit_callbacks.ts";
export type { FitOptions } from "./train/fit_options.ts";
export type { MetricValues } from "./train/metrics/binary_counts.ts";
export {
  auc,
  type AucOptions,
  precision,
  recall,
  type StreamingMetric,
  type ThresholdOptions,
} from "./train/metrics/precision_recall.ts";
export {
  Adam,
  adam,
  type AdamOptions,
  AdamW,
  adamW,
} from "./train/optimizers/adam.ts";
export {
  cosineDecay,
  type CosineDecayArgs,
  exponentialDecay,
  type ExponentialDecayArgs,
  LearningRateSchedule,
  polynomialDecay,
  type PolynomialDecayArgs,
  slantedTriangular,
  type SlantedTriangularArgs,
} from "./train/optimizers/learning_rate_schedule.ts";
export {
  NamedOptimizer,
  type WeightStep,
} from "./train/optimizers/named_optimizer.ts";
export type { OptimizerOptions } from "./train/optimizers/optimizer_options.ts";
export {
  RmsProp,
  rmsprop,
  type RmsPropOptions,
} from "./train/optimizers/rms_prop.ts";
export { Sgd, sgd, type SgdOptions } from "./train/optimizers/sgd.ts";
export type { ClassWeight, SampleWeight } from "./train/sample_weights.ts";
export { Training, training, type TrainingOptions } from "./train/training.ts";
export {
  type Stopped,
  type StopReason,
  TrainingHistory,
} from "./train/training_history.ts";

// data: files in, plain arrays out
export {
  type DataSet,
  type DataSetOptions,
  type DataSource,
} from "./data/data_set.ts";
export {
  type Checksum,
  DataUnavailableError,
  type RemoteFile,
} from "./data/download/data_unavailable_error.ts";
export { fetchFile, type FetchOptions } from "./data/download/fetch_file.ts";
export { type ReviewOptions } from "./data/encode_reviews.ts";
export { loadModel } from "./data/keras/load_model.ts";
export {
  loadWeights,
  type LoadWeightsOptions,
} from "./data/keras/load_weights.ts";
export { type FordA, loadFordA } from "./data/load_ford_a.ts";
export { type Imdb, loadImdb } from "./data/load_imdb.ts";
export { loadMnist, type Mnist } from "./data/load_mnist.ts";
export { loadWatch } from "./data/load_watch.ts";
export { multiHot } from "./data/multi_hot.ts";
export { type NdArray, toTensor } from "./data/numpy/nd_array.ts";
export { type NpyArray, parseNpy } from "./data/numpy/npy.ts";
export { type NpzOptions, readNpz } from "./data/numpy/npz.ts";
export { saveWeights } from "./data/save_weights.ts";
export {
  type Samples,
  type Split,
  splitValidation,
  takeSamples,
} from "./data/split_validation.ts";

// models: InceptionV3, and models kept on disk while they train
export { inceptionV3, type InceptionV3Options } from "./models/inception_v3.ts";
export {
  modelCheckpoint,
  type ModelCheckpointOptions,
} from "./models/model_checkpoint.ts";

// experiment: what repeated runs say, and verdicts from it
export { type Claim, Claims, type Part } from "./experiment/claims.ts";
export { correlation } from "./experiment/correlation.ts";
export {
  judge,
  judgeAll,
  type Measured,
  type Threshold,
} from "./experiment/judge.ts";
export {
  MeanInterval,
  meanInterval,
  pairedInterval,
} from "./experiment/mean_interval.ts";
export { RocArea, rocArea } from "./experiment/roc_area.ts";
export { rocAreaDifference } from "./experiment/roc_area_difference.ts";
export { Share, shareOf } from "./experiment/share.ts";
export {
  type Outcome,
  repeatTrainings,
  type TrainingPlan,
  Trainings,
} from "./experiment/trainings.ts";

// plot: figures
export { activationHistogram } from "./plot/activation_histogram.ts";
export {
  confusionCounts,
  confusionMatrix,
  type ConfusionMatrixOptions,
} from "./plot/confusion_matrix.ts";
export {
  type DropoutExploration,
  exploreDropout,
} from "./plot/explore_dropout.ts";
export { Figure, type PlotlyObject } from "./plot/figure.ts";
export type { FigurePromise } from "./plot/figure_promise.ts";
export { gradientNorms } from "./plot/gradient_norms.ts";
export { imshow, type ImshowOptions } from "./plot/imshow.ts";
export {
  type IntervalLike,
  intervalPlot,
  type IntervalPlotOptions,
} from "./plot/interval_plot.ts";
export { LiveFigure } from "./plot/live_figure.ts";
export {
  liveLossCurve,
  type LiveLossCurveOptions,
} from "./plot/live_loss_curve.ts";
export { lossCurve, type LossCurveOptions } from "./plot/loss_curve.ts";
export { maskHeatmap, type MaskHeatmapOptions } from "./plot/mask_heatmap.ts";
export type { HistoryLike, HistoryOrValues } from "./plot/metric_curves.ts";
export { PictureError } from "./plot/picture.ts";
export type { TitleOptions } from "./plot/theme.ts";
export {
  uncertainty,
  type UncertaintyLike,
  type UncertaintyOptions,
} from "./plot/uncertainty.ts";
export { weightChange, type WeightChangeLike } from "./plot/weight_change.ts";
