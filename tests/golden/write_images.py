"""Writes images.json: what Keras's augmentations make of images.

Run by hand on a CPU, in an environment with keras and jax (versions go into
the file):

    KERAS_BACKEND=jax python tests/golden/write_images.py
"""

import json
import pathlib

from our_draws import SEED, restart_draws

import jax
import keras
import numpy as np

L = keras.layers
numbers = np.random.default_rng(2022)


def tensor(array):
    flat = np.asarray(array, "float32").reshape(-1)
    return {"shape": list(np.shape(array)), "values": [float(f"{value:.9g}") for value in flat]}


def images():
    return (255 * numbers.random((3, 5, 4, 2))).astype("float32")


# What is drawn for zooms and translations Keras draws in two steps and this
# library in one, so their ranges are of one number.
CASES = [
    ("randomFlip", {"mode": "horizontal"}, L.RandomFlip("horizontal")),
    ("randomFlip", {"mode": "vertical"}, L.RandomFlip("vertical")),
    ("randomFlip", {}, L.RandomFlip()),
    ("randomRotation", {"factor": 0.2}, L.RandomRotation(0.2)),
    ("randomRotation", {"factor": [0.1, 0.3], "fillMode": "constant", "fillValue": 7}, L.RandomRotation((0.1, 0.3), "constant", fill_value=7)),
    ("randomRotation", {"factor": 0.4, "fillMode": "wrap"}, L.RandomRotation(0.4, "wrap")),
    ("randomRotation", {"factor": 0.4, "fillMode": "nearest"}, L.RandomRotation(0.4, "nearest")),
    ("randomZoom", {"heightFactor": [0.3, 0.3]}, L.RandomZoom((0.3, 0.3))),
    ("randomZoom", {"heightFactor": [-0.4, -0.4], "widthFactor": [0.2, 0.2]}, L.RandomZoom((-0.4, -0.4), (0.2, 0.2))),
    ("randomTranslation", {"heightFactor": [0.3, 0.3], "widthFactor": [-0.2, -0.2]}, L.RandomTranslation((0.3, 0.3), (-0.2, -0.2))),
    ("randomTranslation", {"heightFactor": [-0.2, -0.2], "widthFactor": [0.5, 0.5], "fillMode": "constant"}, L.RandomTranslation((-0.2, -0.2), (0.5, 0.5), "constant")),
    ("randomContrast", {"factor": [0.3, 0.6]}, L.RandomContrast((0.3, 0.6))),
    ("randomBrightness", {"factor": 0.4}, L.RandomBrightness(0.4)),
    ("randomBrightness", {"factor": [-0.5, 0.1], "valueRange": [0, 200]}, L.RandomBrightness((-0.5, 0.1), (0, 200))),
]


def case(name, args, layer):
    x = images()
    restart_draws()
    return {"layer": name, "args": args, "input": tensor(x), "training": tensor(layer(x, training=True))}


golden = {
    "versions": {"keras": keras.__version__, "jax": jax.__version__, "numpy": np.__version__},
    "seed": SEED,
    "cases": [case(*one) for one in CASES],
}
path = pathlib.Path(__file__).with_name("images.json")
path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
print(path, path.stat().st_size, "bytes")
