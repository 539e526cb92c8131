"""How the command line is read: what is wrong with it is one sentence, as every other error is."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any, NoReturn

from guinet.core.problems import Misuse, quoted


class Parser(argparse.ArgumentParser):
    """argparse's, which would print its usage over several lines and leave."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        # No option of ours begins with a digit: what does is numbers, also when there are several (-1,2,3).
        self._negative_number_matcher = re.compile(r"-[\d.]")
        self.register("type", Path, _path)

    def _print_message(self, message: str, file: Any = None) -> None:
        """Help and version, at once: argparse passes over an output that cannot be written."""
        print(message, end="", file=file or sys.stderr, flush=True)

    def error(self, message: str) -> NoReturn:
        """Raises Misuse."""
        words = message.removeprefix("argument ").rstrip(".")
        raise Misuse(f"{words}; `{self.prog} --help` shows how")


def _path(text: str) -> Path:
    """As `Path`, which takes an empty name for the folder we are in."""
    if not text:
        raise argparse.ArgumentTypeError("the name of the file or folder is empty")
    return Path(text)


def whole_number(text: str) -> int:
    """The number in `text`, for `add_argument(type=…)`."""
    try:
        return int(text)
    except ValueError as error:
        if re.fullmatch(r"\s*[-+]?\d+\s*", text):  # more digits than Python takes
            raise argparse.ArgumentTypeError(f"a number of {len(text):,} digits is more than any can be") from error
        raise argparse.ArgumentTypeError(f"{quoted(text)} is not a whole number") from error
