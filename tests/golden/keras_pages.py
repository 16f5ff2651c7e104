"""What Keras says to the pages' claims: the numbers that stand beside ours in the
notebooks. Writes notebooks/keras.json.

    python -m pip install keras==3.15.1 jax
    KERAS_BACKEND=jax python tests/golden/keras_pages.py
"""

import json
import os

import keras
import numpy as np
from keras import layers, ops

keras.utils.set_random_seed(7)
ONES = np.ones((1000, 100), "float32")


def zeros(x):
    return float(np.mean(np.array(x) == 0))


def frozen():
    dropout = layers.Dropout(0.5)
    dropout.trainable = False
    norm = layers.BatchNormalization(momentum=0.9)
    x = keras.random.normal((1000, 100), mean=3.0, seed=1)
    norm.build(x.shape)
    norm.trainable = False
    out = norm(x, training=True)
    return {
        "dropped in training": zeros(dropout(ONES, training=True)),
        "dropped at prediction": zeros(dropout(ONES, training=False)),
        "mean after frozen BatchNormalization": round(float(ops.mean(out)), 2),
        "its moving mean": round(float(ops.mean(norm.moving_mean)), 2),
    }


class Predicting(keras.Layer):
    """A frozen model as a layer that runs it as at prediction, whatever trains."""

    def __init__(self, base):
        super().__init__()
        self.base = base

    def call(self, x):
        return self.base(x, training=False)


def called_with_training_false():
    """The share that a frozen Dropout(0.5) drops although it is called so."""
    inputs = layers.Input((100,))
    base = keras.Model(inputs, layers.Dropout(0.5, seed=1)(inputs))
    base.trainable = False
    in_graph = keras.Model(inputs, base(inputs, training=False))
    in_layer = keras.Model(inputs, Predicting(base)(inputs))
    return {
        "as the guide has it": zeros(in_graph(ONES, training=True)),
        "by a layer of one's own": zeros(in_layer(ONES, training=True)),
    }


def changed_after_compile():
    """Weights of the first layer that move in an epoch, without compiling again."""
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(64, 8)), rng.normal(size=(64, 1))

    def model():
        net = keras.Sequential([layers.Input((8,)), layers.Dense(4, "relu"), layers.Dense(1)])
        net.compile("sgd", "mse")
        return net

    def moved(net):
        before = [np.array(w) for w in net.layers[0].weights]
        try:
            net.fit(x, y, verbose=0)
        except Exception as error:  # what Keras says is the finding
            return type(error).__name__ + ": " + str(error).strip().split("\n")[0][:90]
        return sum(bool(np.any(np.array(w) != b)) for w, b in zip(net.layers[0].weights, before))

    before_fit, after_fit, thawed = model(), model(), model()
    before_fit.layers[0].trainable = False
    found = {"frozen after compile": moved(before_fit)}
    moved(after_fit)
    after_fit.layers[0].trainable = False
    found["frozen after a first fit"] = moved(after_fit)
    thawed.layers[0].trainable = False
    moved(thawed)
    thawed.layers[0].trainable = True
    found["thawed after a first fit"] = moved(thawed)
    return found


def by_hand():
    ratios = {}
    for rate in (0.2, 0.5, 0.8):
        kept = np.array(layers.Dropout(rate)(ONES, training=True))
        mask = (kept != 0).astype("float32")
        ratios[str(rate)] = {
            "Keras's layer": float(kept.mean()),
            "divided by the rate": float((mask / rate).mean()),
        }

    def largest(rate, training):
        return float(np.array(layers.Dropout(rate, seed=1)(ONES, training=training)).max())

    hand = layers.Lambda(lambda x, mask: x * mask / 0.5)
    mask = np.random.default_rng(0).integers(0, 2, ONES.shape).astype("float32")
    return {
        "mean in training, of ones": ratios,
        "mean by a Lambda layer, half dropped": float(ops.mean(hand(ONES, mask=mask))),
        "kept ones in training": {str(rate): largest(rate, True) for rate in (0.2, 0.5, 0.8)},
        "ones at prediction": largest(0.2, False),
    }


