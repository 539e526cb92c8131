"""Operations that change a tensor's shape, take parts of it, or join several."""

from __future__ import annotations

from collections.abc import Mapping

from guinet.core.ports import Port, Ports
from guinet.core.values import Value
from guinet.nodes.table import Detail, function, layer, method
from guinet.nodes.types import ArgumentType

_MOST_PIECES = 256
_VARIADIC = Detail(positional=True, variadic=True)


def _pieces(arguments: Mapping[str, Value]) -> Ports:
    """One output for each piece of `chunk`."""
    count = arguments.get("chunks")
    return _numbered(count if isinstance(count, int) else 1)


def _sections(arguments: Mapping[str, Value]) -> Ports:
    """One output for each section of `split`."""
    sizes = arguments.get("split_size")
    return _numbered(len(sizes) if isinstance(sizes, tuple) else 1)


def _numbered(count: int) -> Ports:
    return Ports((Port("input"),), tuple(Port(f"output_{index}") for index in range(max(1, min(count, _MOST_PIECES)))))


ENTRIES = (
    layer("Flatten", "Joins dimensions into one; by default all but the batch.", aliases=("reshape",)),
    layer(
        "Unflatten",
        "Splits one dimension into several.",
        aliases=("reshape",),
        positional=2,
        details={"dim": Detail(suggestion=1), "unflattened_size": Detail(type=ArgumentType.SHAPE)},
    ),
    method(
        "reshape",
        "The same values in another shape; −1 stands for what is left.",
        details={"shape": _VARIADIC | Detail(suggestion=(-1,))},
    ),
    method(
        "view",
        "As reshape, but never copies: refuses where it would have to.",
        details={"size": _VARIADIC | Detail(suggestion=(-1,))},
    ),
    method("flatten", "Joins dimensions into one.", positional=2, details={"start_dim": Detail(suggestion=1)}),
    method("permute", "The dimensions in another order.", details={"dims": _VARIADIC}),
    method(
        "transpose",
        "Swaps two dimensions.",
        aliases=("swap",),
        positional=2,
        details={"dim0": Detail(suggestion=-2), "dim1": Detail(suggestion=-1)},
    ),
    method("contiguous", "A copy whose values lie in order in memory."),
    method(
        "squeeze",
        "Takes out dimensions of size 1.",
        details={"dim": Detail(default=None, optional=True, positional=True)},
    ),
    method("unsqueeze", "Puts in a dimension of size 1.", positional=1, details={"dim": Detail(suggestion=1)}),
    method(
        "expand",
        "Repeats dimensions of size 1 without copying; −1 keeps one.",
        aliases=("broadcast",),
        details={"size": _VARIADIC},
        leave_out=("implicit",),
    ),
    method("repeat", "Repeats the whole along each dimension.", aliases=("tile",), details={"repeats": _VARIADIC}),
    method(
        "flip",
        "Reverses the order along dimensions.",
        aliases=("reverse",),
        details={"dims": _VARIADIC | Detail(suggestion=(-1,))},
    ),
    method(
        "roll",
        "Shifts along a dimension; what falls off comes in at the other end.",
        positional=2,
        details={"shifts": Detail(suggestion=1), "dims": Detail(suggestion=-1)},
    ),
    function("torch.cat", "Joins tensors along a dimension they have.", aliases=("concat", "concatenate", "join")),
    function("torch.stack", "Joins tensors along a new dimension."),
    method(
        "chunk",
        "Cuts a dimension into equal pieces, one output each.",
        positional=1,
        ports_for=_pieces,
        details={"chunks": Detail(minimum=1, maximum=_MOST_PIECES, suggestion=2, doc="How many pieces.")},
    ),
    method(
        "split",
        "Cuts a dimension into sections of the given sizes, one output each.",
        positional=1,
        ports_for=_sections,
        details={"split_size": Detail(minimum=0, doc="The size of each section.")},
    ),
    method(
        "select",
        "One slice of a dimension, which goes away.",
        aliases=("index", "slice", "getitem", "last step"),
        positional=2,
        details={"dim": Detail(suggestion=1), "index": Detail(suggestion=-1)},
    ),
    method(
        "narrow",
        "A stretch of a dimension.",
        aliases=("slice", "crop"),
        positional=3,
        details={
            "dim": Detail(suggestion=1),
            "start": Detail(suggestion=0),
            "length": Detail(minimum=0, suggestion=1),
        },
    ),
    method(
        "index_select",
        "The slices of a dimension that an index tensor names.",
        positional=1,
        details={"dim": Detail(suggestion=1)},
    ),
    method(
        "gather",
        "The values along a dimension that an index tensor names.",
        positional=1,
        leave_out=("sparse_grad",),
        details={"dim": Detail(suggestion=1)},
    ),
    method(
        "masked_fill",
        "A constant wherever a mask is true.",
        aliases=("mask",),
        positional=1,
        details={"value": Detail(suggestion=0.0)},
    ),
    method("triu", "The upper triangle; zeros below.", aliases=("causal mask",)),
    method("tril", "The lower triangle; zeros above.", aliases=("causal mask",)),
    method("type_as", "Converted to another tensor's type.", aliases=("cast",)),
    method("float", "Converted to 32-bit floating point.", aliases=("cast", "convert")),
    method("long", "Converted to 64-bit integers.", aliases=("cast", "convert")),
    method("detach", "Passes values on, but no gradient back.", aliases=("stop gradient",)),
)
