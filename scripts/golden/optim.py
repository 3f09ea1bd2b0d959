"""Golden trajectories, schedules and clipped gradients for learning/optim, by torch in float64.

Run from the repository root with torch installed:
    python scripts/golden/optim.py
"""

import json
from pathlib import Path

import torch
from torch.optim.lr_scheduler import (
    ConstantLR,
    CosineAnnealingLR,
    LambdaLR,
    LinearLR,
    MultiStepLR,
)

OUT = Path("packages/temper/test/golden/optim.json")
START = [1.5, -0.75, 0.25, -2.0]
# Gradient of the quadratic ½ Σ curvature·(p − minimum)².
CURVATURE = [1.0, 3.0, 0.5, 2.0]
MINIMUM = [0.5, 0.5, -1.0, 0.125]
LEARNING_RATES = [0.1, 0.05, 0.2]
STATE = {
    "velocity": "momentum_buffer",
    "firstMoment": "exp_avg",
    "secondMoment": "exp_avg_sq",
}


def trajectory(config, weight_decay, make, shrink=0.0):
    """Three steps; `shrink` is decoupled decay written out, for the optimiser that torch lacks."""
    p = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    optimizer = make([p])
    curvature = torch.tensor(CURVATURE, dtype=torch.float64)
    minimum = torch.tensor(MINIMUM, dtype=torch.float64)
    steps = []
    for rate in LEARNING_RATES:
        optimizer.param_groups[0]["lr"] = rate
        p.grad = (curvature * (p - minimum)).detach()
        with torch.no_grad():
            p.mul_(1 - rate * shrink)
        optimizer.step()
        state = optimizer.state[p]
        slots = {
            ours: state[theirs].tolist()
            for ours, theirs in STATE.items()
            if state.get(theirs) is not None
        }
        steps.append({"parameter": p.detach().tolist(), "slots": slots})
    return {"config": config, "weightDecay": weight_decay, "steps": steps}


def trajectories():
    sgd, adam, adamw = torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW
    cases = []
    for momentum, nesterov in ((0.0, False), (0.9, False), (0.9, True)):
        config = {"name": "sgd", "momentum": momentum, "nesterov": nesterov}
        for decay in (0.0, 0.05):
            cases.append(
                trajectory(
                    config,
                    decay,
                    lambda p: sgd(
                        p, lr=1, momentum=momentum, nesterov=nesterov, weight_decay=decay
                    ),
                )
            )
        cases.append(
            trajectory(
                {**config, "decoupled": True},
                0.05,
                lambda p: sgd(p, lr=1, momentum=momentum, nesterov=nesterov),
                shrink=0.05,
            )
        )
    for name, make in (("adam", adam), ("adamw", adamw)):
        # An epsilon this large shows where it is added.
        for options in ({}, {"beta1": 0.7, "beta2": 0.95, "epsilon": 0.05}):
            betas = (options.get("beta1", 0.9), options.get("beta2", 0.999))
            eps = options.get("epsilon", 1e-8)
            for decay in (0.0, 0.05):
                cases.append(
                    trajectory(
                        {"name": name, **options},
                        decay,
                        lambda p: make(p, lr=1, betas=betas, eps=eps, weight_decay=decay),
                    )
                )
    return cases


def learning_rates(scheduler, base, steps):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=base)
    schedule = scheduler(optimizer)
    rates = []
    for _ in range(steps):
        rates.append(schedule.get_last_lr()[0])
        optimizer.step()
        schedule.step()
    return rates


def schedules():
    total, base = 40, 0.3
    width, warmup, factor = 16, 8, 2.0

    def noam(step):
        t = step + 1
        return factor * width**-0.5 * min(t**-0.5, t * warmup**-1.5)

    cases = [
        ({"name": "constant"}, lambda o: ConstantLR(o, factor=1.0)),
        (
            {"name": "steps", "milestones": [0.5, 0.75], "factor": 0.2},
            lambda o: MultiStepLR(o, milestones=[20, 30], gamma=0.2),
        ),
        ({"name": "linear-to-zero"}, lambda o: LinearLR(o, 1.0, 0.0, total_iters=total)),
        ({"name": "cosine"}, lambda o: CosineAnnealingLR(o, T_max=total)),
    ]
    golden = [
        {
            "config": {**config, "learningRate": base},
            "rates": learning_rates(make, base, total + 1),
        }
        for config, make in cases
    ]
    golden.append(
        {
            "config": {
                "name": "inverse-square-root",
                "learningRate": factor * (width * warmup) ** -0.5,
                "warmupSteps": warmup,
            },
            "rates": learning_rates(lambda o: LambdaLR(o, noam), 1.0, total + 1),
        }
    )
    return {"totalSteps": total, "cases": golden}


def clipping():
    gradients = [[0.5, -1.25, 2.0], [3.0]]
    cases = []
    for max_norm in (0.5, 3.75, 10.0):
        parameters = [torch.zeros(len(g), dtype=torch.float64) for g in gradients]
        for p, g in zip(parameters, gradients):
            p.grad = torch.tensor(g, dtype=torch.float64)
        torch.nn.utils.clip_grad_norm_(parameters, max_norm)
        cases.append({"maxNorm": max_norm, "clipped": [p.grad.tolist() for p in parameters]})
    return {"gradients": gradients, "cases": cases}


def main():
    golden = {
        "generator": "scripts/golden/optim.py",
        "versions": {"torch": torch.__version__},
        "start": START,
        "curvature": CURVATURE,
        "minimum": MINIMUM,
        "learningRates": LEARNING_RATES,
        "trajectories": trajectories(),
        "schedules": schedules(),
        "clipping": clipping(),
    }
    OUT.write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    main()
