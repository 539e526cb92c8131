"""The errors of this room."""

from __future__ import annotations

from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError, Problem, sentence

LONGEST_PLACE = 200
"""Characters of the place of a fault that a sentence shows; keys in damaged files may be of any length."""


class SaveFailed(GuinetError):
    """A file could not be written; what was there before is whole."""


class Misfit(Exception):
    """A value of a file that is not what belongs there; callers put the keys that lead to it in front of `path`."""

    def __init__(self, template: str, /, *path: str, **values: object) -> None:
        self.expected = sentence(template, **values)
        super().__init__(self.expected.message)
        self.path = list(path)

    @property
    def sentence(self) -> Problem:
        """`blocks.main.nodes.a1.name should be text, but is a number`."""
        place = "".join(letter if letter.isprintable() else "�" for letter in ".".join(self.path))[:LONGEST_PLACE]
        template = QT_TRANSLATE_NOOP("Problem", "{place} {reason}")
        return sentence(template, place=place or sentence(QT_TRANSLATE_NOOP("Problem", "it")), reason=self.expected)
