"""Accuracy, ECE, MCE, Brier score, NLL and temperature scaling of saved logits, as Python has them.

Usage: reference.py FILE.npz THREADS

Prints one line of JSON: the figures, and the seconds from opening the file to the last of them. What it
takes to import the libraries is not counted.
"""

import json
import sys
import time
import warnings

import numpy as np
import sklearn
import torch
import torchmetrics
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.frozen import FrozenEstimator
from sklearn.metrics import brier_score_loss, log_loss
from torchmetrics.functional.classification import (
    multiclass_accuracy,
    multiclass_calibration_error,
)

warnings.filterwarnings("ignore")


class SavedLogits(ClassifierMixin, BaseEstimator):
    """A fitted classifier whose decision function is what it is given."""

    def __init__(self, num_classes):
        self.num_classes = num_classes

    def fit(self, x, y):
        return self

    def __sklearn_is_fitted__(self):
        return True

    @property
    def classes_(self):
        return np.arange(self.num_classes)

    def decision_function(self, x):
        return x

    def predict(self, x):
        return np.argmax(x, axis=1)


def main():
    path, threads = sys.argv[1], int(sys.argv[2])
    torch.set_num_threads(threads)
    start = time.perf_counter()
    with np.load(path) as arrays:
        logits, labels = arrays["logits"], arrays["labels"]
    count, num_classes = logits.shape
    z, y = torch.from_numpy(logits), torch.from_numpy(labels).long()
    accuracy = multiclass_accuracy(z, y, num_classes=num_classes, average="micro").item()
    p = torch.softmax(z, dim=1)
    ece = multiclass_calibration_error(p, y, num_classes=num_classes, n_bins=15, norm="l1").item()
    mce = multiclass_calibration_error(p, y, num_classes=num_classes, n_bins=15, norm="max").item()
    nll = torch.nn.functional.cross_entropy(z, y).item()
    brier = brier_score_loss(labels, p.numpy(), labels=np.arange(num_classes))
    scaling = CalibratedClassifierCV(
        FrozenEstimator(SavedLogits(num_classes)), method="temperature", ensemble=False
    )
    half = count // 2
    scaling.fit(logits[:half], labels[:half])
    calibrator = scaling.calibrated_classifiers_[0].calibrators[0]
    scaled = scaling.predict_proba(logits[half:])
    scaled_nll = log_loss(labels[half:], scaled, labels=np.arange(num_classes))
    scaled_ece = multiclass_calibration_error(
        torch.from_numpy(scaled), y[half:], num_classes=num_classes, n_bins=15, norm="l1"
    ).item()
    seconds = time.perf_counter() - start
    figures = {
        "accuracy": accuracy,
        "ece": ece,
        "mce": mce,
        "nll": nll,
        "brier": brier,
        "temperature": 1 / calibrator.beta_,
        "scaledNll": scaled_nll,
        "scaledEce": scaled_ece,
    }
    print(
        json.dumps(
            {
                "seconds": seconds,
                "versions": f"torch {torch.__version__}, torchmetrics {torchmetrics.__version__}, scikit-learn {sklearn.__version__}",
                "figures": {name: float(value) for name, value in figures.items()},
            }
        )
    )


main()
