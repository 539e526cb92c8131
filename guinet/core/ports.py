"""Ports: where wires end, and which ends fit each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from guinet.core.values import Value


class PortType(StrEnum):
    """What a port carries."""

    TENSOR = "tensor"
    NUMBER = "number"
    LIST = "list"
    ANY = "any"


class Port(Struct, frozen=True):
    """One end of a node.

    `multiple`: an input that takes several wires in order (the `tensors` of `torch.cat`).
    `optional`: an input that may stay unwired.
    """

    name: str
    type: PortType = PortType.TENSOR
    multiple: bool = False
    optional: bool = False


class Ports(Struct, frozen=True):
    """The inputs and outputs of a node, in order."""

    inputs: tuple[Port, ...] = ()
    outputs: tuple[Port, ...] = ()

    def input(self, name: str) -> Port | None:
        return _named(self.inputs, name)

    def output(self, name: str) -> Port | None:
        return _named(self.outputs, name)


class Catalogue(Protocol):
    """What core asks of the registry of node types in `guinet.nodes`."""

    def ports(self, kind: str, arguments: Mapping[str, Value]) -> Ports | None:
        """The ports of a node of this kind, or None when the kind is unknown."""

    def close(self, kind: str) -> tuple[str, ...]:
        """Known kinds that `kind` may be a slip of, the closest first."""

    def wirable(self, kind: str) -> tuple[str, ...]:
        """The arguments of nodes of this kind that may come from a wire (`guinet.core.values.Wired`)."""

    def outside(self, kind: str) -> bool:
        """Whether nodes of this kind stand beside the module and never in a block: data and losses."""

    def learn(self, code: str, text: str) -> None:
        """From now on `code.<code>` is the kind of nodes that call `text`, which is not run."""

    def text(self, kind: str) -> str | None:
        """The code that nodes of a kind written by hand call, where it was learned."""

    def complaint(self, kind: str) -> tuple[str, Mapping[str, str]] | None:
        """Why nodes written by hand have no ports: a sentence and its values; None for other kinds."""


def fits(output: Port, input: Port) -> bool:
    """Whether what `output` carries may enter `input`."""
    return output.type == input.type or PortType.ANY in (output.type, input.type)


def _named(ports: Iterable[Port], name: str) -> Port | None:
    return next((port for port in ports if port.name == name), None)
