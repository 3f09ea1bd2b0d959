"""Arrays saved by NumPy and safetensors, as base64, for the tests of packages/temper/src/formats.

Run: python scripts/golden/formats.py   (needs numpy and safetensors)
"""

import base64
import io
import json
from pathlib import Path

import numpy as np
import safetensors
from safetensors.numpy import save as save_safetensors

SEED = 20
OUT = Path(__file__).parents[2] / "packages/temper/test/golden/formats.json"
rng = np.random.default_rng(SEED)


def text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def npy(array: np.ndarray, version: tuple[int, int] | None = None) -> bytes:
    file = io.BytesIO()
    np.lib.format.write_array(file, array, version=version)
    return file.getvalue()


def npz(save, arrays: dict[str, np.ndarray]) -> bytes:
    file = io.BytesIO()
    save(file, **arrays)
    return file.getvalue()


def described(array: np.ndarray) -> dict:
    """int64 as text: a JSON number would lose its last digits; float32 is exact as a float64."""
    values = array.ravel(order="C").tolist()
    return {
        "dtype": array.dtype.name,
        "shape": list(array.shape),
        "values": [str(value) for value in values] if array.dtype == np.int64 else [float(value) for value in values],
    }


arrays = {
    "float32": rng.normal(size=(2, 3)).astype(np.float32),
    "float64": rng.normal(size=(4,)),
    "int32": rng.integers(-(2**31), 2**31, size=(2, 1, 3), dtype=np.int32),
    "int64": rng.integers(-(2**63), 2**63 - 1, size=(3,), dtype=np.int64),
    "uint8": rng.integers(0, 256, size=(5,), dtype=np.uint8),
    "bool": np.array([[True, False], [False, True]]),
    "scalar": np.array(1.5),
    "empty": np.zeros((0, 3), np.float32),
}
fortran = np.asfortranarray(rng.integers(0, 256, size=(2, 3, 4), dtype=np.uint8))
small = {"logits": arrays["float32"], "labels": arrays["int64"]}
tensors = {"b.weight": arrays["float32"], "10": arrays["float32"][0] * 2, "2": arrays["int64"], "mask": arrays["uint8"]}

halves = np.array([0.1, -2.5, 65504, 6e-8, np.float16(1) / 3], np.float16)
converted = {
    "float16": (halves, np.float32),
    "big-endian float16": (halves.astype(">f2"), np.float32),
    "big-endian float32": (arrays["float32"].astype(">f4"), np.float32),
    "big-endian float64": (arrays["float64"].astype(">f8"), np.float64),
    "big-endian int64": (arrays["int64"].astype(">i8"), np.int64),
    "int8": (np.array([-128, 127], np.int8), np.int32),
    "int16": (np.array([-32768, 32767], np.int16), np.int32),
    "uint16": (np.array([0, 65535], np.uint16), np.int32),
    "uint32 that fits": (np.array([0, 2**31 - 1], np.uint32), np.int32),
    "uint32 that does not": (np.array([0, 2**32 - 1], np.uint32), np.float64),
    "uint64": (np.array([0, 2**63 - 1], np.uint64), np.int64),
}

golden = {
    "generator": "scripts/golden/formats.py",
    "versions": {"numpy": np.__version__, "safetensors": safetensors.__version__},
    "seed": SEED,
    "npy": {name: {**described(array), "base64": text(npy(array))} for name, array in arrays.items()},
    "npyFortran": {**described(fortran), "base64": text(npy(fortran))},
    "npyVersion2": {**described(arrays["float32"]), "base64": text(npy(arrays["float32"], (2, 0)))},
    # What Temper has no dtype for, described as what it becomes.
    "npyConverted": {
        name: {**described(stored.astype(held)), "base64": text(npy(stored))} for name, (stored, held) in converted.items()
    },
    "npyStructured": text(npy(np.zeros(2, [("x", "<f4"), ("y", "<i4")]))),
    "npyText": text(npy(np.array(["ab", "c"]))),
    "npyUint64": text(npy(np.array([1, 2**64 - 1], np.uint64))),
    "npz": {name: described(array) for name, array in small.items()},
    "npzStored": text(npz(np.savez, small)),
    "npzDeflated": text(npz(np.savez_compressed, small)),
    "safetensors": {
        "metadata": {"step": "12"},
        "tensors": {name: described(array) for name, array in tensors.items()},
        "base64": text(save_safetensors(tensors, metadata={"step": "12"})),
    },
}
OUT.parent.mkdir(parents=True, exist_ok=True)
OUT.write_text(json.dumps(golden, indent=1) + "\n")
