"""Writes what Keras's callbacks do with given metrics, for lib/train.

    python -m venv .venv && .venv/bin/pip install keras==3.15.1 jax
    KERAS_BACKEND=jax .venv/bin/python tests/golden/callbacks.py
"""

import json
import os

import keras
import numpy as np

rng = np.random.default_rng(3)
SEQUENCES = [[float(v) for v in np.round(rng.normal(size=14).cumsum() / 4 + 3, 2)] for _ in range(6)]
SEQUENCES.append([3, 2, float("nan"), 1, 1, 1, 2, 2, 2, 0.5, 3, 3, 3, 3])
SEQUENCES.append([1.0] * 14)

STOPPING = [
    {},
    {"patience": 2},
    {"patience": 3, "min_delta": 0.2},
    {"patience": 2, "mode": "max"},
    {"patience": 2, "baseline": 2.5},
    {"patience": 1, "start_from_epoch": 4},
]
PLATEAU = [
    {"patience": 2},
    {"patience": 1, "factor": 0.5, "cooldown": 2},
    {"patience": 1, "factor": 0.5, "min_lr": 0.2},
    {"patience": 2, "mode": "max", "min_delta": 0.3},
]


def model():
    m = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    m.compile(optimizer=keras.optimizers.SGD(1.0), loss="mse")
    return m


def stopping(options, values):
    m = model()
    c = keras.callbacks.EarlyStopping(monitor="value", restore_best_weights=True, **{"mode": "min", **options})
    c.set_model(m)
    c.on_train_begin()
    for epoch, value in enumerate(values):
        m.layers[0].set_weights([np.full((1, 1), epoch), np.zeros(1)])
        c.on_epoch_end(epoch, {"value": value})
        if m.stop_training:
            break
    c.on_train_end()
    return {"epochs": epoch + 1, "best": c.best_epoch}


def plateau(options, values):
    m = model()
    c = keras.callbacks.ReduceLROnPlateau(monitor="value", **{"mode": "min", **options})
    c.set_model(m)
    c.on_train_begin()
    rates = []
    for epoch, value in enumerate(values):
        logs = {"value": value}
        c.on_epoch_end(epoch, logs)
        rates.append(float(m.optimizer.learning_rate))
    return rates


def nan_as_text(values):
    return ["NaN" if v != v else v for v in values]


out = {
    "sequences": [nan_as_text(s) for s in SEQUENCES],
    "earlyStopping": [{"options": o, "results": [stopping(o, s) for s in SEQUENCES]} for o in STOPPING],
    "reduceLrOnPlateau": [{"options": o, "rates": [plateau(o, s) for s in SEQUENCES]} for o in PLATEAU],
}
with open(os.path.join(os.path.dirname(__file__), "callbacks.json"), "w") as f:
    json.dump(out, f)
    f.write("\n")
