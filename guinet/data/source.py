"""What a data source is. A new one is one file like `synthetic`, a line in `catalogue` and a node description."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Hashable, Mapping
from pathlib import Path
from typing import Protocol, TypeAlias

from msgspec import Struct
from torch import Tensor

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.resources import resource
from guinet.core.values import BATCH, TensorSpec
from guinet.data.arguments import Number
from guinet.data.dataset import Dataset
from guinet.data.problems import DataError

Fields: TypeAlias = dict[str, Tensor]
Arguments: TypeAlias = Mapping[str, object]
Shapes: TypeAlias = dict[str, tuple[tuple[int, ...], str]]

_UNREADABLE = (EOFError, zipfile.BadZipFile, zlib.error)


class Recipe(Struct, frozen=True):
    """How a plain script reads the source.

    `functions` are copied into it as they stand, `lines` assign the fields to `data`; `{folder}` in them stands for
    the script's folder, where `files` (a folder may be among them) must lie under their own names. `text` is code
    written by hand that they need. `input` is the port to standardise, where `standardised`; `gap` is that of the
    Dataset.
    """

    functions: tuple[Callable[..., object], ...]
    lines: tuple[str, ...]
    files: tuple[Path, ...] = ()
    text: str = ""
    input: str = "features"
    standardised: bool = True
    gap: int | None = None


class Metadata(Struct, frozen=True):
    """What a prediction needs to be told in words: ports, names of the classes and of the input's columns.

    `characters` are those a text may be made of, where the input is text: the place of each is its number.
    """

    input: str
    target: str
    classes: tuple[str, ...] | None
    features: tuple[str, ...]
    characters: tuple[str, ...] = ()


class Source(Protocol):
    """A kind of data node. `standardised` tells whether its input's columns can be standardised."""

    @property
    def kind(self) -> str: ...

    @property
    def standardised(self) -> bool: ...

    def key(self, arguments: Arguments, base: Path | None) -> Hashable:
        """What `load` depends on; raises DataError for arguments that cannot be used."""

    def specs(self, arguments: Arguments, base: Path | None) -> dict[str, TensorSpec] | None:
        """The ports' shapes and dtypes, with no more than a glance at the file; None when only reading it tells."""

    def metadata(self, arguments: Arguments, base: Path | None) -> Metadata | None:
        """None when only reading the data tells."""

    def load(self, arguments: Arguments, base: Path | None) -> Dataset: ...

    def recipe(self, arguments: Arguments, base: Path | None) -> Recipe: ...


class BuiltIn(Struct, frozen=True):
    """A source that needs no file of the user's: bundled or computed.

    `read` is a plain function that gives the fields; it takes `parameters` by name, after the path of the shipped
    `file` where there is one. `shapes` gives, for the parameters, each port's shape behind the rows and its dtype:
    known without reading.
    """

    kind: str
    read: Callable[..., Fields]
    shapes: Callable[[Mapping[str, int | float]], Shapes]
    input: str = "features"
    target: str = "label"
    classes: tuple[str, ...] | None = None
    features: tuple[str, ...] = ()
    parameters: tuple[Number, ...] = ()
    standardised: bool = False
    file: str = ""

    @property
    def name(self) -> str:
        return self.kind.rpartition(".")[2]

    def values(self, arguments: Arguments) -> dict[str, int | float]:
        return {parameter.name: parameter.read(arguments) for parameter in self.parameters}

    def key(self, arguments: Arguments, base: Path | None) -> Hashable:
        return tuple(self.values(arguments).items())

    def specs(self, arguments: Arguments, base: Path | None) -> dict[str, TensorSpec]:
        shapes = self.shapes(self.values(arguments))
        return {port: TensorSpec((BATCH, *shape), dtype) for port, (shape, dtype) in shapes.items()}

    def metadata(self, arguments: Arguments, base: Path | None) -> Metadata:
        return Metadata(self.input, self.target, self.classes, self.features)

    def load(self, arguments: Arguments, base: Path | None) -> Dataset:
        files = (self._shipped(),) if self.file else ()
        try:
            fields = self.read(*files, **self.values(arguments))
        except (*_UNREADABLE, OSError, ValueError, KeyError, RuntimeError, MemoryError) as error:
            raise DataError(
                QT_TRANSLATE_NOOP("Problem", "{name} could not be read: {error}"), name=self.name, error=error
            ) from error
        return Dataset(fields, self.input, self.target, self.classes, self.features, source=self.name)

    def recipe(self, arguments: Arguments, base: Path | None) -> Recipe:
        values = [f"{name}={value!r}" for name, value in self.values(arguments).items()]
        files = (self._shipped(),) if self.file else ()
        for file in files:
            values.insert(0, f'{{folder}} / "{file.name}"')
        return Recipe((self.read,), (f"data = {self.read.__name__}({', '.join(values)})",), files, input=self.input)

    def _shipped(self) -> Path:
        try:
            return resource(self.file)
        except FileNotFoundError as error:
            raise DataError(QT_TRANSLATE_NOOP("Problem", "{error}: reinstall GuiNet"), error=error) from error
