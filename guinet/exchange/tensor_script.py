"""A canvas of tensors without a model, as the Python that the code pane shows of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import torch
from msgspec import Struct
from torch import Tensor

from guinet import data
from guinet.compile.endless import guards
from guinet.compile.script import write_script
from guinet.compile.shapes import Checker
from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError, Problem, sentence
from guinet.core.project import Project
from guinet.exchange.clean_process import CleanProcessFailed, run_script
from guinet.exchange.companion import quoted
from guinet.exchange.problems import ExportFailed
from guinet.storage import trust

_VALUES: Final = "guinet-values.pt"


class TensorScript(Struct, frozen=True):
    """The script of a project without blocks that are switched off (see `guinet.core.plain`)."""

    project: Project
    text: str

    def write(self, folder: Path, name: str) -> list[str]:
        """Writes the file `name` into `folder`."""
        (folder / name).write_text(self.text, encoding="utf-8")
        return [name]

    def snippet(self, name: str) -> str:
        """Plain Python that runs it."""
        return f"import runpy\n\nvalues = runpy.run_path({quoted(name)})\n"

    def compare(self, folder: Path, name: str) -> Problem:
        """Runs it in a clean process: every tensor must be what it is here. Raises ExportFailed."""
        # First here, where an endless loop is stopped.
        ours = self._values()
        save = (
            "import torch\n"
            f"{_TENSORS}\n"
            f"torch.save(tensors(values), {_VALUES!r})\n"
        )  # fmt: skip
        try:
            run_script(self.snippet(name) + save, folder)
        except CleanProcessFailed as error:
            raise _stopped(error) from error
        theirs: dict[str, Tensor] = torch.load(folder / _VALUES)
        (folder / _VALUES).unlink()
        for each in ours.keys() | theirs.keys():
            if each not in ours or each not in theirs or not self._same(ours[each], theirs[each]):
                raise ExportFailed(
                    QT_TRANSLATE_NOOP(
                        "Problem", "{name} is another value where the script runs alone: nothing was written"
                    ),
                    name=each,
                )
        template = QT_TRANSLATE_NOOP("Problem", "run in a clean process, all {count} tensors equal")
        return sentence(template, count=len(ours))

    def _values(self) -> dict[str, Tensor]:
        given, compiler = guards(self.project)
        namespace: dict[str, Any] = {"__name__": "__main__", **given}
        helpers: dict[str, Any] = {"torch": torch}
        exec(_TENSORS, helpers)
        try:
            with torch.random.fork_rng(devices=[]):
                exec(compiler(self.text, "<script>"), namespace)
        except Exception as error:  # torch, and code written by hand, raise what they like
            raise _stopped(error) from error
        found: dict[str, Tensor] = helpers["tensors"](namespace)
        return found

    def _same(self, ours: Tensor, theirs: Tensor) -> bool:
        if (ours.shape, ours.dtype) != (theirs.shape, theirs.dtype):
            return False
        # What lies in memory that nobody has written to is another thing in every process.
        unwritten = any(".empty" in node.kind or "new_empty" in node.kind for node in self.project.main.nodes.values())
        return unwritten or bool(torch.isclose(ours, theirs, rtol=0, atol=0, equal_nan=True).all())


def _stopped(error: Exception) -> ExportFailed:
    words = next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
    return ExportFailed(
        QT_TRANSLATE_NOOP("Problem", "the script does not run to its end: {words}; nothing was written"), words=words
    )


_TENSORS: Final = """
def tensors(values):
    return {
        name: value.detach().cpu().clone()
        for name, value in values.items()
        if isinstance(value, torch.Tensor) and value.layout is torch.strided
    }
"""


def tensor_script(project: Project, format: str, asked: Mapping[str, object]) -> TensorScript:
    """The script to export as `format`. `asked` are weights and runs that were asked for.

    Raises GuinetError for a format other than Python source, and for weights: there is no model to put them into.
    Raises SourceError where it has errors, NotAllowed for code that nobody trusted.
    """
    if format != "py":
        raise GuinetError(
            QT_TRANSLATE_NOOP(
                "Problem",
                "this canvas is only tensors, there is no model in it to export as {format}: choose py, "
                "or begin the network with data or an Input",
            ),
            format=format,
        )
    if any(value is not None for value in asked.values()):
        raise GuinetError(
            QT_TRANSLATE_NOOP(
                "Problem", "this canvas is only tensors, there is no model in it for weights: leave them out"
            )
        )
    trust.require(project)
    checker = Checker(project, data.project_specs(project))
    return TensorScript(project, write_script(project, checker.scope, checker.report).text)
