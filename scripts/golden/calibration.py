"""Golden values for analysis/calibration and analysis/statistics, by libraries that share no code with them.

Run from the repository root with numpy, scipy, scikit-learn, torch and torchmetrics installed:
    python scripts/golden/calibration.py
"""

import json
from pathlib import Path

import numpy as np
import scipy
import sklearn
import torch
import torchmetrics
from scipy.optimize import brentq
from scipy.special import log_softmax, softmax
from scipy.stats import binomtest, sem
from sklearn.calibration import _TemperatureScaling
from sklearn.metrics import accuracy_score, brier_score_loss, log_loss
from torchmetrics.functional.classification import multiclass_calibration_error

SEED = 20190605
OUT = Path("packages/temper/test/golden/calibration.json")


def case(rng, name, count, num_classes, scale, shift):
    """Logits drawn around noisy labels; `scale` above 1 makes a model over-confident."""
    labels = rng.integers(num_classes, size=count)
    logits = rng.normal(size=(count, num_classes))
    logits[np.arange(count), labels] += shift
    logits = np.round(logits * scale, 3)
    probabilities = softmax(logits, axis=1)
    classes = np.arange(num_classes)
    nll = -log_softmax(logits, axis=1)[np.arange(count), labels]
    brier = ((probabilities - np.eye(num_classes)[labels]) ** 2).sum(axis=1)
    correct = logits.argmax(axis=1) == labels

    def slope(u):
        p = softmax(np.exp(u) * logits, axis=1)
        return ((p * logits).sum(axis=1) - logits[np.arange(count), labels]).mean()

    solution = brentq(slope, -9, 9, xtol=1e-15, rtol=1e-15)
    scaler = _TemperatureScaling().fit(logits, labels.astype(np.float64))

    def torch_error(norm):
        value = multiclass_calibration_error(
            torch.from_numpy(logits), torch.from_numpy(labels), num_classes, n_bins=15, norm=norm
        )
        return float(value)

    wilson = binomtest(int(correct.sum()), count).proportion_ci(0.95, method="wilson")
    return {
        "name": name,
        "shape": [count, num_classes],
        "logits": logits.ravel().tolist(),
        "labels": labels.tolist(),
        "confidences": probabilities.max(axis=1).tolist(),
        "accuracy": {
            "mean": accuracy_score(labels, logits.argmax(axis=1)),
            "standardError": float(sem(correct.astype(float))),
            "lower": wilson.low,
            "upper": wilson.high,
        },
        "nll": {
            "mean": log_loss(labels, probabilities, labels=classes),
            "standardError": float(sem(nll)),
        },
        "brier": {
            "mean": brier_score_loss(labels, probabilities, labels=classes, scale_by_half=False),
            "standardError": float(sem(brier)),
        },
        "torchmetrics": {norm: torch_error(norm) for norm in ("l1", "l2", "max")},
        "temperature": {
            "root": float(np.exp(-solution)),
            "sklearn": float(1 / scaler.beta_),
            "nllAfter": log_loss(labels, softmax(np.exp(solution) * logits, axis=1), labels=classes),
        },
    }


def statistics(rng):
    values = np.round(rng.normal(loc=3, scale=2, size=50), 2)
    counts, edges = np.histogram(values, bins=7)
    ranged, _ = np.histogram(values, bins=5, range=(2, 4))
    few = binomtest(9, 10).proportion_ci(0.95, method="wilson")
    return {
        "values": values.tolist(),
        "mean": values.mean(),
        "standardDeviation": values.std(),
        "standardError": float(sem(values)),
        "histogram": {"binEdges": edges.tolist(), "counts": counts.tolist()},
        "histogramFrom2To4": ranged.tolist(),
        "wilson9Of10": [few.low, few.high],
    }


def main():
    rng = np.random.default_rng(SEED)
    document = {
        "generator": "scripts/golden/calibration.py",
        "seed": SEED,
        "versions": {m.__name__: m.__version__ for m in (np, scipy, sklearn, torch, torchmetrics)},
        "cases": [
            case(rng, "over-confident", 80, 5, 4.0, 1.5),
            case(rng, "under-confident", 80, 5, 0.3, 2.5),
            case(rng, "two classes", 60, 2, 2.0, 1.0),
        ],
        "statistics": statistics(rng),
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(document) + "\n")


main()
