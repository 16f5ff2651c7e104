"""Writes keras/defaults.keras and what it computes: layers as Keras makes them.

A GRU resets after the product, slopes and alphas are not tfjs's, and a
sequence is padded. Run by hand: KERAS_BACKEND=jax python tests/golden/keras_defaults.py
"""

import json
import pathlib

import keras
import numpy as np

L = keras.layers
FOLDER = pathlib.Path(__file__).with_name("keras")
numbers = np.random.default_rng(2022)

model = keras.Sequential([
    keras.Input((6,)),
    L.Embedding(8, 4, mask_zero=True),
    L.Bidirectional(L.GRU(3, return_sequences=True)),
    L.GRU(4),
    L.Dense(5),
    L.ELU(0.5),
    L.Dense(5),
    L.LeakyReLU(0.1),
    L.Dense(5),
    L.ReLU(negative_slope=0.2),
    L.Dense(5),
    L.ReLU(threshold=0.1),
    L.Dropout(0.5),
    L.Dense(2),
])
for weight in model.weights:
    weight.assign(numbers.standard_normal(weight.shape) * 0.5)
x = numbers.integers(1, 8, (3, 6))
x[1, 4:] = 0
x[2, 2:] = 0
model.save(FOLDER / "defaults.keras")
y = np.asarray(model(x.astype("float32")))
golden = {"x": [int(word) for word in x.ravel()], "y": [float(f"{value:.9g}") for value in y.ravel()]}
(FOLDER / "defaults.json").write_text(json.dumps(golden) + "\n")
