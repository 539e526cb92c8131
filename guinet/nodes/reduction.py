"""Many values made into few: sums, means, extremes, counts, order."""

from __future__ import annotations

from collections.abc import Mapping

from guinet.core.ports import Port, Ports
from guinet.core.values import Value
from guinet.nodes.table import Detail, Entry, function, functions, with_dimension
from guinet.nodes.types import ArgumentType

_DIMS = {"dim": Detail(type=ArgumentType.SIZE, default=None, optional=True)}
_LAST = {"dim": Detail(suggestion=-1)}
_Q = {"q": Detail(type=ArgumentType.FLOAT, positional=True, minimum=0, maximum=1, suggestion=0.5)}


def _along(name: str, doc: str, *aliases: str) -> Entry:
    """A reduction over some dimensions, or all of them when none are given."""
    return function(f"torch.{name}", doc, aliases=aliases, details=_DIMS, leave_out=("unbiased",))


def _with_places(name: str, doc: str, *aliases: str) -> Entry:
    """A reduction that along a dimension also says where each result was found."""
    return function(f"torch.{name}", doc, aliases=aliases, ports_for=with_dimension("values", "indices"))


def _unique(arguments: Mapping[str, Value]) -> Ports:
    """The places and the counts, where they are asked for."""
    extra = (("return_inverse", "inverse_indices"), ("return_counts", "counts"))
    asked = tuple(Port(name) for flag, name in extra if arguments.get(flag) is True)
    return Ports((Port("input"),), (Port("output"), *asked))


ENTRIES = (
    _along("sum", "The sum along dimensions.", "total"),
    _along("mean", "The mean along dimensions.", "average", "global average pooling"),
    function("torch.prod", "The product of all values, or along a dimension.", aliases=("product",)),
    _along("std", "The standard deviation along dimensions.", "deviation"),
    _along("var", "The variance along dimensions."),
    function("torch.std_mean", "Standard deviation and mean at once.", outputs=("std", "mean"), details=_DIMS),
    function("torch.var_mean", "Variance and mean at once.", outputs=("var", "mean"), details=_DIMS),
    _along("nansum", "The sum along dimensions, without values that are not a number."),
    _along("nanmean", "The mean along dimensions, without values that are not a number."),
    _along("amax", "The maximum along dimensions."),
    _along("amin", "The minimum along dimensions."),
    _with_places("max", "The maximum; along a dimension also where it is.", "maximum"),
    _with_places("min", "The minimum; along a dimension also where it is.", "minimum"),
    _with_places("median", "The middle value; along a dimension also where it is."),
    _with_places("nanmedian", "The middle value, without those that are not a number; along a dimension also where."),
    function("torch.aminmax", "Minimum and maximum at once.", outputs=("min", "max")),
    function(
        "torch.mode", "The most frequent value along a dimension, and where it is.", outputs=("values", "indices")
    ),
    *functions(
        {
            "argmax": "Where along a dimension the maximum is.",
            "argmin": "Where along a dimension the minimum is.",
        },
        aliases=("prediction",),
    ),
    function(
        "torch.topk",
        "The k largest values along a dimension, and where they are.",
        aliases=("largest",),
        positional=1,
        outputs=("values", "indices"),
        details={"k": Detail(minimum=0, suggestion=5, doc="How many.")},
    ),
    function(
        "torch.kthvalue",
        "The k-th smallest value along a dimension, and where it is.",
        positional=1,
        outputs=("values", "indices"),
        details={"k": Detail(minimum=1, suggestion=1, doc="Which one, counted from 1.")},
    ),
    function(
        "torch.sort", "Values in order along a dimension, and where they came from.", outputs=("values", "indices")
    ),
    function("torch.argsort", "Where the values of a dimension are, in order.", aliases=("order",)),
    function("torch.msort", "Values in order along the first dimension."),
    *functions(
        {
            "cumsum": "The running sum along a dimension.",
            "cumprod": "The running product along a dimension.",
            "logcumsumexp": "The logarithm of the running sum of exponentials, computed safely.",
            "logsumexp": "The logarithm of the sum of exponentials, computed safely.",
        },
        details=_LAST,
    ),
    *functions(
        {
            "cummax": "The running maximum along a dimension, and where it is.",
            "cummin": "The running minimum along a dimension, and where it is.",
        },
        details=_LAST,
        outputs=("values", "indices"),
    ),
    function("torch.diff", "The differences between neighbours along a dimension."),
    function("torch.quantile", "The value below which a given share of all lies.", details=_Q, aliases=("percentile",)),
    function("torch.nanquantile", "The quantile without values that are not a number.", details=_Q),
    function("torch.count_nonzero", "How many values are not zero.", aliases=("count",)),
    function(
        "torch.unique", "Each value once, in order.", aliases=("distinct",), ports_for=_unique, follows_values=True
    ),
    function("torch.unique_consecutive", "Each run of equal values once.", ports_for=_unique, follows_values=True),
    function(
        "torch.bincount", "How often each whole number occurs.", aliases=("count", "histogram"), follows_values=True
    ),
    function("torch.histc", "How many values fall in each of several equal intervals.", aliases=("histogram",)),
    function("torch.dist", "The p-norm of the difference of two.", aliases=("distance",)),
    function("torch.cov", "How the rows vary with each other.", aliases=("covariance",), real=True),
    function("torch.corrcoef", "How the rows correlate with each other.", aliases=("correlation",), real=True),
    function("torch.trapezoid", "The area under a curve, by straight pieces.", aliases=("integral",)),
)
