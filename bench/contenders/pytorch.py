"""PyTorch's side of the benchmarks: asked by lines on standard input, answers each by a line of JSON.

Usage: pytorch.py FOLDER [channels-last] [fused] [compiled]
(FOLDER as training-task.ts writes it; `channels-last` picks the memory format, `fused` SGD's fused
kernel, `compiled` puts the loss and its gradient through torch.compile)
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
    import torch.nn.functional as F
except ImportError as error:
    answer(missing=f"{sys.executable} has no {error.name}; name a Python that has with --python")
    sys.exit()

folder, choices = Path(sys.argv[1]), sys.argv[2:]
settings = json.loads((folder / "settings.json").read_text())
examples = np.load(folder / "examples.npz")
initial = np.load(folder / "parameters.npz")
torch.set_num_threads(settings["threads"])


def laid_out(tensor):
    if "channels-last" in choices and tensor.dim() == 4:
        return tensor.contiguous(memory_format=torch.channels_last)
    return tensor


images = laid_out(torch.from_numpy(examples["images"]))
labels = torch.from_numpy(examples["labels"]).long()
order = torch.from_numpy(examples["order"]).long()
parameters = {
    name: laid_out(torch.from_numpy(initial[name])).requires_grad_() for name in initial.files
}
running = {
    name: (torch.zeros(len(gain)), torch.ones(len(gain)))
    for name, gain in parameters.items()
    if name.endswith(".gain")
}


def conv(x, name, stride=1):
    weight = parameters[f"{name}.weight"]
    bias = parameters.get(f"{name}.bias")
    return F.conv2d(x, weight, bias, stride=stride, padding=weight.shape[2] // 2)


def dense(x, name):
    return F.linear(x, parameters[f"{name}.weight"], parameters[f"{name}.bias"])


def norm(x, name):
    gain, bias = parameters[f"{name}.gain"], parameters[f"{name}.bias"]
    return F.batch_norm(x, *running[f"{name}.gain"], gain, bias, training=True)


def mlp(x):
    x = x.flatten(1)
    for name in ("hidden1", "hidden2"):
        x = F.relu(dense(x, name))
    return dense(x, "head")


def resnet20(x):
    x = F.relu(norm(conv(x, "stem"), "stem.norm"))
    for stage in (1, 2, 3):
        for block in (1, 2, 3):
            name = f"stage{stage}.block{block}"
            stride = 2 if stage > 1 and block == 1 else 1
            y = F.relu(norm(conv(x, f"{name}.conv1", stride), f"{name}.conv1.norm"))
            y = norm(conv(y, f"{name}.conv2"), f"{name}.conv2.norm")
            if stride == 2:
                extra = x.shape[1] // 2
                x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, extra, extra))
            x = F.relu(y + x)
    return dense(x.mean((2, 3)), "head")


def alexnet(x):
    def pool(x):
        return F.max_pool2d(x, 3, 2, ceil_mode=True)

    def response_norm(x):
        return F.local_response_norm(x, 9, alpha=0.001, beta=0.75, k=1.0)

    # Pooled before ReLU, which is the same and leaves a quarter to cut.
    x = response_norm(F.relu(pool(conv(x, "conv1"))))
    x = pool(response_norm(F.relu(conv(x, "conv2"))))
    x = x.flatten(1)
    for name in ("dense1", "dense2"):
        x = F.relu(dense(x, name))
    return dense(x, "head")


network = {"mlp": mlp, "resnet20": resnet20, "alexnet": alexnet}[settings["workload"]]


def loss_of(x, classes):
    return F.cross_entropy(network(x), classes, label_smoothing=settings["labelSmoothing"])


if "compiled" in choices:
    loss_of = torch.compile(loss_of)
optimizer = torch.optim.SGD(
    parameters.values(),
    lr=settings["learningRate"],
    momentum=settings["momentum"],
    weight_decay=settings["weightDecay"],
    fused=True if "fused" in choices else None,
)
batch_size = settings["batchSize"]
position = 0


def step():
    global position
    batch = order[position : position + batch_size]
    position = (position + batch_size) % len(order)
    loss = loss_of(laid_out(images[batch]), labels[batch])
    optimizer.zero_grad(set_to_none=True)
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
