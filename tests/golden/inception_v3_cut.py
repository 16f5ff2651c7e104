"""Writes inception_v3_cut.json: Keras's output at mixed4 for 75 x 75 pixels, every
13th value, with weights made by the formula below, which the test repeats.

    .venv/bin/python tests/golden/inception_v3_cut.py   # see keras_fixtures.py
"""

import json
import os
import re

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np


def uniform(count, key):
    """Numbers in [-1, 1), the same in any language: one round of an integer hash."""
    x = np.arange(count, dtype=np.uint64) + np.uint64(key * 1_000_003)
    x = (x * np.uint64(2654435761)) & np.uint64(0xFFFFFFFF)
    x ^= x >> np.uint64(15)
    x = (x * np.uint64(2246822519)) & np.uint64(0xFFFFFFFF)
    x ^= x >> np.uint64(13)
    return x.astype("f8") / 2**31 - 1


def main():
    whole = keras.applications.InceptionV3(
        include_top=False, input_shape=(75, 75, 3), weights=None)
    cut = keras.Model(whole.input, whole.get_layer("mixed4").output)
    for layer in cut.layers:
        number = int((re.search(r"_(\d+)$", layer.name) or [0, 0])[1])
        if layer.name.startswith("conv2d"):
            (kernel,) = layer.get_weights()
            size = np.sqrt(6 / np.prod(kernel.shape[:-1]))
            layer.set_weights([size * uniform(kernel.size, 4 * number).reshape(kernel.shape)])
        elif layer.name.startswith("batch_normalization"):
            beta, mean, variance = (
                uniform(len(w), 4 * number + 1 + i) for i, w in enumerate(layer.get_weights()))
            layer.set_weights([0.3 * beta, 0.3 * mean, 1 + 0.5 * variance])
    x = uniform(75 * 75 * 3, 999).reshape(1, 75, 75, 3).astype("f4")
    y = np.asarray(cut(x, training=False)).ravel()
    path = os.path.join(os.path.dirname(__file__), "inception_v3_cut.json")
    names = [layer.name for layer in whole.layers]
    with open(path, "w") as f:
        json.dump({"layers": names, "every": 13, "mixed4": y[::13].round(6).tolist()}, f)
        f.write("\n")
    print(y.shape, y.mean(), y.max())


main()
