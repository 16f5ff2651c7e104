"""Writes layers.json: what Keras computes for each layer, for keras_test.ts.

Run by hand on a CPU, in an environment with keras and jax (versions go into
the file):

    KERAS_BACKEND=jax python tests/golden/write_layers.py
"""

import inspect
import json
import pathlib

from our_draws import SEED, bits, restart_draws
from tfjs_cases import tfjs_cases

import jax
import jax.numpy as jnp
import keras
import numpy as np


numbers = np.random.default_rng(2022)


def values(array):
    """Nine digits: a float32 exactly."""
    flat = np.asarray(array, "float32").reshape(-1)
    return [float(f"{value:.9g}") for value in flat]


def tensor(array):
    return {"shape": list(np.shape(array)), "values": values(array)}


def draw(shape):
    return numbers.standard_normal(shape).astype("float32")


def case(name, layer, args, shapes, mask=None, maker=None, whole=None, list_input=False, phases=True, **call):
    """One layer: its outputs in both phases, its gradients, its state after.

    `mask` and `call` are attention's: which query may attend to which value,
    and further arguments of its call. `maker` is the function of tf.layers that
    makes the layer; without it this library's own class of the same name.
    `whole` is a range for inputs of whole numbers, which have no gradient.
    Without `phases` only prediction is compared.
    """
    if mask is not None:
        call["attention_mask"] = np.array(mask, bool)
    if whole is not None:
        xs = [numbers.integers(0, whole, shape).astype("float32") for shape in shapes]
    else:
        xs = [draw(shape) for shape in shapes]
    enter = (lambda xs: [list(xs)]) if list_input else (lambda xs: xs)
    layer(*enter(xs), **call)
    # Away from what initializers give: biases and averages that are not 0.
    for weight in layer.weights:
        weight.assign(np.abs(draw(weight.shape)) if "variance" in weight.name else draw(weight.shape))
    before = [tensor(weight) for weight in layer.weights]
    trainable = [weight.value for weight in layer.trainable_variables]
    fixed = [weight.value for weight in layer.non_trainable_variables]

    takes_training = "training" in inspect.signature(layer.call).parameters

    def run(trainable, xs, training):
        restart_draws()
        phase = {"training": training} if takes_training else {}
        return layer.stateless_call(trainable, fixed, *enter(xs), **phase, **call)

    inference, _ = run(trainable, xs, False)
    head = {
        "name": name,
        "layer": maker or type(layer).__name__,
        "args": args,
        "inputs": [tensor(x) for x in xs],
        "weights": before,
        "parameters": layer.count_params(),
        "inference": tensor(inference),
    }
    if not phases:
        return head
    output, after = run(trainable, xs, True)
    weighting = draw(output.shape)

    def loss(trainable, xs):
        return jnp.sum(run(trainable, xs, True)[0] * weighting)

    by_weight, by_input = jax.grad(loss, (0, 1))(trainable, [jnp.asarray(x) for x in xs])
    state = [
        tensor(value)
        for weight, value in zip(layer.non_trainable_variables, after)
        if "seed" not in weight.path
    ]
    return {
        **head,
        **({} if mask is None else {"attentionMask": tensor(mask)}),
        **({"valueMask": tensor(call["value_mask"])} if "value_mask" in call else {}),
        "training": tensor(output),
        "weighting": tensor(weighting),
        "inputGradients": [] if whole else [tensor(gradient) for gradient in by_input],
        "weightGradients": [tensor(gradient) for gradient in by_weight],
        "stateAfter": state,
    }


