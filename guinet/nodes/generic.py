"""Node types made of nothing but a path of torch: any function, any method of a tensor."""

from __future__ import annotations

from keyword import iskeyword
from typing import Final

from guinet.core.ports import Port, PortType
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.values import MISSING
from guinet.nodes.arguments import argument_problem
from guinet.nodes.build import argument, port
from guinet.nodes.common import EVERYWHERE
from guinet.nodes.signatures import Parameter, Signature, Signatures
from guinet.nodes.table import Detail, PortsFor, with_dimension
from guinet.nodes.types import Argument, ArgumentType, Effect, Form, NodeType

_TENSOR: Final = "torch.Tensor."
_RETAIN: Final = "torch.Tensor.retain_grad"
_FUNCTIONAL: Final = "torch.nn.functional."
_FUNCTION_DOC: Final = QT_TRANSLATE_NOOP("NodeDoc", "A function of torch, with the ports and arguments it has there.")
_METHOD_DOC: Final = QT_TRANSLATE_NOOP("NodeDoc", "A method of tensors, with the ports and arguments it has in torch.")
_IN_PLACE_DOC: Final = QT_TRANSLATE_NOOP("NodeDoc", "A method of tensors that writes its result over its input.")


def may_be_generic(kind: str) -> bool:
    """Whether `kind` may be a path of torch; `operations.json` need not be read for the others."""
    return kind.startswith("torch.")


def generic_type(kind: str, signatures: Signatures) -> NodeType | None:
    """The type of a node that calls `kind` ("torch.fft.rfft", "torch.Tensor.cholesky"); None where torch has none."""
    try:
        signature = signatures.function(kind)
    except KeyError:
        return None
    method = kind.startswith(_TENSOR)
    name = kind.removeprefix(_TENSOR)
    in_place = method and name.endswith("_")
    parameters = [parameter for parameter in signature.call if _is_written(parameter)]
    return NodeType(
        kind=kind,
        form=Form.METHOD if method else Form.FUNCTION,
        category="other",
        title=kind.replace(_FUNCTIONAL, "F.").removeprefix("torch."),
        call=name if method else kind.replace(_FUNCTIONAL, "F."),
        inputs=tuple(port(parameter) for parameter in parameters if parameter.is_tensor),
        outputs=_outputs(signature),
        arguments=tuple(_argument(parameter) for parameter in parameters if _takes_value(parameter)),
        aliases=(kind, kind.rpartition(".")[2]),
        doc=_IN_PLACE_DOC if in_place else _METHOD_DOC if method else _FUNCTION_DOC,
        parameters=tuple(parameter.name for parameter in parameters),
        mutates="input" if in_place else "",
        effect=Effect.RETAIN if kind == _RETAIN else Effect.NONE,
        ports_for=_ports_for(signature),
    )


def _ports_for(signature: Signature) -> PortsFor | None:
    """Reductions give one result over everything, and also the places along a dimension."""
    everything = any(parameter.name == "dim" and parameter.default is None for parameter in signature.call)
    return with_dimension(*signature.returns) if everything and signature.returns == ("values", "indices") else None


def _is_written(parameter: Parameter) -> bool:
    return not parameter.name.startswith("_")


def _takes_value(parameter: Parameter) -> bool:
    return not parameter.is_tensor or "float" in parameter.members


def _argument(parameter: Parameter) -> Argument:
    """As torch's signature tells it; anything at all where its default is not of the type it names."""
    numbered = parameter.name == "reduction" and parameter.argument_type is ArgumentType.INT  # torch's inner numbers
    detail = Detail() if numbered else EVERYWHERE.get(parameter.name, Detail())
    if parameter.unnamed or iskeyword(parameter.name):
        detail = detail | Detail(positional=True)
    made = argument(parameter, detail)
    if made.default is MISSING or argument_problem(made, made.default) is None:
        return made
    return argument(parameter, Detail(type=ArgumentType.ANY, choices=(), length=None, optional=True))


def _outputs(signature: Signature) -> tuple[Port, ...]:
    if not signature.returns:
        return (Port("output"),)
    named = (text.partition(":") for text in signature.returns)
    ports = [Port(name, PortType.ANY if type else PortType.TENSOR) for name, _, type in named]
    return tuple(ports) if len(ports) > 1 else (Port("output", ports[0].type),)
