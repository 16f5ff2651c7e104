"""The models of training_models.ts in Keras, on one thread of the CPU.

Prints a JSON object: the versions, and the processor's milliseconds of a
training step by model, the least of several after the first, which compiles.

    KERAS_BACKEND=tensorflow python keras_training.py [MODEL ...]
"""

import json
import os
import sys
import time

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
for name in ("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"):
    os.environ[name] = "1"

import keras
import numpy as np
from keras import layers, regularizers

STEPS = 4
SHORTEST = 1  # seconds of short steps, as training.ts takes them


def conv_net():
    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Dropout(0.25),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dropout(0.5),
        layers.Dense(10, activation="softmax"),
    ])
    model.compile("adam", "categorical_crossentropy")
    return model, (128, 28, 28, 1), (128, 10)


def dense_net():
    model = keras.Sequential([
        keras.Input((28, 28)),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dropout(0.2),
        layers.Dense(64, activation="relu"),
        layers.Dropout(0.2),
        layers.Dense(10, activation="softmax"),
    ])
    model.compile("adam", "categorical_crossentropy")
    return model, (128, 28, 28), (128, 10)


def review_net():
    l2 = regularizers.L2(0.001)
    model = keras.Sequential([
        keras.Input((10000,)),
        layers.Dense(16, activation="relu", kernel_regularizer=l2),
        layers.Dense(16, activation="relu", kernel_regularizer=l2),
        layers.Dropout(0.5),
        layers.Dense(1, activation="sigmoid"),
    ])
    model.compile("rmsprop", "binary_crossentropy")
    return model, (512, 10000), (512, 1)


def inception_net(frozen):
    base = keras.applications.InceptionV3(
        input_shape=(150, 150, 3), include_top=False, weights=None
    )
    base.trainable = not frozen
    x = layers.Flatten()(base.get_layer("mixed7").output)
    x = layers.Dense(512, activation="relu")(x)
    x = layers.Dense(1024, activation="relu")(x)
    x = layers.Dropout(0.2)(x)
    x = layers.Dense(1, activation="sigmoid")(x)
    model = keras.Model(base.input, x)
    model.compile(keras.optimizers.RMSprop(1e-4), "binary_crossentropy")
    return model, (20, 150, 150, 3), (20, 1)


def transformer():
    inputs = keras.Input((500, 1))
    x = inputs
    for _ in range(4):
        y = layers.LayerNormalization(epsilon=1e-6)(x)
        y = layers.MultiHeadAttention(key_dim=256, num_heads=4)(y, y)
        x = layers.Dropout(0.25)(y) + x
        y = layers.LayerNormalization(epsilon=1e-6)(x)
        y = layers.Conv1D(4, 1, activation="relu")(y)
        y = layers.Dropout(0.25)(y)
        x = layers.Conv1D(1, 1)(y) + x
    x = layers.GlobalAveragePooling1D(data_format="channels_first")(x)
    x = layers.Dense(128, activation="relu")(x)
    x = layers.Dropout(0.4)(x)
    outputs = layers.Dense(2, activation="softmax")(x)
    model = keras.Model(inputs, outputs)
    model.compile(keras.optimizers.Adam(1e-4), "categorical_crossentropy")
    return model, (64, 500, 1), (64, 2)


MODELS = {
    "conv net": conv_net,
    "Flatten-128-64-10": dense_net,
    "IMDB 16-16-1": review_net,
    "InceptionV3 to mixed7, frozen": lambda: inception_net(True),
    "InceptionV3 to mixed7, unfrozen": lambda: inception_net(False),
    "transformer": transformer,
}


def step_milliseconds(build):
    model, x_shape, y_shape = build()
    rng = np.random.default_rng(20240229)
    x = rng.random(x_shape, dtype="float32")
    if len(y_shape) == 2 and y_shape[1] > 1:
        y = np.eye(y_shape[1], dtype="float32")[np.arange(y_shape[0]) % y_shape[1]]
    else:
        y = (rng.random(y_shape) < 0.5).astype("float32")
    model.train_on_batch(x, y)
    times = []
    while len(times) < STEPS or sum(times) < SHORTEST:
        start = time.process_time()
        model.train_on_batch(x, y)
        times.append(time.process_time() - start)
    return 1000 * min(times)


names = sys.argv[1:] or list(MODELS)
print(json.dumps({
    "keras": keras.version(),
    "backend": keras.backend.backend(),
    "steps": {name: step_milliseconds(MODELS[name]) for name in names},
}))
