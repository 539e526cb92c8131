"""Makes a node type of a table's entry and torch's signature."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from guinet.core.ports import Port, PortType
from guinet.core.values import MISSING
from guinet.nodes.common import LEFT_OUT, common_detail
from guinet.nodes.signatures import Parameter, Signature, Signatures
from guinet.nodes.table import Detail, Entry
from guinet.nodes.types import Argument, ArgumentType, Form, NodeType

_HOLD: Final = Argument(
    "hold",
    ArgumentType.CHOICE,
    "",
    choices=("", "attribute", "buffer", "parameter"),
    doc="Kept by the module: made once, instead of anew at each call.",
)
"""An argument of tensors made of nothing; torch's function does not take it."""


def node_type(entry: Entry, category: str, signatures: Signatures) -> NodeType:
    """Raises KeyError when torch has nothing of the entry's kind, or no argument that the entry details."""
    signature = _signature(entry, signatures)
    call = [parameter for parameter in signature.call if _offered(entry, parameter)]
    wired = [parameter for parameter in call if _is_port(entry, parameter)]
    ports = tuple(entry.inputs.get(parameter.name) or port(parameter) for parameter in wired)
    arguments = (*_inner(entry, signatures), *_arguments(entry, signature.arguments, call), *entry.added)
    if entry.form is Form.FUNCTION and not ports:
        arguments = (*arguments, _HOLD)
    known = {argument.name for argument in arguments}
    if unknown := (entry.details.keys() - known) | (entry.inputs.keys() - {parameter.name for parameter in wired}):
        raise KeyError(f"{entry.kind} has no {', '.join(sorted(unknown))}")
    return NodeType(
        kind=entry.kind,
        form=entry.form,
        category=category,
        title=entry.title,
        call=entry.call,
        inputs=ports,
        outputs=tuple(Port(output) if isinstance(output, str) else output for output in entry.outputs),
        arguments=arguments,
        aliases=(*entry.aliases, *_lazy(entry, signatures)),
        doc=entry.doc,
        parameters=tuple(_name(entry, parameter) for parameter in call),
        unpack=entry.unpack,
        float_weights=entry.float_weights,
        loops=entry.loops,
        task=entry.task,
        applies=entry.applies,
        mutates=entry.mutates,
        effect=entry.effect,
        view=entry.view,
        random=entry.random,
        real=entry.real or entry.follows_values,
        follows_values=entry.follows_values,
        spread=entry.spread,
        inner=entry.inner.replace("torch.nn.", "nn."),
        ports_for=entry.ports_for,
    )


def argument(parameter: Parameter, detail: Detail, *, at_call: bool = False) -> Argument:
    """The argument as torch's signature tells it, and `detail` where that says more."""
    declared = Detail(
        type=parameter.argument_type,
        default=parameter.default,
        choices=parameter.choices,
        length=parameter.length,
        optional=parameter.optional,
    )
    return Argument(name=parameter.name, at_call=at_call, **(declared | detail))


def _lazy(entry: Entry, signatures: Signatures) -> tuple[str, ...]:
    """The name of torch's lazy twin, which the plain layer stands for: sizes that can be inferred may be left open."""
    twin = f"Lazy{entry.title}"
    return (twin,) if entry.form is Form.MODULE and signatures.has_module(twin) else ()


def _inner(entry: Entry, signatures: Signatures) -> tuple[Argument, ...]:
    """The arguments of the layer that the constructor takes."""
    if not entry.inner:
        return ()
    layer = Entry(entry.inner, Form.MODULE, "", "", entry.inner.rpartition(".")[2], positional=2)
    offered = [parameter for parameter in signatures.module(layer.title).arguments if _offered(layer, parameter)]
    details = {name: detail for name, detail in entry.details.items() if detail.get("inner")}
    made = replace(layer, details=details)
    return tuple(replace(each, inner=True) for each in _arguments(made, offered, ()))


def _signature(entry: Entry, signatures: Signatures) -> Signature:
    if entry.form in (Form.MODULE, Form.LOSS):
        return signatures.module(entry.title)
    if entry.form is Form.ATTRIBUTE:
        return Signature((), (Parameter("input", "Tensor", MISSING, keyword=False),))
    return signatures.function(entry.kind)


def _offered(entry: Entry, parameter: Parameter) -> bool:
    if parameter.name in entry.leave_out or parameter.name.startswith("_"):
        return False
    return parameter.name not in LEFT_OUT or parameter.name in entry.details


def _is_port(entry: Entry, parameter: Parameter) -> bool:
    return parameter.is_tensor or parameter.name in entry.inputs


def _name(entry: Entry, parameter: Parameter) -> str:
    """The parameter's name, or that of the port the entry puts in its place."""
    return entry.inputs[parameter.name].name if parameter.name in entry.inputs else parameter.name


def port(parameter: Parameter) -> Port:
    """The input port that a tensor parameter is."""
    return Port(
        parameter.name,
        PortType.TENSOR,
        multiple=any(word in parameter.type for word in ("tuple[Tensor", "list[Tensor", "Sequence[Tensor")),
        optional=parameter.optional or "float" in parameter.members,
    )


def _arguments(entry: Entry, constructor: Iterable[Parameter], call: Iterable[Parameter]) -> Iterable[Argument]:
    """First what the constructor takes, then what the call does; a tensor or number is both a port and an argument."""
    left = entry.positional
    constructed = [(parameter, False) for parameter in constructor if _offered(entry, parameter)]
    at_call = entry.form in (Form.MODULE, Form.LOSS)
    called = [(parameter, at_call) for parameter in call if _takes_value(entry, parameter)]
    for parameter, is_at_call in constructed + called:
        own = entry.details.get(parameter.name, Detail())
        detail = common_detail(parameter.name, entry.form) | (
            own if not entry.inner or not own.get("inner") else Detail()
        )
        detail["positional"] = detail.get("positional", left > 0 and not is_at_call)
        yield argument(parameter, detail, at_call=is_at_call)
        left -= 1


def _takes_value(entry: Entry, parameter: Parameter) -> bool:
    if _is_port(entry, parameter):
        return parameter.name in entry.details or "float" in parameter.members
    return True