L = keras.layers
# Each query may attend to some of five keys; the second sample to others.
SOME_KEYS = [
    [[1, 0, 1, 1, 0], [0, 1, 0, 0, 0], [1, 1, 1, 1, 1]],
    [[0, 0, 0, 1, 1], [1, 0, 0, 0, 1], [0, 1, 1, 0, 1]],
]
FIRST_KEY = np.array(SOME_KEYS) | np.array([1, 0, 0, 0, 0])
PADDED = np.array([[1, 1, 1, 0, 0], [1, 1, 1, 1, 0]], bool)
CASES = [
    ("dropout", L.Dropout(0.4), {"rate": 0.4}, [(3, 8)]),
    ("dropout, rate 0", L.Dropout(0.0), {"rate": 0}, [(2, 4)]),
    ("dropout of steps", L.Dropout(0.4, noise_shape=(None, 1, None)), {"rate": 0.4, "noiseShape": [None, 1, None]}, [(2, 5, 4)]),
    ("dropout, one mask for all", L.Dropout(0.4, noise_shape=(1, 8)), {"rate": 0.4, "noiseShape": [1, 8]}, [(4, 8)]),
    ("spatial dropout 1D", L.SpatialDropout1D(0.4), {"rate": 0.4}, [(3, 4, 5)]),
    ("spatial dropout 2D", L.SpatialDropout2D(0.4), {"rate": 0.4}, [(3, 3, 2, 5)]),
    ("spatial dropout 2D, channels first", L.SpatialDropout2D(0.4, data_format="channels_first"), {"rate": 0.4, "dataFormat": "channelsFirst"}, [(3, 5, 3, 2)]),
    ("spatial dropout 3D", L.SpatialDropout3D(0.4), {"rate": 0.4}, [(2, 2, 2, 2, 5)]),
    ("gaussian dropout", L.GaussianDropout(0.2), {"rate": 0.2}, [(3, 8)]),
    ("alpha dropout", L.AlphaDropout(0.3), {"rate": 0.3}, [(3, 8)]),
    ("batch normalization", L.BatchNormalization(), {}, [(5, 3)]),
    ("batch normalization of images", L.BatchNormalization(momentum=0.9, epsilon=0.01), {"momentum": 0.9, "epsilon": 0.01}, [(2, 3, 3, 2)]),
    ("batch normalization, axis 1", L.BatchNormalization(axis=1), {"axis": 1}, [(2, 3, 4)]),
    ("batch normalization without scale", L.BatchNormalization(scale=False), {"scale": False}, [(5, 3)]),
    ("batch normalization without center", L.BatchNormalization(center=False), {"center": False}, [(5, 3)]),
    ("batch normalization, frozen", L.BatchNormalization(trainable=False), {"trainable": False}, [(5, 3)]),
    ("layer normalization", L.LayerNormalization(), {}, [(3, 4, 5)]),
    ("attention of one feature", L.MultiHeadAttention(2, 8), {"numHeads": 2, "keyDim": 8}, [(2, 5, 1), (2, 4, 1)]),
    ("attention of many features", L.MultiHeadAttention(3, 4), {"numHeads": 3, "keyDim": 4}, [(2, 4, 6), (2, 3, 6)]),
    ("attention with dropout", L.MultiHeadAttention(2, 3, dropout=0.4), {"numHeads": 2, "keyDim": 3, "dropout": 0.4}, [(2, 4, 3), (2, 5, 3)]),
    ("attention without biases", L.MultiHeadAttention(2, 8, use_bias=False), {"numHeads": 2, "keyDim": 8, "useBias": False}, [(2, 4, 1), (2, 4, 1)]),
    ("average of steps", L.GlobalAveragePooling1D(), {}, [(2, 4, 3)]),
    ("average of steps, channels first", L.GlobalAveragePooling1D(data_format="channels_first"), {"dataFormat": "channelsFirst"}, [(2, 3, 4)]),
    ("attention under a mask", L.MultiHeadAttention(2, 3), {"numHeads": 2, "keyDim": 3}, [(2, 3, 4), (2, 5, 4)], SOME_KEYS),
    ("attention of one feature under a mask, with dropout", L.MultiHeadAttention(2, 8, dropout=0.4), {"numHeads": 2, "keyDim": 8, "dropout": 0.4}, [(2, 3, 1), (2, 5, 1)], SOME_KEYS),
    ("attention backwards only", L.MultiHeadAttention(2, 3), {"numHeads": 2, "keyDim": 3, "useCausalMask": True}, [(2, 4, 3), (2, 4, 3)], None, {"use_causal_mask": True}),
    ("attention backwards to fewer values, with dropout", L.MultiHeadAttention(2, 3, dropout=0.4), {"numHeads": 2, "keyDim": 3, "dropout": 0.4, "useCausalMask": True}, [(2, 4, 3), (2, 3, 3)], None, {"use_causal_mask": True}),
    ("attention backwards under a mask", L.MultiHeadAttention(2, 3), {"numHeads": 2, "keyDim": 3, "useCausalMask": True}, [(2, 3, 4), (2, 5, 4)], FIRST_KEY, {"use_causal_mask": True}),
    ("attention to padded values", L.MultiHeadAttention(2, 3), {"numHeads": 2, "keyDim": 3}, [(2, 3, 4), (2, 5, 4)], None, {"value_mask": PADDED}),
]


