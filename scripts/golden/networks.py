"""Golden gradients of whole networks, by torch in float64, for packages/temper/src/learning/models.

Parameters, images and labels come from the streams of packages/temper/src/base (see streams.py), so
that only results are stored: of each gradient its norm, and its products with random signs. The mean
square of such a product over signs is the square of the norm; so is that of a difference of two.

Run from the repository root with numpy and torch installed:
    python scripts/golden/networks.py
"""

import json
import math
from itertools import islice
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from streams import words

OUT = Path("packages/temper/test/golden/networks.json")
SEED = 20190608
BATCH, CLASSES, ALPHA = 16, 10, 0.1
SIGNS = 16
IMAGE_SEEDS = 64


def stream(count, *labels):
    return np.fromiter(islice(words([SEED, *labels]), 12, 12 + count), np.uint32, count)


def uniform(shape, *labels):
    """Over [-1, 1), on a grid that float32 holds exactly."""
    drawn = (stream(math.prod(shape), *labels) >> 8) / 2**23 - 1
    return drawn.reshape(shape)


def summary(name, tensor):
    values = tensor.detach().flatten()
    bits = stream(values.numel(), "signs", name)
    signs = [1 - 2.0 * (bits >> j & 1) for j in range(SIGNS)]
    products = [float(values @ torch.from_numpy(s)) for s in signs]
    return {"norm": float(f"{values.norm():.8g}"), "products": [float(f"{p:.8g}") for p in products]}


class Net:
    """Parameters by name, drawn when first asked for; the distance to the nearest kink is kept."""

    def __init__(self):
        self.parameters = {}
        self.restart()

    def restart(self):
        self.running = {}
        self.margin = math.inf

    def parameter(self, name, shape, scale, centre=0.0):
        if name not in self.parameters:
            drawn = (centre + scale * uniform(shape, "parameter", name)).astype(np.float32)
            self.parameters[name] = torch.tensor(drawn, dtype=torch.float64, requires_grad=True)
        return self.parameters[name]

    def near(self, distances):
        self.margin = min(self.margin, float(distances.detach().min()))

    def conv(self, x, name, width, size, stride=1, bias=False):
        fan_in = x.shape[1] * size * size
        weight = self.parameter(f"{name}.weight", (width, x.shape[1], size, size), math.sqrt(6 / fan_in))
        shift = self.parameter(f"{name}.bias", (width,), 0.1) if bias else None
        return F.conv2d(x, weight, shift, stride=stride, padding=size // 2)

    def linear(self, x, name, units):
        weight = self.parameter(f"{name}.weight", (units, x.shape[1]), math.sqrt(6 / x.shape[1]))
        return F.linear(x, weight, self.parameter(f"{name}.bias", (units,), 0.1))

    def norm(self, x, name):
        gain = self.parameter(f"{name}.gain", (x.shape[1],), 0.25, 1.0)
        bias = self.parameter(f"{name}.bias", (x.shape[1],), 0.25)
        mean = torch.zeros(x.shape[1], dtype=torch.float64)
        variance = torch.ones(x.shape[1], dtype=torch.float64)
        self.running |= {f"{name}.runningMean": mean, f"{name}.runningVariance": variance}
        return F.batch_norm(x, mean, variance, gain, bias, training=True)

    def relu(self, x):
        self.near(x.abs())
        return F.relu(x)

    def same_pool(self, x):
        """TensorFlow's SAME for 3x3 and stride 2: of odd padding, more below and right."""
        height, width = x.shape[2:]
        top, left = height % 2, width % 2
        padded = F.pad(x, (left, 1, top, 1), value=-math.inf)
        windows = padded.unfold(2, 3, 2).unfold(3, 3, 2).flatten(4)
        first, second = windows.topk(2).values.unbind(-1)
        self.near((first - second)[first > 0])
        return F.max_pool2d(padded, 3, 2)


def resnet(version, n=3):
    def block_1(net, x, name, width, stride):
        y = net.relu(net.norm(net.conv(x, f"{name}.conv1", width, 3, stride), f"{name}.conv1.norm"))
        y = net.norm(net.conv(y, f"{name}.conv2", width, 3), f"{name}.conv2.norm")
        if stride == 2:
            extra = (width - x.shape[1]) // 2
            x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, extra, extra))
        return net.relu(x + y)

    def block_2(net, x, name, width, stride):
        y = net.relu(net.norm(x, f"{name}.norm1"))
        if stride == 2:
            x = net.conv(y, f"{name}.shortcut", width, 1, stride)
        y = net.relu(net.norm(net.conv(y, f"{name}.conv1", width, 3, stride), f"{name}.norm2"))
        return x + net.conv(y, f"{name}.conv2", width, 3)

    def forward(net, x):
        x = net.conv(x, "stem", 16, 3)
        if version == 1:
            x = net.relu(net.norm(x, "stem.norm"))
        for stage, width in enumerate((16, 32, 64)):
            for i in range(n):
                stride = 2 if stage > 0 and i == 0 else 1
                block = block_1 if version == 1 else block_2
                x = block(net, x, f"stage{stage + 1}.block{i + 1}", width, stride)
        if version == 2:
            x = net.relu(net.norm(x, "norm"))
        return net.linear(x.mean((2, 3)), "head", CLASSES)

    return forward


def alexnet(net, x):
    def response_norm(x):
        return F.local_response_norm(x, 9, alpha=0.001, beta=0.75, k=1.0)

    x = response_norm(net.same_pool(net.relu(net.conv(x, "conv1", 64, 5, bias=True))))
    x = net.same_pool(response_norm(net.relu(net.conv(x, "conv2", 64, 5, bias=True))))
    x = net.relu(net.linear(x.flatten(1), "dense1", 384))
    x = net.relu(net.linear(x, "dense2", 192))
    return net.linear(x, "head", CLASSES)


def golden(name, forward, side):
    """
    Of several batches the one that keeps farthest from kinks of ReLU and ties of pooling: there float32
    may take the other branch, and its gradient is another one.
    """
    net, margins = Net(), []
    shape = (BATCH, 3, side, side)

    def run(images_seed):
        net.restart()
        return forward(net, torch.from_numpy(2 * uniform(shape, "images", images_seed)))

    for images_seed in range(IMAGE_SEEDS):
        run(images_seed)
        margins.append(net.margin)
    images_seed = int(np.argmax(margins))
    logits = run(images_seed)
    labels = torch.arange(BATCH) % CLASSES
    loss = F.cross_entropy(logits, labels, label_smoothing=ALPHA)
    loss.backward()
    print(name, "loss", loss.item(), "margin", net.margin)
    return {
        "name": name,
        "imagesSeed": images_seed,
        "side": side,
        "loss": loss.item(),
        "logits": logits.flatten().tolist(),
        "gradients": {key: summary(key, p.grad) for key, p in net.parameters.items()},
        "buffers": {key: summary(key, b) for key, b in net.running.items()},
    }


def main():
    document = {
        "versions": {"torch": torch.__version__, "numpy": np.__version__},
        "seed": SEED,
        "batch": BATCH,
        "numClasses": CLASSES,
        "alpha": ALPHA,
        "networks": [
            golden("resnet-v1", resnet(1), 16),
            golden("resnet-v2", resnet(2), 16),
            golden("cifar-alexnet", alexnet, 12),
        ],
    }
    OUT.write_text(json.dumps(document) + "\n")


if __name__ == "__main__":
    main()
