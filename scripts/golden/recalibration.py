"""Golden values for analysis/calibration/recalibration, by libraries that share no code with it.

Run from the repository root with numpy, scipy, scikit-learn and torch installed:
    python scripts/golden/recalibration.py
"""

import json
from pathlib import Path

import numpy as np
import scipy
import sklearn
import torch
from scipy.optimize import minimize
from scipy.special import log_softmax, softmax
from scipy.stats import binned_statistic
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.frozen import FrozenEstimator

SEED = 20240611
OUT = Path("packages/temper/test/golden/recalibration.json")


class Given(ClassifierMixin, BaseEstimator):
    """A classifier whose inputs are the logits it answers with."""

    def fit(self, x, y):
        self.classes_ = np.unique(y)
        return self

    def decision_function(self, x):
        # Of two classes scikit-learn takes one number, which it turns into the logits (-x, x).
        return x if x.shape[1] > 2 else (x[:, 1] - x[:, 0]) / 2

    def predict(self, x):
        return x.argmax(axis=1)


class GivenProbabilities(Given):
    decision_function = None

    def predict_proba(self, x):
        return softmax(x, axis=1)


def by_sklearn(kind, method, logits, labels):
    model = CalibratedClassifierCV(FrozenEstimator(kind().fit(logits, labels)), method=method)
    return model.fit(logits, labels)


def draw(rng, count, num_classes, scale, decimals):
    """Logits around noisy labels, with classes that differ in how far they are over-confident."""
    labels = rng.permutation(np.arange(count) % num_classes)
    logits = rng.normal(size=(count, num_classes))
    logits[np.arange(count), labels] += 1.3
    logits = logits * np.linspace(0.6, 1.4, num_classes) + np.linspace(-0.4, 0.4, num_classes)
    return np.round(scale * logits, decimals), labels


def solve(objective, start, bounds=None):
    """The minimum by L-BFGS-B, then Newton steps with torch's Hessian on what no bound holds."""
    parameters = lambda x: torch.tensor(x, dtype=torch.float64)
    gradient = torch.func.grad(objective)
    hessian = torch.func.hessian(objective)
    x = minimize(
        lambda x: objective(parameters(x)).item(),
        start,
        jac=lambda x: gradient(parameters(x)).numpy(),
        method="L-BFGS-B",
        bounds=bounds,
        options={"ftol": 1e-16, "gtol": 1e-10, "maxiter": 10000},
    ).x
    free = np.full(len(x), True) if bounds is None else np.array(
        [low is None or value > low + 1e-9 for value, (low, _) in zip(x, bounds)]
    )
    for _ in range(8):
        g = gradient(parameters(x)).numpy()
        h = hessian(parameters(x)).numpy()
        x[free] -= np.linalg.lstsq(h[np.ix_(free, free)], g[free], rcond=1e-11)[0]
    left = np.abs(gradient(parameters(x)).numpy()[free]).max()
    assert left < 1e-13, left
    return x


def temperature(logits, labels):
    z, y = torch.from_numpy(logits), torch.from_numpy(labels)

    def loss(u, z, y):
        return -torch.log_softmax(torch.exp(u) * z, dim=-1)[y]

    def mean(u):
        return torch.nn.functional.cross_entropy(torch.exp(u[0]) * z, y)

    u = torch.tensor(solve(mean, np.zeros(1))[0], dtype=torch.float64)
    derivative = torch.func.grad(loss)
    slopes = torch.stack([derivative(u, z[i], y[i]) for i in range(len(y))])
    curvature = torch.stack([torch.func.grad(derivative)(u, z[i], y[i]) for i in range(len(y))])
    error = float(slopes.pow(2).sum().sqrt() / curvature.sum())
    model = by_sklearn(Given, "temperature", logits, labels)
    beta = model.calibrated_classifiers_[0].calibrators[0].beta_
    return {
        "polished": float(torch.exp(-u)),
        "sklearn": float(1 / beta),
        "standardErrorOfLog": error,
        "nllBefore": float(mean(torch.zeros(1))),
        "nllAfter": float(mean(u[None])),
    }


def vector(logits, labels, penalty):
    z, y = torch.from_numpy(logits), torch.from_numpy(labels)
    k = z.shape[1]

    def objective(x):
        w, b = x[:k], x[k:]
        nll = torch.nn.functional.cross_entropy(z * w + b, y)
        return nll + penalty * (((w - 1) ** 2).sum() + (b**2).sum())

    x = solve(objective, np.concatenate([np.ones(k), np.zeros(k)]))
    w, b = torch.from_numpy(x[:k]), torch.from_numpy(x[k:])
    return {
        "penalty": penalty,
        "scales": x[:k].tolist(),
        "biases": (x[k:] - x[k:].mean()).tolist(),
        "nllAfter": float(torch.nn.functional.cross_entropy(z * w + b, y)),
    }