def transformer_parameters():
    """Rows of the summary on the page "Applying Dropout", block by block."""
    inputs = keras.Input((500, 1))
    x = inputs
    for _ in range(4):
        y = L.LayerNormalization(epsilon=1e-6)(x)
        y = L.Dropout(0.25)(L.MultiHeadAttention(4, 256, dropout=0.25)(y, y))
        x = y = L.Add()([y, x])
        y = L.LayerNormalization(epsilon=1e-6)(y)
        y = L.Dropout(0.25)(L.Conv1D(4, 1, activation="relu")(y))
        x = L.Add()([L.Conv1D(1, 1)(y), x])
    x = L.GlobalAveragePooling1D(data_format="channels_first")(x)
    x = L.Dropout(0.4)(L.Dense(128, activation="relu")(x))
    outputs = L.Dense(2, activation="softmax")(x)
    model = keras.Model(inputs, outputs)
    return [
        sum(int(np.prod(weight.shape)) for weight in layer.weights)
        for layer in model.layers
        if not isinstance(layer, (L.InputLayer, L.Add))
    ]


def stateful_case(maker, layer, args, shape):
    """A layer that goes on with its state: two passes, then one after a reset."""
    xs = [draw(shape) for _ in range(2)]
    layer(xs[0])
    for weight in layer.trainable_weights:
        weight.assign(draw(weight.shape))
    layer.reset_state()
    return {
        "maker": maker,
        "args": args,
        "inputs": [tensor(x) for x in xs],
        "weights": [tensor(weight) for weight in layer.trainable_weights],
        "outputs": [tensor(layer(x)) for x in xs],
        "states": [tensor(state) for state in jax.tree.leaves(layer.states)],
    }


STATEFUL = [
    ("gru", L.GRU(3, stateful=True), {"units": 3, "recurrentActivation": "sigmoid", "resetAfter": True}, (2, 4, 2)),
    ("simpleRNN", L.SimpleRNN(3, stateful=True), {"units": 3}, (2, 4, 2)),
    ("lstm", L.LSTM(3, stateful=True), {"units": 3, "recurrentActivation": "sigmoid"}, (2, 4, 2)),
    ("lstm", L.LSTM(3, stateful=True, return_sequences=True), {"units": 3, "recurrentActivation": "sigmoid", "returnSequences": True}, (2, 4, 2)),
    ("gru", L.GRU(3, stateful=True, reset_after=False), {"units": 3, "recurrentActivation": "sigmoid", "resetAfter": False}, (2, 4, 2)),
    ("convLstm2d", L.ConvLSTM2D(2, 2, stateful=True), {"filters": 2, "kernelSize": 2, "recurrentActivation": "sigmoid"}, (2, 3, 4, 4, 1)),
]

golden = {
    "versions": {"keras": keras.__version__, "jax": jax.__version__, "numpy": np.__version__},
    "seed": SEED,
    "bits": [int(word) for word in bits(6, SEED, 3, 5)],
    "cases": [case(*one[:5], **(one[5] if len(one) > 5 else {})) for one in CASES]
    + [case(name, layer, args, shapes, **more) for name, layer, args, shapes, more in tfjs_cases()],
    "stateful": [stateful_case(*one) for one in STATEFUL],
    "transformerParameters": transformer_parameters(),
}
path = pathlib.Path(__file__).with_name("layers.json")
path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
print(path, path.stat().st_size, "bytes")
