"""What stands below a node or beside an operator: the words of its value, and the room they take."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from guinet.ui.translate import tr

BELOW: Final = 48.0
"""How far the name and the value of an operator reach below its circle, in scene units."""

BESIDE: Final = 75.0
"""How far it reaches to each side of the middle."""


class Plate(Struct, frozen=True):
    """`lines` are in the font of code; `marks` what else is worth knowing; `grad` the gradient of a leaf.

    `traced`: autograd follows it.
    """

    lines: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    grad: str = ""
    traced: bool = False

    @property
    def text(self) -> str:
        """All of it in one line, for tooltips and screen readers."""
        traced = ("∇",) if self.traced else ()
        grad = (tr("grad {value}").format(value=self.grad),) if self.grad else ()
        return " · ".join((*(" ".join(self.lines),) * bool(self.lines), *traced, *grad, *self.marks))
