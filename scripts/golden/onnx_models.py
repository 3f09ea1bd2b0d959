"""Tiny classifiers as PyTorch exports them, for packages/temper/src/engine/onnx/surgery.

Every model is written by both exporters, `<name>.onnx` by the one that captures the program (the default of
torch) and `<name>-traced.onnx` by the one that traces it (dynamo=False), for any batch size; with
`<name>.npz`: inputs, labels, and what torch computes: logits [N, K] and penultimate [N, D].
Notes on where in a Python file a node comes from are left out: they are large and name folders.

Run from the repository root with numpy, torch, onnx and onnxscript installed:
    python scripts/golden/onnx_models.py
"""

import io
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import nn

OUT = Path("packages/temper/test/golden/onnx")
SEED = 20190606
EXAMPLES, CLASSES, WIDTH = 12, 5, 8


class Classifier(nn.Module):
    """A body, a head, and what comes after it."""

    def __init__(self, body, head, after=None):
        super().__init__()
        self.body, self.head, self.after = body, head, after

    def forward(self, inputs):
        logits = self.head(self.body(inputs))
        return logits if self.after is None else self.after(logits)


class VisionTransformer(nn.Module):
    """8×8 pixels in four patches and a class token, one block of attention."""

    def __init__(self):
        super().__init__()
        self.patches = nn.Conv2d(1, WIDTH, 4, stride=4)
        self.token = nn.Parameter(torch.randn(1, 1, WIDTH))
        self.places = nn.Parameter(0.1 * torch.randn(1, 5, WIDTH))
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(3))
        self.mixed = nn.Linear(WIDTH, 3 * WIDTH)
        self.joined = nn.Linear(WIDTH, WIDTH)
        self.wide = nn.Sequential(nn.Linear(WIDTH, 16), nn.GELU(), nn.Linear(16, WIDTH))

    def attend(self, tokens):
        queries, keys, values = (
            part.unflatten(2, (2, WIDTH // 2)).transpose(1, 2)
            for part in self.mixed(tokens).chunk(3, dim=2)
        )
        mix = (queries @ keys.transpose(2, 3) / (WIDTH // 2) ** 0.5).softmax(dim=3)
        return self.joined((mix @ values).transpose(1, 2).flatten(2))

    def forward(self, images):
        patches = self.patches(images).flatten(2).transpose(1, 2)
        token = self.token.expand(images.shape[0], -1, -1)
        tokens = torch.cat([token, patches], dim=1) + self.places
        tokens = tokens + self.attend(self.norms[0](tokens))
        tokens = tokens + self.wide(self.norms[1](tokens))
        return self.norms[2](tokens)[:, 0]


class PooledConvolution(nn.Module):
    """A score of every class at every place, averaged over the places."""

    def __init__(self):
        super().__init__()
        self.scores = nn.Conv2d(WIDTH, CLASSES, 1)

    def forward(self, features):
        return nn.functional.adaptive_avg_pool2d(self.scores(features), 1).flatten(1)


def dense(features):
    return nn.Sequential(nn.Linear(features, 16), nn.ReLU(), nn.Linear(16, WIDTH), nn.ReLU())


def convolutions():
    return nn.Sequential(nn.Conv2d(1, WIDTH, 3, padding=1), nn.BatchNorm2d(WIDTH), nn.ReLU())


IMAGE = (1, 8, 8)
MODELS = {
    "mlp": ((6,), lambda: Classifier(dense(6), nn.Linear(WIDTH, CLASSES))),
    "cnn": (
        IMAGE,
        lambda: Classifier(
            nn.Sequential(convolutions(), nn.AdaptiveAvgPool2d(1), nn.Flatten()),
            nn.Linear(WIDTH, CLASSES),
        ),
    ),
    "transformer": (
        IMAGE,
        lambda: Classifier(VisionTransformer(), nn.Linear(WIDTH, CLASSES)),
    ),
    "no-bias": ((6,), lambda: Classifier(dense(6), nn.Linear(WIDTH, CLASSES, bias=False))),
    "softmax": (
        (6,),
        lambda: Classifier(dense(6), nn.Linear(WIDTH, CLASSES), nn.Softmax(dim=1)),
    ),
    "log-softmax": (
        (6,),
        lambda: Classifier(dense(6), nn.Linear(WIDTH, CLASSES), nn.LogSoftmax(dim=1)),
    ),
    "pooled-convolution": (IMAGE, lambda: Classifier(convolutions(), PooledConvolution())),
}


def export(model, inputs, traced):
    names = {"input_names": ["inputs"], "output_names": ["scores"]}
    with warnings.catch_warnings():
        # Both exporters warn of changes to come, and of the names of batch dimensions.
        warnings.simplefilter("ignore")
        if traced:
            stream = io.BytesIO()
            axes = {"inputs": {0: "batch"}, "scores": {0: "batch"}}
            torch.onnx.export(model, (inputs,), stream, dynamo=False, dynamic_axes=axes, **names)
            proto = onnx.load_from_string(stream.getvalue())
        else:
            shapes = ({0: torch.export.Dim.DYNAMIC},)
            program = torch.onnx.export(
                model, (inputs,), dynamo=True, dynamic_shapes=shapes, verbose=False, **names
            )
            proto = program.model_proto
    for node in proto.graph.node:
        del node.metadata_props[:]
        node.ClearField("doc_string")
    for value in [*proto.graph.value_info, *proto.graph.input, *proto.graph.output]:
        del value.metadata_props[:]
    del proto.graph.metadata_props[:], proto.metadata_props[:]
    onnx.checker.check_model(proto, full_check=True)
    return proto.SerializeToString(deterministic=True)


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    for name, (shape, make) in MODELS.items():
        torch.manual_seed(SEED)
        model = make()
        inputs = torch.randn(EXAMPLES, *shape)
        # Running statistics that no model begins with.
        model.train()(inputs)
        model.eval()
        # Larger than they begin, so that the model is sure of some examples.
        with torch.no_grad():
            for parameter in model.head.parameters():
                parameter.mul_(4)
            features = model.body(inputs)
            logits = model.head(features)
        penultimate = features.mean(dim=(2, 3)) if features.dim() == 4 else features
        labels = torch.randint(CLASSES, (EXAMPLES,), dtype=torch.int32)
        arrays = dict(inputs=inputs, labels=labels, logits=logits, penultimate=penultimate)
        np.savez_compressed(OUT / f"{name}.npz", **{key: a.numpy() for key, a in arrays.items()})
        for ending, traced in [("", False), ("-traced", True)]:
            (OUT / f"{name}{ending}.onnx").write_bytes(export(model, inputs, traced))
    print(f"torch {torch.__version__}, onnx {onnx.__version__}, {len(MODELS)} models, seed {SEED}")


if __name__ == "__main__":
    main()
