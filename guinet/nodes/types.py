"""What a node type is: its ports, its arguments, and how a call of it is written in Python."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from enum import StrEnum
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from guinet.core.graph import AFTER
from guinet.core.ports import Port, Ports, PortType
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.values import Missing, Setting, Value, wires_in


class Form(StrEnum):
    """How a node is written.

    MODULE  `self.conv = nn.Conv2d(…)`, then `self.conv(x)`
    FUNCTION  `torch.cat((a, b), dim=1)`
    METHOD  `x.reshape(2, -1)`
    ATTRIBUTE  `x.shape`
    INDEX  `x[0, :, 1:3]`
    ASSIGN  `x[0, :, 1:3] = value`, a line by itself whose result is x
    OPERATOR  `a + b`
    CONSTANT  `1.5`: the value of its one argument
    INPUT, OUTPUT  an argument or a result of `forward`
    DATA  a data source: outside the module
    LOSS  an `nn` loss: outside the module
    """

    MODULE = "module"
    FUNCTION = "function"
    METHOD = "method"
    ATTRIBUTE = "attribute"
    INDEX = "index"
    ASSIGN = "assign"
    OPERATOR = "operator"
    CONSTANT = "constant"
    INPUT = "input"
    OUTPUT = "output"
    DATA = "data"
    LOSS = "loss"


class Task(StrEnum):
    """What a loss compares, which decides how targets are judged and predictions measured.

    CLASSES  scores of shape [N, C, …] for int64 targets [N, …]
    LOGITS, PROBABILITIES  numbers for targets 0 and 1, which are told apart at 0 and at 0.5
    VALUES  numbers for float targets of the same shape
    """

    CLASSES = "classes"
    LOGITS = "logits"
    PROBABILITIES = "probabilities"
    VALUES = "values"
    NONE = "none"


class Effect(StrEnum):
    """What an operation does besides giving a result.

    BACKWARD  leaves gradients in the tensors that its input was computed of
    GRADIENT  none, but its result is what a BACKWARD left
    RETAIN    has every BACKWARD that runs after it leave a gradient in its input too
    """

    NONE = ""
    BACKWARD = "backward"
    GRADIENT = "gradient"
    RETAIN = "retain"

    @property
    def gives_nothing(self) -> bool:
        """Whether Python gives None for it."""
        return self in (Effect.BACKWARD, Effect.RETAIN)


class ArgumentType(StrEnum):
    """What a form offers for an argument.

    SIZE is an int or a tuple of ints (kernel_size), SHAPE a tuple of ints, NUMBERS a number or a tuple of numbers,
    NAMES a tuple of texts, DTYPE a torch dtype by name ("float32"), INDEX what stands between the brackets of
    `x[0, :, 1:3]`, as text (see `guinet.nodes.index_text`), FORMULA arithmetic in `epoch` as text (see
    `guinet.nodes.formulas`), FILE and FOLDER a path, ANY any value a project file can hold.
    """

    INT = "int"
    FLOAT = "float"
    BOOL = "bool"
    TEXT = "text"
    CHOICE = "choice"
    SIZE = "size"
    SHAPE = "shape"
    NUMBERS = "numbers"
    DTYPE = "dtype"
    FILE = "file"
    FOLDER = "folder"
    NAMES = "names"
    INDEX = "index"
    FORMULA = "formula"
    ANY = "any"


class Inference(Struct, frozen=True):
    """An argument read off what arrives at `port`: the size of dimension `dimension`."""

    port: str
    dimension: int


class Argument(Struct, frozen=True):
    """One argument of a node.

    `default` is MISSING where torch requires a value; `choices` the values a CHOICE may take (a SIZE argument may
    have them too: padding takes "same"); `inferred` how it is found when not set by hand; `positional` whether the
    generated code writes it without its name; `variadic` whether it is written as several positional ones;
    `minimum` and `maximum` the least and greatest number allowed (of each item, in a tuple); `length` how many items
    a tuple must have; `optional` whether None is allowed; `at_call` whether a module or loss takes it when called
    (`need_weights`) instead of when constructed; `suggestion` what a new node on the canvas begins with, where torch
    has no default; `inner` whether it belongs to the class that `NodeType.inner` names; `tensor` whether its numbers
    are written as a tensor: `torch.tensor([0.2, 0.8])`; `wirable` whether it, or an item of it, may come from a wire
    (see `guinet.core.values.Wired`): what a call takes may, what a constructor takes may not.

    One that is in none of `NodeType.parameters` of an operation is never written: it says how many outputs there are.
    The `seed` of one that draws numbers is written as a generator.

    An argument with the name of an optional port holds while nothing is wired there: the 2 of `x * 2`.
    """

    name: str
    type: ArgumentType
    default: Setting = Missing.MISSING
    choices: tuple[Value, ...] = ()
    inferred: Inference | None = None
    positional: bool = False
    variadic: bool = False
    minimum: float | None = None
    maximum: float | None = None
    length: int | None = None
    optional: bool = False
    at_call: bool = False
    suggestion: Setting = Missing.MISSING
    inner: bool = False
    tensor: bool = False
    wirable: bool = False
    doc: str = ""

    @property
    def required(self) -> bool:
        """Whether a person must give it: no default, and nothing to infer it from."""
        return self.default is Missing.MISSING and self.inferred is None

    @property
    def listed(self) -> bool:
        """Whether several values of it are written as lists, as the numbers of `torch.tensor([[1, 2], [3, 4]])` are."""
        return self.tensor or (self.name == "data" and self.type is ArgumentType.ANY)


class NodeType(Struct, frozen=True):
    """One kind of node.

    `kind` is what project files say ("torch.nn.Conv2d"); `call` what the code says ("nn.Conv2d", "torch.cat",
    "reshape", "+"); `ports_for` gives ports that depend on the arguments, where they do.

    `parameters` is torch's order of what a call takes, ports and arguments alike ("dim" before "index" in
    `x.gather(1, index)`); a method's first is its object. Required ports and positional arguments are written without
    their names as far as all before them are written, the rest by name; a port of several wires as a tuple.
    One output is the result itself; several are the items of the result in order, or as `unpack` nests them
    ("output, (h_n, c_n)").

    `float_weights`: a layer that multiplies what arrives with float32 weights of its own, so it takes nothing else;
    `loops`: one that runs step by step along a sequence, and so costs more the longer that is.
    `task` is what a loss compares; `applies` the activation it makes of its input by itself ("softmax"), which must
    not stand before it as well.
    `mutates` is the input whose tensor an in-place operation writes over, "" for the others; the output is that same
    tensor. `effect` is what it does besides. Nodes with either have a port `after` (see `guinet.core.graph.AFTER`).
    `view`: the output shares its input's memory, always or where torch can. `random`: it draws numbers.
    `real`: it reads numbers, so the meta device, which has none, cannot run it; `follows_values`: so does the shape of
    what comes out. `spread`: the wires of a port that takes several are written one by one, not as a tuple.
    `inner` is the class of the layer that the constructor takes first, made from the arguments that say `inner`:
    `nn.TransformerEncoder(nn.TransformerEncoderLayer(512, 8), num_layers=6)`.
    """

    kind: str
    form: Form
    category: str
    title: str
    call: str = ""
    inputs: tuple[Port, ...] = ()
    outputs: tuple[Port, ...] = ()
    arguments: tuple[Argument, ...] = ()
    aliases: tuple[str, ...] = ()
    doc: str = ""
    parameters: tuple[str, ...] = ()
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
    ports_for: Callable[[Mapping[str, Value]], Ports] | None = None

    @property
    def in_place(self) -> bool:
        """Whether its line stands by itself, `x.add_(2)` or `x[0] = 1`: its result is x."""
        return bool(self.mutates) and self.form in (Form.METHOD, Form.ASSIGN)

    @property
    def source(self) -> bool:
        """Whether it makes a value of nothing but its arguments, as `torch.zeros` does."""
        return not self.inputs and self.form in (Form.FUNCTION, Form.CONSTANT)

    def mutated(self, arguments: Mapping[str, Value]) -> str:
        """The input written over by a node with these arguments (`mutates`, or `inplace` set), "" for none."""
        return self.inputs[0].name if self.inputs and arguments.get("inplace") is True else self.mutates

    def ports(self, arguments: Mapping[str, Value]) -> Ports:
        ports = Ports(self.inputs, self.outputs) if self.ports_for is None else self.ports_for(arguments)
        wired = dict.fromkeys(name for value in arguments.values() for name in wires_in(value))
        own = tuple(Port(name, PortType.ANY) for name in wired if ports.input(name) is None)
        after = (_AFTER,) if self.mutates or self.effect else ()
        return replace(ports, inputs=(*ports.inputs, *own, *after)) if own or after else ports

    def argument(self, name: str) -> Argument | None:
        return next((argument for argument in self.arguments if argument.name == name), None)

    def suggestions(self) -> dict[str, Value]:
        """The arguments a new node on the canvas is given, so that it works at once."""
        suggested = {argument.name: argument.suggestion for argument in self.arguments}
        return {name: value for name, value in suggested.items() if value is not Missing.MISSING}

    def missing(self, given: Container[str], wired: Container[str]) -> tuple[Argument, ...]:
        """The required arguments that are neither in `given` nor replaced by a wire into their port."""
        return tuple(
            argument
            for argument in self.arguments
            if argument.required and argument.name not in given and argument.name not in wired
        )


_AFTER: Final = Port(AFTER, PortType.ANY, multiple=True, optional=True)

CATEGORIES: Final[Mapping[str, str]] = {
    "input_output": QT_TRANSLATE_NOOP("Category", "Inputs and outputs"),
    "data": QT_TRANSLATE_NOOP("Category", "Data"),
    "creation": QT_TRANSLATE_NOOP("Category", "New tensors"),
    "linear": QT_TRANSLATE_NOOP("Category", "Linear"),
    "convolution": QT_TRANSLATE_NOOP("Category", "Convolution"),
    "pooling": QT_TRANSLATE_NOOP("Category", "Pooling"),
    "activation": QT_TRANSLATE_NOOP("Category", "Activation"),
    "normalisation": QT_TRANSLATE_NOOP("Category", "Normalisation"),
    "dropout": QT_TRANSLATE_NOOP("Category", "Dropout"),
    "resizing": QT_TRANSLATE_NOOP("Category", "Padding and resizing"),
    "recurrent": QT_TRANSLATE_NOOP("Category", "Recurrent"),
    "attention": QT_TRANSLATE_NOOP("Category", "Attention"),
    "embedding": QT_TRANSLATE_NOOP("Category", "Embedding"),
    "tensor": QT_TRANSLATE_NOOP("Category", "Shape and joining"),
    "indexing": QT_TRANSLATE_NOOP("Category", "Indexing"),
    "arithmetic": QT_TRANSLATE_NOOP("Category", "Arithmetic"),
    "comparison": QT_TRANSLATE_NOOP("Category", "Comparison and logic"),
    "reduction": QT_TRANSLATE_NOOP("Category", "Reductions"),
    "linear_algebra": QT_TRANSLATE_NOOP("Category", "Linear algebra"),
    "in_place": QT_TRANSLATE_NOOP("Category", "In place"),
    "conversion": QT_TRANSLATE_NOOP("Category", "Type, device and gradient"),
    "value": QT_TRANSLATE_NOOP("Category", "Numbers and sizes"),
    "loss": QT_TRANSLATE_NOOP("Category", "Losses"),
    "functional": QT_TRANSLATE_NOOP("Category", "Layers as functions"),
    "other": QT_TRANSLATE_NOOP("Category", "All else in torch"),
}
"""The palette's groups, in order, and what they are called. Blocks of the project come after them as "block".

