"""The error of this room."""

from __future__ import annotations

from guinet.core.problems import Problem, Unreadable


class DataError(Unreadable):
    """Data that cannot be read or used; the message names the file, row and column, and the remedy.

    `sentence` is what the window translates: a template with `values`, or words without any.
    """

    def __init__(self, template: str, **values: object) -> None:
        words = {name: str(value) for name, value in values.items()}
        plain = not values and not {"{", "}"}.intersection(template)
        self.sentence = Problem("data", template, words) if values or plain else None
        super().__init__(template.format(**words) if values else template)

    def again(self) -> DataError:
        """The same error without the frames it went through, which would keep what they hold."""
        error = DataError(str(self))
        error.sentence = self.sentence
        return error
