"""Golden values for smooth, isotonic and resampled figures of calibration, written from their definitions in NumPy
and with scikit-learn and SciPy; no code is shared with the library.

Run from the repository root with numpy, scipy and scikit-learn installed:
    python scripts/golden/calibration_curves.py
"""

import json
from pathlib import Path

import numpy as np
import scipy
import sklearn
from scipy.stats import norm
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import brier_score_loss, log_loss

SEED = 20240207
OUT = Path("packages/temper/test/golden/calibration-curves.json")


def smooth_at(confidences, correct, sigma):
    """relplot's discretisation, densely; a kernel of an even number of points (0.0091) has no middle one."""
    size = max(2000, round(20 / sigma)) // 2 + 1
    grid = np.arange(size)
    # Linear spreading is interpolation by hat functions, here evaluated for every pair.
    hats = np.clip(1 - np.abs(confidences[:, None] * (size - 1) - grid[None, :]), 0, None)
    kernel = norm.pdf(np.linspace(-0.5, 0.5, size), scale=sigma)
    points = np.linspace(0, 1, max(round(10 / sigma), 200))

    def smoothed(values):
        reflected = np.pad(values @ hats, size - 1, mode="reflect")
        full = np.convolve(reflected, kernel, mode="valid")
        return np.interp(points * (size - 1), grid, full[size // 2 :][:size])

    residual = smoothed(confidences - correct)
    density = smoothed(np.ones(len(confidences))) + 1e-4
    return np.sum(np.abs(residual / density) * density) / np.sum(density)


def smooth(confidences, correct):
    low, high = 0.0, 1.0
    for _ in range(10):
        middle = (low + high) / 2
        if middle < 0.001 or middle < smooth_at(confidences, correct, middle):
            low = middle
        else:
            high = middle
    return {"value": smooth_at(confidences, correct, high), "bandwidth": high}


def corp(confidences, correct):
    fitted = IsotonicRegression(y_min=0, y_max=1).fit(confidences, correct).predict(confidences)
    base = np.full(len(correct), correct.mean())

    def parts(score):
        raw, recalibrated, reference = score(confidences), score(fitted), score(base)
        return {
            "score": raw,
            "miscalibration": raw - recalibrated,
            "discrimination": reference - recalibrated,
            "uncertainty": reference,
        }

    def log_score(p):
        # scikit-learn clips probabilities that the isotonic fit makes 0 or 1; their outcomes are certain there.
        return log_loss(correct, np.stack([1 - p, p], axis=1), labels=[0, 1])

    return {
        "fitted": fitted.tolist(),
        "log": parts(log_score),
        "brier": parts(lambda p: brier_score_loss(correct, p, labels=[0, 1], pos_label=1)),
    }


def case(rng, name, count, confidences, power):
    correct = (rng.random(count) < confidences**power).astype(int)
    return {
        "name": name,
        "confidences": confidences.tolist(),
        "correct": correct.tolist(),
        "smooth": smooth(confidences, correct),
        "smoothAt": [[s, smooth_at(confidences, correct, s)] for s in (0.5, 0.1, 0.03, 0.0091, 0.0031)],
        "corp": corp(confidences, correct),
    }


def poisson_binomial(rng):
    """Quantiles by the distribution function, from the characteristic function at the roots of unity."""

    def quantiles(probabilities, fractions):
        n = len(probabilities)
        roots = np.exp(2j * np.pi * np.arange(n + 1) / (n + 1))
        transform = np.prod(1 + probabilities[:, None] * (roots[None, :] - 1), axis=0)
        mass = np.real(np.fft.fft(transform)) / (n + 1)
        return [int(np.searchsorted(np.cumsum(mass), f)) for f in fractions]

    fractions = [0.025, 0.05, 0.5, 0.95, 0.975]
    cases = []
    for low, high, count in [(0.1, 0.9, 7), (0.9, 1.0, 120), (0.3, 0.5, 400), (0.0, 0.05, 60)]:
        probabilities = np.round(rng.uniform(low, high, count), 4)
        cases.append({"probabilities": probabilities.tolist(), "quantiles": quantiles(probabilities, fractions)})
    return {"fractions": fractions, "cases": cases}


def main():
    rng = np.random.default_rng(SEED)
    document = {
        "generator": "scripts/golden/calibration_curves.py",
        "seed": SEED,
        "versions": {m.__name__: m.__version__ for m in (np, scipy, sklearn)},
        "cases": [
            case(rng, "over-confident", 150, np.round(rng.uniform(0.2, 1, 150), 5), 2.0),
            case(rng, "tied, some at 0 and 1", 120, np.round(rng.uniform(0, 1, 120) ** 0.5, 1), 1.5),
            case(rng, "nearly calibrated", 200, np.round(rng.beta(8, 1, 200), 6), 1.0),
        ],
        "poissonBinomial": poisson_binomial(rng),
    }
    OUT.write_text(json.dumps(document) + "\n")


main()
