"""The errors of this room."""

from __future__ import annotations

from guinet.core.problems import GuinetError

LONGEST_PLACE = 200
"""Characters of the place of a fault that a sentence shows; keys in damaged files may be of any length."""


class SaveFailed(GuinetError):
    """A file could not be written; what was there before is whole."""


class Misfit(Exception):
    """A value of a file that is not what stands there; callers put the keys that lead to it in front of `path`."""

    def __init__(self, expected: str, *path: str) -> None:
        super().__init__(expected)
        self.expected = expected
        self.path = list(path)

    @property
    def sentence(self) -> str:
        """`blocks.main.nodes.a1.name should be text, but is a number`."""
        place = "".join(letter if letter.isprintable() else "�" for letter in ".".join(self.path))
        return f"{place[:LONGEST_PLACE] or 'it'} {self.expected}"
