"""PyTorch's side of the benchmark: asked by lines on standard input, answers each by a line of JSON.

Usage: pytorch.py FOLDER [fused]   (FOLDER as mlp-workload.ts writes it; `fused` picks SGD's fused kernel)
"""

import json
import sys
import time
from pathlib import Path


def answer(**content):
    print(json.dumps(content), flush=True)


try:
    import numpy as np
    import torch
    from torch.nn.functional import cross_entropy, linear, relu
except ImportError as error:
    answer(missing=f"{sys.executable} has no {error.name}; name a Python that has with --python")
    sys.exit()

folder = Path(sys.argv[1])
settings = json.loads((folder / "settings.json").read_text())
examples = np.load(folder / "examples.npz")
initial = np.load(folder / "parameters.npz")
torch.set_num_threads(settings["threads"])

images = torch.from_numpy(examples["images"])
labels = torch.from_numpy(examples["labels"]).long()
order = torch.from_numpy(examples["order"]).long()
parameters = [torch.from_numpy(initial[name]).requires_grad_() for name in initial.files]
optimizer = torch.optim.SGD(
    parameters,
    lr=settings["learningRate"],
    momentum=settings["momentum"],
    fused=True if "fused" in sys.argv[2:] else None,
)
batch_size = settings["batchSize"]
position = 0


def step():
    global position
    batch = order[position : position + batch_size]
    position = (position + batch_size) % len(order)
    x = images[batch]
    for i in range(0, len(parameters), 2):
        if i > 0:
            x = relu(x)
        x = linear(x, parameters[i], parameters[i + 1])
    loss = cross_entropy(x, labels[batch], label_smoothing=settings["labelSmoothing"])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


answer(ready=f"PyTorch {torch.__version__}")
for line in sys.stdin:
    question, count = line.split()
    start = time.perf_counter()
    losses = [step() for _ in range(int(count))]
    elapsed = 1000 * (time.perf_counter() - start)
    if question == "losses":
        answer(losses=losses)
    else:
        answer(msPerStep=elapsed / len(losses))
