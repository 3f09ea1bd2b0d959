"""Golden values for analysis/penultimate, from NumPy's QR and SciPy's distances.

Run from the repository root with numpy and scipy installed:
    python scripts/golden/penultimate.py
"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy.spatial.distance import cdist, pdist

SEED = 20190606
OUT = Path("packages/temper/test/golden/penultimate.json")
COUNT, NUM_CLASSES, NUM_FEATURES = 36, 4, 6
CLASSES = [2, 0, 3]


def spread(values):
    return {"mean": values.mean(), "coefficientOfVariation": values.std() / values.mean()}


def plane(templates, activations):
    """Basis from a QR decomposition, its signs turned so that the edges point along positive axes."""
    a, b, c = templates[CLASSES]
    q, r = np.linalg.qr(np.stack([b - a, c - a], axis=1))
    q = q * np.sign(np.diag(r))
    origin = templates[CLASSES].mean(axis=0)
    return {
        "templates": ((templates[CLASSES] - origin) @ q).tolist(),
        "positions": ((activations - origin) @ q).ravel().tolist(),
    }


def distances(templates, activations, labels):
    matrix = cdist(activations, templates)
    own = np.eye(NUM_CLASSES, dtype=bool)[labels]
    return {
        "own": spread(matrix[own]),
        "others": spread(matrix[~own]),
        "templateSquaredNorm": spread((templates**2).sum(axis=1)),
    }


def geometry(x, labels):
    members = [x[labels == k] for k in range(NUM_CLASSES)]
    means = np.stack([m.mean(axis=0) for m in members])
    radii = np.array([np.sqrt(m.var(axis=0).sum()) for m in members])
    norms = np.linalg.norm(x, axis=1)
    return {
        "radii": radii.tolist(),
        "activationNorms": [float(norms[labels == k].mean()) for k in range(NUM_CLASSES)],
        "meanRadius": radii.mean(),
        "meanActivationNorm": norms.mean(),
        "meanDistance": pdist(means).mean(),
        "distanceVariation": pdist(means).std() / pdist(means).mean(),
        "radiusRatio": radii.mean() / pdist(means).mean(),
    }


def main():
    rng = np.random.default_rng(SEED)
    templates = np.round(rng.normal(size=(NUM_CLASSES, NUM_FEATURES)), 3)
    bias = np.round(rng.normal(size=NUM_CLASSES), 3)
    labels = rng.permutation(np.arange(COUNT) % NUM_CLASSES)
    x = np.round(templates[labels] + rng.normal(scale=0.7, size=(COUNT, NUM_FEATURES)), 3)
    logits = x @ templates.T + bias
    own = np.eye(NUM_CLASSES, dtype=bool)[labels]
    pairs = logits[own][:, None] - logits[~own].reshape(COUNT, -1)
    with_bias = np.hstack([templates, bias[:, None]])
    with_one = np.hstack([x, np.ones((COUNT, 1))])
    document = {
        "generator": "scripts/golden/penultimate.py",
        "seed": SEED,
        "versions": {m.__name__: m.__version__ for m in (np, scipy)},
        "shape": [COUNT, NUM_CLASSES, NUM_FEATURES],
        "classes": CLASSES,
        "templates": templates.ravel().tolist(),
        "bias": bias.tolist(),
        "labels": labels.tolist(),
        "penultimate": x.ravel().tolist(),
        "logits": logits.ravel().tolist(),
        "logitGap": {
            "mean": pairs.mean(),
            "standardDeviation": pairs.mean(axis=1).std(),
            "pairStandardDeviation": pairs.std(),
        },
        "plane": {"plain": plane(templates, x), "bias": plane(with_bias, with_one)},
        "distances": {
            "plain": distances(templates, x, labels),
            "bias": distances(with_bias, with_one, labels),
        },
        "geometry": geometry(x, labels),
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(document) + "\n")


main()
