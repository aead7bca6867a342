#!/usr/bin/env python3
"""What RepresentationBenchmark and TreeBenchmark do, by scikit-learn on one thread: seconds of processor time.

    python3 bench/peers/scikit_learn.py                              # indices of clusters, k-means
    python3 bench/peers/scikit_learn.py RUN/model.safetensors MNIST  # and a tree; MNIST: the folder of the training files

Points are 5,000 of 4,096 units around ten centres, cut off at zero, as those of RepresentationBenchmark. The checkpoint is
a perceptron of one hidden layer, whose codes the tree is grown on until leaves are pure.
"""
import gzip
import json
import os
import sys
import time

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[threads] = "1"

import numpy
import sklearn
from sklearn.cluster import KMeans
from sklearn.metrics import davies_bouldin_score, silhouette_score
from sklearn.neighbors import NearestNeighbors
from sklearn.tree import DecisionTreeClassifier


def timed(name, work):
    begin = time.process_time()
    found = work()
    print(f"{name:40s} {time.process_time() - begin:8.2f} s   {found}", flush=True)


def purity(points, labels):
    near = NearestNeighbors(n_neighbors=11, algorithm="brute").fit(points).kneighbors(return_distance=False)
    return (labels[near[:, :10]] == labels[:, None]).mean()


def clusters():
    random = numpy.random.default_rng(0)
    labels = numpy.arange(5000) % 10
    centres = random.random((10, 4096), dtype=numpy.float32) - 0.3
    points = numpy.maximum(0, centres[labels] / 2 + random.random((5000, 4096), dtype=numpy.float32) - 0.5)
    for kind in (numpy.float32, numpy.float64):
        a = points[:1024].astype(kind)
        b = numpy.ascontiguousarray(a.T)
        a @ b
        begin = time.process_time()
        a @ b
        rate = 2 * 1024 * 1024 * 4096 / (time.process_time() - begin) / 1e9
        print(f"product of matrices, {kind.__name__}: {rate:.1f} GFLOP/s")
    timed("silhouette", lambda: silhouette_score(points, labels))
    timed("Davies and Bouldin's index", lambda: davies_bouldin_score(points, labels))
    timed("purity of the 10 nearest", lambda: purity(points, labels))
    timed("k-means, 10 starts", lambda: KMeans(10, n_init=10, random_state=0).fit(points).inertia_)


def tensors(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        data = file.read()
    return {
        name: numpy.frombuffer(data[slice(*entry["data_offsets"])], "<f4").reshape(entry["shape"])
        for name, entry in header.items()
        if name != "__metadata__"
    }


def idx(folder, name, offset):
    with gzip.open(os.path.join(folder, name + ".gz")) as file:
        return numpy.frombuffer(file.read(), numpy.uint8, offset=offset)


def tree(checkpoint, folder):
    values = tensors(checkpoint)
    pixels = idx(folder, "train-images-idx3-ubyte", 16).reshape(-1, 784).astype(numpy.float32) / 255
    labels = idx(folder, "train-labels-idx1-ubyte", 8)
    codes = (pixels @ values["layers.1.weight"].T + values["layers.1.bias"] > 0).astype(numpy.float32)
    timed(
        f"tree on {codes.shape[0]} codes of {codes.shape[1]} units",
        lambda: DecisionTreeClassifier(random_state=0).fit(codes, labels).get_n_leaves(),
    )


print("scikit-learn", sklearn.__version__)
clusters()
if len(sys.argv) == 3:
    tree(*sys.argv[1:])
