"""Which function answers which question: a row each. It is imported when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from guinet.session.commands import Study

STUDIES: Final[Mapping[type[Study], str]] = {}
"""By the class of the question "module:function"; the function takes a `studies.Desk` and the question."""
