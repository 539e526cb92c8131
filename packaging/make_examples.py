"""Draws the bundled examples through the library and writes them: `python packaging/make_examples.py [FOLDER]`."""

from __future__ import annotations

import sys
from pathlib import Path

import examples_blocks
import examples_layers
import examples_tensors
import examples_training
from examples_sheet import Shelf

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "examples"


def main(folder: Path) -> None:
    shelf = Shelf(folder)
    for examples in (examples_tensors, examples_layers, examples_training, examples_blocks):
        examples.draw(shelf)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else FOLDER)
