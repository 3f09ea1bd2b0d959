"""Archives written by Python's tarfile in each of its formats, for the tests of packages/temper/src/formats.

Run: python scripts/golden/tar.py   (standard library alone)
"""

import base64
import gzip
import io
import json
import platform
import tarfile
from pathlib import Path

OUT = Path(__file__).parents[2] / "packages/temper/test/golden/tar.json"
# 100 bytes fit the header's name; ustar takes 155 more before a slash; the rest needs an extension.
DEEP = "/".join(["folder-of-twenty-ch"] * 9) + "/cat.png"
LONG = "train/" + "a-very-long-name-" * 16 + "ä.png"
FILES = {
    "train/cat/1.png": b"one",
    "train/cat/empty.png": b"",
    "train/dog/block.png": bytes(range(256)) * 2,
    "train/dog/more.png": bytes(range(256)) * 2 + b"!",
    DEEP: b"deep",
}
FORMATS = {"ustar": tarfile.USTAR_FORMAT, "gnu": tarfile.GNU_FORMAT, "pax": tarfile.PAX_FORMAT}


def archive(name: str) -> str:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=FORMATS[name]) as tar:

        def add(path: str, data: bytes = b"", kind: bytes = tarfile.REGTYPE, link: str = "") -> None:
            info = tarfile.TarInfo(path)
            info.size, info.type, info.linkname, info.mtime = len(data), kind, link, 1_577_836_800
            if name == "pax":
                info.pax_headers = {"comment": "lies=between"}
            tar.addfile(info, io.BytesIO(data))

        add("train/", kind=tarfile.DIRTYPE)
        for path, data in FILES.items():
            add(path, data)
        add("train/symbolic.png", kind=tarfile.SYMTYPE, link="cat/1.png")
        add("train/hard.png", kind=tarfile.LNKTYPE, link="train/cat/1.png")
        if name != "ustar":
            add(LONG, b"long")
            add("train/hard-long.png", kind=tarfile.LNKTYPE, link=LONG)
    return base64.b64encode(gzip.compress(file.getvalue(), mtime=0)).decode()


def expected(name: str) -> list:
    files = [*FILES.items(), ("train/hard.png", b"one")]
    if name != "ustar":
        files += [(LONG, b"long"), ("train/hard-long.png", b"long")]
    return [[path, base64.b64encode(data).decode()] for path, data in files]


golden = {
    "generator": "scripts/golden/tar.py",
    "versions": {"python": platform.python_version()},
    "archives": {name: {"tarGz": archive(name), "files": expected(name)} for name in FORMATS},
}
OUT.write_text(json.dumps(golden, indent=1) + "\n")
