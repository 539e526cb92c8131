"""How the command line is read: what is wrong with it is one sentence, as every other error is."""

from __future__ import annotations

import argparse
import re
from typing import Any, Final, NoReturn

from guinet.core.problems import Misuse

_LONGEST: Final = 60  # of what stood there, in a sentence


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


def shortened(text: str) -> str:
    """What stood there, as much of it as a sentence shows."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def whole_number(text: str) -> int:
    """The number in `text`, for `add_argument(type=…)`."""
    try:
        return int(text)
    except ValueError as error:
        if re.fullmatch(r"\s*[-+]?\d+\s*", text):  # more digits than Python takes
            raise argparse.ArgumentTypeError(f"a number of {len(text):,} digits is more than any can be") from error
        raise argparse.ArgumentTypeError(f"{shortened(text)} is not a whole number") from error
