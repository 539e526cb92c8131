"""Makes the bundled Fashion-MNIST subset from Debian's package `dataset-fashion-mnist`.

    apt-get install dataset-fashion-mnist
    python packaging/make_fashion_subset.py resources/data/fashion-mnist-6000.npz

All 6,000 images, 600 of each class, come from the training part of the original, so its 10,000 test images
stay unseen and can still be used for a fair comparison.
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ORIGINAL = Path("/usr/share/datasets/fashion-mnist")
PER_CLASS = 600
SEED = 0


def read_idx(path: Path, header: int) -> NDArray[np.uint8]:
    """The bytes of a gzipped IDX file after its header of `header` bytes."""
    with gzip.open(path) as stream:
        return np.frombuffer(stream.read(), dtype=np.uint8, offset=header)


def choose(labels: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Row numbers of PER_CLASS images of each class, mixed."""
    random = np.random.default_rng(SEED)
    chosen = [random.choice(np.flatnonzero(labels == label), PER_CLASS, replace=False) for label in range(10)]
    return random.permutation(np.concatenate(chosen))


def main(target: Path, original: Path = ORIGINAL) -> None:
    images = read_idx(original / "train-images-idx3-ubyte.gz", header=16).reshape(-1, 28, 28)
    labels = read_idx(original / "train-labels-idx1-ubyte.gz", header=8)
    rows = choose(labels)
    np.savez_compressed(target, image=images[rows], label=labels[rows])
    print(f"{target}: {len(rows)} images, {target.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *(Path(argument) for argument in sys.argv[2:]))
