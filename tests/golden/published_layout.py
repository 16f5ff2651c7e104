"""The layout of the files of weights that Keras publishes: written by Keras 1 and
2, with names as bytes in attributes, and automatic names that count from 1 (or
from wherever the session had got to)."""

import re


def write_published(group, model, number=1, kinds={}, suffix=":0", split=False):
    """Writes all weights. `kinds` renames kinds of layers, `split` splits the
    list of layers as Keras does beyond 64 kB."""
    names = []
    for layer in model.layers:
        kind, count = re.fullmatch(r"(.*?)(?:_(\d+))?", layer.name).groups()
        automatic = kind in AUTOMATIC
        name = f"{kinds.get(kind, kind)}_{number + int(count or 0)}"
        names.append(name if automatic else layer.name)
    encoded = [name.encode() for name in names]
    if split:
        group.attrs["layer_names0"], group.attrs["layer_names1"] = encoded[:3], encoded[3:]
    else:
        group.attrs["layer_names"] = encoded
    for name, layer in zip(names, model.layers):
        inner = group.create_group(name)
        stored = [f"{name}/{weight.name}{suffix}" for weight in layer.weights]
        inner.attrs["weight_names"] = [s.encode() for s in stored]
        for s, weight in zip(stored, layer.weights):
            inner.create_dataset(s, data=weight.numpy())


AUTOMATIC = {"input_layer", "conv2d", "batch_normalization", "activation", "max_pooling2d",
             "average_pooling2d", "concatenate", "reshape", "dropout", "lstm"}
