"""Export: write under a temporary name, load in a clean process, compare, and only then give the file its name."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from msgspec import Struct
from safetensors import SafetensorError

from guinet.compile.precedence import is_script
from guinet.core.formats import FORMATS
from guinet.core.plain import plain
from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError, Misuse, Problem, sentence
from guinet.core.project import Project
from guinet.exchange.placing import place, refuse_hiding
from guinet.exchange.problems import ExportFailed, export_failed
from guinet.exchange.subject import Subject, make_subject
from guinet.exchange.tensor_script import TensorScript, tensor_script
from guinet.storage.atomic import reason
from guinet.storage.targets import check_target
from guinet.storage.workplace import remove_leftovers, workplace

PLACING: Final = "placing"
"""The last stage: who wants to break an export off raises from `progress` before it, or not at all."""


class Exported(Struct, frozen=True):
    """A finished export: `snippet` is the Python that loads it, `compared` says what was compared."""

    format: str
    path: Path
    snippet: str
    compared: Problem


class Exporter(Protocol):
    """One module of `guinet.exchange.formats`."""

    def write(self, subject: Subject, folder: Path, name: str) -> list[str]:
        """Writes the file `name`, and any it needs beside it, into `folder`; returns their names."""

    def snippet(self, subject: Subject, name: str) -> str:
        """Plain Python, run in the folder of the file, that loads it."""

    def compare(self, subject: Subject, folder: Path, name: str) -> Problem:
        """Loads the file in a clean process and compares; returns what was compared. Raises ExportFailed."""


class _Model(Struct, frozen=True):
    """A model, and the format it is written in."""

    exporter: Exporter
    subject: Subject

    def write(self, folder: Path, name: str) -> list[str]:
        return self.exporter.write(self.subject, folder, name)

    def snippet(self, name: str) -> str:
        return self.exporter.snippet(self.subject, name)

    def compare(self, folder: Path, name: str) -> Problem:
        return self.exporter.compare(self.subject, folder, name)


def export(
    project: Project,
    format: str,
    path: Path,
    *,
    run: str | None = None,
    weights: Path | None = None,
    runs: Path | None = None,
    progress: Callable[[str], None] | None = None,
) -> Exported:
    """Exports the project's model. Raises GuinetError; then no file was written and none was changed.

    `progress` hears of each stage as it begins: "building", "writing", "comparing", "placing".
    """
    tell = progress or _silent
    exporter = _exporter(format)
    path = path.absolute()
    check_target(path, project)
    refuse_hiding(path)
    tell("building")
    product: _Model | TensorScript
    if is_script(plain(project).main):
        product = tensor_script(plain(project), format, {"run": run, "weights": weights})
    else:
        product = _Model(exporter, make_subject(project, run, weights, runs))
    try:
        remove_leftovers(path.parent)
        with workplace(path.parent) as folder:
            tell("writing")
            names = _write(product, folder, path)
            tell("comparing")
            compared = product.compare(folder, path.name)
            tell(PLACING)
            place(folder, names, path)
    except OSError as error:
        raise _unwritable(path, reason(error)) from error
    return Exported(format, path, product.snippet(path.name), compared)


def _write(product: _Model | TensorScript, folder: Path, path: Path) -> list[str]:
    try:
        names = product.write(folder, path.name)
    except (OSError, GuinetError):
        raise
    except Exception as error:  # torch's and safetensors' writers and torch's recorders raise what they like
        if isinstance(error, SafetensorError):
            raise _unwritable(path, sentence(QT_TRANSLATE_NOOP("Problem", "the disk is full or failed"))) from error
        words = str(error).strip().splitlines() or [type(error).__name__]
        raise export_failed(path.name, words[0]) from error
    if len(set(names)) < len(names):
        raise Misuse(
            QT_TRANSLATE_NOOP(
                "Problem", "the model's source would be called {file} too: choose a name that does not end with .py"
            ),
            file=path.name,
        )
    return names


def _unwritable(path: Path, why: Problem) -> ExportFailed:
    return ExportFailed(
        QT_TRANSLATE_NOOP(
            "Problem", "{path} could not be written ({reason}): nothing was changed, choose another place"
        ),
        path=path,
        reason=why,
    )


def _exporter(format: str) -> Exporter:
    names = [each.name for each in FORMATS.values() if not each.picture]
    if format not in names:
        raise Misuse(
            QT_TRANSLATE_NOOP("Problem", "there is no format “{format}”; choose one of {known}"),
            format=format,
            known=", ".join(names),
        )
    module: Exporter = importlib.import_module(f"guinet.exchange.formats.{format.replace('-', '_')}")
    return module


def _silent(stage: str) -> None:
    """Nobody listens."""
