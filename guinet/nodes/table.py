"""How a table of one family of nodes is written: one entry a node, with what introspection cannot know.

A torch layer or operation whose signature is in `signatures.json` is one entry of one table file:

    layer("Dropout", "Zeroes values at random while training.", positional=1)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypedDict, Unpack

from guinet.core.ports import Port, Ports
from guinet.core.values import Setting, Value
from guinet.nodes.types import ArgumentType, Form, Inference, Task

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
    float_weights: bool = False
    loops: bool = False
    task: Task = Task.NONE
    applies: str = ""
    ports_for: PortsFor | None = None


def inferred(dimension: int, port: str = "input") -> Detail:
    """An argument read off dimension `dimension` of what arrives at `port`."""
    return Detail(inferred=Inference(port, dimension), minimum=1)


class Written(TypedDict, total=False):
    """What a line of a table may say beside a name and a sentence; the fields of `Entry`."""

    aliases: tuple[str, ...]
    positional: int
    details: Mapping[str, Detail]
    leave_out: tuple[str, ...]
    inputs: Mapping[str, Port]
    outputs: tuple[str, ...]
    unpack: str
    float_weights: bool
    loops: bool
    task: Task
    applies: str
    ports_for: PortsFor | None


def layer(name: str, doc: str, **written: Unpack[Written]) -> Entry:
    """A class of `torch.nn`: constructed once, then called."""
    return Entry(f"torch.nn.{name}", Form.MODULE, f"nn.{name}", doc, name, **written)


def loss(name: str, doc: str, **written: Unpack[Written]) -> Entry:
    """A loss of `torch.nn`: outside the module, one number out."""
    written.setdefault("outputs", ("loss",))
    return Entry(f"torch.nn.{name}", Form.LOSS, f"nn.{name}", doc, name, **written)


def function(path: str, doc: str, **written: Unpack[Written]) -> Entry:
    """A function of torch by its path: "torch.cat", "torch.nn.functional.interpolate" (written `F.interpolate`)."""
    written.setdefault("leave_out", ("dtype",))
    call, title = path.replace("torch.nn.functional.", "F."), path.rpartition(".")[2]
    return Entry(path, Form.FUNCTION, call, doc, title, **written)


def method(name: str, doc: str, **written: Unpack[Written]) -> Entry:
    """A method of `torch.Tensor`, of the tensor at its port `input`."""
    written.setdefault("leave_out", ("dtype",))
    return Entry(f"torch.Tensor.{name}", Form.METHOD, name, doc, name, **written)


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
