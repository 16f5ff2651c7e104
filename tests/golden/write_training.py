"""Writes training.json: losses, metrics and whole fine-tunings as Keras has them.

Run by hand on a CPU, in an environment with keras and jax (versions go into
the file):

    KERAS_BACKEND=jax python tests/golden/write_training.py

A fine-tuning is 20 steps on batches in order. What lies in `frozen` is frozen
for the first ten and thawed for the rest, the optimizer's moments kept.
"""

import json
import pathlib

from our_draws import SEED, restart_draws

import jax
import jax.numpy as jnp
import keras
import numpy as np

L = keras.layers
numbers = np.random.default_rng(2022)
STEPS = 20
BATCH = 8


def values(array):
    """Nine digits: a float32 exactly."""
    flat = np.asarray(array, "float32").reshape(-1)
    return [float(f"{value:.9g}") for value in flat]


def tensor(array):
    return {"shape": list(np.shape(array)), "values": values(array)}


def draw(shape):
    return numbers.standard_normal(shape).astype("float32")


def softmax(array):
    array = np.exp(array)
    return array / array.sum(-1, keepdims=True)


def one_hot(rows, classes):
    return np.eye(classes, dtype="float32")[numbers.integers(0, classes, rows)]


# Losses and metrics: JavaScript's name, Keras's function, targets, outputs.
ROWS, CLASSES = 6, 4
PROBABILITIES = softmax(draw((ROWS, CLASSES))).astype("float32")
BINARY = (numbers.random((ROWS, CLASSES)) > 0.5).astype("float32")
DENSE = one_hot(ROWS, CLASSES)
SPARSE = numbers.integers(0, CLASSES, (ROWS, 1)).astype("float32")
REAL = draw((ROWS, CLASSES))
OTHER = draw((ROWS, CLASSES))

LOSSES = [
    ("meanSquaredError", keras.losses.mean_squared_error, REAL, OTHER),
    ("meanAbsoluteError", keras.losses.mean_absolute_error, REAL, OTHER),
    ("meanAbsolutePercentageError", keras.losses.mean_absolute_percentage_error, REAL, OTHER),
    ("meanSquaredLogarithmicError", keras.losses.mean_squared_logarithmic_error, np.abs(REAL), np.abs(OTHER)),
    ("squaredHinge", keras.losses.squared_hinge, 2 * BINARY - 1, OTHER),
    ("hinge", keras.losses.hinge, 2 * BINARY - 1, OTHER),
    ("categoricalHinge", keras.losses.categorical_hinge, DENSE, OTHER),
    ("logcosh", keras.losses.log_cosh, REAL, OTHER),
    ("categoricalCrossentropy", keras.losses.categorical_crossentropy, DENSE, PROBABILITIES),
    ("sparseCategoricalCrossentropy", keras.losses.sparse_categorical_crossentropy, SPARSE, PROBABILITIES),
    ("binaryCrossentropy", keras.losses.binary_crossentropy, BINARY, PROBABILITIES),
    ("kullbackLeiblerDivergence", keras.losses.kl_divergence, PROBABILITIES[::-1].copy(), PROBABILITIES),
    ("poisson", keras.losses.poisson, np.abs(REAL), np.abs(OTHER)),
    ("cosineProximity", keras.losses.cosine_similarity, REAL, OTHER),
]

METRICS = [
    ("binaryAccuracy", keras.metrics.BinaryAccuracy(), BINARY, PROBABILITIES),
    ("binaryCrossentropy", keras.metrics.BinaryCrossentropy(), BINARY, PROBABILITIES),
    ("categoricalAccuracy", keras.metrics.CategoricalAccuracy(), DENSE, PROBABILITIES),
    ("categoricalCrossentropy", keras.metrics.CategoricalCrossentropy(), DENSE, PROBABILITIES),
    ("sparseCategoricalAccuracy", keras.metrics.SparseCategoricalAccuracy(), SPARSE, PROBABILITIES),
    ("meanAbsoluteError", keras.metrics.MeanAbsoluteError(), REAL, OTHER),
    ("meanAbsolutePercentageError", keras.metrics.MeanAbsolutePercentageError(), REAL, OTHER),
    ("meanSquaredError", keras.metrics.MeanSquaredError(), REAL, OTHER),
    ("r2Score", keras.metrics.R2Score(), REAL, OTHER),
    ("r2Score", keras.metrics.R2Score(), REAL[:, :1], OTHER[:, :1]),
    # Keras's own metric of that kind has another sign than its loss.
    ("cosineProximity", keras.metrics.MeanMetricWrapper(keras.losses.cosine_similarity), REAL, OTHER),
    ("precision", keras.metrics.Precision(), BINARY[:, :1], 3 * PROBABILITIES[:, :1]),
    ("recall", keras.metrics.Recall(), BINARY[:, :1], 3 * PROBABILITIES[:, :1]),
]


def loss_case(name, function, targets, outputs):
    def mean(outputs):
        return jnp.mean(function(targets, outputs))

    return {
        "name": name,
        "targets": tensor(targets),
        "outputs": tensor(outputs),
        "mean": float(mean(outputs)),
        "gradient": tensor(jax.grad(mean)(jnp.asarray(outputs))),
    }


def metric_case(name, metric, targets, outputs):
    metric.update_state(targets, outputs)
    return {
        "name": name,
        "targets": tensor(targets),
        "outputs": tensor(outputs),
        "value": float(metric.result()),
    }


