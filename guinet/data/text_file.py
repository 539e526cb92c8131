"""A text file as a data source: windows of its characters, and the character that comes next.

The functions without an underscore are copied as they stand into exported training scripts.
"""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Final

import torch

from guinet.core.problems import QT_TRANSLATE_NOOP, sentence
from guinet.core.values import BATCH, TensorSpec
from guinet.data.arguments import Number, read_flag, read_text
from guinet.data.dataset import Dataset
from guinet.data.files import chosen_path, require_file, stamp
from guinet.data.memory import refuse_size
from guinet.data.problems import DataError
from guinet.data.source import Arguments, Metadata, Recipe
from guinet.data.text import read_text_file

_WHAT: Final = sentence(QT_TRANSLATE_NOOP("Problem", "text file"))
_TARGETS: Final = ("next", "every")
_LENGTH: Final = Number("length", 32, low=1, high=100_000)
_STEP: Final = Number("step", 1, low=1, high=1_000_000)
_GLANCE: Final = 1 << 16
_CODE: Final = 8  # bytes of an int64


def read_characters(file: str | Path, lowercase: bool) -> str:
    """The UTF-8 text of `file`, its lines ended by one character."""
    text = Path(file).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    return text.lower() if lowercase else text


def character_codes(text: str, characters: list[str]) -> torch.Tensor:
    """The place of each character of `text` among `characters`: int64 [T]."""
    number = {character: index for index, character in enumerate(characters)}
    return torch.tensor([number[character] for character in text])


def text_windows(codes: torch.Tensor, length: int, step: int, every: bool) -> dict[str, torch.Tensor]:
    """Windows [N, length] that begin every `step` characters; targets: the next character [N], or that of `every`
    place in the window [N, length]."""
    windows = codes.unfold(0, length + 1, step)
    target = windows[:, 1:] if every else windows[:, -1]
    return {"text": windows[:, :-1].contiguous(), "target": target.contiguous()}


class TextFile:
    """The node kind `guinet.data.text`. Neighbouring windows overlap, so the parts follow each other in the text."""

    kind = "guinet.data.text"
    standardised = False

    def key(self, arguments: Arguments, base: Path | None) -> Hashable:
        return stamp(chosen_path(arguments, base, _WHAT)), _settings(arguments)

    def specs(self, arguments: Arguments, base: Path | None) -> dict[str, TensorSpec]:
        length, _, every, _ = _settings(arguments)
        path = chosen_path(arguments, base, _WHAT)
        require_file(path)
        try:
            with path.open("rb") as file:
                start = file.read(_GLANCE)
        except OSError as error:
            raise DataError(
                QT_TRANSLATE_NOOP("Problem", "{path} could not be read ({error}); choose another file"),
                path=path,
                error=error.strerror or error,
            ) from error
        if not start.strip():
            template = QT_TRANSLATE_NOOP("Problem", "{file} is empty; choose a file with some text")
            raise DataError(template, file=path.name)
        if b"\0" in start:
            template = QT_TRANSLATE_NOOP("Problem", "{file} is not UTF-8 text; choose a text file, or save it as UTF-8")
            raise DataError(template, file=path.name)
        return {
            "text": TensorSpec((BATCH, length), "int64"),
            "target": TensorSpec((BATCH, length) if every else (BATCH,), "int64"),
        }

    def metadata(self, arguments: Arguments, base: Path | None) -> Metadata | None:
        return None

    def load(self, arguments: Arguments, base: Path | None) -> Dataset:
        """Raises DataError for what is no UTF-8 text, or too short for a window."""
        length, step, every, lowercase = _settings(arguments)
        path = chosen_path(arguments, base, _WHAT)
        read_text_file(path)  # says which byte is not UTF-8
        text = read_characters(path, lowercase)
        if len(text) <= length:
            template = QT_TRANSLATE_NOOP(
                "Problem",
                "{file} has {count} characters, but a window of {length} and the next one need {needed}; set a smaller "
                "length",
            )
            raise DataError(template, file=path.name, count=len(text), length=length, needed=length + 1)
        rows = (len(text) - length - 1) // step + 1
        refuse_size(
            path.name,
            rows * 2 * length * _CODE,
            sentence(QT_TRANSLATE_NOOP("Problem", "set a larger step or a smaller length")),
        )
        characters = sorted(set(text))
        return Dataset(
            text_windows(character_codes(text, characters), length, step, every),
            "text",
            "target",
            tuple(map(character_name, characters)),
            source=path.name,
            gap=length // step,
            characters=tuple(characters),
        )

    def recipe(self, arguments: Arguments, base: Path | None) -> Recipe:
        length, step, every, lowercase = _settings(arguments)
        path = chosen_path(arguments, base, _WHAT)
        gap = self.load(arguments, base).gap
        return Recipe(
            (read_characters, character_codes, text_windows),
            (
                f"text = read_characters({{folder}} / {path.name!r}, lowercase={lowercase})",
                "characters = sorted(set(text))",
                f"data = text_windows(character_codes(text, characters), {length}, step={step}, every={every})",
            ),
            (path,),
            input="text",
            gap=gap,
        )


def character_name(character: str) -> str:
    """How a message names a character: as it is, or in quotes where that would show nothing."""
    return character if character.isprintable() and not character.isspace() else repr(character)


def read_window(text: str, length: int, characters: tuple[str, ...]) -> torch.Tensor:
    """The last `length` characters of `text` as the input of a prediction: int64 [1, length].

    Raises DataError for a text that is shorter, and for a character that the network never saw.
    """
    known = set(characters)
    if all(character == character.lower() for character in known):
        text = text.lower()
    window = text.replace("\r\n", "\n")[-length:]
    if len(window) < length:
        raise DataError(
            QT_TRANSLATE_NOOP(
                "Problem", "the text has {count} characters, but the network goes on from {length}: write more"
            ),
            count=len(window),
            length=length,
        )
    for place, character in enumerate(window, start=len(text) - len(window) + 1):
        if character not in known:
            raise DataError(
                QT_TRANSLATE_NOOP(
                    "Problem",
                    "character {place} of the text, {character}, is not in the file that the network learns "
                    "from; write another",
                ),
                place=place,
                character=repr(character),
            )
    return character_codes(window, list(characters)).unsqueeze(0)


def _settings(arguments: Arguments) -> tuple[int, int, bool, bool]:
    """Length, step, whether every place has a target, whether letters become small. Raises DataError."""
    length = _LENGTH.whole(arguments)
    step = _STEP.whole(arguments) if arguments.get("step") is not None else length
    target = read_text(arguments, "target", _TARGETS[0])
    if target not in _TARGETS:
        raise DataError(
            QT_TRANSLATE_NOOP("Problem", "target is {target}, but must be one of {known}"),
            target=repr(target),
            known=", ".join(_TARGETS),
        )
    return length, step, target == "every", read_flag(arguments, "lowercase", False)
