"""Names of things, written as Python and JSON write them."""

from __future__ import annotations

import re
from keyword import iskeyword

from guinet.core.problems import QT_TRANSLATE_NOOP


def snake_case(name: str) -> str:
    """`epoch_ended` for a class called EpochEnded."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


OWN = "self."
"""What the name of a layer in a loop or branch begins with, where no name of these stands before it in the class:
`self.cell` is the class's own `cell`."""


def name_problem(name: str) -> str | None:
    """Why `name` cannot be a node's name (a template without fields), or None.

    Digits are names in a Sequential; dots stand between a container and what is in it: `layers.0`, `heads.left`.
    """
    container, *inside = name.removeprefix(OWN).split(".")
    if inside:
        if not container.isidentifier():
            return QT_TRANSLATE_NOOP(
                "Problem", "“{name}” is not a name in a container: write it as in layers.0 or heads.left."
            )
        return next((problem for part in (container, *inside) if (problem := name_problem(part)) is not None), None)
    name = container
    if name.isdigit():
        return None
    if not name.isidentifier():
        return QT_TRANSLATE_NOOP("Problem", "“{name}” is not a name Python allows: use letters, digits and _.")
    if iskeyword(name) or name == "self":
        return QT_TRANSLATE_NOOP("Problem", "“{name}” is a word of Python's own: choose another name.")
    return None


def suggested_name(kind: str) -> str:
    """The name a new node gets: `conv2d` for torch.nn.Conv2d, `mse_loss` for torch.nn.MSELoss, `relu` for ReLU."""
    last = re.sub(r"\W+", "_", kind.rsplit(".", 1)[-1])
    units = re.sub(r"(?<=[a-z])(?=(?:Re|Si)LU)", "_", last)
    plain = re.sub(r"(?:Re|Si)LU", lambda unit: unit.group().lower(), units)
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", plain).lower().strip("_")
    return name if name_problem(name) is None else f"{name}_" if name.isidentifier() else f"_{name}"
