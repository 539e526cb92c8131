"""The formats a model can leave in: shared by the window, the command line and the exporters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from guinet.core.problems import QT_TRANSLATE_NOOP


class Format(Struct, frozen=True):
    """`suffix` is the ending of its files; `title` says what it is, and is translated in the window.

    A `picture` is painted from the canvas; the others are written from the module, each by the module of
    `guinet.exchange.formats` that bears its name.
    """

    name: str
    suffix: str
    title: str
    picture: bool = False


_TABLE: Final = (
    Format("pt", ".pt", QT_TRANSLATE_NOOP("Format", "state_dict, PyTorch (.pt)")),
    Format("safetensors", ".safetensors", QT_TRANSLATE_NOOP("Format", "state_dict, safetensors (.safetensors)")),
    Format("full", ".pt", QT_TRANSLATE_NOOP("Format", "Whole model, PyTorch (.pt)")),
    Format("pt2", ".pt2", QT_TRANSLATE_NOOP("Format", "torch.export program (.pt2)")),
    Format("onnx", ".onnx", QT_TRANSLATE_NOOP("Format", "ONNX (.onnx)")),
    Format("py", ".py", QT_TRANSLATE_NOOP("Format", "Python source of the model (.py)")),
    Format("training-py", ".py", QT_TRANSLATE_NOOP("Format", "Python training script (.py)")),
    Format("svg", ".svg", QT_TRANSLATE_NOOP("Format", "Picture of the canvas, SVG (.svg)"), picture=True),
    Format("pdf", ".pdf", QT_TRANSLATE_NOOP("Format", "Picture of the canvas, PDF (.pdf)"), picture=True),
    Format("png", ".png", QT_TRANSLATE_NOOP("Format", "Picture of the canvas, PNG (.png)"), picture=True),
)

FORMATS: Final[Mapping[str, Format]] = {each.name: each for each in _TABLE}
"""All formats by name, in the order in which they are offered."""
