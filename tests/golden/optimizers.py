"""Writes what Keras's optimizers and schedules compute, for lib/train/optimizers.

    python -m venv .venv && .venv/bin/pip install keras==3.15.1 jax
    KERAS_BACKEND=jax .venv/bin/python tests/golden/optimizers.py

Two weights, `kernel` of 3 values and `bias` of 2; in step t the gradient of the
i-th value w of both is 0.3 w + cos(t + i). The weights after twelve steps.
"""

import json
import os

import keras
import numpy as np

OPTIMIZERS = {
    "adam": ("Adam", {}),
    "adam by a schedule": ("Adam", {"learning_rate": {"cosineDecay": {"initial_learning_rate": 0.0, "decay_steps": 8, "alpha": 0.1, "warmup_target": 0.2, "warmup_steps": 3}}}),
    "adamW": ("AdamW", {"learning_rate": 0.1}),
    "adamW without decay of the bias": ("AdamW", {"learning_rate": 0.1, "weight_decay": 0.5}),
    "adam, clipNorm": ("Adam", {"learning_rate": 0.1, "clipnorm": 0.5}),
    "adam, globalClipNorm": ("Adam", {"learning_rate": 0.1, "global_clipnorm": 0.5}),
    "adam, accumulated": ("Adam", {"learning_rate": 0.1, "gradient_accumulation_steps": 3}),
    "sgd": ("SGD", {"learning_rate": 0.1}),
    "sgd, clipValue": ("SGD", {"learning_rate": 0.1, "clipvalue": 0.3}),
    "sgd, accumulated and decayed": ("SGD", {"learning_rate": 0.1, "gradient_accumulation_steps": 5, "weight_decay": 0.1, "global_clipnorm": 0.4}),
    "momentum": ("SGD", {"learning_rate": 0.1, "momentum": 0.9}),
    "nesterov": ("SGD", {"learning_rate": 0.1, "momentum": 0.9, "nesterov": True}),
    "rmsprop": ("RMSprop", {"learning_rate": 0.1}),
    "rmsprop, centered": ("RMSprop", {"learning_rate": 0.01, "centered": True, "momentum": 0.5, "rho": 0.8}),
}

S = keras.optimizers.schedules
SCHEDULES = {
    "cosineDecay": S.CosineDecay(0.5, 10, alpha=0.2),
    "cosineDecay with warm-up": S.CosineDecay(0.1, 10, alpha=0.2, warmup_target=0.6, warmup_steps=4),
    "exponentialDecay": S.ExponentialDecay(0.5, 4, 0.7),
    "exponentialDecay in stairs": S.ExponentialDecay(0.5, 4, 0.7, staircase=True),
    "polynomialDecay": S.PolynomialDecay(0.5, 10, end_learning_rate=0.1, power=2.0),
}


def run(name, kind, config):
    config = dict(config)
    rate = config.get("learning_rate")
    if isinstance(rate, dict):
        config["learning_rate"] = S.CosineDecay(**rate["cosineDecay"])
    optimizer = getattr(keras.optimizers, kind)(**config)
    kernel = keras.Variable(np.array([1, -2, 3], "f4"), name="kernel")
    bias = keras.Variable(np.array([0.5, -0.5], "f4"), name="bias")
    optimizer.build([kernel, bias])
    if "without decay" in name:
        optimizer.exclude_from_weight_decay(var_names=["bias"])
    for t in range(12):
        grads = []
        at = 0
        for v in (kernel, bias):
            value = np.array(v)
            grads.append(keras.ops.convert_to_tensor((0.3 * value + np.cos(t + at + np.arange(value.size))).astype("f4")))
            at += value.size
        optimizer.apply(grads, [kernel, bias])
    return [float(x) for v in (kernel, bias) for x in np.array(v)]


out = {
    "optimizers": {name: run(name, *it) for name, it in OPTIMIZERS.items()},
    "schedules": {name: [float(s(step)) for step in range(16)] for name, s in SCHEDULES.items()},
}
with open(os.path.join(os.path.dirname(__file__), "optimizers.json"), "w") as f:
    json.dump(out, f, indent=1)
    f.write("\n")
