"""Writes models of the layers and operations that only models of Keras have here.

    python -m venv .venv && .venv/bin/pip install keras==3.15.1 tensorflow-cpu==2.21.0
    .venv/bin/python tests/golden/keras_models.py

For each a .keras and an .h5 file, and a .json with inputs, Keras's outputs and
the losses of three steps of SGD towards zeros.
"""

import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
from keras import layers as L
from keras import ops

OUT = os.path.join(os.path.dirname(__file__), "keras")


def sequences():
    x = keras.Input((8, 4))
    padded = L.UpSampling1D(2)(L.Cropping1D((1, 0))(L.ZeroPadding1D((1, 2))(x)))
    y = L.SeparableConv1D(4, 3, strides=2, padding="same", activation="relu", bias_initializer="ones")(padded)
    y = L.DepthwiseConv1D(3, depth_multiplier=2, dilation_rate=1, padding="valid")(y)
    y = L.Conv1D(6, 2, groups=2, padding="causal")(y)
    y = L.Conv1DTranspose(3, 3, strides=2, padding="same", activation="tanh")(y)
    z = L.Conv1DTranspose(2, 2, strides=3)(x)
    attended = L.Attention(use_scale=True)([x, padded])
    added = L.AdditiveAttention()([attended, x])
    causal = L.Attention(score_mode="concat")([x, x], use_causal_mask=True)
    return [x], [y, z, added, causal]


def states():
    """An encoder and a decoder that starts from its states."""
    x, y = keras.Input((None, 3)), keras.Input((None, 2))
    _, h, c = L.LSTM(4, return_state=True)(x)
    decoded, _, _ = L.LSTM(4, return_sequences=True, return_state=True)(y, initial_state=[h, c])
    return [x, y], [L.Dense(2)(decoded)]


def images():
    x = keras.Input((6, 6, 4))
    y = L.Conv2D(8, 3, groups=4, padding="same", use_bias=False)(x)
    y = L.GroupNormalization(groups=2)(y)
    y = L.Conv2D(8, 3, groups=2, strides=2)(y)
    y = L.GroupNormalization(groups=-1, epsilon=1e-5)(y)
    y = L.Conv2D(8, 2, groups=8)(y)
    y = L.UnitNormalization()(L.Flatten()(y))
    z = L.Subtract()([L.Conv2D(4, 1, groups=4)(x), L.RMSNormalization()(x)])
    z = L.EinsumDense("aBcd,de->aBce", output_shape=(6, 6, 3), bias_axes="ce")(z)
    return [x], [y, z, L.EinsumDense("...x,xy->...y", output_shape=5, activation="relu")(z)]


def volumes():
    x = keras.Input((3, 4, 2, 2))
    y = L.UpSampling3D((1, 2, 1))(L.Cropping3D(((0, 1), (1, 0), (0, 0)))(L.ZeroPadding3D(1)(x)))
    return [x], [y, L.GlobalMaxPooling3D()(y), L.GlobalAveragePooling3D(keepdims=True)(y)]


def operations():
    x, other = keras.Input((4, 6)), keras.Input((4, 6))
    y = L.Dense(6)(x)
    a, b = ops.split(y, 2, axis=-1)
    distance = ops.sqrt(ops.maximum(ops.sum(ops.square(y - other), axis=1, keepdims=True), 1e-7))
    arithmetic = -a + b / 2 - (1 - a) * b + a**2 - 2.0 / (3 + ops.abs(b))
    joined = ops.concatenate([arithmetic, ops.exp(-ops.abs(a)), ops.tanh(b), ops.log(1 + ops.square(b))], axis=-1)
    shaped = ops.transpose(ops.reshape(joined, (-1, 4, 4, 3)), (0, 3, 1, 2))
    product = ops.softmax(ops.matmul(shaped, ops.swapaxes(shaped, -1, -2)), axis=2)
    stacked = ops.stack([product[:, 0], product[:, -1, ::-1], product[:, 1, :, :] * np.arange(4, dtype="f4")], axis=1)
    largest = ops.max(ops.relu(stacked - 0.2), axis=(2, 3)) - ops.min(stacked, axis=-1)[..., 1]
    spread = ops.std(y, axis=-1) + ops.var(y, axis=-1) + ops.logsumexp(y, axis=-1) + ops.norm(y, axis=-1)
    picked = ops.where(y > other, y, ops.leaky_relu(other)) + ops.normalize(y, axis=-1)
    rolled = ops.roll(ops.flip(ops.repeat(y[:, 1:3], 2, axis=1), axis=2), 1, axis=1)
    padded = ops.squeeze(ops.expand_dims(ops.pad(y, ((0, 0), (1, 0), (0, 2)))[:, 1:, None, :-2], 1), (1, 3))
    summed = ops.einsum("bij,bkj->bik", y, other) + ops.mean(y, axis=(1, 2), keepdims=True)
    active = ops.gelu(y) + ops.silu(y) + ops.sigmoid(y) + keras.activations.relu(y, max_value=0.5) + ops.softplus(y)
    hot = ops.one_hot(ops.argmax(y, axis=-1), 6) + ops.cast(ops.greater_equal(y, 0), "float32") + ops.clip(y, -0.1, 0.2)
    tiled = ops.take(ops.tile(y, (1, 2, 1)), [0, 5], axis=1) * ops.cumsum(y, axis=1)[:, :2]
    return [x, other], [distance, joined, stacked, largest, spread, picked, rolled, padded, summed, active, hot, tiled]


