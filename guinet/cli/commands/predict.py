"""Predict from one input: an image, a row of numbers, an array file."""

from __future__ import annotations

import argparse
import os
import re
import shlex
from collections.abc import Sequence
from pathlib import Path


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a project file")
    parser.add_argument("input", nargs="+", help="a file (image, CSV, .npy, JSON), or numbers as 5.1,3.5,1.4,0.2")
    parser.add_argument(
        "--weights", type=Path, metavar="W", help="a .safetensors or .pt file; the newest run's best by default"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(options: argparse.Namespace) -> int:
    from guinet import library
    from guinet.cli.naming import naming
    from guinet.cli.output import print_json
    from guinet.cli.streams import complain
    from guinet.exchange.subject import make_subject
    from guinet.train import inference

    project = library.load(options.file)
    with naming(project):
        subject = make_subject(project, weights=options.weights)
        predictions = inference.predict(project, subject.module, _one(options.input))
    if subject.weights.run is None and options.weights is None:
        command = shlex.join(["guinet", "train", str(options.file)])
        complain(f"this is chance, from {subject.weights.words}; `{command}` trains it")
    if options.json:
        print_json({"predictions": [prediction.as_dict() for prediction in predictions]})
    else:
        for prediction in predictions:
            print(prediction.text)
    return 0


def _one(words: Sequence[str]) -> str:
    """The file, or the numbers, which may also stand apart: 5.1 3.5, or 5.1, 3.5."""
    text = " ".join(words).strip()
    if os.path.isfile(text) or not re.fullmatch(r"[-+.,\deE\s]+", text):
        return text
    return ",".join(re.split(r"\s*,\s*|\s+", text))
