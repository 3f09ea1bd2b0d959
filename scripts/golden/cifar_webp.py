"""Pixels of a few CIFAR-10 images as Pillow decodes them, for the tests of packages/cli/src/data-sets.

Run: python scripts/golden/cifar_webp.py path/to/cifar10-webp.tar.gz   (needs numpy and pillow)
"""

import hashlib
import io
import json
import sys
import tarfile
from pathlib import Path

import numpy as np
import PIL
from PIL import Image

OUT = Path(__file__).parents[2] / "packages/temper/test/golden/cifar-webp.json"

with tarfile.open(sys.argv[1]) as archive:
    # One of each class in both splits: the first by name.
    firsts: dict[str, str] = {}
    for name in sorted(member.name for member in archive if member.isfile()):
        firsts.setdefault(name.rsplit("/", 1)[0], name)
    images = {}
    for name in firsts.values():
        image = Image.open(io.BytesIO(archive.extractfile(name).read())).convert("RGB")
        pixels = np.asarray(image)
        assert pixels.shape == (32, 32, 3)
        images[name] = hashlib.sha256(pixels.tobytes()).hexdigest()

golden = {
    "generator": "scripts/golden/cifar_webp.py",
    "versions": {"pillow": PIL.__version__, "numpy": np.__version__},
    "sha256": images,
}
OUT.write_text(json.dumps(golden, indent=1) + "\n")
