"""Golden values for the binning conventions of analysis/calibration.

torchmetrics and scikit-learn speak for themselves. The others are written down here from what their
authors document, with NumPy alone: which bin holds a confidence, then means by boolean masks.

Run from the repository root with numpy, scikit-learn, torch and torchmetrics installed:
    python scripts/golden/calibration_conventions.py
"""

import json
from pathlib import Path

import numpy as np
import sklearn
import torch
import torchmetrics
from sklearn.calibration import calibration_curve
from torchmetrics.functional.classification import binary_calibration_error

SEED = 20191206
OUT = Path("packages/temper/test/golden/calibration-conventions.json")


def errors(confidences, correct, bins):
    """All errors of bins given as masks over the examples."""
    n = len(confidences)
    bins = [mask for mask in bins if mask.any()]
    count = np.array([mask.sum() for mask in bins])
    confidence = np.array([confidences[mask].mean() for mask in bins])
    accuracy = np.array([correct[mask].mean() for mask in bins])
    gap = np.abs(confidence - accuracy)
    chance = np.array([np.var(correct[mask], ddof=1) / mask.sum() if mask.sum() > 1 else 0 for mask in bins])
    square = np.where(count > 1, gap**2 - chance, 0) @ count / n
    return {
        "counts": count.tolist(),
        "l1": float(gap @ count / n),
        "l2": float(np.sqrt(gap**2 @ count / n)),
        "max": float(gap.max(initial=0)),
        "unweighted": float(gap.mean()) if len(gap) else 0.0,
        "debiased": float(np.sqrt(max(square, 0))),
    }


def guo(confidences, num_bins):
    edges = [edge.item() for edge in torch.linspace(0, 1, num_bins + 1)]
    return [(confidences > lo) & (confidences <= hi) for lo, hi in zip(edges[:-1], edges[1:])]


def netcal(confidences, num_bins):
    edges = np.linspace(0.0, 1.0, num_bins + 1)
    eps = np.finfo(np.float64).eps
    bins = np.digitize(np.clip(confidences, eps, 1 - eps), edges)
    return [bins == b for b in range(1, num_bins + 1)]


def kumar_upper(confidences, num_bins):
    runs = np.array_split(np.sort(confidences), min(num_bins, len(confidences)))
    middles = [(a[-1] + b[0]) / 2 for a, b in zip(runs[:-1], runs[1:])]
    return np.unique([*middles, 1.0])


def by_upper(confidences, upper):
    bins = np.searchsorted(upper, confidences, side="left")
    return [bins == b for b in range(len(upper))]


def kumar(confidences, num_bins):
    return by_upper(confidences, kumar_upper(confidences, num_bins))


def kumar_width(confidences, num_bins):
    return by_upper(confidences, np.array([b / num_bins for b in range(1, num_bins + 1)]))


def kull(confidences, num_bins):
    bins = np.digitize(confidences, np.linspace(0, 1, num_bins + 1)) - 1
    return [bins == b for b in np.unique(bins)]


DEFINED = {"guo": guo, "netcal": netcal, "kumar": kumar, "kumar-width": kumar_width, "kull": kull}


def of_torchmetrics(confidences, correct, num_bins):
    preds, target = torch.from_numpy(confidences), torch.from_numpy(correct)
    return {norm: float(binary_calibration_error(preds, target, num_bins, norm)) for norm in ("l1", "l2", "max")}


def of_sklearn(confidences, correct, num_bins, strategy):
    accuracy, confidence = calibration_curve(correct, confidences, n_bins=num_bins, strategy=strategy, pos_label=1)
    return {"accuracy": accuracy.tolist(), "confidence": confidence.tolist()}


def case(rng, name, confidences):
    confidences = np.asarray(confidences, dtype=np.float64)
    correct = (rng.random(len(confidences)) < 0.3 + 0.5 * confidences**2).astype(np.int64)
    # scikit-learn wants both classes.
    correct[:2] = [0, 1]
    numbers = (7, 15)
    return {
        "name": name,
        "confidences": confidences.tolist(),
        "correct": correct.tolist(),
        "defined": [
            {"convention": convention, "numBins": n, **errors(confidences, correct, bins(confidences, n))}
            for convention, bins in DEFINED.items()
            for n in numbers
        ],
        "torchmetrics": [{"numBins": n, **of_torchmetrics(confidences, correct, n)} for n in numbers],
        "sklearn": [
            {"convention": convention, "numBins": n, **of_sklearn(confidences, correct, n, strategy)}
            for convention, strategy in (("sklearn", "uniform"), ("sklearn-quantile", "quantile"))
            for n in numbers
        ],
    }


def classwise(rng, count, num_classes):
    """P(class k) against the target, every class by itself."""
    labels = rng.integers(num_classes, size=count)
    logits = 3 * rng.normal(size=(count, num_classes))
    logits[np.arange(count), labels] += 2
    # A saturated row, a uniform one, and many probabilities near 0.
    logits[0], logits[1] = 0, 0
    logits[0, 2] = 800
    probabilities = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    columns = [(np.ascontiguousarray(probabilities[:, k]), (labels == k).astype(np.int64)) for k in range(num_classes)]
    return {
        "shape": [count, num_classes],
        "probabilities": probabilities.ravel().tolist(),
        "labels": labels.tolist(),
        "perClass": {
            "torchmetrics": [of_torchmetrics(p, y, 15)["l1"] for p, y in columns],
            **{name: [errors(p, y, bins(p, 15))["l1"] for p, y in columns] for name, bins in DEFINED.items()},
        },
    }


def main():
    rng = np.random.default_rng(SEED)
    # As users compute them, once by division and once by steps.
    fifteenths = [*(np.arange(16) / 15), *np.linspace(0, 1, 16), *(np.arange(8) / 7), *np.linspace(0, 1, 8)]
    numbers = (1, 2, 3, 7, 10, 15, 20, 31, 64, 100)
    document = {
        "generator": "scripts/golden/calibration_conventions.py",
        "seed": SEED,
        "versions": {m.__name__: m.__version__ for m in (np, sklearn, torch, torchmetrics)},
        "linspace": [
            {
                "numBins": n,
                "numpy": np.linspace(0, 1, n + 1).tolist(),
                "torch": torch.linspace(0, 1, n + 1, dtype=torch.float64).tolist(),
                "torchFloat32": torch.linspace(0, 1, n + 1).tolist(),
            }
            for n in numbers
        ],
        "cases": [
            case(rng, "random", rng.random(150)),
            case(rng, "saturated: a third exactly 1, some exactly 0", np.clip(rng.normal(0.8, 0.4, size=120), 0, 1)),
            case(rng, "heavily tied", np.round(rng.beta(4, 1.5, size=200), 1)),
            case(rng, "on the edges", fifteenths * 2),
            case(rng, "float32", rng.beta(5, 1, size=100).astype(np.float32)),
            case(rng, "only zeros and ones", rng.integers(2, size=40)),
            case(rng, "fewer than bins", [0.2, 0.9, 0.9, 1.0]),
        ],
        "classwise": classwise(rng, 80, 4),
    }
    OUT.write_text(json.dumps(document) + "\n")


main()
