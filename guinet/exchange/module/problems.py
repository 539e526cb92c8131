"""Why a module cannot be recorded, or a part of it not."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Severity
from guinet.exchange.python.problems import CannotRead


class Unrecorded(Exception):
    """What a forward does that no graph can say. `template` is a sentence with `{line}`."""

    def __init__(self, template: str, **values: str) -> None:
        self.template, self.values = template, values
        self.line = here()
        super().__init__(template.format(line=self.line, **values))

    @property
    def refusal(self) -> CannotRead:
        return CannotRead(Problem("unreadable-module", self.template, {"line": self.line, **self.values}))

    @classmethod
    def value(cls, name: str) -> Unrecorded:
        return cls(
            QT_TRANSLATE_NOOP(
                "Problem",
                "Line {line}: a value of type {name} has no place in a graph: use tensors and numbers.",
            ),
            name=name,
        )

    @classmethod
    def decides(cls, name: str) -> Unrecorded:
        return cls(
            QT_TRANSLATE_NOOP(
                "Problem",
                "Line {line}: “{name}” takes a number out of a tensor while the module runs, so what follows would "
                "hold for these inputs alone: compute with tensors (torch.where, masks) instead.",
            ),
            name=name,
        )


def here() -> str:
    """The line of the user's own code that runs now, as `12 (net.py)`; where none does, that of a module of torch's."""
    frame: FrameType | None = sys._getframe(1)
    found = "0"
    while frame is not None:
        file, module = frame.f_code.co_filename, str(frame.f_globals.get("__name__", ""))
        place = f"{frame.f_lineno} ({Path(file).name})"
        if module == "guinet.library":
            break
        if not module.startswith(("torch.", "guinet.exchange.module")) and not file.startswith("<frozen"):
            return place
        if found == "0" and module.startswith("torch.nn.") and module != "torch.nn.modules.module":
            found = place
        frame = frame.f_back
    return found


def about(template: str, **values: str) -> Problem:
    """A remark on what of a module is not in its graph as it is there."""
    return Problem("import", template, values, Severity.INFO)


def refusal(template: str, **values: str) -> CannotRead:
    """Why a module becomes no graph."""
    return CannotRead(Problem("unreadable-module", template, values))