def rows():
    """Dense layers with everything that acts in training only."""
    return keras.Sequential([
        keras.Input((4,)),
        L.Dense(6, activation="tanh", kernel_regularizer=keras.regularizers.L2(0.05), name="base"),
        L.BatchNormalization(momentum=0.9, name="norm"),
        L.Dropout(0.3, name="drop"),
        L.Dense(5, activation="relu", kernel_constraint=keras.constraints.MaxNorm(1.2), name="hidden"),
        L.Dense(3, activation="softmax", name="head"),
    ])


def sequences():
    """A recurrent layer that drops, under a mask that the loss heeds."""
    return keras.Sequential([
        keras.Input((4, 2)),
        L.Masking(name="mask"),
        L.LSTM(3, return_sequences=True, dropout=0.3, recurrent_dropout=0.2, use_cudnn=False, name="base"),
        L.Dense(2, name="head"),
    ])


def images():
    """A conv net with normalization and dropout of whole maps."""
    return keras.Sequential([
        keras.Input((5, 5, 2)),
        L.Conv2D(3, 3, activation="relu", padding="same", name="base"),
        L.BatchNormalization(momentum=0.9, name="norm"),
        L.MaxPooling2D(2, name="pool"),
        L.SpatialDropout2D(0.3, name="drop"),
        L.Flatten(name="flat"),
        L.Dense(2, name="head"),
    ])


O = keras.optimizers
# JavaScript's call of each optimizer is in the test, under the same name.
OPTIMIZERS = {
    "sgd": lambda: O.SGD(0.1),
    "momentum": lambda: O.SGD(0.05, momentum=0.9),
    "nesterov": lambda: O.SGD(0.05, momentum=0.9, nesterov=True),
    "rmsprop": lambda: O.RMSprop(0.01),
    "rmsprop, centered": lambda: O.RMSprop(0.01, momentum=0.5, centered=True),
    "adagrad": lambda: O.Adagrad(0.1),
    "adadelta": lambda: O.Adadelta(1.0),
    "adamax": lambda: O.Adamax(0.01),
    "adam": lambda: O.Adam(0.01),
    "adamW": lambda: O.AdamW(0.01, weight_decay=0.1),
}


def fine_tuning(name, build, data, loss, frozen, optimizer_name):
    x, y, mask = data
    restart_draws()
    model = build()
    start = [draw(weight.shape) * 0.4 for weight in model.weights]
    for weight, value in zip(model.weights, start):
        # Variances are positive.
        weight.assign(np.abs(value) + 0.5 if "variance" in weight.path else value)
    start = [tensor(weight) for weight in model.weights]
    restart_draws()
    optimizer = OPTIMIZERS[optimizer_name]()
    optimizer.build(model.trainable_variables)
    losses = []
    for step in range(STEPS):
        for layer in model.layers:
            if layer.name in frozen:
                layer.trainable = step >= STEPS // 2
        rows = np.arange(step * BATCH, (step + 1) * BATCH) % len(x)
        variables = model.trainable_variables
        others = model.non_trainable_variables

        def total(trainable):
            outputs, after, penalties = model.stateless_call(
                trainable, [variable.value for variable in others], x[rows], training=True, return_losses=True
            )
            each = loss(y[rows], outputs)
            if mask is None:
                value = jnp.mean(each)
            else:
                value = jnp.sum(each * mask[rows]) / np.sum(mask[rows])
            return value + sum(penalties, jnp.zeros(())), after

        (value, after), gradients = jax.value_and_grad(total, has_aux=True)([variable.value for variable in variables])
        for variable, moved in zip(others, after):
            variable.assign(moved)
        optimizer.apply(gradients, variables)
        losses.append(float(value))
    return {
        "name": name,
        "optimizer": optimizer_name,
        "frozen": frozen,
        "start": start,
        "losses": losses,
        "end": [tensor(weight) for weight in model.weights],
    }


def masked(x):
    """Pads each sequence to a length of its own."""
    lengths = 1 + np.arange(len(x)) % x.shape[1]
    kept = (np.arange(x.shape[1]) < lengths[:, None]).astype("float32")
    return x * kept[:, :, None], kept


SEQUENCES, MASK = masked(draw((24, 4, 2)))
DATA = {
    "rows": (draw((24, 4)), one_hot(24, 3), None),
    "sequences": (SEQUENCES, draw((24, 4, 2)), MASK),
    "images": (draw((24, 5, 5, 2)), draw((24, 2)), None),
}

golden = {
    "versions": {"keras": keras.__version__, "jax": jax.__version__, "numpy": np.__version__},
    "seed": SEED,
    "batch": BATCH,
    "losses": [loss_case(*one) for one in LOSSES],
    "metrics": [metric_case(*one) for one in METRICS],
    "data": {name: {"x": tensor(x), "y": tensor(y)} for name, (x, y, _) in DATA.items()},
    "fineTunings": [
        fine_tuning("rows", rows, DATA["rows"], keras.losses.categorical_crossentropy, ["base", "norm"], name)
        for name in OPTIMIZERS
    ]
    + [
        fine_tuning("sequences", sequences, DATA["sequences"], keras.losses.mean_squared_error, ["base"], name)
        for name in ["sgd", "rmsprop", "adam"]
    ]
    + [
        fine_tuning("images", images, DATA["images"], keras.losses.mean_squared_error, ["base", "norm"], name)
        for name in ["sgd", "momentum", "adam"]
    ],
}
path = pathlib.Path(__file__).with_name("training.json")
path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
print(path, path.stat().st_size, "bytes")
