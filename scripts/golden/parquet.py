"""Small Parquet files by several writers, as base64, for the tests of packages/temper/src/formats/parquet.

Run: python scripts/golden/parquet.py   (needs numpy, pyarrow, polars and duckdb)
"""

import base64
import io
import json
import tempfile
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

SEED = 21
ROWS, CLASSES = 23, 3
OUT = Path(__file__).parents[2] / "packages/temper/test/golden/parquet.json"
rng = np.random.default_rng(SEED)
logits = rng.normal(size=(ROWS, CLASSES)).astype(np.float32)
labels = rng.integers(0, CLASSES, ROWS)


def written(table: pa.Table, **options) -> str:
    file = io.BytesIO()
    pq.write_table(table, file, **options)
    return base64.b64encode(file.getvalue()).decode()


def by(write) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.parquet"
        write(path)
        return base64.b64encode(path.read_bytes()).decode()


fixed = pa.table({"labels": labels, "logits": pa.FixedSizeListArray.from_arrays(pa.array(logits.ravel()), CLASSES)})
lists = pa.table({"labels": labels, "logits": pa.array(list(logits), type=pa.list_(pa.float32()))})
columns = {f"logit_{k}": logits[:, k] for k in range(CLASSES)}
wide = pa.table({"label": labels, **columns})
ragged = pa.table({"labels": labels[:3], "logits": pa.array([[1.0, 2.0], [1.0, 2.0], [1.0]], type=pa.list_(pa.float32()))})
empty = pa.table({"label": labels[:3], "logit_0": pa.array([1.0, None, 2.0]), "logit_1": pa.array([1.0, 0.0, 2.0])})
delta = {"label": "DELTA_BINARY_PACKED", **{name: "BYTE_STREAM_SPLIT" for name in columns}}
duckdb.register("lists", lists)

golden = {
    "versions": {"pyarrow": pa.__version__, "polars": pl.__version__, "duckdb": duckdb.__version__},
    "seed": SEED,
    "logits": [[float(value) for value in row] for row in logits],
    "labels": labels.tolist(),
    "files": {
        "fixed-size lists": written(fixed),
        "lists, uncompressed": written(lists, compression="none"),
        "lists, gzip": written(lists, compression="gzip"),
        "lists, zstd, pages of version 2": written(lists, compression="zstd", data_page_version="2.0"),
        "lists, small row groups": written(lists, row_group_size=7),
        "columns": written(wide),
        "columns, small pages": written(wide, data_page_size=16, write_batch_size=4),
        "columns, delta and split streams": written(wide, use_dictionary=False, column_encoding=delta),
        "columns, polars": by(lambda path: pl.DataFrame({"label": labels, **columns}).write_parquet(path)),
        "lists, duckdb": by(lambda path: duckdb.sql("select * from lists").write_parquet(str(path))),
    },
    "half": written(pa.table({"label": labels, **{name: column.astype(np.float16) for name, column in columns.items()}})),
    "names": written(pa.table({"label": [f"class {label}" for label in labels], **columns})),
    "brotli": written(wide, compression="brotli"),
    "ragged": written(ragged),
    "empty": written(empty),
}
OUT.write_text(json.dumps(golden) + "\n")
