"""How a table of one family of nodes is written: one entry a node, with what introspection cannot know.

A torch layer or operation whose signature is in `signatures.json` is one entry of one table file:

    layer("Dropout", "Zeroes values at random while training.", positional=1)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypedDict, Unpack

from msgspec import Struct, field

from guinet.core.ports import Port, Ports, PortType
from guinet.core.values import Setting, Value
from guinet.nodes.types import Argument, ArgumentType, Effect, Form, Inference, Task

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
    inner: bool
    tensor: bool
    doc: str


class Entry(Struct, frozen=True):
    """One line of a table; `guinet.nodes.build` completes it from torch's signature.

    `positional` is how many leading arguments are written without their names. `leave_out` are parameters GuiNet does
    not offer. `inputs` are ports, by torch's name, that are not as the signature tells. `outputs` are names, or ports
    where they carry no tensor. `added` are arguments torch does not have, for `ports_for` alone.
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
    outputs: tuple[str | Port, ...] = ("output",)
    unpack: str = ""
    float_weights: bool = False
    loops: bool = False
    task: Task = Task.NONE
    applies: str = ""
    mutates: str = ""
    effect: Effect = Effect.NONE
    view: bool = False
    random: bool = False
    real: bool = False
    follows_values: bool = False
    spread: bool = False
    inner: str = ""
    added: tuple[Argument, ...] = ()
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
    outputs: tuple[str | Port, ...]
    unpack: str
    float_weights: bool
    loops: bool
    task: Task
    applies: str
    mutates: str
    effect: Effect
    view: bool
    random: bool
    real: bool
    follows_values: bool
    spread: bool
    inner: str
    added: tuple[Argument, ...]
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
    call, title = path.replace("torch.nn.functional.", "F."), path.rpartition(".")[2]
    return Entry(path, Form.FUNCTION, call, doc, title, **written)


def functions(docs: Mapping[str, str], prefix: str = "torch.", **written: Unpack[Written]) -> tuple[Entry, ...]:
    """Several that are alike but for what they do."""
    return tuple(function(f"{prefix}{name}", doc, **written) for name, doc in docs.items())


def method(name: str, doc: str, **written: Unpack[Written]) -> Entry:
    """A method of `torch.Tensor`, of the tensor at its port `input`."""
    return Entry(f"torch.Tensor.{name}", Form.METHOD, name, doc, name, **written)


def in_place(name: str, doc: str, **written: Unpack[Written]) -> Entry:
    """A method that writes its result over the tensor at its port `input`: `x.add_(1)`."""
    written["mutates"] = "input"
    return method(name, doc, **written)


def attribute(name: str, doc: str, **written: Unpack[Written]) -> Entry:
    """What a tensor says of itself without a call: `x.shape`."""
    return Entry(f"torch.Tensor.{name}", Form.ATTRIBUTE, name, doc, name, **written)


def operator(name: str, sign: str, doc: str, *, aliases: tuple[str, ...] = (), constant: str = "other") -> Entry:
    """`input sign other`; with no wire at port `constant`, the argument of that name takes its place. Once an argument
    is set that a sign has no room for, it is written as the function that it stands for: `torch.add(a, b, alpha=2)`."""
    return Entry(
        kind=f"torch.{name}",
        form=Form.OPERATOR,
        call=sign,
        doc=doc,
        title=name,
        aliases=(sign, *aliases),
        details={constant: Detail(type=ArgumentType.FLOAT, positional=True)} if constant else {},
        inputs={constant: Port(constant, optional=True)} if constant else {},
    )


def with_indices(second: str = "indices") -> PortsFor:
    """Ports of a pooling layer: with `return_indices` it also gives where each maximum was."""

    def ports(arguments: Mapping[str, Value]) -> Ports:
        outputs = (Port("output"), Port(second)) if arguments.get("return_indices") is True else (Port("output"),)
        return Ports((Port("input"),), outputs)

    return ports


VALUE = (Port("output", PortType.ANY),)
"""The output of an operation that gives a number, a size or a text."""


def number(*names: str) -> tuple[dict[str, Detail], dict[str, Port]]:
    """The `details` and `inputs` of operations where each of `names` may be wired, or be a number in the form."""
    details = {name: Detail(type=ArgumentType.FLOAT, positional=True) for name in names}
    return details, {name: Port(name, optional=True) for name in names}


def with_dimension(*outputs: str) -> PortsFor:
    """Ports of a reduction that gives one result over everything, and several along a dimension."""

    def ports(arguments: Mapping[str, Value]) -> Ports:
        along = arguments.get("dim") is not None
        return Ports((Port("input"),), tuple(map(Port, outputs)) if along else (Port("output"),))

    return ports


MOST_PIECES = 256


def pieces(count: str, *, port: str = "input") -> PortsFor:
    """One output for each of as many pieces as argument `count` says; one that holds them all where it says 0."""

    def ports(arguments: Mapping[str, Value]) -> Ports:
        wanted = arguments.get(count)
        many = wanted if isinstance(wanted, int) and not isinstance(wanted, bool) else 0
        outputs = tuple(Port(f"output_{index}") for index in range(min(many, MOST_PIECES)))
        return Ports((Port(port),), outputs or (Port("output", PortType.ANY),))

    return ports


PIECES = Argument(
    "pieces",
    ArgumentType.INT,
    0,
    minimum=0,
    maximum=MOST_PIECES,
    doc="How many outputs there are, one a piece; 0 for one that holds them all.",
)
"""For operations whose number of results follows from what arrives."""
