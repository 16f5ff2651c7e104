"""Writes InceptionV3 with random weights, in the layouts that Keras publishes
and saves, with an input and Keras's output at mixed7. 88 MB a file, so the files
are made where they are needed and not committed:

    python -m venv .venv && .venv/bin/pip install keras==3.15.1 tensorflow-cpu==2.21.0
    .venv/bin/python tests/golden/inception_v3_weights.py out/inception_v3

tests/integration/data_inception_v3_test.ts compares where out/inception_v3 is.
"""

import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import h5py
import keras
import numpy as np

from published_layout import write_published


def randomize(model, rng):
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            beta, mean, variance = layer.get_weights()
            layer.set_weights([rng.uniform(-0.3, 0.3, beta.shape),
                               rng.uniform(-0.3, 0.3, mean.shape),
                               rng.uniform(0.5, 1.5, variance.shape)])
        elif layer.weights:
            # He's variance keeps the activations' size from layer to layer.
            kernel, *rest = layer.get_weights()
            fan_in = np.prod(kernel.shape[:-1])
            layer.set_weights([rng.normal(0, np.sqrt(2 / fan_in), kernel.shape), *rest])


def main(out):
    os.makedirs(out, exist_ok=True)
    rng = np.random.default_rng(7)
    for top, shape in ((False, (150, 150, 3)), (True, (299, 299, 3))):
        keras.backend.clear_session()
        model = keras.applications.InceptionV3(include_top=top, input_shape=shape, weights=None)
        randomize(model, rng)
        name = "top" if top else "notop"
        model.save_weights(os.path.join(out, f"{name}.weights.h5"))
        with h5py.File(os.path.join(out, f"{name}.h5"), "w") as f:
            write_published(f, model)
        if not top:
            model.save(os.path.join(out, f"{name}.keras"))
        x = rng.uniform(-1, 1, (2, *shape)).astype("f4")
        outputs = [model.get_layer("mixed7").output, model.output]
        mixed7, last = keras.Model(model.input, outputs)(x, training=False)
        np.savez(os.path.join(out, f"{name}.npz"), x=x, mixed7=mixed7, last=last)
        print(name, "mixed7", mixed7.shape, "mean", float(np.mean(mixed7)),
              "largest", float(np.max(mixed7)))


main(sys.argv[1])
