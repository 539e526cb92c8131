"""Values that are no tensors: constants, sizes, and what a tensor says of itself."""

from __future__ import annotations

from guinet.core.ports import Port, PortType
from guinet.nodes.table import VALUE, attribute, method
from guinet.nodes.types import Argument, ArgumentType, Effect, Form, NodeType


def _of_machine(name: str, doc: str, aliases: tuple[str, ...], *arguments: Argument) -> NodeType:
    """What `torch.cuda` says of the machine the program runs on."""
    return NodeType(
        kind=f"torch.cuda.{name}",
        form=Form.FUNCTION,
        category="value",
        title=name,
        call=f"torch.cuda.{name}",
        outputs=(Port("output", PortType.ANY),),
        arguments=arguments,
        aliases=aliases,
        doc=doc,
        parameters=tuple(argument.name for argument in arguments),
    )


TYPES = (
    NodeType(
        kind="guinet.Constant",
        form=Form.CONSTANT,
        category="value",
        title="Constant",
        outputs=(Port("output", PortType.ANY),),
        arguments=(
            Argument(
                "value",
                ArgumentType.ANY,
                optional=True,
                suggestion=1.0,
                doc="A number, a text in quotes, or several of them: 3, 0.5, (2, 3).",
            ),
            Argument("as_list", ArgumentType.BOOL, False, doc="Several values are a list, [2, 3], and no tuple."),
        ),
        aliases=("number", "int", "float", "value", "literal"),
        doc="A value of Python, as it is written.",
    ),
    NodeType(
        kind="guinet.len",
        form=Form.FUNCTION,
        category="value",
        title="len",
        call="len",
        inputs=(Port("input", PortType.ANY),),
        outputs=(Port("output", PortType.ANY),),
        aliases=("length", "count", "size"),
        doc="How many items it has; of a tensor, the size of its first dimension.",
        parameters=("input",),
    ),
    _of_machine("is_available", "Whether there is a GPU that torch can use.", ("gpu", "cuda")),
    _of_machine("device_count", "How many GPUs torch sees.", ("gpu", "cuda")),
    _of_machine(
        "get_device_name",
        "What a GPU is called.",
        ("gpu", "cuda"),
        Argument("device", ArgumentType.INT, default=0, doc="Its number, from 0 on."),
    ),
)

ENTRIES = (
    method("size", "The shape, or the size of one dimension.", positional=1, outputs=VALUE),
    method("stride", "How far apart neighbours lie in memory, in each dimension or in one.", outputs=VALUE),
    method("dim", "How many dimensions it has.", aliases=("ndim", "rank"), outputs=VALUE),
    method("numel", "How many values it has.", aliases=("count",), outputs=VALUE),
    method("item", "The one value it has, as a number of Python.", outputs=VALUE, follows_values=True),
    method("tolist", "Its values as lists of Python.", outputs=VALUE, follows_values=True),
    method("is_contiguous", "Whether its values lie in order in memory.", outputs=VALUE),
    method("is_floating_point", "Whether its numbers have a fraction.", outputs=VALUE),
    method("data_ptr", "Where in memory it begins.", outputs=VALUE, follows_values=True),
    method("storage_offset", "Where in its storage it begins.", outputs=VALUE),
    attribute("shape", "Its sizes.", outputs=VALUE, aliases=("size",)),
    attribute("ndim", "How many dimensions it has.", outputs=VALUE),
    attribute("dtype", "The type of its numbers.", outputs=VALUE),
    attribute("device", "Where it lies.", outputs=VALUE),
    attribute("requires_grad", "Whether autograd keeps a gradient for it.", outputs=VALUE),
    attribute("is_leaf", "Whether it was made, not computed.", outputs=VALUE),
    attribute("grad_fn", "The step of autograd that computed it.", outputs=VALUE),
    attribute("grad", "The gradient that backward left in it.", outputs=VALUE, effect=Effect.GRADIENT),
    attribute("data", "Its values without autograd, in the same memory.", view=True),
    attribute("T", "The dimensions in reverse order.", view=True, aliases=("transpose",)),
    attribute("mT", "The last two dimensions swapped.", view=True, aliases=("transpose",)),
)
