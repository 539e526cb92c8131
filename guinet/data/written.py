"""Datasets written by hand: torch's own `Dataset`, whose items are read once into memory."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any, Final

import torch
from msgspec import Struct

from guinet.compile import expressions
from guinet.compile.written import Ended, execute, line_of, line_told, running, text_of
from guinet.core.graph import CODE_KIND
from guinet.core.problems import QT_TRANSLATE_NOOP, NotAllowed, sentence
from guinet.core.values import TensorSpec, freeze
from guinet.data.arguments import Number, options
from guinet.data.dataset import Dataset
from guinet.data.memory import refuse_size
from guinet.data.problems import DataError
from guinet.data.source import Arguments, Metadata, Recipe
from guinet.nodes.data import NUM_WORKERS, SPLIT
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Form, NodeType

_WORKERS: Final = Number(NUM_WORKERS.name, 0, high=64)
_TOLD: Final = "Traceback (most recent call last)"
"""At the beginning of what a worker of a DataLoader tells of an exception."""


class CodeFailed(DataError):
    """The code raised an exception; `line` is where in its text, 0 where that is not known."""

    def __init__(self, template: str, line: int, **values: object) -> None:
        super().__init__(template, line=line, **values)
        self.line = line


def gather_items(dataset: Any, names: tuple[str, ...], num_workers: int = 0) -> dict[str, torch.Tensor]:
    """Every item of a dataset, read once: one tensor for each of the values it is made of."""
    from traceback import format_exc

    from torch.utils.data import DataLoader

    def read(index: Any) -> Any:
        """In a worker. What is raised is told as text: torch waits for its workers while their exceptions are kept."""
        try:
            return dataset[index]
        except Exception:  # noqa: BLE001 - someone's code raises what it likes
            return format_exc()

    columns: dict[str, list[torch.Tensor]] = {name: [] for name in names}
    rows: Any = range(len(dataset))
    failure, alone = "", (dataset[index] for index in rows)
    for item in DataLoader(rows, None, collate_fn=read, num_workers=num_workers) if num_workers else alone:
        if num_workers and isinstance(item, str):
            failure = item
            break
        values = item if len(names) > 1 else (item,)
        for name, value in zip(names, values, strict=True):
            # What a worker sends lies in a file that stays open for as long as it is kept: hence the copy.
            tensor = torch.as_tensor(value).clone() if num_workers else torch.as_tensor(value)
            columns[name].append(tensor.float() if tensor.dtype == torch.float64 else tensor)
    if failure:
        raise RuntimeError(failure)
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
        return self._made(arguments), options(arguments).split_seed, self._workers(arguments)

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
                fields = gather_items(made, self.ports, self._workers(arguments))
        except (DataError, NotAllowed):
            raise
        except (Exception, Ended) as error:  # someone's code raises what it likes; it becomes a sentence with its line
            raise self._failed(error) from error
        return Dataset(fields, self.ports[0], self.target, source=self.type.title)

    def recipe(self, arguments: Arguments, base: Path | None) -> Recipe:
        seeded = f"torch.manual_seed({options(arguments).split_seed})"
        workers = self._workers(arguments)
        given = [
            self._made(arguments),
            expressions.literal(self.ports),
            *([f"num_workers={workers}"] if workers else ()),
        ]
        lines = (seeded, f"data = {gather_items.__name__}({', '.join(given)})")
        return Recipe((gather_items,), lines, text=self.text)

    def _workers(self, arguments: Arguments) -> int:
        """How many processes read; none where the class has an argument of that name itself."""
        return _WORKERS.whole(arguments) if NUM_WORKERS in self.type.arguments else 0

    def _made(self, arguments: Arguments) -> str:
        """The call that makes the Dataset."""
        shared = {argument.name for argument in (*SPLIT, NUM_WORKERS) if argument in self.type.arguments}
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
        name, words = type(error).__name__, str(error).strip()
        if words.startswith(_TOLD):
            line = line_told(words)
            name, _, words = words.splitlines()[-1].partition(": ")
        template = QT_TRANSLATE_NOOP("Problem", "{node}: {words} ({error})")
        if line:
            template = QT_TRANSLATE_NOOP("Problem", "{node}, line {line} of its code: {words} ({error})")
        return CodeFailed(template, line, node=self.type.title, words=words or name, error=name)


def written_source(kind: str) -> WrittenSource | None:
    """The source of a kind of nodes written by hand; None for all other kinds."""
    type = REGISTRY.get(kind) if kind.startswith(CODE_KIND) else None
    text = text_of(type) if type is not None else None
    return WrittenSource(type, text) if type is not None and text is not None and type.form is Form.DATA else None
