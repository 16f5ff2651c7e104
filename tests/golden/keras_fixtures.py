"""Writes the small files of weights that tests/lib/data reads, with real Keras.

    python -m venv .venv && .venv/bin/pip install keras==3.15.1 tensorflow-cpu==2.21.0
    .venv/bin/python tests/golden/keras_fixtures.py

One network of three layers in every layout Keras has had, and expected.json
with an input and Keras's output for it.
"""

import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import h5py
import keras
import numpy as np

from published_layout import write_published

OUT = os.path.join(os.path.dirname(__file__), "keras")


def network():
    # Two convolutions, so that the numbers in automatic names count.
    inputs = keras.Input((6, 6, 2))
    x = keras.layers.Conv2D(3, 3, use_bias=False)(inputs)
    x = keras.layers.BatchNormalization(scale=False)(x)
    x = keras.layers.Conv2D(3, 3, padding="same")(x)
    x = keras.layers.Reshape((16, 3))(x)
    x = keras.layers.Dropout(0.5, seed=1)(x)
    x = keras.layers.LSTM(2)(x)
    outputs = keras.layers.Dense(2, name="head")(x)
    return keras.Model(inputs, outputs)


def layers_of_parts():
    inputs = keras.Input((5, 3))
    x = keras.layers.MultiHeadAttention(2, 4, dropout=0.1)(inputs, inputs)
    outputs = keras.layers.Bidirectional(keras.layers.LSTM(2))(x)
    return keras.Model(inputs, outputs)


def models_in_models():
    inputs = keras.Input((4, 3))
    deep = keras.Sequential([keras.Input((4, 3)), keras.layers.Dense(3)], name="deep")
    x = keras.layers.BatchNormalization()(deep(inputs))
    base = keras.Model(inputs, keras.layers.LSTM(3, return_sequences=True)(x), name="base")
    inputs = keras.Input((4, 3))
    x = keras.layers.Dense(3)(base(inputs))
    return keras.Model(inputs, keras.layers.Dense(3)(x)), base


def write_models_in_models(path):
    rng = np.random.default_rng(8)
    model, base = models_in_models()
    model.set_weights([rng.uniform(0.1, 1, w.shape) for w in model.get_weights()])
    model.save(path("nested.h5"))
    model.save_weights(path("nested.weights.h5"))
    with h5py.File(path("nested.weights.h5")) as f, h5py.File(path("nested_unnamed.weights.h5"), "w") as g:
        f.copy("layers", g)
        g.visititems(lambda _, it: it.attrs.clear() if isinstance(it, h5py.Group) else None)
    base.trainable = False  # Keras then keeps the averages where their layer stands.
    model.save(path("nested_frozen.h5"))
    x = rng.uniform(-1, 1, (2, 4, 3)).astype("f4")
    y = model(x, training=False)
    with open(path("nested.json"), "w") as f:
        json.dump({"x": x.ravel().tolist(), "y": np.asarray(y).ravel().tolist()}, f)
        f.write("\n")


def write_model_at_each_step(path):
    """A model in a TimeDistributed, with an average in it."""
    rng = np.random.default_rng(9)
    step = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, name="inner"),
                             keras.layers.BatchNormalization(name="norm")], name="step")
    model = keras.Sequential([keras.Input((4, 3)),
                              keras.layers.TimeDistributed(step, name="each"),
                              keras.layers.Dense(1, name="head")])
    model.set_weights([rng.uniform(0.1, 1, w.shape) for w in model.get_weights()])
    model.save(path("each_step.keras"))
    x = rng.uniform(-1, 1, (2, 4, 3)).astype("f4")
    y = model(x, training=False)
    with open(path("each_step.json"), "w") as f:
        json.dump({"x": x.ravel().tolist(), "y": np.asarray(y).ravel().tolist()}, f)
        f.write("\n")


