"""The first numbers of seeded streams, from Python's unbounded integers, for packages/temper/src/base.

They pin the streams themselves: every generated data set and every recorded run depends on them.
Run from the repository root, with nothing installed:
    python scripts/golden/streams.py
"""

import json
from pathlib import Path

OUT = Path("packages/temper/test/golden/streams.json")
WORD = 2**32


def rotate(x, by):
    return (x << by | x >> 32 - by) % WORD


def threefry(key, counter):
    """Threefry-2x32-20, after the reference paper's description of the rounds."""
    keys = [*key, 0x1BD11BDA ^ key[0] ^ key[1]]
    x, y = [(c + k) % WORD for c, k in zip(counter, key)]
    for group in range(5):
        for by in ([13, 15, 26, 6], [17, 29, 16, 24])[group % 2]:
            x = (x + y) % WORD
            y = rotate(y, by) ^ x
        x = (x + keys[(group + 1) % 3]) % WORD
        y = (y + keys[(group + 2) % 3] + group + 1) % WORD
    return [x, y]


def fold(key, label):
    if isinstance(label, int):
        return threefry(key, [label % WORD, label // WORD])
    key = threefry(key, [len(label), int.from_bytes(b"str\0", "big")])
    for i, character in enumerate(label):
        key = threefry(key, [ord(character), i])
    return key


def words(labels):
    """sfc32, its state of three words from the key."""
    key = fold([int.from_bytes(b"temp", "big"), int.from_bytes(b"er\0\1", "big")], labels[0])
    for label in labels[1:]:
        key = fold(key, label)
    a, b = threefry(key, [0, 1])
    c, counter = threefry(key, [1, 1])[0], 1
    while True:
        out = (a + b + counter) % WORD
        counter = (counter + 1) % WORD
        a, b, c = b ^ b >> 9, (c + (c << 3)) % WORD, (rotate(c, 21) + out) % WORD
        yield out


def case(seed, *labels):
    stream = words([seed, *labels])
    for _ in range(12):
        next(stream)
    return {"seed": seed, "labels": labels, "words": [next(stream) for _ in range(8)]}


def main():
    golden = {
        "generator": "scripts/golden/streams.py",
        "streams": [
            case(0),
            case(1),
            case(2**53 - 1),
            case(0, 5),
            case(0, "dropout", 12),
            case(7, "größe", 2**32 + 3),
        ],
    }
    OUT.write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main()
