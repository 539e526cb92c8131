"""Which arguments of a node type may come from a wire instead of standing in the form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from guinet.nodes.types import Argument, ArgumentType, Form, NodeType

_SETTLED: Final = frozenset({"seed", "hold", "inplace", "layout", "memory_format"})
"""Arguments that say how the code itself is written, before anything arrives."""

_CALLED: Final = (Form.FUNCTION, Form.METHOD, Form.CONSTANT, Form.ASSIGN)
"""Forms whose arguments are all written where they are called."""


def with_wires(type: NodeType) -> NodeType:
    """The type with `wirable` on every argument that may come from a wire.

    That is what a call takes: nothing has arrived yet when a constructor runs. An argument that has a port of its name
    already needs no other.
    """
    if type.form not in (*_CALLED, Form.MODULE, Form.LOSS):
        return type
    ports = {port.name for port in type.inputs}
    arguments = tuple(
        replace(argument, wirable=True) if argument.name not in ports and _is_called_with(type, argument) else argument
        for argument in type.arguments
    )
    return replace(type, arguments=arguments) if arguments != type.arguments else type


def wirable(type: NodeType) -> Iterator[str]:
    """The names of the arguments that may come from a wire."""
    return (argument.name for argument in type.arguments if argument.wirable)


def _is_called_with(type: NodeType, argument: Argument) -> bool:
    if argument.name in _SETTLED or argument.type in (ArgumentType.FILE, ArgumentType.INDEX, ArgumentType.NAMES):
        return False
    if type.form is Form.CONSTANT:
        return argument.type is ArgumentType.ANY
    return argument.at_call or (type.form in _CALLED and argument.name in type.parameters)
