"""What names stand for while a text is followed: Python's own plain values as they are, and these for all else."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from msgspec import Struct

from guinet.core.graph import End

if TYPE_CHECKING:
    from guinet.exchange.python.drawing import Drawing

Function: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef"


class Torch(Struct, frozen=True):
    """What torch has at this path: "torch.nn.Linear", "torch.float32", "torch.nn"."""

    path: str

    @property
    def name(self) -> str:
        return self.path.rpartition(".")[2]


class Builtin(Struct, frozen=True):
    """One of Python's own functions, or a module of Python's library; of any other its path."""

    name: str

    def member(self, name: str) -> Builtin:
        """What a module has by this name."""
        if self == QUIET or self.name in ("logging", "warnings"):
            return QUIET
        return Builtin(name if self.name in LIBRARIES else f"{self.name}.{name}")


LIBRARIES: Final = frozenset(
    ("argparse", "collections", "copy", "dataclasses", "functools", "itertools", "math", "numpy", "types", "typing")
)
"""Modules whose functions are known here by their names alone."""

QUIET: Final = Builtin("print")
"""What only tells something: it is not followed, and neither is what it is given."""


class Wire(Struct, frozen=True):
    """A value that is known when the network runs: an output of a node in `home`."""

    home: Drawing
    end: End


@dataclass(eq=False)
class Layer:
    """A layer or loss of torch that was constructed. `arguments` are a node's, with Exposed among them; `note` is what
    a comment says of it."""

    kind: str
    arguments: dict[str, object]
    line: int
    note: str = ""


@dataclass(eq=False)
class Made:
    """A tensor made of nothing outside of any forward: `kind` is called with `arguments`. `hold` is how a module
    keeps it, "" while none does; `first` the function of torch.nn.init, and its arguments, that say its values;
    `known`: these are what `kind` makes, and not what a layer would."""

    kind: str
    arguments: dict[str, object]
    line: int
    hold: str = ""
    first: tuple[str, dict[str, object]] | None = None
    known: bool = True

    def held(self, hold: str, line: int) -> Made:
        return Made(self.kind, self.arguments, line, hold, self.first, self.known)


@dataclass(eq=False)
class Container:
    """torch's Sequential, ModuleList or ModuleDict. `repeated`: its items were made by one expression, several times;
    `name` that of the function that made it; `part`: it is some of the items of another, `layers[:-1]`."""

    form: Literal["Sequential", "ModuleList", "ModuleDict"]
    line: int
    items: dict[str, object] = field(default_factory=dict)
    repeated: bool = False
    name: str = ""
    part: bool = False
    note: str = ""

    def add(self, item: object) -> None:
        self.items[str(len(self.items))] = item


class OwnFunction(Struct, frozen=True, eq=False):
    """A function of the text, and what is around it; `own` is the class that it is a method of; `defaults` what its
    parameters had by default where it was made, as far as that could be followed."""

    tree: Function
    scope: Scope
    own: OwnClass | None = None
    defaults: Mapping[str, object] = {}

    def has(self, decorator: str) -> bool:
        """Whether `@property`, `@staticmethod` or the like stands above it."""
        return any(isinstance(each, ast.Name) and each.id == decorator for each in self.tree.decorator_list)


class OwnClass(Struct, frozen=True, eq=False):
    """A class of the text with all its methods and constants, those of its `bases` among them.

    `module`: it derives from nn.Module, or, `sequential`, from nn.Sequential, or from `layer`, a layer of torch.
    `fields` are those of a dataclass.
    """

    tree: ast.ClassDef
    scope: Scope
    bases: tuple[OwnClass, ...]
    methods: dict[str, OwnFunction]
    constants: dict[str, object]
    module: bool
    sequential: bool
    fields: tuple[str, ...] | None
    layer: str = ""

    @property
    def name(self) -> str:
        return self.tree.name


@dataclass(eq=False)
class Instance:
    """A module of a class of the text. `given` are its constructor's arguments by name; `pinned` those of them that
    something was computed of, so that the block cannot expose them; `broken` why it cannot be a graph; `base` the layer
    of torch that its class derives from, with `own_rules` for what torch gives its parameters."""

    own: OwnClass
    given: dict[str, object]
    line: int
    attributes: dict[str, object] = field(default_factory=dict)
    pinned: set[str] = field(default_factory=set)
    broken: Exception | None = None
    rules: list[Rule] = field(default_factory=list)
    ties: list[tuple[Parameter, Parameter]] = field(default_factory=list)
    note: str = ""
    base: Layer | None = None
    own_rules: list[Rule] = field(default_factory=list)


@dataclass(eq=False)
class Record:
    """An object of the text that is no module: a configuration, say. `own` is None for a SimpleNamespace, and for what
    Python's library has under the name `kind`."""

    own: OwnClass | None
    attributes: dict[str, object] = field(default_factory=dict)
    kind: str = ""


