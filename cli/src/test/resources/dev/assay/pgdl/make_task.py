"""Writes task.zip, a task of PGDL with four small networks, and what they answer.

The files are laid out as the benchmark's: weights by h5py as Keras 2.4 saves them, samples as
TFRecord. Answers are computed here by the formulas of Keras' documentation, in loops, in double
precision. Made by Debian's python3-h5py 3.7.0: python3 make_task.py
"""
import io
import itertools
import json
import math
import struct
import zipfile

import h5py
import numpy as np

HEIGHT, WIDTH, CHANNELS, CLASSES = 6, 5, 2, 3
random = np.random.RandomState(7)


# ---- layers as Keras computes them: images are height, width, channels -------------------------

def same(size, kernel, stride):
    total = max((math.ceil(size / stride) - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2


def padded(x, kernel, strides, padding, value):
    if padding == "valid":
        return x
    edges = [same(x.shape[a], kernel[a], strides[a]) for a in (0, 1)] + [(0, 0)]
    return np.pad(x, edges, constant_values=value)


def windows(x, kernel, strides):
    for i in range((x.shape[0] - kernel[0]) // strides[0] + 1):
        for j in range((x.shape[1] - kernel[1]) // strides[1] + 1):
            yield i, j, x[i * strides[0]:i * strides[0] + kernel[0], j * strides[1]:j * strides[1] + kernel[1]]


def slide(x, kernel, strides, function):
    found = {(i, j): function(w) for i, j, w in windows(x, kernel, strides)}
    rows, columns = max(found)
    return np.array([[found[i, j] for j in range(columns + 1)] for i in range(rows + 1)])


def pair(value):
    return [int(v) for v in value] if isinstance(value, list) else [int(value)] * 2


def apply(layer, weights, x):
    kind = layer["layer_name"]
    if kind == "Conv2D":
        kernel, strides = pair(layer["kernel_size"]), pair(layer.get("strides", 1))
        p = padded(x, kernel, strides, layer.get("padding", "valid"), 0)
        y = slide(p, kernel, strides, lambda w: np.einsum("hwi,hwio->o", w, weights["kernel"]))
        y = y + weights.get("bias", 0)
    elif kind == "Dense":
        y = x @ weights["kernel"] + weights.get("bias", 0)
    elif kind in ("MaxPooling2D", "AveragePooling2D"):
        kernel = pair(layer.get("pool_size", 2))
        strides = pair(layer.get("strides", kernel))
        p = padded(x, kernel, strides, layer.get("padding", "valid"), -np.inf)
        y = slide(p, kernel, strides, lambda w: w.max((0, 1)) if kind[0] == "M" else w.mean((0, 1)))
    elif kind == "GlobalAveragePooling2D":
        y = x.mean((0, 1))
    elif kind == "Flatten":
        y = x.reshape(-1)
    elif kind == "BatchNormalization":
        y = (x - weights["moving_mean"]) / np.sqrt(weights["moving_variance"] + layer.get("epsilon", 1e-3))
        y = y * weights.get("gamma", 1) + weights.get("beta", 0)
    else:
        y = x
    if layer.get("activation") == "tanh":
        return np.tanh(y)
    relu = kind == "ReLU" or layer.get("activation") == "relu"
    return np.maximum(y, 0) if relu else y


def draw(layer, x):
    """Weights of a layer for such an input, as Keras names and orders them."""
    kind = layer["layer_name"]
    normal = lambda *shape: random.normal(0, 0.7, shape).astype(np.float32)
    if kind == "Conv2D":
        shape = pair(layer["kernel_size"]) + [x.shape[2], int(layer["filters"])]
    elif kind == "Dense":
        shape = [x.shape[0], int(layer["units"])]
    elif kind == "BatchNormalization":
        n = x.shape[-1]
        found = {}
        if layer.get("scale", True):
            found["gamma"] = normal(n)
        if layer.get("center", True):
            found["beta"] = normal(n)
        found["moving_mean"] = normal(n)
        found["moving_variance"] = np.exp(normal(n))
        return found
    else:
        return {}
    found = {"kernel": normal(*shape)}
    if layer.get("use_bias", True):
        found["bias"] = normal(shape[-1])
    return found


# ---- files -------------------------------------------------------------------------------------

counter = itertools.count(3)


def hdf5(layers, weights):
    """As save_weights of Keras 2.4; layers of the benchmark are a class called wrapped_layer."""
    content = io.BytesIO()
    with h5py.File(content, "w") as file:
        names = ["wrapped_layer_%d" % next(counter) for _ in layers]
        file.attrs["layer_names"] = [name.encode() for name in names]
        file.attrs["backend"] = b"tensorflow"
        file.attrs["keras_version"] = b"2.4.0"
        for name, own in zip(names, weights):
            group = file.create_group(name)
            paths = ["%s/%s:0" % (name, weight) for weight in own]
            group.attrs["weight_names"] = [path.encode() for path in paths]
            for path, value in zip(paths, own.values()):
                group.create_dataset(path, data=value)
    return content.getvalue()


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return struct.pack("<I", ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF)


def varint(value):
    digits = b""
    while value > 127:
        digits += bytes([value & 127 | 128])
        value >>= 7
    return digits + bytes([value])


def field(number, content):
    if isinstance(content, int):
        return varint(number << 3) + varint(content)
    return varint(number << 3 | 2) + varint(len(content)) + content


def tensor(array):
    shape = b"".join(field(2, field(1, n)) for n in array.shape)
    kind = {np.dtype(np.float32): 1, np.dtype(np.int32): 3}[array.dtype]
    return field(1, kind) + field(2, shape) + field(4, array.tobytes())


def record(image, label):
    entries = b""
    for name, value in (("inputs", image), ("output", np.int32(label).reshape(()))):
        feature = field(1, field(1, tensor(np.asarray(value))))
        entries += field(1, field(1, name.encode()) + field(2, feature))
    example = field(1, entries)
    length = struct.pack("<Q", len(example))
    return length + masked(length) + example + masked(example)


# ---- the task ----------------------------------------------------------------------------------

def model(filters, strided):
    if strided:
        return [
            {"layer_name": "Conv2D", "filters": float(filters), "kernel_size": [3, 3], "strides": [2, 2],
             "padding": "same", "activation": "relu"},
            {"layer_name": "MaxPooling2D", "pool_size": [3, 3], "strides": 1, "padding": "same"},
            {"layer_name": "BatchNormalization"},
            {"layer_name": "Flatten"},
            {"layer_name": "BatchNormalization", "epsilon": 0.01, "scale": False},
            {"layer_name": "Dense", "units": 4.0, "use_bias": False, "activation": "tanh"},
            {"layer_name": "ReLU"},
            {"layer_name": "Dropout", "rate": 0.5},
            {"layer_name": "Dense", "units": 3.0},
        ]
    return [
        {"layer_name": "Conv2D", "filters": filters, "kernel_size": [2, 3], "padding": "same",
         "kernel_initializer": "he_normal", "activation": None},
        {"layer_name": "BatchNormalization", "momentum": 0.9, "axis": -1},
        {"layer_name": "Activation", "activation": "relu"},
        {"layer_name": "AveragePooling2D", "pool_size": 2},
        {"layer_name": "Conv2D", "filters": 4, "kernel_size": 2.0, "use_bias": False, "activation": "relu"},
        {"layer_name": "GlobalAveragePooling2D"},
        {"layer_name": "Dense", "units": 3, "activation": "linear"},
    ]


def main():
    images = random.normal(0.2, 1, (40, HEIGHT, WIDTH, CHANNELS)).astype(np.float32)
    labels = random.randint(0, CLASSES, 40)
    files = {}
    for shard, part in enumerate((range(0, 15), range(15, 40))):
        files["input_data/toy/dataset_1/train/shard_%d.tfrecord" % shard] = b"".join(
            record(images[i], labels[i]) for i in part)
    configs, answers = {}, {}
    for number, (filters, strided) in enumerate(itertools.product((2, 3), (False, True))):
        layers = model(filters, strided)
        folder = "input_data/toy/model_%d/" % number
        config = {"model_config": layers, "input_shape": [HEIGHT, WIDTH, CHANNELS]}
        files[folder + "config.json"] = json.dumps(config).encode()
        for name in ("weights_init", "weights"):
            weights, x = [], images[0]
            for layer in layers:
                weights.append(draw(layer, x))
                x = apply(layer, weights[-1], x)
            files[folder + name + ".hdf5"] = hdf5(layers, weights)
        logits = []
        for x in images.astype(float):
            for layer, own in zip(layers, weights):
                x = apply(layer, {k: v.astype(float) for k, v in own.items()}, x)
            logits.append(x.tolist())
        answers[str(number)] = logits
        accuracy = float(np.mean(np.argmax(logits, 1) == labels))
        configs[str(number)] = {
            "hparams": {
                "filters": {"possible_values": [2, 3], "current_value": filters},
                "strided": {"possible_values": [False, True], "current_value": strided}},
            "metrics": {"train_acc": accuracy, "test_acc": accuracy - 0.01 * (number + 1)}}
    files["reference_data/toy/model_configs.json"] = json.dumps(configs).encode()
    files["answers.json"] = json.dumps(answers).encode()
    with zipfile.ZipFile("task.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)


main()
