"""Checks calibrated models against what they were made from, independently of Temper and of ONNX Runtime.

Each passes the ONNX checker, shapes included; and its scores, computed by the reference evaluator of onnx from
random inputs, are those of the original divided by the temperature that its metadata name (to 1e-6), or
differ from them if the method is another. A model that ends in a softmax is compared as logarithms, less
their mean.

    python scripts/golden/check_calibrated.py ORIGINAL.onnx CALIBRATED.onnx [ORIGINAL CALIBRATED ...]
"""

import json
import sys

import numpy as np
import onnx
from onnx.reference import ReferenceEvaluator

KEY = "temper.calibration"


def scores(model, inputs):
    name = model.graph.input[0].name
    found = ReferenceEvaluator(model).run(None, {name: inputs})[0].astype(np.float64)
    if np.all(found >= 0) and np.allclose(found.sum(axis=1), 1, atol=1e-4):
        found = np.log(found)
    return found, np.all(found < 0)


def centered(rows):
    return rows - rows.mean(axis=1, keepdims=True)


def check(original_path, calibrated_path):
    original, calibrated = onnx.load(original_path), onnx.load(calibrated_path)
    onnx.checker.check_model(calibrated, full_check=True)
    done = json.loads(next(p.value for p in calibrated.metadata_props if p.key == KEY))
    dims = original.graph.input[0].type.tensor_type.shape.dim[1:]
    shape = [7, *(dim.dim_value for dim in dims)]
    inputs = np.random.default_rng(0).standard_normal(shape).astype(np.float32)
    (before, normalized), (after, _) = scores(original, inputs), scores(calibrated, inputs)
    if done["method"] == "temperature":
        expected = before / done["temperature"]
        if normalized:
            expected, after = centered(expected), centered(after)
        worst = np.abs(after - expected).max() / max(1, np.abs(expected).max())
        # Logarithms of float32 probabilities are exact to no more than this.
        assert worst < (1e-5 if normalized else 1e-6), f"{calibrated_path}: off by {worst}"
        print(f"{calibrated_path}: checked, scores / {done['temperature']} to {worst:.1e}")
    else:
        assert np.abs(after - before).max() > 1e-3, f"{calibrated_path}: nothing has changed"
        print(f"{calibrated_path}: checked, {done['method']} scaling")


def main():
    paths = sys.argv[1:]
    if not paths or len(paths) % 2:
        raise SystemExit(__doc__)
    for original, calibrated in zip(paths[::2], paths[1::2]):
        check(original, calibrated)


if __name__ == "__main__":
    main()
