"""Writes a model of many kinds of layers by Keras 2, as .h5 and .keras.

    python -m venv .venv && .venv/bin/pip install tensorflow-cpu==2.21.0 tf_keras==2.21.0
    .venv/bin/python tests/golden/keras2_models.py

The .json has inputs, Keras's outputs and the losses of three steps of SGD.
"""

import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow as tf
import tf_keras as keras

L = keras.layers
OUT = os.path.join(os.path.dirname(__file__), "keras")


def model():
    image, words = keras.Input((8, 8, 3)), keras.Input((6,), dtype="int32")
    inner = keras.Input((8, 8, 3))
    base = keras.Model(inner, L.BatchNormalization(name="norm")(L.SeparableConv2D(4, 3, padding="same")(inner)), name="base")
    x = base(image / 2 - 1, training=False)
    x = tf.nn.relu(L.LeakyReLU(0.1)(x) + 0.1)
    x = L.Conv2D(4, 3, groups=2, activation="hard_sigmoid")(x)
    x = tf.concat([x, tf.reduce_mean(x, axis=-1, keepdims=True) ** 2], axis=-1)
    x = tf.reshape(x, (-1, 36, 5))
    a, b = tf.split(x, [2, 3], axis=-1)
    pooled = tf.reduce_max(1.0 - a, axis=1) * tf.sqrt(tf.abs(b[:, -1, 1:]) + 0.1)
    y = L.Embedding(9, 4, mask_zero=True)(words)
    y, h, c = L.LSTM(3, return_sequences=True, return_state=True, recurrent_activation="hard_sigmoid")(y)
    z = L.Bidirectional(L.GRU(2, return_sequences=True))(L.MultiHeadAttention(2, 3)(y, y))
    z = z + np.linspace(0, 1, 24).reshape((1, 6, 4)).astype("f4")
    z = L.LSTM(3)(z, initial_state=[h, c])
    z = L.Dropout(0.0)(L.Concatenate()([z, pooled]))
    shared = L.Dense(2, kernel_regularizer=keras.regularizers.l2(0.01))
    return keras.Model([image, words], [tf.matmul(z, tf.transpose(z)), L.Subtract()([shared(z), shared(2.0 * z)])])


def flat(value):
    value = np.asarray(value)
    return {"shape": list(value.shape), "data": value.ravel().tolist()}


def main():
    rng = np.random.default_rng(12)
    m = model()
    m.set_weights([rng.uniform(0.1, 0.6, w.shape) * (1 if w.ndim == 1 else rng.choice([-1, 1], w.shape)) for w in m.get_weights()])
    xs = [rng.uniform(-1, 1, (2, 8, 8, 3)).astype("f4"), np.array([[1, 2, 8, 0, 0, 0], [3, 4, 5, 6, 7, 0]], "i4")]
    for ending in ("keras", "h5"):
        m.save(os.path.join(OUT, f"loaded_keras2.{ending}"))
    ys = m(xs, training=False)
    m.compile(keras.optimizers.SGD(0.05), ["mse", "mse"])
    losses = [float(m.train_on_batch(xs, [np.zeros(y.shape, "f4") for y in ys])[0]) for _ in range(3)]
    with open(os.path.join(OUT, "loaded_keras2.json"), "w") as f:
        json.dump({"inputs": [flat(x) for x in xs], "outputs": [flat(y) for y in ys], "losses": losses}, f)
        f.write("\n")


main()
