"""Datasets written by hand: torch's own `Dataset`, whose items are read once into memory."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import torch
from msgspec import Struct

from guinet.compile import expressions
from guinet.compile.written import Ended, execute, line_of, running, text_of
from guinet.core.graph import CODE_KIND
from guinet.core.problems import QT_TRANSLATE_NOOP, NotAllowed, sentence
from guinet.core.values import TensorSpec, freeze
from guinet.data.arguments import options
from guinet.data.dataset import Dataset
from guinet.data.memory import refuse_size
from guinet.data.problems import DataError
from guinet.data.source import Arguments, Metadata, Recipe
from guinet.nodes.data import SPLIT
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Form, NodeType


class CodeFailed(DataError):
    """The code raised an exception; `line` is where in its text, 0 where that is not known."""

    def __init__(self, template: str, line: int, **values: object) -> None:
        super().__init__(template, line=line, **values)
        self.line = line


def gather_items(dataset: Any, names: tuple[str, ...]) -> dict[str, torch.Tensor]:
    """Every item of a dataset, read once: one tensor for each of the values it is made of."""
    columns: dict[str, list[torch.Tensor]] = {name: [] for name in names}
    for index in range(len(dataset)):
        item = dataset[index]
        values = item if len(names) > 1 else (item,)
        for name, value in zip(names, values, strict=True):
            tensor = torch.as_tensor(value)
            columns[name].append(tensor.float() if tensor.dtype == torch.float64 else tensor)
    return {name: torch.stack(tensors) for name, tensors in columns.items()}


class WrittenSource(Struct, frozen=True):
    """The Dataset that nodes of one kind `code.<id>` are read from.

    Its ports are what `__getitem__` returns: the first is the input, the second the target.
    """

    type: NodeType
    text: str
    standardised: bool = False

    @property
    def kind(self) -> str:
        return self.type.kind

    @property
    def ports(self) -> tuple[str, ...]:
        return tuple(port.name for port in self.type.outputs)

    @property
    def target(self) -> str:
        return self.ports[min(1, len(self.ports) - 1)]

    def key(self, arguments: Arguments, base: Path | None) -> Hashable:
        return self._made(arguments), options(arguments).split_seed

    def specs(self, arguments: Arguments, base: Path | None) -> dict[str, TensorSpec] | None:
        return None

    def metadata(self, arguments: Arguments, base: Path | None) -> Metadata:
        return Metadata(self.ports[0], self.target, None, ())

    def load(self, arguments: Arguments, base: Path | None) -> Dataset:
        """Raises CodeFailed and DataError, NotAllowed for code that nobody trusted."""
        namespace: dict[str, Any] = {"__name__": "guinet_code"}
        try:
            with running(self.type):
                torch.manual_seed(options(arguments).split_seed)
                # Counted it is not: reading a file line by line takes as many rounds as it has lines.
                execute(self.text, namespace, counted=False)
                made = eval(self._made(arguments), namespace)
                self._refuse_too_many(made)
                fields = gather_items(made, self.ports)
        except (DataError, NotAllowed):
            raise
        except (Exception, Ended) as error:  # someone's code raises what it likes; it becomes a sentence with its line
            raise self._failed(error) from error
        return Dataset(fields, self.ports[0], self.target, source=self.type.title)

    def recipe(self, arguments: Arguments, base: Path | None) -> Recipe:
        seeded = f"torch.manual_seed({options(arguments).split_seed})"
        lines = (seeded, f"data = {gather_items.__name__}({self._made(arguments)}, {expressions.literal(self.ports)})")
        return Recipe((gather_items,), lines, text=self.text)

    def _made(self, arguments: Arguments) -> str:
        """The call that makes the Dataset."""
        shared = {argument.name for argument in SPLIT}
        own = {name: freeze(value) for name, value in arguments.items() if name not in shared}
        missing = self.type.missing(own, ())
        if missing:
            raise DataError(
                QT_TRANSLATE_NOOP("Problem", "{node} needs a value for {name}"),
                node=self.type.title,
                name=missing[0].name,
            )
        return expressions.constructor(self.type, own)

    def _refuse_too_many(self, dataset: Any) -> None:
        rows = len(dataset)
        if not rows:
            raise DataError(QT_TRANSLATE_NOOP("Problem", "{node} has no items: its __len__ is 0"), node=self.type.title)
        first = dataset[0]
        values = first if len(self.ports) > 1 else (first,)
        if not isinstance(values, (tuple, list)) or len(values) != len(self.ports):
            raise DataError(
                QT_TRANSLATE_NOOP(
                    "Problem",
                    "{node} gives something else than {ports} for its first item: let __getitem__ return one "
                    "value for each, the same number for every item",
                ),
                node=self.type.title,
                ports=", ".join(self.ports),
            )
        size = rows * sum(tensor.numel() * tensor.element_size() for tensor in map(torch.as_tensor, values))
        refuse_size(self.type.title, size, sentence(QT_TRANSLATE_NOOP("Problem", "let its __len__ be smaller")))

    def _failed(self, error: BaseException) -> CodeFailed:
        line = line_of(error)
        words = str(error).strip() or type(error).__name__
        template = QT_TRANSLATE_NOOP("Problem", "{node}: {words} ({error})")
        if line:
            template = QT_TRANSLATE_NOOP("Problem", "{node}, line {line} of its code: {words} ({error})")
        return CodeFailed(template, line, node=self.type.title, words=words, error=type(error).__name__)


def written_source(kind: str) -> WrittenSource | None:
    """The source of a kind of nodes written by hand; None for all other kinds."""
    type = REGISTRY.get(kind) if kind.startswith(CODE_KIND) else None
    text = text_of(type) if type is not None else None
    return WrittenSource(type, text) if type is not None and text is not None and type.form is Form.DATA else None
