"""Predict from one input: an image, a row of numbers, an array file."""

from __future__ import annotations

import argparse
from pathlib import Path


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a project file")
    parser.add_argument("input", help="a file (image, CSV, .npy), or numbers as 5.1,3.5,1.4,0.2")
    parser.add_argument(
        "--weights", type=Path, metavar="W", help="a .safetensors or .pt file; the newest run's best by default"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(options: argparse.Namespace) -> int:
    from guinet import library
    from guinet.cli.naming import naming
    from guinet.cli.output import print_json

    project = library.load(options.file)
    with naming(project):
        predictions = library.predict(project, options.input, options.weights)
    if options.json:
        print_json({"predictions": [prediction.as_dict() for prediction in predictions]})
    else:
        for prediction in predictions:
            print(prediction.text)
    return 0
