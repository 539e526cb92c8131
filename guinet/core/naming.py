"""Names of things, written as Python and JSON write them."""

from __future__ import annotations

import re


def snake_case(name: str) -> str:
    """`epoch_ended` for a class called EpochEnded."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