def write_calls(path):
    """What Keras writes of calls: default phases, masks and operations."""
    rng = np.random.default_rng(10)
    words, images = keras.Input((5,), dtype="int32"), keras.Input((4, 4, 3))
    x = keras.layers.Embedding(9, 3, mask_zero=True)(words)
    attended = keras.layers.MultiHeadAttention(2, 3)(x, x, use_causal_mask=True)
    y = keras.layers.LayerNormalization()(keras.layers.Add()([x, attended]))
    y = keras.layers.Concatenate()([y, keras.layers.Dense(2)(x)])
    y = keras.layers.Dropout(0.5, seed=1, name="drops")(y)
    y = keras.layers.LSTM(2, dropout=0.5, seed=1, name="masked")(y)
    z = keras.applications.mobilenet_v2.preprocess_input(images)
    z = keras.layers.Normalization()(keras.layers.Normalization(mean=[0.1, 0.2, 0.3], variance=4.0)(z))
    z = keras.layers.Activation("hard_silu")(z)
    z = keras.layers.RandomFlip("horizontal", name="flips")(z)
    z = keras.layers.BatchNormalization(name="infers")(z, training=False)
    z = keras.layers.UpSampling2D(2, interpolation="bilinear")(z)
    z = keras.layers.Activation("hard_sigmoid")(z)
    z = keras.layers.Identity()(keras.layers.GlobalAveragePooling2D(keepdims=True)(z))
    model = keras.Model([words, images], [y, z])
    model.set_weights([rng.uniform(0.1, 1, w.shape) for w in model.get_weights()])
    model.save(path("calls.keras"))
    inputs = [np.array([[1, 2, 0, 0], [3, 0, 4, 8], [0, 0, 0, 5]], "i4"), rng.uniform(0, 255, (3, 4, 4, 3)).astype("f4")]
    inputs[0] = np.pad(inputs[0], ((0, 0), (0, 1)))
    outputs = model(inputs, training=False)
    flat = lambda values: [np.asarray(value).ravel().tolist() for value in values]
    with open(path("calls.json"), "w") as f:
        json.dump({"inputs": flat(inputs), "outputs": flat(outputs)}, f)
        f.write("\n")


def main():
    os.makedirs(OUT, exist_ok=True)
    keras.utils.set_random_seed(7)
    model = network()
    rng = np.random.default_rng(7)
    model.set_weights([rng.uniform(0.1, 1, w.shape) for w in model.get_weights()])
    path = lambda name: os.path.join(OUT, name)
    model.save(path("whole.keras"))
    model.save(path("whole.h5"))
    model.save_weights(path("small.weights.h5"))
    keras1 = {"conv2d": "convolution2d", "batch_normalization": "batchnormalization"}
    for name, options in (("keras2", {}), ("keras2_split", {"number": 95, "split": True}),
                          ("keras1", {"kinds": keras1, "suffix": ""})):
        with h5py.File(path(name + ".h5"), "w") as f:
            write_published(f, model, **options)
    with h5py.File(path("small.weights.h5")) as f, h5py.File(path("unnamed.weights.h5"), "w") as g:
        f.copy("layers", g)  # As Keras 3.0 wrote it: without the layers' own names.
        for group in g["layers"].values():
            group["vars"].attrs.clear()
    for kind in ("link", "raw", "virtual"):  # Values of another file.
        with h5py.File(path(f"other_{kind}.h5"), "w", libver="latest") as f:
            if kind == "link":
                f["x"] = h5py.ExternalLink("whole.h5", "/model_weights")
            elif kind == "raw":
                f.create_dataset("x", (4,), "f4", external=[("whole.h5", 0, 16)])
            else:
                layout = h5py.VirtualLayout((4,), "f4")
                layout[:] = h5py.VirtualSource("whole.h5", "x", (4,))
                f.create_virtual_dataset("x", layout)
    x = rng.uniform(-1, 1, (2, 6, 6, 2)).astype("f4")
    y = model(x, training=False)
    with open(path("expected.json"), "w") as f:
        json.dump({"x": x.ravel().tolist(), "y": np.asarray(y).ravel().tolist()}, f)
        f.write("\n")

    model = layers_of_parts()
    model.set_weights([rng.uniform(-1, 1, w.shape) for w in model.get_weights()])
    model.save(path("parts.h5"))
    model.save_weights(path("parts.weights.h5"))
    x = rng.uniform(-1, 1, (2, 5, 3)).astype("f4")
    y = model(x, training=False)
    with open(path("parts.json"), "w") as f:
        json.dump({"x": x.ravel().tolist(), "y": np.asarray(y).ravel().tolist()}, f)
        f.write("\n")
    write_models_in_models(path)
    write_model_at_each_step(path)
    write_calls(path)


main()
