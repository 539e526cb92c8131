"""Draws the bundled examples through the library and writes them: `python packaging/make_examples.py [FOLDER]`.

What each says of itself stands in `resources/examples/notes.en.md`, and in Chinese beside it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import examples_blocks
import examples_layers
import examples_tensors
import examples_training

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "examples"


def main(folder: Path) -> None:
    for examples in (examples_tensors, examples_layers, examples_training, examples_blocks):
        examples.book.write(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else FOLDER)
