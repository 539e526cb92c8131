"""Arithmetic: between tensors, of each value, and along dimensions."""

from __future__ import annotations

from guinet.nodes.table import Detail, Entry, function, layer, method, operator
from guinet.nodes.types import ArgumentType

_OPERATORS = (
    operator("add", "+", "The sum, value by value.", aliases=("plus", "residual", "skip")),
    operator("sub", "-", "The difference, value by value.", aliases=("minus", "subtract")),
    operator("mul", "*", "The product, value by value.", aliases=("times", "multiply")),
    operator("div", "/", "The quotient, value by value.", aliases=("divide",)),
    operator("matmul", "@", "The matrix product of the last two dimensions.", aliases=("bmm", "mm"), constant=""),
    operator("pow", "**", "Each value to a power.", aliases=("square",), constant="exponent"),
    operator("remainder", "%", "What is left of a division, value by value.", aliases=("modulo",)),
    operator("eq", "==", "Where two are equal."),
    operator("ne", "!=", "Where two differ."),
    operator("lt", "<", "Where the first is less."),
    operator("le", "<=", "Where the first is at most the second."),
    operator("gt", ">", "Where the first is greater."),
    operator("ge", ">=", "Where the first is at least the second."),
)

_OF_EACH_VALUE = {
    "abs": "Its size without the sign.",
    "neg": "Its negative.",
    "exp": "The exponential function.",
    "log": "The natural logarithm.",
    "log1p": "The natural logarithm of 1 plus the value.",
    "sqrt": "The square root.",
    "rsqrt": "1 over the square root.",
    "square": "The square.",
    "reciprocal": "1 over the value.",
    "sin": "The sine.",
    "cos": "The cosine.",
    "sign": "−1, 0 or 1.",
    "floor": "Rounded down.",
    "ceil": "Rounded up.",
    "erf": "The error function.",
}


def _along(name: str, doc: str, *, aliases: tuple[str, ...] = ()) -> Entry:
    """A reduction over some dimensions, or all of them when none are given."""
    dims = Detail(type=ArgumentType.SIZE, default=None, optional=True)
    return function(f"torch.{name}", doc, aliases=aliases, details={"dim": dims}, leave_out=("dtype", "unbiased"))


ENTRIES = (
    *_OPERATORS,
    *(function(f"torch.{name}", doc) for name, doc in _OF_EACH_VALUE.items()),
    function("torch.clamp", "Cuts values off at a least and a greatest one.", aliases=("clip",)),
    function("torch.minimum", "The smaller of two, value by value."),
    function("torch.maximum", "The larger of two, value by value."),
    function(
        "torch.where", "From one tensor where a condition holds, from the other elsewhere.", aliases=("if", "choose")
    ),
    _along("mean", "The mean along dimensions.", aliases=("average", "global average pooling")),
    _along("sum", "The sum along dimensions.", aliases=("total",)),
    function("torch.amax", "The maximum along dimensions.", aliases=("max",)),
    function("torch.amin", "The minimum along dimensions.", aliases=("min",)),
    function("torch.argmax", "Where along a dimension the maximum is.", aliases=("prediction",)),
    function("torch.cumsum", "The running sum along a dimension.", details={"dim": Detail(suggestion=-1)}),
    _along("std", "The standard deviation along dimensions.", aliases=("deviation",)),
    _along("var", "The variance along dimensions."),
    function(
        "torch.logsumexp",
        "The logarithm of the sum of exponentials, computed safely.",
        details={"dim": Detail(suggestion=-1)},
    ),
    function(
        "torch.einsum",
        "Products and sums over named dimensions: “bik,bkj->bij” is a batch of matrix products.",
        aliases=("einstein sum",),
        leave_out=("path",),
        details={"equation": Detail(positional=True)},
    ),
    function("torch.nn.functional.normalize", "Divided by its norm along a dimension.", aliases=("unit length", "l2")),
    method("softmax", "Positive values that sum to 1 along a dimension.", details={"dim": Detail(suggestion=-1)}),
    layer("CosineSimilarity", "The cosine of the angle between two vectors.", aliases=("distance",)),
    layer("PairwiseDistance", "The distance between two vectors.", aliases=("euclidean", "norm")),
)
