"""Golden values and gradients for learning/losses, by torch.nn.functional.cross_entropy in float64.

Run from the repository root with numpy and torch installed:
    python scripts/golden/losses.py
"""

import json
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import cross_entropy

SEED = 20190607
OUT = Path("packages/temper/test/golden/losses.json")
N, K = 6, 5


def loss_and_gradient(logits, target, **options):
    z = torch.tensor(logits, dtype=torch.float64, requires_grad=True)
    loss = cross_entropy(z, target, **options)
    loss.backward()
    return {"loss": loss.item(), "gradient": z.grad.flatten().tolist()}


def main():
    rng = np.random.default_rng(SEED)
    logits = np.round(3 * rng.normal(size=(N, K)), 3)
    labels = rng.integers(K, size=N)
    distributions = np.round(rng.dirichlet(np.ones(K), size=N), 3)
    weights = np.round(rng.uniform(0.2, 3, size=K), 3)
    cases = []
    for alpha in (0.0, 0.1, 0.35, 0.9):
        for class_weights in (None, weights):
            shared = {"alpha": alpha}
            torch_options = {"label_smoothing": alpha}
            if class_weights is not None:
                shared["classWeights"] = class_weights.tolist()
                torch_options["weight"] = torch.tensor(class_weights)
            cases.append(
                {
                    **shared,
                    "distributions": distributions.flatten().tolist(),
                    **loss_and_gradient(logits, torch.tensor(distributions), **torch_options),
                }
            )
            for ignored in (None, -100, -1, int(labels[2])):
                target = labels.copy()
                options = dict(torch_options)
                if ignored is not None:
                    target[[1, 4]] = ignored
                    options["ignore_index"] = ignored
                cases.append(
                    {
                        **shared,
                        "labels": target.tolist(),
                        **({} if ignored is None else {"ignoreLabel": ignored}),
                        **loss_and_gradient(logits, torch.tensor(target), **options),
                    }
                )
    golden = {
        "generator": "scripts/golden/losses.py",
        "seed": SEED,
        "versions": {"numpy": np.__version__, "torch": torch.__version__},
        "shape": [N, K],
        "logits": logits.flatten().tolist(),
        "cases": cases,
    }
    OUT.write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    main()
