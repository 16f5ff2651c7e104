"""Writes masks.json: what Keras computes of padded sequences, through models.

Run by hand on a CPU, in an environment with keras and jax (versions go into
the file):

    KERAS_BACKEND=jax python tests/golden/write_masks.py

Each model has its JavaScript twin of the same name in masked_models_test.ts.
"""

import json
import pathlib

import our_draws  # Sets the backend.

import jax
import jax.numpy as jnp
import keras
import numpy as np

L = keras.layers
numbers = np.random.default_rng(2022)
SAMPLES, TIMES = 4, 5


def tensor(array):
    flat = np.asarray(array, "float32").reshape(-1)
    return {"shape": list(np.shape(array)), "values": [float(f"{value:.9g}") for value in flat]}


def padded(features, first):
    """Sequences of lengths first, first + 1 and so on, around."""
    x = numbers.standard_normal((SAMPLES, TIMES, features)).astype("float32")
    lengths = 1 + (np.arange(SAMPLES) + first) % TIMES
    return x * (np.arange(TIMES) < lengths[:, None])[:, :, None]


def words(first):
    x = numbers.integers(1, 6, (SAMPLES, TIMES)).astype("float32")
    lengths = 1 + (np.arange(SAMPLES) + first) % TIMES
    return x * (np.arange(TIMES) < lengths[:, None])


def steps():
    return keras.Input((TIMES, 2))


def masked(x):
    return L.Masking()(x)


def embedding_lstm():
    x = keras.Input((TIMES,))
    return [x], L.Dense(2)(L.LSTM(3, use_cudnn=False)(L.Embedding(6, 3, mask_zero=True)(x)))


def bidirectional_gru():
    x = steps()
    layer = L.Bidirectional(L.GRU(2, return_sequences=True, reset_after=False, use_cudnn=False))
    return [x], L.Dense(2)(layer(masked(x)))


def backwards():
    x = steps()
    return [x], L.SimpleRNN(3, return_sequences=True, go_backwards=True)(masked(x))


def average():
    x = steps()
    return [x], L.Dense(2)(L.GlobalAveragePooling1D()(L.Dense(3)(masked(x))))


def added():
    a, b = steps(), steps()
    return [a, b], L.LSTM(2, return_sequences=True, use_cudnn=False)(L.Add()([masked(a), masked(b)]))


def concatenated():
    a, b = steps(), steps()
    return [a, b], L.LSTM(2, use_cudnn=False)(L.Concatenate()([masked(a), b]))


def distributed():
    x = steps()
    return [x], L.LSTM(2, use_cudnn=False)(L.TimeDistributed(L.Dense(3))(masked(x)))


def activations():
    x = steps()
    y = L.LeakyReLU(0.2)(L.ELU()(masked(x)))
    return [x], L.LSTM(2, use_cudnn=False)(L.LayerNormalization()(L.Rescaling(0.5)(y)))


def nested():
    inside = keras.Input((TIMES, 2))
    inner = keras.Model(inside, L.Dense(3)(inside))
    x = steps()
    return [x], L.LSTM(2, return_sequences=True, use_cudnn=False)(inner(masked(x)))


def two_layers():
    x = steps()
    y = L.LSTM(3, return_sequences=True, use_cudnn=False)(masked(x))
    return [x], L.LSTM(2, return_sequences=True, use_cudnn=False)(y)


def convolved():
    """A convolution passes no mask on."""
    x = steps()
    return [x], L.LSTM(2, return_sequences=True, use_cudnn=False)(L.Conv1D(3, 3, padding="same")(masked(x)))


def cross_attention():
    query, value = steps(), steps()
    attention = L.MultiHeadAttention(2, 3)
    return [query, value], attention(masked(query), masked(value))


def self_attention():
    x = steps()
    y = masked(x)
    return [x], L.MultiHeadAttention(2, 3)(y, y)


def normalized():
    x = steps()
    return [x], L.LSTM(2, use_cudnn=False)(L.BatchNormalization(momentum=0.9)(masked(x)))


def normalized_steps():
    """Each step's own mean and variance."""
    x = steps()
    return [x], L.LSTM(2, use_cudnn=False)(L.BatchNormalization(axis=1, momentum=0.5, scale=False)(masked(x)))


def normalized_in_time():
    """At each step by those that count then."""
    x = steps()
    y = L.TimeDistributed(L.BatchNormalization(momentum=0.5))(masked(x))
    return [x], L.LSTM(2, use_cudnn=False)(y)


MODELS = [
    embedding_lstm, bidirectional_gru, backwards, average, added, concatenated, distributed,
    activations, nested, two_layers, convolved, cross_attention, self_attention,
    normalized, normalized_steps, normalized_in_time,
]


def case(build):
    inputs, outputs = build()
    model = keras.Model(inputs, outputs)
    start = [(0.5 * numbers.standard_normal(weight.shape)).astype("float32") for weight in model.weights]
    start = [abs(value) if weight.name == "moving_variance" else value for weight, value in zip(model.weights, start)]
    for weight, value in zip(model.weights, start):
        weight.assign(value)
    xs = [words(1) if len(x.shape) == 2 else padded(2, 1 + 2 * i) for i, x in enumerate(inputs)]
    y = numbers.standard_normal([SAMPLES, *outputs.shape[1:]]).astype("float32")
    prediction = model(xs if len(xs) > 1 else xs[0])
    loss = keras.losses.MeanSquaredError()

    def total(trainable):
        outputs, moved = model.stateless_call(
            trainable,
            [variable.value for variable in model.non_trainable_variables],
            xs if len(xs) > 1 else xs[0],
            training=True,
        )
        return loss(y, outputs), moved

    (value, moved), gradients = jax.value_and_grad(total, has_aux=True)(
        [variable.value for variable in model.trainable_variables]
    )
    steps = {variable.path: step for variable, step in zip(model.trainable_variables, gradients)}
    # Averages move without a gradient: what a step takes off them.
    for variable, after in zip(model.non_trainable_variables, moved):
        steps[variable.path] = variable.value - after
    return {
        "name": build.__name__,
        "inputs": [tensor(x) for x in xs],
        "targets": tensor(y),
        "weights": [tensor(value) for value in start],
        "prediction": tensor(prediction),
        "loss": float(value),
        "gradients": [tensor(steps[weight.path]) for weight in model.weights],
    }


golden = {
    "versions": {"keras": keras.__version__, "jax": jax.__version__, "numpy": np.__version__},
    "cases": [case(build) for build in MODELS],
}
path = pathlib.Path(__file__).with_name("masks.json")
path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
print(path, path.stat().st_size, "bytes")
