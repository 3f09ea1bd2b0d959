"""Golden values and gradients for pooling and normalisation of images, by torch.nn.functional in float64.

Run from the repository root with numpy and torch installed:
    python scripts/golden/pooling.py
"""

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

SEED = 20190611
OUT = Path("packages/temper/test/golden/pooling.json")


def case(rng, op, options, x, compute, **vectors):
    """Value of compute(x, **vectors), and the gradients of <d, value> for a random d."""
    inputs = [torch.tensor(values, dtype=torch.float64, requires_grad=True) for values in (x, *vectors.values())]
    y = compute(*inputs)
    d = torch.tensor(np.round(rng.normal(size=y.shape), 3))
    y.backward(d)
    names = ["x", *vectors]
    return {
        "op": op,
        "options": options,
        "inputs": {n: {"shape": list(t.shape), "values": t.flatten().tolist()} for n, t in zip(names, inputs)},
        "shape": list(y.shape),
        "y": y.flatten().tolist(),
        "d": d.flatten().tolist(),
        "gradients": {n: t.grad.flatten().tolist() for n, t in zip(names, inputs)},
    }


def main():
    rng = np.random.default_rng(SEED)

    def normal(*shape):
        return np.round(rng.normal(size=shape), 3)

    def tied(*shape):
        """Few different values, as rectified and quantised images have."""
        return np.maximum(rng.integers(-3, 3, size=shape), 0).astype(np.float64)

    def max_pool(x, size, stride, padding):
        above, left, below, right = padding
        compute = lambda x: F.max_pool2d(F.pad(x, (left, right, above, below), value=-torch.inf), size, stride)
        return case(rng, "maxPool", {"size": size, "stride": stride, "padding": padding}, x, compute)

    def average_pool(x, size, stride, padding, count):
        compute = lambda x: F.avg_pool2d(x, size, stride, padding, count_include_pad=count)
        options = {"size": size, "stride": stride, "padding": padding, "countPadding": count}
        return case(rng, "averagePool", options, x, compute)

    def local_response_norm(x, size, alpha, beta, bias):
        compute = lambda x: F.local_response_norm(x, size, alpha, beta, bias)
        options = {"size": size, "alpha": alpha, "beta": beta, "bias": bias}
        return case(rng, "localResponseNorm", options, x, compute)

    def group_norm(x, groups, epsilon):
        channels = x.shape[1]
        compute = lambda x, gain, bias: F.group_norm(x, groups, gain, bias, epsilon)
        options = {"groups": groups, "epsilon": epsilon}
        return case(rng, "groupNorm", options, x, compute, gain=normal(channels), bias=normal(channels))

    cases = [
        max_pool(normal(2, 2, 6, 6), [2, 2], [2, 2], [0, 0, 0, 0]),
        max_pool(normal(1, 2, 8, 8), [3, 3], [2, 2], [0, 0, 1, 1]),
        max_pool(normal(1, 2, 7, 5), [3, 2], [2, 1], [1, 0, 2, 1]),
        max_pool(tied(2, 2, 6, 6), [3, 3], [2, 2], [0, 0, 1, 1]),
        max_pool(tied(1, 2, 7, 8), [2, 3], [1, 2], [1, 2, 0, 1]),
        max_pool(tied(2, 1, 9, 8), [2, 2], [2, 2], [0, 0, 0, 0]),
        average_pool(normal(2, 2, 4, 6), [2, 2], [2, 2], [0, 0], True),
        average_pool(normal(1, 2, 7, 6), [3, 3], [2, 2], [1, 1], True),
        average_pool(normal(1, 2, 7, 6), [3, 2], [2, 1], [1, 1], False),
        local_response_norm(normal(2, 6, 2, 3), 4, 0.8, 0.75, 1.0),
        local_response_norm(normal(1, 7, 2, 2), 5, 2.0, 0.75, 2.0),
        local_response_norm(normal(1, 5, 3, 2), 3, 1.5, 0.5, 0.7),
        group_norm(normal(2, 6, 2, 3), 3, 1e-5),
        group_norm(normal(3, 4, 2, 2), 1, 0.01),
        group_norm(normal(2, 3, 3, 2), 3, 1e-5),
    ]
    golden = {
        "generator": "scripts/golden/pooling.py",
        "seed": SEED,
        "versions": {"numpy": np.__version__, "torch": torch.__version__},
        "cases": cases,
    }
    OUT.write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    main()