class Partial(Struct, frozen=True, eq=False):
    """`partial(nn.LayerNorm, eps=1e-6)`."""

    callee: object
    given: tuple[object, ...]
    keywords: dict[str, object]


class Super(Struct, frozen=True, eq=False):
    """`super()` in a method of `own`, which `instance` was called by."""

    instance: object
    own: OwnClass | None


class Device(Struct, frozen=True):
    """`torch.device("cpu")`: where it runs is set in the training settings."""

    type: str = "cpu"


class Exposed(Struct, frozen=True, eq=False):
    """An argument of a class's constructor, as long as nothing is computed of it."""

    owner: Instance
    name: str
    value: object


class Method(Struct, frozen=True, eq=False):
    """`x.view`, `self.block`, `layers.append`: a name of something, about to be called."""

    owner: object
    name: str


class Parameter(Struct, frozen=True, eq=False):
    """`self.fc.weight`: a parameter of a layer, or with a `kind` that of every layer of this kind."""

    owner: object
    path: str


class Every(Struct, frozen=True):
    """Each module of one kind: what `isinstance(module, nn.Linear)` leaves of `for module in self.modules()`."""

    kind: str


class Rule(Struct, frozen=True, eq=False):
    """First values of parameters: a function of torch.nn.init, of what, and with what."""

    function: str
    of: Parameter
    arguments: dict[str, object]


class Special(Struct, frozen=True):
    """What only certain calls may be given: "training" (`self.training`), "unset" (an argument nobody gave),
    "modules" (`self.modules()`), "module" (one of them), "parameters" (`self.parameters()`, with or without names),
    "nowhere" (a name that stands for nothing)."""

    name: str


UNSET: Final = Special("unset")
TRAINING: Final = Special("training")
ALL_MODULES: Final = Special("modules")
ANY_MODULE: Final = Special("module")
PARAMETERS: Final = Special("parameters")
NOWHERE: Final = Special("nowhere")


class Generator(Struct, frozen=True):
    """`torch.Generator()`, seeded."""

    seed: int | None = None


class Scope:
    """Names and what they stand for; those of `outer` are seen through it."""

    def __init__(self, outer: Scope | None = None) -> None:
        self.names: dict[str, object] = {}
        self.outer = outer

    def find(self, name: str) -> object:
        """What a name stands for; NOWHERE where nothing says so."""
        scope: Scope | None = self
        while scope is not None and name not in scope.names:
            scope = scope.outer
        return NOWHERE if scope is None else scope.names[name]


def plain(value: object) -> object:
    """The value that an argument of a constructor was given. From now on its class is for that value alone."""
    while isinstance(value, Exposed):
        value.owner.pinned.add(value.name)
        value = value.value
    return value


def look(value: object) -> object:
    """As `plain`, for whoever computes nothing of it."""
    while isinstance(value, Exposed):
        value = value.value
    return value


def is_module(value: object) -> bool:
    return isinstance(value, (Layer, Instance, Container))


def kept_in(module: object) -> Mapping[str, object]:
    """What is in a container, or what a module of the text's own keeps, by name."""
    return module.items if isinstance(module, Container) else module.attributes if isinstance(module, Instance) else {}


def parts_of(module: object) -> Iterator[object]:
    """The modules inside of one, at any depth."""
    for item in kept_in(module).values():
        if is_module(item):
            yield item
            yield from parts_of(item)


def wires_of(value: object) -> Iterator[Wire]:
    """The wires in a value, in order."""
    if isinstance(value, Wire):
        yield value
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from wires_of(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from wires_of(item)