def options():
    """Options that TensorFlow.js ignores, refuses or loses by saving."""
    x = keras.Input((6, 6, 4))
    dilated = L.DepthwiseConv2D(3, dilation_rate=2, depthwise_regularizer="l2", depthwise_constraint="non_neg")(x)
    same = L.DepthwiseConv2D(2, dilation_rate=(2, 2), padding="same", depth_multiplier=2, activation="relu")(x)
    separable = L.SeparableConv2D(2, 3, strides=2, depth_multiplier=2, activation="log_sigmoid")(x)
    longer = L.Conv2DTranspose(2, 3, strides=2, padding="same", output_padding=1)(x)
    clipped = L.ReLU(max_value=0.6, negative_slope=0.1, threshold=0.2)(L.GlobalMaxPooling2D(keepdims=True)(x))
    y = L.GlobalMaxPooling1D(keepdims=True)(L.Reshape((9, 16))(x))
    y = L.Dense(3, kernel_initializer="lecun_normal", kernel_constraint=keras.constraints.MinMaxNorm(0.5, 1.0))(y)
    grid = L.MultiHeadAttention(2, 3)(x, x)
    return [x], [dilated, same, separable, longer, clipped, L.LSTM(2, unroll=True)(y), grid]


def activations():
    """Layers as activations, one of them shared, and Attention that drops at training."""
    x = keras.Input((6, 6, 2))
    leaky = L.LeakyReLU(0.1)
    y = L.Conv2D(4, 3, activation=leaky)(x)
    y = L.DepthwiseConv2D(2, activation=L.ReLU(max_value=0.4, negative_slope=0.2))(y)
    shared = L.Dense(4, activation=leaky)
    y = L.Reshape((9, 4))(y)
    nested = keras.Sequential([keras.Input((9, 4)), L.Dense(4, activation=L.ELU(0.7)), L.Activation(L.Softmax())])
    return [x], [shared(y), shared(shared(nested(y))), L.Dense(2, activation=L.LeakyReLU())(y)]


def frozen():
    """Models within models, of which some layers are frozen; shapes don't tell their weights apart."""
    i = keras.Input((4,))
    layers = [keras.Input((4,)), L.Dense(4, name="d"), L.Dense(4, name="e", activation="tanh")]
    inner = keras.Sequential(layers, name="in")
    y = L.LayerNormalization(name="n")(inner(L.Dense(4, name="d", activation="relu")(i)))
    base = keras.Model(i, L.Dense(4, name="last")(y), name="base")
    base.get_layer("d").trainable = False
    inner.layers[0].trainable = False
    x = keras.Input((4,))
    return [x], [L.Dense(2)(base(x))]


def write_halves():
    """Weights of two bytes each, which NumPy's HDF5 has no type for, or h5wasm."""
    model = keras.Sequential([keras.Input((4,)), L.Dense(3, dtype="bfloat16"), L.Dense(2, dtype="float16")])
    rng = np.random.default_rng(11)
    model.set_weights([rng.uniform(-0.5, 0.5, w.shape) for w in model.get_weights()])
    for ending in ("keras", "h5"):
        model.save(os.path.join(OUT, f"loaded_halves.{ending}"))
    with open(os.path.join(OUT, "loaded_halves.json"), "w") as f:
        json.dump([flat(np.asarray(w).astype("f4")) for w in model.get_weights()], f)
        f.write("\n")


def flat(value):
    value = np.asarray(value)
    return {"shape": list(value.shape), "data": value.ravel().tolist()}


def write(name, inputs, outputs):
    rng = np.random.default_rng(11)
    model = keras.Model(inputs, outputs)
    model.set_weights([rng.uniform(-0.5, 0.5, w.shape) for w in model.get_weights()])
    xs = [rng.uniform(-1, 1, [2, *(size or 5 for size in x.shape[1:])]).astype("f4") for x in inputs]
    for ending in ("keras", "h5"):
        model.save(os.path.join(OUT, f"{name}.{ending}"))
    ys = model(xs if len(xs) > 1 else xs[0], training=False)
    ys = list(ys) if isinstance(ys, (list, tuple)) else [ys]
    model.compile(keras.optimizers.SGD(0.05), ["mse"] * len(ys))
    zeros = [np.zeros(y.shape, "f4") for y in ys]
    losses = []
    for _ in range(3):
        loss = model.train_on_batch(xs if len(xs) > 1 else xs[0], zeros if len(zeros) > 1 else zeros[0])
        losses.append(float(np.ravel(loss)[0]))
    with open(os.path.join(OUT, f"{name}.json"), "w") as f:
        json.dump({"inputs": [flat(x) for x in xs], "outputs": [flat(y) for y in ys], "losses": losses}, f)
        f.write("\n")


for build in (sequences, states, images, volumes, operations, options, activations, frozen):
    keras.utils.set_random_seed(1)
    try:
        write("loaded_" + build.__name__, *build())
    except Exception as e:
        print(build.__name__, repr(e)[:600])

write_halves()
