"""GuiNet: draw a neural network, get real PyTorch. This package is also the library for scripts and notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from guinet.library import build, check, load, new, save, source, train

__all__ = ["Problem", "Refused", "build", "check", "load", "new", "save", "source", "train"]


def __getattr__(name: str) -> Any:
    # Imported when used: the window imports this package and must not load torch.
    if name not in __all__:
        raise AttributeError(f"module 'guinet' has no attribute {name!r}")
    if name in ("Problem", "Refused"):
        from guinet.core import problems

        return getattr(problems, name)
    from guinet import library

    return getattr(library, name)
