"""How a table of one family of nodes is written: one entry a node, with what introspection cannot know.

A torch layer or operation whose signature is in `signatures.json` is one entry of one table file:

    layer("Dropout", "Zeroes values at random while training.", positional=1)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypedDict

from guinet.core.ports import Port, Ports
from guinet.core.values import Setting, Value
from guinet.nodes.types import ArgumentType, Form, Inference

PortsFor = Callable[[Mapping[str, Value]], Ports]


class Detail(TypedDict, total=False):
    """What a table says about an argument beyond torch's signature; the fields of `Argument`."""

    type: ArgumentType
    default: Setting
    choices: tuple[Value, ...]
    inferred: Inference
    positional: bool
    variadic: bool
    minimum: float | None
    maximum: float | None
    length: int | None
    optional: bool
    suggestion: Value
    doc: str


@dataclass(frozen=True)
class Entry:
    """One line of a table; `guinet.nodes.build` completes it from torch's signature.

    `positional` is how many leading arguments are written without their names. `leave_out` are parameters GuiNet does
    not offer. `inputs` are ports, by torch's name, that are not as the signature tells.
    """

    kind: str
    form: Form
    call: str
    doc: str
    title: str
    aliases: tuple[str, ...] = ()
    positional: int = 0
    details: Mapping[str, Detail] = field(default_factory=dict)
    leave_out: tuple[str, ...] = ()
    inputs: Mapping[str, Port] = field(default_factory=dict)
    outputs: tuple[str, ...] = ("output",)
    unpack: str = ""
    ports_for: PortsFor | None = None


def inferred(dimension: int, port: str = "input") -> Detail:
    """An argument read off dimension `dimension` of what arrives at `port`."""
    return Detail(inferred=Inference(port, dimension), minimum=1)


def layer(
    name: str,
    doc: str,
    *,
    aliases: tuple[str, ...] = (),
    positional: int = 0,
    details: Mapping[str, Detail] | None = None,
    leave_out: tuple[str, ...] = (),
    inputs: Mapping[str, Port] | None = None,
    outputs: tuple[str, ...] = ("output",),
    unpack: str = "",
    ports_for: PortsFor | None = None,
) -> Entry:
    """A class of `torch.nn`: constructed once, then called."""
    return Entry(
        kind=f"torch.nn.{name}",
        form=Form.MODULE,
        call=f"nn.{name}",
        doc=doc,
        title=name,
        aliases=aliases,
        positional=positional,
        details=details or {},
        leave_out=leave_out,
        inputs=inputs or {},
        outputs=outputs,
        unpack=unpack,
        ports_for=ports_for,
    )


def loss(
    name: str,
    doc: str,
    *,
    aliases: tuple[str, ...] = (),
    details: Mapping[str, Detail] | None = None,
    inputs: Mapping[str, Port] | None = None,
) -> Entry:
    """A loss of `torch.nn`: outside the module, one number out."""
    return Entry(
        kind=f"torch.nn.{name}",
        form=Form.LOSS,
        call=f"nn.{name}",
        doc=doc,
        title=name,
        aliases=aliases,
        details=details or {},
        inputs=inputs or {},
        outputs=("loss",),
    )


def function(
    path: str,
    doc: str,
    *,
    aliases: tuple[str, ...] = (),
    positional: int = 0,
    details: Mapping[str, Detail] | None = None,
    leave_out: tuple[str, ...] = ("dtype",),
    inputs: Mapping[str, Port] | None = None,
    outputs: tuple[str, ...] = ("output",),
    ports_for: PortsFor | None = None,
) -> Entry:
    """A function of torch by its path: "torch.cat", "torch.nn.functional.interpolate" (written `F.interpolate`)."""
    return Entry(
        kind=path,
        form=Form.FUNCTION,
        call=path.replace("torch.nn.functional.", "F."),
        doc=doc,
        title=path.rpartition(".")[2],
        aliases=aliases,
        positional=positional,
        details=details or {},
        leave_out=leave_out,
        inputs=inputs or {},
        outputs=outputs,
        ports_for=ports_for,
    )


def method(
    name: str,
    doc: str,
    *,
    aliases: tuple[str, ...] = (),
    positional: int = 0,
    details: Mapping[str, Detail] | None = None,
    leave_out: tuple[str, ...] = ("dtype",),
    outputs: tuple[str, ...] = ("output",),
    ports_for: PortsFor | None = None,
) -> Entry:
    """A method of `torch.Tensor`, of the tensor at its port `input`."""
    return Entry(
        kind=f"torch.Tensor.{name}",
        form=Form.METHOD,
        call=name,
        doc=doc,
        title=name,
        aliases=aliases,
        positional=positional,
        details=details or {},
        leave_out=leave_out,
        outputs=outputs,
        ports_for=ports_for,
    )


def operator(name: str, sign: str, doc: str, *, aliases: tuple[str, ...] = (), constant: str = "other") -> Entry:
    """`input sign other`; with no wire at port `constant`, the argument of that name takes its place."""
    return Entry(
        kind=f"torch.{name}",
        form=Form.OPERATOR,
        call=sign,
        doc=doc,
        title=name,
        aliases=(sign, *aliases),
        details={constant: Detail(type=ArgumentType.FLOAT, positional=True)} if constant else {},
        leave_out=("alpha", "rounding_mode"),
        inputs={constant: Port(constant, optional=True)} if constant else {},
    )


def with_indices(second: str = "indices") -> PortsFor:
    """Ports of a pooling layer: with `return_indices` it also gives where each maximum was."""

    def ports(arguments: Mapping[str, Value]) -> Ports:
        outputs = (Port("output"), Port(second)) if arguments.get("return_indices") is True else (Port("output"),)
        return Ports((Port("input"),), outputs)

    return ports