def which_layers():
    """Of what each layer sends, the share that arrives as zero and was not zero."""
    names = ["flatten", "hidden_1", "hidden_2", "out"]
    elsewhere, own = 0, []
    x = np.random.default_rng(0).uniform(0.1, 1, (128, 28, 28)).astype("float32")
    for bits in range(16):
        stack = [layers.Flatten(), layers.Dense(128, "relu"), layers.Dense(64, "relu"),
                 layers.Dense(10, "softmax")]
        value = x
        for i, layer in enumerate(stack):
            sent = np.array(layer(value))
            arrived = sent
            if bits >> i & 1:
                arrived = np.array(layers.Dropout(0.5)(sent, training=True))
            lost = np.sum((sent != 0) & (arrived == 0))
            if bits >> i & 1:
                own.append(float(lost / np.sum(sent != 0)))
            else:
                elsewhere += int(lost)
            value = arrived
    return {"dropped elsewhere": elsewhere, "of the layer before": float(np.mean(own)),
            "layers": names}


def affects():
    x = np.ones((16, 10, 64), "float32")

    def torn(noise_shape, axis):
        out = np.array(layers.Dropout(0.2, noise_shape=noise_shape)(x, training=True))
        return float(np.mean(out.max(axis) != out.min(axis)))

    flat = np.array(layers.Dropout(0.2, noise_shape=(1, 64), seed=1)(x[:, 0], training=True))
    one = np.array(layers.Dropout(1.0)(np.ones((8, 1024), "float32"), training=True))
    return {
        "units kept at some times only": {
            "no noise_shape": torn(None, 1), "(16, 1, 64)": torn((16, 1, 64), 1)},
        "units that differ between samples": {
            "(1, 1, 64)": torn((1, 1, 64), 0),
            "(1, 64) in 2D": float(np.mean(flat.max(0) != flat.min(0)))},
        "units that pass at rate 1": int(np.sum(one != 0)),
    }


def placements():
    model = keras.Sequential([
        layers.Input((28, 28, 1)), layers.Conv2D(32, 3, activation="relu"),
        layers.Conv2D(64, 3, activation="relu"), layers.MaxPooling2D(),
        layers.Dropout(0.25), layers.Flatten(), layers.Dense(128, activation="relu"),
        layers.Dropout(0.5), layers.Dense(10, activation="softmax")])
    return {"weights": model.count_params(),
            "layers": [layer.__class__.__name__ for layer in model.layers]}


def transformer():
    def block(x):
        y = layers.LayerNormalization(epsilon=1e-6)(x)
        y = layers.MultiHeadAttention(4, 256, dropout=0.25)(y, y)
        x = layers.Dropout(0.25)(y) + x
        y = layers.LayerNormalization(epsilon=1e-6)(x)
        y = layers.Conv1D(4, 1, activation="relu")(y)
        return layers.Conv1D(1, 1)(layers.Dropout(0.25)(y)) + x

    inputs = layers.Input((500, 1))
    x = inputs
    for _ in range(4):
        x = block(x)
    x = layers.GlobalAveragePooling1D(data_format="channels_first")(x)
    x = layers.Dropout(0.4)(layers.Dense(128, activation="relu")(x))
    model = keras.Model(inputs, layers.Dense(2, activation="softmax")(x))
    ratios = {}
    for rate, mean in ((0.2, 0), (0.5, 0), (0.5, 1), (0.8, 1)):
        norm = layers.BatchNormalization(momentum=0.0, epsilon=1e-6)
        x = keras.random.normal((4000, 64), mean=mean, seed=2)
        norm(layers.Dropout(rate)(x, training=True), training=True)
        out = norm(x, training=False)
        ratios[f"rate {rate}, mean {mean}"] = float(ops.mean(ops.var(out, axis=0)))
    return {"layers": len(model.layers), "parameters": model.count_params(),
            "variance at prediction": ratios}


def rounded(value):
    if isinstance(value, float):
        return float(f"{value:.4g}")
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    return value


def main():
    path = os.path.join(os.path.dirname(__file__), "..", "..", "notebooks", "keras.json")
    found = {"keras": keras.__version__, "backend": keras.backend.backend()}
    for part in (frozen, called_with_training_false, changed_after_compile, by_hand,
                 which_layers, affects, placements, transformer):
        found[part.__name__] = part()
    with open(path, "w") as f:
        json.dump(rounded(found), f, indent=1)
        f.write("\n")


main()
