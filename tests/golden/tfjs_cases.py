"""The layers of tf.layers, each with what Keras has for it.

Left out, with the reason in lib/mends/README.md: hardSigmoid and bilinear
upSampling2d, which differ on purpose.
"""

import keras

L = keras.layers

SIGMOID = {"recurrentActivation": "sigmoid"}


def snake(name):
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in name)


def tfjs_cases():
    """Rows of name, layer, arguments of tf.layers, shapes of inputs, options."""
    rows = []

    def add(maker, cls, shapes, keras_args=(), args=None, title=None, **more):
        """`args` are JavaScript's; Keras's are the same in its spelling, unless given."""
        given = dict(args or {})
        named = dict(keras_args) if keras_args else {snake(key): value for key, value in given.items()}
        what = ", ".join(f"{key} {value}" for key, value in given.items() if key not in ("units", "filters", "kernelSize"))
        name = title or f"tfjs {maker}" + (f", {what}" if what else "")
        rows.append((name, cls(**named), given, shapes, {"maker": maker, **more}))

    add("dense", L.Dense, [(3, 4)], args={"units": 5})
    add("dense", L.Dense, [(2, 3, 4)], args={"units": 2, "useBias": False}, title="tfjs dense of steps, without bias")
    for name in ["elu", "gelu", "linear", "logSoftmax", "mish", "relu", "relu6", "selu", "sigmoid", "softmax", "softplus", "softsign", "swish", "tanh"]:
        add("activation", L.Activation, [(3, 4)], {"activation": snake(name)}, {"activation": name})
    add("elu", L.ELU, [(3, 4)])
    add("leakyReLU", L.LeakyReLU, [(3, 4)], {"negative_slope": 0.2}, {"alpha": 0.2})
    add("prelu", L.PReLU, [(3, 4)])
    add("reLU", L.ReLU, [(3, 4)], {"max_value": 1.0}, {"maxValue": 1})
    add("reLU", L.ReLU, [(3, 4)])
    add("leakyReLU", L.LeakyReLU, [(3, 4)])
    add("thresholdedReLU", L.ReLU, [(3, 4)], {"threshold": 0.5}, {"theta": 0.5})
    add("prelu", L.PReLU, [(2, 3, 4)], args={"sharedAxes": [1]})
    add("elu", L.ELU, [(3, 4)], args={"alpha": 0.5})
    add("activation", L.Activation, [(3, 4)], {"activation": lambda x: keras.activations.gelu(x, approximate=True)}, {"activation": "gelu_new"})
    add("softmax", L.Softmax, [(2, 3, 4)])
    add("softmax", L.Softmax, [(2, 3, 4)], args={"axis": 1})
    add("flatten", L.Flatten, [(2, 3, 2)])
    add("reshape", L.Reshape, [(2, 6)], args={"targetShape": [3, 2]})
    add("permute", L.Permute, [(2, 3, 4)], args={"dims": [2, 1]})
    add("repeatVector", L.RepeatVector, [(2, 3)], args={"n": 4})
    add("masking", L.Masking, [(2, 3, 2)])
    add("embedding", L.Embedding, [(2, 3)], args={"inputDim": 5, "outputDim": 4}, whole=5)
    add("masking", L.Masking, [(2, 3, 2)], args={"maskValue": 1}, whole=2)
    add("centerCrop", L.CenterCrop, [(2, 5, 6, 2)], args={"height": 3, "width": 2})
    add("centerCrop", L.CenterCrop, [(2, 6, 4, 2)], args={"height": 3, "width": 4})
    add("centerCrop", L.CenterCrop, [(1, 3, 4, 2)], args={"height": 5, "width": 6})
    add("centerCrop", L.CenterCrop, [(1, 3, 6, 2)], args={"height": 4, "width": 4})
    for kind in ["bilinear", "nearest"]:
        add("resizing", L.Resizing, [(2, 3, 4, 2)], args={"height": 5, "width": 6, "interpolation": kind})
        add("resizing", L.Resizing, [(2, 6, 5, 2)], args={"height": 3, "width": 2, "interpolation": kind})
        add("resizing", L.Resizing, [(1, 4, 6, 2)], {"height": 3, "width": 3, "interpolation": kind, "crop_to_aspect_ratio": True}, {"height": 3, "width": 3, "interpolation": kind, "cropToAspectRatio": True})
    for mode in ["multi_hot", "one_hot", "count"]:
        camel = {"multi_hot": "multiHot", "one_hot": "oneHot", "count": "count"}[mode]
        shape = (3, 1) if mode == "one_hot" else (3, 4)
        add("categoryEncoding", L.CategoryEncoding, [shape], {"num_tokens": 5, "output_mode": mode}, {"numTokens": 5, "outputMode": camel}, whole=5, phases=False)
    add("rescaling", L.Rescaling, [(2, 3)], args={"scale": 0.5, "offset": 1}, phases=False)
    for name, cls in [("add", L.Add), ("average", L.Average), ("maximum", L.Maximum), ("minimum", L.Minimum), ("multiply", L.Multiply), ("concatenate", L.Concatenate)]:
        add(name, cls, [(2, 3, 4), (2, 3, 4)], list_input=True)
    add("concatenate", L.Concatenate, [(2, 3, 4), (2, 2, 4)], args={"axis": 1}, list_input=True)
    add("dot", L.Dot, [(2, 4), (2, 4)], args={"axes": -1}, list_input=True)
    add("dot", L.Dot, [(2, 4), (2, 4)], args={"axes": 1, "normalize": True}, list_input=True)

    add("conv1d", L.Conv1D, [(2, 6, 2)], args={"filters": 3, "kernelSize": 3})
    add("conv1d", L.Conv1D, [(2, 6, 2)], args={"filters": 3, "kernelSize": 2, "padding": "causal", "dilationRate": 2})
    add("conv1d", L.Conv1D, [(2, 7, 2)], args={"filters": 3, "kernelSize": 3, "padding": "causal", "strides": 2})
    add("conv2d", L.Conv2D, [(2, 5, 4, 2)], args={"filters": 3, "kernelSize": 3, "padding": "same", "strides": 2})
    add("conv2d", L.Conv2D, [(2, 5, 5, 2)], args={"filters": 2, "kernelSize": 2, "activation": "relu"})
    add("conv3d", L.Conv3D, [(1, 3, 3, 3, 2)], args={"filters": 2, "kernelSize": 2})
    add("conv2dTranspose", L.Conv2DTranspose, [(2, 3, 3, 2)], args={"filters": 3, "kernelSize": 3, "strides": 2, "padding": "same"})
    add("conv2dTranspose", L.Conv2DTranspose, [(1, 3, 3, 2)], args={"filters": 2, "kernelSize": 2, "strides": 2})
    add("conv3dTranspose", L.Conv3DTranspose, [(1, 2, 2, 2, 2)], args={"filters": 2, "kernelSize": 2, "strides": 2})
    add("conv3dTranspose", L.Conv3DTranspose, [(1, 2, 2, 2, 1)], args={"filters": 2, "kernelSize": 3, "padding": "same", "strides": 2})
    first = {"dataFormat": "channelsFirst"}
    named = {"data_format": "channels_first"}
    add("conv1d", L.Conv1D, [(2, 6, 2)], args={"filters": 2, "kernelSize": 3, "padding": "same", "useBias": False})
    add("conv2d", L.Conv2D, [(2, 2, 5, 4)], {"filters": 3, "kernel_size": 3, **named}, {"filters": 3, "kernelSize": 3, **first})
    add("conv2d", L.Conv2D, [(2, 2, 5, 4)], {"filters": 3, "kernel_size": 3, "padding": "same", "activation": "relu", **named}, {"filters": 3, "kernelSize": 3, "padding": "same", "activation": "relu", **first})
    add("conv3d", L.Conv3D, [(1, 2, 3, 3, 3)], {"filters": 2, "kernel_size": 2, **named}, {"filters": 2, "kernelSize": 2, **first})
    add("conv3d", L.Conv3D, [(1, 4, 4, 4, 1)], args={"filters": 2, "kernelSize": 3, "strides": 2, "padding": "same"})
    add("conv2dTranspose", L.Conv2DTranspose, [(1, 2, 3, 3)], {"filters": 2, "kernel_size": 2, "strides": 2, **named}, {"filters": 2, "kernelSize": 2, "strides": 2, **first})
    add("depthwiseConv2d", L.DepthwiseConv2D, [(2, 2, 4, 4)], {"kernel_size": 3, **named}, {"kernelSize": 3, **first})
    add("depthwiseConv2d", L.DepthwiseConv2D, [(2, 5, 5, 2)], args={"kernelSize": 3, "strides": 2, "useBias": False, "activation": "tanh"})
    add("separableConv2d", L.SeparableConv2D, [(2, 5, 5, 2)], args={"filters": 2, "kernelSize": 3, "strides": 2, "padding": "same", "useBias": False})
    add("separableConv2d", L.SeparableConv2D, [(2, 2, 4, 4)], {"filters": 3, "kernel_size": 3, **named}, {"filters": 3, "kernelSize": 3, **first})
    add("cropping2D", L.Cropping2D, [(1, 2, 4, 5)], {"cropping": [[1, 0], [1, 2]], **named}, {"cropping": [[1, 0], [1, 2]], **first})
    add("upSampling2d", L.UpSampling2D, [(1, 2, 2, 3)], {"size": [2, 3], **named}, {"size": [2, 3], **first})
    add("zeroPadding2d", L.ZeroPadding2D, [(1, 2, 2, 3)], {"padding": [[1, 0], [2, 1]], **named}, {"padding": [[1, 0], [2, 1]], **first})
    add("flatten", L.Flatten, [(2, 3, 2, 2)], named, first)
    add("separableConv2d", L.SeparableConv2D, [(2, 4, 4, 2)], args={"filters": 3, "kernelSize": 3, "depthMultiplier": 2})
    add("depthwiseConv2d", L.DepthwiseConv2D, [(2, 4, 4, 2)], args={"kernelSize": 3, "depthMultiplier": 2, "padding": "same"})
    add("cropping2D", L.Cropping2D, [(1, 4, 5, 2)], args={"cropping": [[1, 0], [1, 2]]})
    add("upSampling2d", L.UpSampling2D, [(1, 2, 3, 2)], args={"size": [2, 3]})
    add("zeroPadding2d", L.ZeroPadding2D, [(1, 2, 3, 2)], args={"padding": [[1, 0], [2, 1]]})
    for kind, js in [("Average", "average"), ("Max", "max")]:
        add(f"{js}Pooling1d", getattr(L, f"{kind}Pooling1D"), [(2, 6, 2)], args={"poolSize": 2, "padding": "same"})
        add(f"{js}Pooling2d", getattr(L, f"{kind}Pooling2D"), [(2, 5, 4, 2)], args={"poolSize": [3, 2], "strides": [2, 2], "padding": "same"})
        add(f"{js}Pooling3d", getattr(L, f"{kind}Pooling3D"), [(1, 4, 4, 2, 2)], args={"poolSize": 2})
        add(f"global{kind}Pooling1d", getattr(L, f"Global{kind}Pooling1D"), [(2, 4, 3)])
        add(f"{js}Pooling1d", getattr(L, f"{kind}Pooling1D"), [(2, 7, 2)], args={"poolSize": 3, "strides": 2})
        add(f"{js}Pooling2d", getattr(L, f"{kind}Pooling2D"), [(2, 2, 5, 4)], {"pool_size": [3, 2], "strides": [2, 2], **named}, {"poolSize": [3, 2], "strides": [2, 2], **first})
        add(f"{js}Pooling3d", getattr(L, f"{kind}Pooling3D"), [(1, 5, 4, 3, 2)], args={"poolSize": [3, 2, 2], "strides": [2, 2, 1], "padding": "same"})
        add(f"{js}Pooling3d", getattr(L, f"{kind}Pooling3D"), [(1, 2, 4, 4, 2)], {"pool_size": 2, **named}, {"poolSize": 2, **first})
        add(f"global{kind}Pooling2d", getattr(L, f"Global{kind}Pooling2D"), [(2, 3, 3, 2)])
        add(f"global{kind}Pooling2d", getattr(L, f"Global{kind}Pooling2D"), [(2, 2, 3, 3)], named, first)

    for more in [{}, {"scale": False}, {"center": False}, {"trainable": False}, {"axis": 1}]:
        add("batchNormalization", L.BatchNormalization, [(4, 3, 2)], args=more)
    add("batchNormalization", L.BatchNormalization, [(2, 2, 2, 2, 3)], title="tfjs batchNormalization of rank 5")
    for more in [{"scale": False}, {"center": False}, {"axis": [1, 2]}]:
        add("layerNormalization", L.LayerNormalization, [(2, 3, 4)], args=more)

    for seeded in [{}, {"dropout": 0.4, "seed": 7}, {"dropout": 0.4, "recurrentDropout": 0.3, "seed": 7}]:
        add("simpleRNN", L.SimpleRNN, [(2, 4, 3)], args={"units": 3, **seeded})
        add("lstm", L.LSTM, [(2, 4, 3)], args={"units": 3, **SIGMOID, **seeded})
        add("gru", L.GRU, [(2, 4, 3)], args={"units": 3, "resetAfter": False, **SIGMOID, **seeded})
        add("gru", L.GRU, [(2, 4, 3)], args={"units": 3, "resetAfter": True, **SIGMOID, **seeded})
        add("convLstm2d", L.ConvLSTM2D, [(2, 3, 3, 3, 2)], args={"filters": 2, "kernelSize": 2, **SIGMOID, **seeded})
    add("lstm", L.LSTM, [(2, 4, 3)], args={"units": 3, **SIGMOID, "returnSequences": True, "goBackwards": True})

    for maker, cls, more in [("simpleRNN", L.SimpleRNN, {}), ("lstm", L.LSTM, SIGMOID), ("gru", L.GRU, {**SIGMOID, "resetAfter": False})]:
        add(maker, cls, [(2, 4, 3)], args={"units": 3, **more, "returnSequences": True, "unroll": True})
        add(maker, cls, [(2, 4, 3)], args={"units": 3, **more, "useBias": False, "activation": "relu"})
        add(maker, cls, [(2, 4, 3)], args={"units": 3, **more, "goBackwards": True})
    add("gru", L.GRU, [(2, 4, 3)], args={"units": 3, "resetAfter": True, **SIGMOID, "useBias": False})
    add(
        "bidirectional", L.Bidirectional, [(2, 3, 2)], {"layer": L.GRU(2)},
        {"layer": {"maker": "gru", "args": {"units": 2, "resetAfter": True, **SIGMOID}}}, title="tfjs bidirectional gru that resets after",
    )
    add("lstm", L.LSTM, [(2, 4, 3)], args={"units": 3, **SIGMOID, "unitForgetBias": False})
    add("gru", L.GRU, [(2, 4, 3)], args={"units": 3, "resetAfter": False, **SIGMOID, "returnSequences": True, "goBackwards": True})
    add("convLstm2d", L.ConvLSTM2D, [(1, 2, 4, 4, 1)], args={"filters": 2, "kernelSize": 3, **SIGMOID, "padding": "same", "returnSequences": True})
    add("convLstm2d", L.ConvLSTM2D, [(1, 2, 1, 4, 4)], {"filters": 2, "kernel_size": 2, "recurrent_activation": "sigmoid", **named}, {"filters": 2, "kernelSize": 2, **SIGMOID, **first})

    def inner(maker, **args):
        return {"maker": maker, "args": args}

    for seeded in [{}, {"dropout": 0.4, "recurrentDropout": 0.3, "seed": 7}]:
        named = {snake(key): value for key, value in seeded.items()}
        title = " with dropout" if seeded else ""
        for mode in ["concat", "sum", "mul", "ave"][: 1 if seeded else 4]:
            layer = L.LSTM(2, return_sequences=True, **named)
            add(
                "bidirectional", L.Bidirectional, [(2, 3, 2)], {"layer": layer, "merge_mode": mode},
                {"layer": inner("lstm", units=2, returnSequences=True, **SIGMOID, **seeded), "mergeMode": mode},
                title=f"tfjs bidirectional lstm, {mode}{title}",
            )
        cells = [L.GRUCell(2, reset_after=False, **named), L.LSTMCell(3, **named)]
        add(
            "rnn", L.RNN, [(2, 4, 3)], {"cell": cells},
            {"cell": [inner("gruCell", units=2, **SIGMOID, **seeded), inner("lstmCell", units=3, **SIGMOID, **seeded)]},
            title=f"tfjs rnn of two cells{title}",
        )
        add(
            "rnn", L.RNN, [(2, 4, 3)], {"cell": L.SimpleRNNCell(2, **named)},
            {"cell": inner("simpleRNNCell", units=2, **seeded)},
            title=f"tfjs rnn of one cell{title}",
        )
    add(
        "bidirectional", L.Bidirectional, [(2, 3, 2)], {"layer": L.GRU(2, reset_after=False)},
        {"layer": inner("gru", units=2, resetAfter=False, **SIGMOID)}, title="tfjs bidirectional gru",
    )
    add(
        "bidirectional", L.Bidirectional, [(2, 3, 2)], {"layer": L.SimpleRNN(2)},
        {"layer": inner("simpleRNN", units=2)}, title="tfjs bidirectional simpleRNN",
    )
    add(
        "rnn", L.RNN, [(2, 4, 3)], {"cell": L.StackedRNNCells([L.SimpleRNNCell(2), L.LSTMCell(3)]), "return_sequences": True},
        {"cell": inner("stackedRNNCells", cells=[inner("simpleRNNCell", units=2), inner("lstmCell", units=3, **SIGMOID)]), "returnSequences": True},
        title="tfjs rnn of stackedRNNCells",
    )
    add(
        "timeDistributed", L.TimeDistributed, [(2, 3, 4, 4, 2)], {"layer": L.Conv2D(2, 3)},
        {"layer": inner("conv2d", filters=2, kernelSize=3)}, title="tfjs timeDistributed conv2d",
    )
    add(
        "timeDistributed", L.TimeDistributed, [(4, 3, 2)], {"layer": L.BatchNormalization()},
        {"layer": inner("batchNormalization")}, title="tfjs timeDistributed batchNormalization",
    )
    add(
        "timeDistributed", L.TimeDistributed, [(2, 3, 4)], {"layer": L.Dense(2)},
        {"layer": inner("dense", units=2)}, title="tfjs timeDistributed dense",
    )
    for maker, cls, args in [("gaussianNoise", L.GaussianNoise, {"stddev": 1}), ("dropout", L.Dropout, {"rate": 0.4}), ("alphaDropout", L.AlphaDropout, {"rate": 0.3}), ("gaussianDropout", L.GaussianDropout, {"rate": 0.3}), ("spatialDropout1d", L.SpatialDropout1D, {"rate": 0.4})]:
        add(maker, cls, [(2, 3, 4)], args={**args, "seed": 7})
    return rows
