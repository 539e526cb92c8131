"""The values a project was given with its network: beside its file, and until it has one in a folder of their own."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Collection, Mapping, Sequence
from itertools import count
from os import PathLike
from pathlib import Path

from torch import Tensor

from guinet.core.initialising import freeze
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem
from guinet.core.project import Project
from guinet.exchange.python.reading import ImportedProject
from guinet.nodes.loaded_values import SUFFIX, loaded_file, loads, start_from
from guinet.storage import files
from guinet.storage.atomic import reason, replacing
from guinet.storage.weights_files import BadWeights, weights_table
from guinet.train.weights import save_weights


class ModuleProject(ImportedProject):
    """A project that was read from a live module, whose values it begins with. Until it is saved they lie in a folder
    of the system's for what is temporary, which goes when the project does."""

    given: Path | None = None
    """That folder, as long as the project has no file."""

    @property
    def folder(self) -> Path | None:
        return self.given if self.given is not None else super().folder


def keep(project: ModuleProject, state: Mapping[str, Tensor]) -> None:
    """Has the project begin with these values."""
    if not state:
        return
    folder = Path(tempfile.mkdtemp(prefix="guinet-"))
    weakref.finalize(project, shutil.rmtree, folder, True)
    project.given = folder
    file = folder / f"weights{SUFFIX}"
    save_weights(state, file)
    start_from(project.main, file.name, weights_table(file).digest)


def keep_still(project: ModuleProject, names: Sequence[str], still: Collection[str]) -> None:
    """Has the training leave the parameters `still` as they are, of those of all `names`, by the shortest patterns."""
    moving = {prefix for name in names if name not in still for prefix in _prefixes(name)}
    for pattern in dict.fromkeys(next(each for each in _prefixes(name) if each not in moving) for name in still):
        freeze(project, pattern)


def _prefixes(name: str) -> list[str]:
    """`encoder`, `encoder.0`, `encoder.0.weight`."""
    parts = name.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts) + 1)]


def save(project: Project, path: str | PathLike[str] | None = None) -> Path:
    """Writes the project to `path`, or to the file it came from, and marks it as saved; returns where it is now. The
    values of a module it was read from come to lie beside it as NAME.weights.safetensors.

    Raises SaveFailed when it cannot be written, and then the old file and the project are as they were;
    NotAllowed when the file there was made by a newer GuiNet; Misuse when the project has no file yet.
    """
    given = project.given if isinstance(project, ModuleProject) else None
    rule = next((rule for rule in project.main.initialisers if loads(rule)), None)
    if path is None or given is None or rule is None or not isinstance(project, ModuleProject):
        return files.save(project, path)
    source = given / loaded_file(rule)
    digest = weights_table(source).digest
    beside = _beside(Path(path), digest)
    _copy(source, beside)
    start_from(project.main, beside.name, digest)
    saved = files.save(project, path)
    project.given = None
    return saved


def _beside(path: Path, digest: str) -> Path:
    """A name beside a file that is free, or that of a file of these values."""
    names = (f"{path.stem}.weights{f'-{number}' if number > 1 else ''}{SUFFIX}" for number in count(1))
    return next(each for each in map(path.with_name, names) if not each.exists() or _has(each, digest))


def _has(path: Path, digest: str) -> bool:
    try:
        return weights_table(path).digest == digest
    except BadWeights:
        return False


def _copy(source: Path, there: Path) -> None:
    """Raises BadWeights."""
    try:
        with replacing(there) as new:
            shutil.copyfile(source, new)
    except OSError as error:
        template = QT_TRANSLATE_NOOP("Problem", "{file} cannot be written ({error}): make room, or save elsewhere.")
        raise BadWeights(Problem("weights", template, {"file": str(there), "error": reason(error)})) from error
