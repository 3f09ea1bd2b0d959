"""Golden values for analysis/calibration/selective, by libraries that share no code with it.

Run from the repository root with numpy, scipy, scikit-learn and torch installed:
    python scripts/golden/selective.py
"""

import json
from pathlib import Path

import numpy as np
import scipy
import sklearn
import torch
from scipy.special import softmax
from scipy.stats import entropy
from sklearn.metrics import auc, roc_auc_score

SEED = 20230524
ORDERS = 20000
OUT = Path("packages/temper/test/golden/selective.json")


def areas(losses):
    """Areas of losses in the order of acceptance, by scikit-learn's trapezoids."""
    n = len(losses)
    coverage = np.arange(1, n + 1) / n
    risk = np.cumsum(losses) / np.arange(1, n + 1)
    padded = np.concatenate([[0], coverage])
    return np.array(
        [
            auc(coverage, risk) / (1 - 1 / n),
            auc(padded, np.concatenate([[0], risk])),
            risk.mean(),
            auc(padded, np.concatenate([[0], np.cumsum(losses) / n])),
        ]
    )


def expected_areas(rng, scores, losses):
    """Mean over random orders of equal scores, and its standard error; exact where there are none."""
    orders = ORDERS if len(np.unique(scores)) < len(scores) else 2
    drawn = []
    for _ in range(orders):
        shuffled = rng.permutation(len(scores))
        order = shuffled[np.argsort(-scores[shuffled], kind="stable")]
        drawn.append(areas(losses[order]))
    return np.mean(drawn, axis=0), np.std(drawn, axis=0) / np.sqrt(orders)


def case(rng, name, count, num_classes, decimals):
    labels = rng.integers(num_classes, size=count)
    logits = rng.normal(size=(count, num_classes))
    logits[np.arange(count), labels] += 1.5
    logits = np.round(logits * rng.uniform(0.5, 4, size=(count, 1)), 3)
    probabilities = softmax(logits, axis=1)
    top = np.sort(probabilities, axis=1)[:, ::-1]
    losses = (logits.argmax(axis=1) != labels).astype(float)
    scores = np.round(top[:, 0], decimals)
    mean, error = expected_areas(rng, scores, losses)
    centred = torch.from_numpy(logits - logits.mean(axis=1, keepdims=True))
    norms = [
        (centred.amax(dim=1) / torch.linalg.vector_norm(centred, ord=p, dim=1)).tolist()
        for p in range(1, 9)
    ]
    return {
        "name": name,
        "shape": [count, num_classes],
        "logits": logits.ravel().tolist(),
        "labels": labels.tolist(),
        "maxProbability": top[:, 0].tolist(),
        "margin": (top[:, 0] - top[:, 1]).tolist(),
        "entropy": entropy(probabilities, axis=1).tolist(),
        "logitNorms": norms,
        "scores": scores.tolist(),
        "areas": mean.tolist(),
        "standardErrors": error.tolist(),
        "idealAreas": areas(np.sort(losses)).tolist(),
        "failureAuroc": roc_auc_score(1 - losses, scores),
    }


rng = np.random.default_rng(SEED)
golden = {
    "generator": "scripts/golden/selective.py",
    "seed": SEED,
    "versions": {
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "scikit-learn": sklearn.__version__,
        "torch": torch.__version__,
    },
    "cases": [
        case(rng, "40 examples, 5 classes, no ties", 40, 5, 15),
        case(rng, "60 examples, 3 classes, scores of one decimal", 60, 3, 1),
    ],
}
OUT.write_text(json.dumps(golden) + "\n")
