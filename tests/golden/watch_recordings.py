"""Writes a small wheel in the form of PyPI's seglearn 1.2.5 for
tests/lib/data: recordings of two people, of the two exercises that are used and
of another one. A value is its step modulo 7 times its channel.

    python tests/golden/watch_recordings.py   # numpy
"""

import io
import os
import pickle
import zipfile

import numpy as np

PATH = os.path.join(
    os.path.dirname(__file__), "data", "seglearn-1.2.5-py3-none-any.whl"
)


def recording(length):
    values = np.arange(length)[:, None] % 7 * np.arange(6)[None, :]
    return np.asfortranarray(values.astype("f8"))  # as the published ones are


def main():
    made = [(1, 3, 1050), (8, 3, 999), (8, 4, 500), (1, 4, 500), (1, 0, 600)]
    table = {
        "X": [recording(length) for _, _, length in made],
        "y_labels": ["PEN", "ABD", "FEL", "IR", "ER", "TRAP", "ROW"],
        "y": np.array([exercise for _, exercise, _ in made], "i8"),
        "subject": np.array([person for person, _, _ in made], "i8"),
        "side": np.array([1.0, 0.0, 1.0, 0.0, 1.0]),
        "X_labels": ["ax", "ay", "az", "wx", "wy", "wz"],
    }
    file = io.BytesIO()
    header = {"descr": "|O", "fortran_order": False, "shape": ()}
    np.lib.format.write_array_header_1_0(file, header)
    # NumPy 2 would name numpy._core, and protocol 3 and above write bytes.
    body = pickle.dumps(np.array(table, dtype=object), protocol=2)
    file.write(body.replace(b"numpy._core.", b"numpy.core."))
    with zipfile.ZipFile(PATH, "w", zipfile.ZIP_DEFLATED) as wheel:
        for name, data in (
            ("seglearn/__init__.py", b""),
            ("seglearn/data/watch_dataset.npy", file.getvalue()),
        ):
            entry = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            wheel.writestr(entry, data, zipfile.ZIP_DEFLATED)


main()
