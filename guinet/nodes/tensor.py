"""Operations that change a tensor's shape, cut it into pieces, or join several."""

from __future__ import annotations

from collections.abc import Mapping

from guinet.core.ports import Ports
from guinet.core.values import Value
from guinet.nodes.table import (
    MOST_PIECES,
    PIECES,
    VALUE,
    Detail,
    function,
    functions,
    layer,
    method,
    pieces,
)
from guinet.nodes.types import ArgumentType

_VARIADIC = Detail(positional=True, variadic=True)


def _sections(arguments: Mapping[str, Value]) -> Ports:
    """One output for each section of `split`; for sections of one size, as many as `pieces` says."""
    sizes = arguments.get("split_size")
    return pieces("pieces")({"pieces": len(sizes)} if isinstance(sizes, tuple) and sizes else arguments)


def _chunks(arguments: Mapping[str, Value]) -> Ports:
    """One output for each piece of `chunk`."""
    count = arguments.get("chunks")
    return pieces("chunks")({"chunks": max(count, 1) if isinstance(count, int) else 1})


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
        view=True,
        details={"shape": _VARIADIC | Detail(suggestion=(-1,))},
    ),
    method(
        "view",
        "As reshape, but never copies: refuses where it would have to.",
        view=True,
        details={"size": _VARIADIC | Detail(suggestion=(-1,))},
    ),
    method(
        "flatten", "Joins dimensions into one.", view=True, positional=2, details={"start_dim": Detail(suggestion=1)}
    ),
    method("permute", "The dimensions in another order.", view=True, details={"dims": _VARIADIC}),
    method(
        "transpose",
        "Swaps two dimensions.",
        view=True,
        aliases=("swap",),
        positional=2,
        details={"dim0": Detail(suggestion=-2), "dim1": Detail(suggestion=-1)},
    ),
    method(
        "squeeze",
        "Takes out dimensions of size 1.",
        view=True,
        details={"dim": Detail(default=None, optional=True, positional=True)},
    ),
    method(
        "unsqueeze", "Puts in a dimension of size 1.", view=True, positional=1, details={"dim": Detail(suggestion=1)}
    ),
    method(
        "expand",
        "Repeats dimensions of size 1 without copying; −1 keeps one.",
        view=True,
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
        ports_for=_chunks,
        view=True,
        details={"chunks": Detail(minimum=1, maximum=MOST_PIECES, suggestion=2, doc="How many pieces.")},
    ),
    method(
        "split",
        "Cuts a dimension into sections of the given sizes, one output each, or of one size.",
        positional=1,
        ports_for=_sections,
        view=True,
        added=(PIECES,),
        details={"split_size": Detail(minimum=0, suggestion=1, doc="The size of each section.")},
    ),
    *(
        function(
            f"torch.{name}",
            doc,
            positional=1,
            added=(PIECES,),
            ports_for=pieces("pieces"),
            view=True,
            details={"indices_or_sections": Detail(suggestion=1, doc="How many sections, or where to cut.")},
        )
        for name, doc in (
            ("tensor_split", "Cuts a dimension at given places, or into nearly equal sections."),
            ("hsplit", "Cuts the columns at given places, or into equal sections."),
            ("vsplit", "Cuts the rows at given places, or into equal sections."),
        )
    ),
    *functions(
        {
            "hstack": "Joins tensors side by side.",
            "vstack": "Joins tensors on top of each other.",
            "dstack": "Joins tensors along the third dimension.",
            "column_stack": "Joins vectors as the columns of a matrix.",
        },
        aliases=("join",),
    ),
    *functions(
        {
            "block_diag": "Puts matrices on a diagonal, zeros elsewhere.",
            "cartesian_prod": "All pairs of the values of several tensors.",
        },
        spread=True,
    ),
    function(
        "torch.meshgrid",
        "The coordinates of a grid, from those along its sides: a list of tensors.",
        outputs=VALUE,
        aliases=("grid",),
        details={"indexing": Detail(type=ArgumentType.CHOICE, choices=("ij", "xy"), suggestion="ij")},
    ),
    function(
        "torch.broadcast_tensors",
        "Several tensors stretched to one shape: a list of tensors.",
        outputs=VALUE,
        view=True,
        spread=True,
        aliases=("stretch",),
    ),
    function(
        "torch.movedim",
        "Moves dimensions to other places.",
        view=True,
        positional=2,
        details={"source": Detail(suggestion=0), "destination": Detail(suggestion=-1)},
    ),
    function(
        "torch.swapaxes",
        "Swaps two dimensions.",
        view=True,
        positional=2,
        details={"axis0": Detail(suggestion=0), "axis1": Detail(suggestion=1)},
    ),
    method("t", "Swaps the two dimensions of a matrix.", view=True, aliases=("transpose",)),
    method(
        "unflatten",
        "Splits one dimension into several.",
        view=True,
        positional=2,
        details={"dim": Detail(suggestion=1), "sizes": Detail(suggestion=(1, -1))},
    ),
    method("ravel", "All values in one row.", view=True, aliases=("flatten",)),
    method("view_as", "The same values in another tensor's shape, without copying.", view=True),
    method("reshape_as", "The same values in another tensor's shape.", view=True),
    method(
        "expand_as",
        "Repeats dimensions of size 1 up to another tensor's shape, without copying.",
        view=True,
        aliases=("broadcast",),
    ),
    method(
        "broadcast_to",
        "Stretched to a shape, without copying.",
        view=True,
        details={"size": Detail(positional=True, suggestion=(2, 3))},
    ),
    method(
        "repeat_interleave",
        "Repeats each value in its place.",
        aliases=("duplicate",),
        details={"repeats": Detail(type=ArgumentType.INT, positional=True, minimum=0, suggestion=2)},
    ),
    method(
        "tile",
        "Repeats the whole along each dimension.",
        aliases=("repeat",),
        details={"dims": _VARIADIC | Detail(suggestion=(2,))},
    ),
    method("rot90", "Turns by quarter turns.", aliases=("rotate",), details={"dims": Detail(suggestion=(0, 1))}),
    *functions({"fliplr": "Reverses the columns.", "flipud": "Reverses the rows."}, aliases=("reverse", "mirror")),
    method(
        "unfold",
        "Windows along a dimension, laid out in a new last one.",
        view=True,
        positional=3,
        aliases=("sliding window",),
        details={
            "dimension": Detail(suggestion=0),
            "size": Detail(minimum=0, suggestion=2),
            "step": Detail(minimum=1, suggestion=1),
        },
    ),
    function(
        "torch.as_strided",
        "The same memory, read with other sizes and strides.",
        view=True,
        positional=2,
        details={"size": Detail(suggestion=(1,)), "stride": Detail(suggestion=(1,))},
    ),
    *functions(
        {
            "atleast_1d": "With at least one dimension.",
            "atleast_2d": "With at least two dimensions.",
            "atleast_3d": "With at least three dimensions.",
        }
    ),
)
