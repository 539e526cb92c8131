"""How the command line is read: what is wrong with it is one sentence, as every other error is."""

from __future__ import annotations

import argparse
import re
from typing import Any, NoReturn

from guinet.core.problems import Misuse


class Parser(argparse.ArgumentParser):
    """argparse's, which would print its usage over several lines and leave."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        # No option of ours begins with a digit: what does is numbers, also when there are several (-1,2,3).
        self._negative_number_matcher = re.compile(r"-[\d.]")

    def error(self, message: str) -> NoReturn:
        """Raises Misuse."""
        words = message.removeprefix("argument ").rstrip(".")
        raise Misuse(f"{words}; `{self.prog} --help` shows how")


def whole_number(text: str) -> int:
    """The number in `text`, for `add_argument(type=…)`."""
    try:
        return int(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number") from error
