"""Writes small files in the form of the published data sets, and what Keras makes
of them, for tests/lib/data.

    .venv/bin/python tests/golden/data_fixtures.py   # see keras_fixtures.py
"""

import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
from keras.src.datasets import imdb

OUT = os.path.join(os.path.dirname(__file__), "data")
OPTIONS = [
    {}, {"num_words": 50}, {"num_words": 50, "skip_top": 10}, {"maxlen": 9},
    {"start_char": None}, {"oov_char": None, "num_words": 40},
    {"index_from": 0, "num_words": 60}, {"start_char": None, "index_from": 0},
]


def main():
    os.makedirs(OUT, exist_ok=True)
    path = lambda name: os.path.join(OUT, name)
    rng = np.random.default_rng(7)

    images = lambda n: rng.integers(0, 256, (n, 28, 28), "u1")
    np.savez_compressed(path("mnist.npz"), x_train=images(3), y_train=np.array([5, 0, 4], "u1"),
                        x_test=images(2), y_test=np.array([7, 2], "u1"))

    def reviews(n):
        lists = np.empty(n, object)
        lists[:] = [rng.integers(1, 80, rng.integers(3, 15)).tolist() for _ in range(n)]
        return lists

    np.savez_compressed(path("imdb.npz"), x_train=reviews(12), y_train=rng.integers(0, 2, 12),
                        x_test=reviews(7), y_test=rng.integers(0, 2, 7))
    lists = lambda reviews: [list(map(int, review)) for review in reviews]
    imdb.get_file = lambda **_: path("imdb.npz")
    expected = []
    for options in OPTIONS:
        (x_train, y_train), (x_test, y_test) = imdb.load_data(**options)
        expected.append({
            "options": options, "xTrain": lists(x_train), "yTrain": list(map(int, y_train)),
            "xTest": lists(x_test), "yTest": list(map(int, y_test))})

    for name, n in (("FordA_TRAIN.tsv", 3), ("FordA_TEST.tsv", 2)):
        labels = np.where(np.arange(n) % 2 == 0, -1.0, 1.0)[:, None]
        series = rng.normal(0, 1, (n, 500)).round(4)
        np.savetxt(path(name), np.hstack([labels, series]), fmt="%.7g", delimiter="\t")

    shuffled = {}
    for seed, n in ((113, 10), (0, 7), (4294967295, 33)):
        order = np.arange(n)
        np.random.RandomState(seed).shuffle(order)
        shuffled[f"{seed} {n}"] = order.tolist()
    with open(path("expected.json"), "w") as f:
        json.dump({"imdb": expected, "shuffled": shuffled}, f)
        f.write("\n")


main()
