"""Assignment by index: what `x[0, 1:3] = value` does to x."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from guinet.core.ports import Port, Ports, PortType
from guinet.core.values import Value
from guinet.nodes.index_text import BadIndex, names
from guinet.nodes.types import Argument, ArgumentType, Form, NodeType

_INPUT: Final = Port("input")
_VALUE: Final = Port("value", PortType.ANY, optional=True)


def _ports(arguments: Mapping[str, Value]) -> Ports:
    """The tensor, what is written into it, and a port for each name in the index."""
    index = arguments.get("index")
    try:
        found = names(index) if isinstance(index, str) else ()
    except BadIndex:
        found = ()
    own = tuple(Port(name, PortType.ANY) for name in found if name != _VALUE.name)
    return Ports((_INPUT, _VALUE, *own), (Port("output"),))


TYPES = (
    NodeType(
        kind="torch.Tensor.__setitem__",
        form=Form.ASSIGN,
        category="in_place",
        title="assign [ ]",
        inputs=(_INPUT, _VALUE),
        outputs=(Port("output"),),
        arguments=(
            Argument(
                "index",
                ArgumentType.INDEX,
                suggestion="0",
                doc="What stands between the brackets: 0, :, 1:3, ..., None; each name becomes a port.",
            ),
            Argument(
                "value",
                ArgumentType.ANY,
                suggestion=0.0,
                doc="What is written there, where nothing is wired: a number, or several.",
            ),
        ),
        aliases=("setitem", "index", "slice", "[]", "x[i] =", "write", "mask"),
        doc="Writes into a part of a tensor, in place: x[0] = value.",
        parameters=("input", "index", "value"),
        mutates="input",
        ports_for=_ports,
    ),
)
