"""GuiNet: draw a neural network, get real PyTorch. This package is also the library for scripts and notebooks.

    project = guinet.load("net.guinet")             # also guinet.new(), guinet.save(project, path)
    report = guinet.check(project)                  # shapes by node, problems
    module = guinet.build(project)                  # torch.nn.Module
    run = guinet.train(project, epochs=3, on_event=print)

What a user can mend is raised as a `guinet.core.problems.GuinetError`, with the remedy in its sentence.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from guinet.core.problems import Problem, Refused
    from guinet.library import (
        autograd_graph,
        build,
        check,
        evaluate,
        from_module,
        from_source,
        inspect,
        load,
        new,
        predict,
        save,
        source,
        start_from,
        train,
    )

__all__ = [
    "Problem", "Refused", "autograd_graph", "build", "check", "evaluate", "from_module", "from_source", "inspect",
    "load", "new", "predict", "save", "source", "start_from", "train",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    # Imported when used: the window imports this package and must not load torch.
    if name not in __all__:
        raise AttributeError(f"module 'guinet' has no attribute {name!r}")
    if name in ("Problem", "Refused"):
        from guinet.core import problems

        return getattr(problems, name)
    from guinet import library

    return getattr(library, name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]


class _Package(ModuleType):
    """This package, where `train` names both a room and a function of the library."""

    def __setattr__(self, name: str, value: object) -> None:
        # Importing the room sets it as an attribute, which hides the function: so the room can be called.
        if name == "train" and isinstance(value, ModuleType):
            value.__class__ = _TrainingRoom
        super().__setattr__(name, value)


class _TrainingRoom(ModuleType):
    """The room `guinet.train`; called, it is `guinet.library.train`."""

    @property
    def __signature__(self) -> object:
        import inspect

        from guinet import library

        return inspect.signature(library.train)

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        from guinet import library

        return library.train(*arguments, **options)


sys.modules[__name__].__class__ = _Package
