"""Which argument of a call is which of a node's: read off torch's own signatures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.values import MISSING, Wired
from guinet.exchange.python.problems import Unclear
from guinet.exchange.python.values import Made, Torch, Wire, look
from guinet.nodes.signatures import Parameter, signatures
from guinet.nodes.types import Argument, ArgumentType, Form, NodeType

_SIZES: Final = frozenset({"size", "shape", "dims", "repeats", "sizes"})
"""Parameters that torch takes as one tuple or as several numbers."""

_DTYPES: Final = {
    "long": "int64", "int": "int32", "short": "int16", "float": "float32", "double": "float64", "half": "float16",
}  # fmt: skip
"""torch's other names of dtypes."""

_OTHER_NAMES: Final = {"axis": "dim", "keepdims": "keepdim", "x": "input", "self": "input"}


def constructor_parameters(name: str) -> tuple[Parameter, ...]:
    """What the constructor of a layer takes. Raises KeyError."""
    return signatures().module(name).arguments


def call_parameters(type: NodeType) -> tuple[Parameter, ...]:
    """What a call of the node's function, method or layer takes, in torch's order."""
    try:
        if type.form in (Form.MODULE, Form.LOSS) and type.kind.startswith("torch.nn."):
            return signatures().module(type.title).call
        return signatures().function(type.kind).call
    except KeyError:
        known = {argument.name: argument.default for argument in type.arguments}
        return tuple(Parameter(name, "", known.get(name, MISSING), False) for name in type.parameters)


def bound(
    name: str,
    parameters: Sequence[Parameter],
    given: Sequence[object],
    keywords: Mapping[str, object],
    line: int,
    several: Sequence[str] = (),
) -> dict[str, object]:
    """The values by parameter. `several` are those that take a row of positional values one by one.

    Raises Unclear where there are too many, or some that torch does not know.
    """
    found: dict[str, object] = {}
    free = [parameter for parameter in parameters if not parameter.keyword]
    needed = [parameter for parameter in free if parameter.default is MISSING]
    overloaded = any(parameter.default is not MISSING for parameter in free[: len(needed)])
    order = needed if overloaded and len(given) <= len(needed) else free
    waiting = list(given)
    for parameter in order:
        if not waiting:
            break
        whole = len(waiting) == 1 and isinstance(waiting[0], Wire) and is_row(waiting[0])
        spread = (_is_number(waiting[0]) and not whole) or parameter.name in several
        if _takes_row(parameter, several) and spread and not isinstance(look(waiting[0]), (tuple, list)):
            found[parameter.name] = tuple(waiting)
            waiting = []
        else:
            found[parameter.name] = waiting.pop(0)
    names = {parameter.name for parameter in parameters}
    for key, value in keywords.items():
        own = key if key in names else _OTHER_NAMES.get(key, key)
        if own not in names or own in found:
            template = QT_TRANSLATE_NOOP("Problem", "Line {line}: {name} takes no argument {argument}.")
            raise Unclear(template, line, name=name, argument=key)
        found[own] = value
    if waiting:
        template = QT_TRANSLATE_NOOP("Problem", "Line {line}: {name} is given more than it takes.")
        raise Unclear(template, line, name=name)
    return found


def converted(type: NodeType, argument: Argument, value: object, line: int) -> object:
    """A value as a node's argument holds it: dtypes by name, the numbers of a tensor as a tuple."""
    seen = look(value)
    if isinstance(seen, Torch):
        dtype_like = argument.type in (ArgumentType.DTYPE, ArgumentType.CHOICE, ArgumentType.ANY)
        if dtype_like and seen.path.startswith("torch."):
            return _DTYPES.get(seen.name, seen.name)
    elif isinstance(seen, Made) and seen.kind == "torch.tensor" and argument.tensor:
        return _tuples(seen.arguments.get("data"))
    elif argument.type is ArgumentType.SHAPE and isinstance(seen, int) and not isinstance(seen, bool):
        return (value,)
    elif _holds_only_plain(seen):
        return _tuples(value)
    template = QT_TRANSLATE_NOOP(
        "Problem", "Line {line}: {argument} of {name} is given what no form can hold: write a number or a text there."
    )
    raise Unclear(template, line, argument=argument.name, name=type.title)


def is_default(argument: Argument, value: object) -> bool:
    """Whether a node need not say so."""
    seen = look(value)
    return seen == argument.default and repr(seen) == repr(argument.default) and seen is value


def refuse_argument(type: NodeType, name: str, line: int) -> Unclear:
    template = QT_TRANSLATE_NOOP("Problem", "Line {line}: GuiNet's {name} has no argument {argument}: leave it out.")
    return Unclear(template, line, name=type.title, argument=name)


def _takes_row(parameter: Parameter, several: Sequence[str]) -> bool:
    sized = parameter.argument_type in (ArgumentType.SHAPE, ArgumentType.SIZE) and parameter.name in _SIZES
    return sized or parameter.name in several


def is_row(wire: Wire) -> bool:
    """Whether it is the sizes of a tensor, some of them, or more behind them: a row of numbers, and not one."""
    nodes, waiting, seen = wire.home.nodes, [wire.end.node], set[str]()
    while waiting:
        node = nodes[waiting.pop()]
        seen.add(node.id)
        before = [each.source.node for each in wire.home.wires if each.target.node == node.id]
        if node.kind == "torch.Tensor.shape" or (node.kind == "torch.Tensor.size" and "dim" not in node.arguments):
            return True
        if node.kind == "torch.Tensor.__getitem__" and ":" not in str(node.arguments.get("index")):
            return False
        if node.kind not in ("torch.Tensor.__getitem__", "torch.Tensor.__add__", "torch.add"):
            return False
        waiting += [each for each in before if each not in seen]
    return False


def _is_number(value: object) -> bool:
    return isinstance(look(value), (int, Wire))


def _tuples(value: object) -> object:
    return tuple(_tuples(item) for item in value) if isinstance(value, (tuple, list)) else value


def _holds_only_plain(value: object) -> bool:
    if isinstance(value, (tuple, list)):
        return all(_holds_only_plain(look(item)) for item in value)
    return value is None or isinstance(value, (bool, int, float, str, Wired))
