"""Operations that take parts of a tensor, by position, by index or by mask, and put parts in."""

from __future__ import annotations

from collections.abc import Mapping

from guinet.core.ports import Port, Ports, PortType
from guinet.core.values import Value
from guinet.nodes.index_text import BadIndex, names
from guinet.nodes.table import PIECES, VALUE, Detail, Entry, function, method, pieces
from guinet.nodes.types import ArgumentType, Form

_DIM = Detail(suggestion=1)
_FIRST = {"dim": Detail(positional=True, suggestion=1)}


def _of_index(arguments: Mapping[str, Value]) -> Ports:
    """A port for each name in the index."""
    index = arguments.get("index")
    try:
        found = names(index) if isinstance(index, str) else ()
    except BadIndex:
        found = ()
    ports = (Port("input", PortType.ANY), *(Port(name, PortType.ANY) for name in found))
    return Ports(ports, VALUE)


_GETITEM = Entry(
    "torch.Tensor.__getitem__",
    Form.INDEX,
    "",
    "A part of a tensor or of a list, as Python's brackets take it: 0, :, 1:3.",
    "index [ ]",
    aliases=("slice", "getitem", "[]", "select", "item"),
    inputs={"input": Port("input", PortType.ANY)},
    outputs=VALUE,
    details={
        "index": Detail(
            type=ArgumentType.INDEX,
            suggestion="0",
            doc="What stands between the brackets: 0, :, 1:3, ..., None; each name becomes a port.",
        )
    },
    view=True,
    ports_for=_of_index,
)

ENTRIES = (
    _GETITEM,
    method(
        "select",
        "One slice of a dimension, which goes away.",
        aliases=("index", "slice", "getitem", "last step"),
        positional=2,
        view=True,
        details={"dim": _DIM, "index": Detail(suggestion=-1)},
    ),
    method(
        "narrow",
        "A stretch of a dimension.",
        aliases=("slice", "crop"),
        positional=3,
        view=True,
        details={"dim": _DIM, "start": Detail(suggestion=0), "length": Detail(minimum=0, suggestion=1)},
    ),
    method(
        "index_select",
        "The slices of a dimension that an index tensor names.",
        positional=1,
        details={"dim": _DIM},
    ),
    method(
        "gather",
        "The values along a dimension that an index tensor names.",
        positional=1,
        details={"dim": _DIM},
    ),
    method("take", "The values at positions counted through the whole tensor.", aliases=("flat index",)),
    function(
        "torch.take_along_dim",
        "The values along a dimension that an index tensor, as from argsort, names.",
        details={"dim": Detail(suggestion=-1)},
    ),
    method(
        "masked_select",
        "The values where a mask is true, in one row.",
        aliases=("filter", "mask"),
        follows_values=True,
    ),
    method(
        "masked_fill",
        "A constant wherever a mask is true.",
        aliases=("mask",),
        positional=1,
        details={"value": Detail(suggestion=0.0)},
    ),
    method("masked_scatter", "Values of another tensor wherever a mask is true.", aliases=("mask",)),
    method(
        "index_fill",
        "A constant in the slices that an index tensor names.",
        details=_FIRST | {"value": Detail(suggestion=0.0)},
    ),
    method("index_add", "Adds slices of another tensor at the places an index tensor names.", details=_FIRST),
    method("index_copy", "Slices of another tensor at the places an index tensor names.", details=_FIRST),
    method("scatter", "Values of another tensor at the places an index tensor names.", details=_FIRST),
    method(
        "scatter_add",
        "Adds values of another tensor at the places an index tensor names.",
        details=_FIRST,
    ),
    method(
        "scatter_reduce",
        "Sums, multiplies, averages or compares values that meet at the places an index tensor names.",
        details=_FIRST
        | {
            "reduce": Detail(
                type=ArgumentType.CHOICE, choices=("sum", "prod", "mean", "amax", "amin"), suggestion="sum"
            )
        },
    ),
    method(
        "select_scatter",
        "The same tensor with one slice of a dimension from another.",
        details={"dim": Detail(suggestion=0), "index": Detail(suggestion=0)},
    ),
    method("slice_scatter", "The same tensor with a stretch of a dimension from another."),
    method("diagonal_scatter", "The same tensor with a diagonal from another."),
    function(
        "torch.where", "From one tensor where a condition holds, from the other elsewhere.", aliases=("if", "choose")
    ),
    function(
        "torch.nonzero", "Where values are not zero: one row of positions each.", aliases=("find",), follows_values=True
    ),
    function("torch.searchsorted", "Where in a sorted tensor values would stand."),
    function("torch.bucketize", "The number of the interval each value falls in.", aliases=("bin", "digitise")),
    method("triu", "The upper triangle; zeros below.", aliases=("causal mask",)),
    method("tril", "The lower triangle; zeros above.", aliases=("causal mask",)),
    function("torch.diag", "The diagonal of a matrix, or a matrix with a given diagonal."),
    function("torch.diagonal", "The diagonal over two dimensions.", view=True),
    function("torch.diag_embed", "Matrices with given diagonals."),
    method(
        "unbind", "All slices of a dimension.", positional=1, added=(PIECES,), ports_for=pieces("pieces"), view=True
    ),
)
