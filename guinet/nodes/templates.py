"""What code written by hand begins with: small texts that work, to be changed."""

from __future__ import annotations

from functools import cache
from typing import Final

from msgspec import Struct

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.resources import resource


class Template(Struct, frozen=True):
    """`file` lies in `resources/code`; `aliases` are other words people search for."""

    file: str
    title: str
    aliases: tuple[str, ...] = ()

    def read(self) -> str:
        return _read(self.file)


TEMPLATES: Final = (
    Template("layer.py", QT_TRANSLATE_NOOP("NodeTitle", "Custom layer"), ("code", "own", "nn.Module", "class")),
    Template(
        "layer_with_parameters.py",
        QT_TRANSLATE_NOOP("NodeTitle", "Custom layer with parameters"),
        ("code", "own", "nn.Parameter"),
    ),
    Template("function.py", QT_TRANSLATE_NOOP("NodeTitle", "Custom function"), ("code", "own", "def", "lambda")),
    Template("loss.py", QT_TRANSLATE_NOOP("NodeTitle", "Custom loss"), ("code", "own", "criterion")),
    Template("dataset.py", QT_TRANSLATE_NOOP("NodeTitle", "Custom Dataset"), ("code", "own", "data", "DataLoader")),
)

INITIALISER: Final = Template("initialiser.py", QT_TRANSLATE_NOOP("NodeTitle", "Custom function"))
"""A function that gives the parameters of a layer their first values; it is called with the layer."""


@cache
def _read(file: str) -> str:
    return resource(f"code/{file}").read_text(encoding="utf-8")


def is_template(text: str) -> bool:
    """Whether GuiNet itself ships this text."""
    return any(template.read() == text for template in (*TEMPLATES, INITIALISER))
