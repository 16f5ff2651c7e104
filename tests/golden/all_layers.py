"""Writes one model of every layer with weights, in Keras's three formats.

    python -m venv .venv && .venv/bin/pip install keras==3.15.1 jax h5py
    KERAS_BACKEND=jax .venv/bin/python tests/golden/all_layers.py

All weights have values of their own, k/1000; all_layers.json lists them by
layer, in the order of Keras's `layer.weights`.
"""

import json
import os

import keras
import numpy as np

L = keras.layers
OUT = os.path.join(os.path.dirname(__file__), "keras")


def model():
    vector, series = keras.Input((3,)), keras.Input((4, 3))
    image, film, volume, words = keras.Input((4, 4, 2)), keras.Input((2, 4, 4, 1)), keras.Input((3, 3, 3, 2)), keras.Input((4,))
    inner = keras.Sequential([keras.Input((3,)), L.Dense(3, name="inner_dense"), L.BatchNormalization(name="inner_norm")], name="nested")
    outputs = [
        L.Dense(3, name="dense")(vector),
        L.PReLU(name="prelu")(vector),
        L.BatchNormalization(name="batchNormalization")(vector),
        L.BatchNormalization(name="ownBatchNormalization")(vector),
        L.LayerNormalization(name="layerNormalization")(vector),
        inner(vector),
        L.Conv1D(2, 2, name="conv1d")(series),
        L.MultiHeadAttention(2, 2, name="multiHeadAttention")(series, series),
        L.SimpleRNN(3, name="simpleRnn")(series),
        L.GRU(3, reset_after=False, name="gru")(series),
        L.LSTM(3, name="lstm")(series),
        L.RNN(L.GRUCell(3, reset_after=False), name="rnnOfCell")(series),
        L.RNN([L.SimpleRNNCell(3), L.LSTMCell(3)], name="rnnOfCells")(series),
        L.TimeDistributed(L.Dense(2), name="timeDistributed")(series),
        L.Bidirectional(L.GRU(3, reset_after=False), name="bidirectional")(series),
        L.Conv2D(2, 2, name="conv2d")(image),
        L.Conv2DTranspose(2, 2, name="conv2dTranspose")(image),
        L.DepthwiseConv2D(2, name="depthwiseConv2d")(image),
        L.SeparableConv2D(2, 2, name="separableConv2d")(image),
        L.ConvLSTM2D(2, 2, name="convLstm2d")(film),
        L.Conv3D(2, 2, name="conv3d")(volume),
        L.Embedding(4, 3, name="embedding")(words),
    ]
    return keras.Model([vector, series, image, film, volume, words], outputs)


def main():
    m = model()
    count = 0
    values = {}
    for layer in m.layers:
        if not layer.weights:
            continue
        own = []
        for weight in layer.weights:
            size = int(np.prod(weight.shape))
            value = (np.arange(count, count + size) + 1).reshape(weight.shape) / 1000
            count += size
            own.append(value.astype("f4"))
        layer.set_weights(own)
        values[layer.name] = [float(w.ravel()[0]) for w in layer.get_weights()]
    # A ramp in each input, and the sum of each output.
    ramps = [np.linspace(-1, 1, int(np.prod(i.shape[1:]))).reshape((1, *i.shape[1:])).astype("f4") for i in m.inputs[:-1]]
    sums = [float(np.asarray(y).sum()) for y in m([*ramps, np.array([[0, 1, 2, 3]], "f4")], training=False)]
    with open(os.path.join(OUT, "all_layers_sums.json"), "w") as f:
        json.dump(sums, f)
        f.write("\n")
    for name in ("all_layers.keras", "all_layers.h5"):
        m.save(os.path.join(OUT, name))
    m.save_weights(os.path.join(OUT, "all_layers.weights.h5"))
    with open(os.path.join(OUT, "all_layers.json"), "w") as f:
        json.dump(values, f, indent=1)
        f.write("\n")


main()