def matrix(logits, labels, others, off_diagonal, bias):
    z, y = torch.from_numpy(logits), torch.from_numpy(labels)
    k = z.shape[1]
    beside = 1 - torch.eye(k, dtype=torch.float64)

    def objective(x):
        w, b = x[: k * k].reshape(k, k), x[k * k :]
        penalty = off_diagonal / (k * (k - 1)) * ((w * beside) ** 2).sum() + bias / k * (b**2).sum()
        return torch.nn.functional.cross_entropy(z @ w.T + b, y) + penalty

    x = solve(objective, np.concatenate([np.eye(k).ravel(), np.zeros(k)]))
    w, b = x[: k * k].reshape(k, k), x[k * k :]
    nll = torch.nn.functional.cross_entropy(z @ torch.from_numpy(w).T + torch.from_numpy(b), y)
    return {
        "offDiagonal": off_diagonal,
        "bias": bias,
        "weights": w.tolist(),
        "biases": b.tolist(),
        "nllAfter": float(nll),
        "probabilities": softmax(others @ w.T + b, axis=1).ravel().tolist(),
    }


def histogram(logits, labels, others, bins, num_bins):
    """Shares by scipy's binned_statistic, with edges at midpoints of equal chunks, or equally spaced."""
    p, q = softmax(logits, axis=1), softmax(others, axis=1)
    out = np.empty_like(q)
    for k in range(p.shape[1]):
        if bins == "equal-mass":
            chunks = np.split(np.sort(p[:, k]), num_bins)
            inner = [(a[-1] + b[0]) / 2 for a, b in zip(chunks, chunks[1:])]
        else:
            inner = [i / num_bins for i in range(1, num_bins)]
        edges = np.array([0, *inner, 1.0])
        share = binned_statistic(p[:, k], labels == k, "mean", edges).statistic
        share = np.where(np.isnan(share), (edges[1:] + edges[:-1]) / 2, share)
        out[:, k] = share[np.searchsorted(edges[1:-1], q[:, k])]
    return (out / out.sum(axis=1, keepdims=True)).ravel().tolist()


def beta(logits, labels, penalty):
    log_p = log_softmax(logits, axis=1)
    curves = []
    for k in range(logits.shape[1]):
        x = torch.from_numpy(log_p[:, k])
        y = torch.from_numpy((labels == k).astype(float))
        fall = -torch.log1p(-torch.exp(x))

        def objective(t):
            score = t[0] * x + t[1] * fall + t[2]
            loss = torch.nn.functional.binary_cross_entropy_with_logits(score, y)
            return loss + penalty * ((t[0] - 1) ** 2 + (t[1] - 1) ** 2 + t[2] ** 2)

        bounds = [(0, None), (0, None), (None, None)]
        curves.append(solve(objective, np.array([1.0, 1.0, 0.0]), bounds).tolist())
    return {"penalty": penalty, "curves": curves}


def case(rng, name, count, num_classes, scale, decimals=3):
    logits, labels = draw(rng, count, num_classes, scale, decimals)
    others, _ = draw(rng, 24, num_classes, scale, decimals)
    isotonic = by_sklearn(GivenProbabilities, "isotonic", logits, labels)
    return {
        "name": name,
        "numClasses": num_classes,
        "logits": logits.ravel().tolist(),
        "labels": labels.tolist(),
        "others": others.ravel().tolist(),
        "temperature": temperature(logits, labels),
        "vector": [vector(logits, labels, penalty) for penalty in (0, 1e-3)],
        "matrix": [matrix(logits, labels, others, *both) for both in ((0, 0), (0.5, 0.1))],
        "isotonic": isotonic.predict_proba(others).ravel().tolist(),
        "histogram": [
            {
                "bins": bins,
                "numBins": 10,
                "probabilities": histogram(logits, labels, others, bins, 10),
            }
            for bins in ("equal-mass", "equal-width")
        ],
        "beta": [beta(logits, labels, penalty) for penalty in (0, 1e-3)],
    }


def falling(rng):
    """Two classes whose likelier one is the rarer: both exponents of the beta curve would be negative."""
    labels = rng.integers(2, size=60)
    logits = np.round(np.stack([labels * 1.0, 1.0 - labels], axis=1) + rng.normal(size=(60, 2)), 3)
    # And one where a single exponent would be.
    p = rng.uniform(0.02, 0.98, size=120)
    dip = (rng.uniform(size=120) < np.where(p < 0.5, 0.5 - 0.4 * p, p)).astype(int)
    bent = np.round(np.stack([np.zeros(120), np.log(p / (1 - p))], axis=1), 3)
    return [
        {"logits": z.ravel().tolist(), "labels": y.tolist(), **beta(z, y, 0)}
        for z, y in ((logits, labels), (bent, dip))
    ]


def ties(rng):
    logits, labels = draw(rng, 90, 3, 1.0, 0)
    others, _ = draw(rng, 12, 3, 1.0, 1)
    isotonic = by_sklearn(GivenProbabilities, "isotonic", logits, labels)
    return {
        "logits": logits.ravel().tolist(),
        "labels": labels.tolist(),
        "others": others.ravel().tolist(),
        "isotonic": isotonic.predict_proba(others).ravel().tolist(),
    }


def main():
    rng = np.random.default_rng(SEED)
    document = {
        "generator": "scripts/golden/recalibration.py",
        "seed": SEED,
        "versions": {m.__name__: m.__version__ for m in (np, scipy, sklearn, torch)},
        "cases": [
            case(rng, "four classes, over-confident", 160, 4, 2.5),
            case(rng, "two classes, under-confident", 120, 2, 0.4),
        ],
        "falling": falling(rng),
        "ties": ties(rng),
    }
    OUT.write_text(json.dumps(document) + "\n")


main()
