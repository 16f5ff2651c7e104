"""Writes the .npy and .npz files that tests/lib/data reads, with real NumPy.

    python -m venv .venv && .venv/bin/pip install numpy==2.4.6
    .venv/bin/python tests/golden/npy_fixtures.py

expected.json holds the same values as lists, row by row. Every file here is
also what a test of a hostile file starts from.
"""

import io
import json
import os
import pickle
import struct
import zipfile

import numpy as np

OUT = os.path.join(os.path.dirname(__file__), "npy")
CODES = ["|b1", "|u1", "|i1", "<u2", ">i2", "<u4", ">u4", "<i4", "<u8", ">i8",
         "<f2", "<f4", ">f4", "<f8", ">f8"]


def listed(array):
    if array.dtype.kind == "c":
        return [part for z in array.ravel().tolist() for part in (z.real, z.imag)]
    if array.dtype.kind in "mM":
        return [str(v) for v in array.ravel().astype("i8")]
    if array.dtype.kind in "iu" and array.dtype.itemsize == 8:
        return [str(v) for v in array.ravel()]
    if array.dtype.kind == "S":
        return [list(v) for v in array.ravel().tolist()]
    return array.ravel().tolist()


def main():
    os.makedirs(OUT, exist_ok=True)
    arrays = {}
    for code in CODES:
        values = np.arange(-3, 3).reshape(2, 3)
        arrays[code.strip("|<>") + ("_big" if code[0] == ">" else "")] = (
            np.abs(values).astype(code) if code[1] in "u" else values.astype(code))
    arrays["half"] = np.array([0, -0.0, 6e-8, 6.1e-5, 65504, -1.5, np.float16(1 / 3)], "<f2")
    arrays["c8"] = np.array([1 + 2j, -3j], "<c8")
    arrays["c16"] = np.array([[1 + 2j], [-3j]], ">c16")
    arrays["text"] = np.array(["", "héllo", "日本🙂"])
    arrays["text_big"] = np.array(["ab", "c"], ">U3")
    arrays["bytes"] = np.array([b"ab", b"c"])
    arrays["date"] = np.array(["2026-11-22", "1969-07-20"], "M8[D]")
    arrays["scalar"] = np.array(7.5)
    arrays["empty"] = np.zeros((0, 3), "f4")
    arrays["fortran"] = np.asfortranarray(np.arange(24, dtype="<i4").reshape(2, 3, 4))
    arrays["fortran_big"] = np.asfortranarray(np.arange(6, dtype=">f8").reshape(2, 3))
    lists = np.empty(4, object)
    lists[:] = [[1, 14, 300, 70000, -5], [], [2**40, 2**70, 1.5, None, True, "a"], [[1], (2, 3)]]
    arrays["lists"] = lists
    grid = np.empty((2, 3), object)
    grid[:] = [[1, 2, 3], [4, 5, 6]]
    arrays["objects_fortran"] = np.asfortranarray(grid)

    expected = {}
    for name, array in arrays.items():
        np.save(os.path.join(OUT, name + ".npy"), array, allow_pickle=True)
        expected[name] = {"shape": array.shape, "data": listed(array)}
    text = json.dumps(expected).replace(str(2**70), f'"{2**70}"')
    with open(os.path.join(OUT, "expected.json"), "w") as f:
        f.write(text + "\n")

    # As older versions of NumPy and Python wrote object arrays.
    for protocol in (2, 3):
        with open(os.path.join(OUT, f"lists_protocol{protocol}.npy"), "wb") as f:
            np.lib.format.write_array_header_1_0(
                f, {"descr": "|O", "fortran_order": False, "shape": (4,)})
            pickle.dump(lists, f, protocol=protocol)

    small = {k: arrays[k] for k in ("u1", "lists", "fortran")}
    np.savez(os.path.join(OUT, "stored.npz"), **small)
    np.savez_compressed(os.path.join(OUT, "compressed.npz"), **small)
    # zip64 records throughout: what a writer that cannot seek produces.
    class Pipe(io.RawIOBase):
        def __init__(self, f):
            self.f = f
        def writable(self):
            return True
        def write(self, b):
            return self.f.write(b)
    with open(os.path.join(OUT, "streamed.npz"), "wb") as f:
        np.savez(Pipe(f), **small)
    zip64(os.path.join(OUT, "zip64.npz"), arrays["u1"])


def zip64(path, array):
    """A stored entry whose sizes and offsets all stand in zip64 fields."""
    body = io.BytesIO()
    np.save(body, array)
    data = body.getvalue()
    crc = zipfile.crc32(data)
    name = b"u1.npy"
    n, far = len(data), 0xFFFFFFFF
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 45, 0, 0, 0, 0x21, crc, far, far,
                        len(name), 20) + name + struct.pack("<HHQQ", 1, 16, n, n)
    central = struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 45, 45, 0, 0, 0, 0x21, crc, far,
                          far, len(name), 28, 0, 0, 0, 0, far) + name + struct.pack(
                              "<HHQQQ", 1, 24, n, n, 0)
    at = len(local) + n
    end = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, 1, 1, len(central), at)
    locator = struct.pack("<IIQI", 0x07064B50, 0, at + len(central), 1)
    tail = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, far, far, 0)
    with open(path, "wb") as f:
        f.write(local + data + central + end + locator + tail)
    assert np.array_equal(np.load(path)["u1"], array)


main()