Nodes of "other" are in no table: search finds them, and `Registry.others` gives them all."""


class OptimizerType(Struct, frozen=True):
    """One kind of optimiser: `kind` is torch's path ("torch.optim.AdamW"); the parameters it trains are no argument."""

    kind: str
    title: str
    arguments: tuple[Argument, ...]
    doc: str = ""

    def argument(self, name: str) -> Argument | None:
        return next((argument for argument in self.arguments if argument.name == name), None)


class SchedulerType(Struct, frozen=True):
    """One kind of learning-rate scheduler: `kind` is torch's path; the optimiser it drives is no argument.

    `per_step`: it is advanced after every batch, not after every epoch. `metric`: its step takes the validation loss.
    `schedulers`: it is made of other schedulers (their list is no argument); `function`: it takes a Python function of
    the epoch, which is a FORMULA here.
    """

    kind: str
    title: str
    arguments: tuple[Argument, ...]
    doc: str = ""
    per_step: bool = False
    metric: bool = False
    schedulers: bool = False
    function: bool = False

    def argument(self, name: str) -> Argument | None:
        return next((argument for argument in self.arguments if argument.name == name), None)


class InitialiserType(Struct, frozen=True):
    """One function of `torch.nn.init`: `kind` is torch's path; the tensor it writes over is no argument.

    `least_dimensions` is how many dimensions that tensor must have, `most_dimensions` how many it may.
    """

    kind: str
    title: str
    arguments: tuple[Argument, ...]
    doc: str = ""
    least_dimensions: int = 0
    most_dimensions: int | None = None

    def argument(self, name: str) -> Argument | None:
        return next((argument for argument in self.arguments if argument.name == name), None)
