"""Activation functions."""

from __future__ import annotations

from guinet.nodes.table import Detail, function, layer

_LAST = {"dim": Detail(suggestion=-1)}

ENTRIES = (
    layer("ReLU", "Negative values become zero.", aliases=("rectifier", "rectified linear unit")),
    layer("GELU", "A smooth ReLU: each value times the chance that a normal one is smaller."),
    layer("SiLU", "Each value times its sigmoid.", aliases=("swish",)),
    layer("Sigmoid", "Squeezes values into 0 to 1.", aliases=("logistic",)),
    layer("Tanh", "Squeezes values into −1 to 1.", aliases=("hyperbolic tangent",)),
    layer("Softmax", "Positive values that sum to 1 along a dimension.", details=_LAST),
    layer("LogSoftmax", "The logarithm of softmax, computed safely.", details=_LAST),
    layer("LeakyReLU", "Negative values keep a small slope.", positional=1),
    layer("PReLU", "Negative values keep a slope that is learned.", details={"num_parameters": Detail(minimum=1)}),
    layer("ELU", "Negative values bend towards −α.", aliases=("exponential linear unit",)),
    layer("SELU", "An ELU scaled so that deep stacks keep mean 0 and deviation 1."),
    layer("CELU", "An ELU whose slope has no jump, for any α."),
    layer("Mish", "Each value times the tanh of its softplus."),
    layer("Hardswish", "SiLU from straight pieces: cheap to compute.", aliases=("hswish",)),
    layer("Hardsigmoid", "A sigmoid from straight pieces: cheap to compute.", aliases=("hsigmoid",)),
    layer(
        "Hardtanh",
        "Cuts values off at a least and a greatest one.",
        aliases=("clamp", "clip"),
        leave_out=("min_value", "max_value"),
    ),
    layer("ReLU6", "ReLU, cut off at 6."),
    layer(
        "RReLU",
        "Negative values get a random slope while training.",
        aliases=("randomised leaky relu",),
        details={"lower": Detail(minimum=0, maximum=1), "upper": Detail(minimum=0, maximum=1)},
    ),
    layer("Softplus", "A smooth ReLU that is always positive."),
    layer("Softsign", "Each value divided by 1 plus its size."),
    layer(
        "Softshrink", "Moves values towards zero by λ; smaller ones become zero.", details={"lambd": Detail(minimum=0)}
    ),
    layer("Hardshrink", "Values between −λ and λ become zero."),
    layer("Tanhshrink", "Each value minus its tanh."),
    layer(
        "Threshold",
        "Values up to a threshold are replaced by another.",
        positional=2,
        details={"threshold": Detail(suggestion=0.0), "value": Detail(suggestion=0.0)},
    ),
    layer("LogSigmoid", "The logarithm of the sigmoid, computed safely."),
    layer("Softmin", "Softmax of the negated values: the smallest gets the largest share.", details=_LAST),
    layer("Softmax2d", "Softmax over the channels of an image, at every pixel."),
    layer("GLU", "The first half of a dimension, gated by the sigmoid of the second.", aliases=("gated linear unit",)),
    function(
        "torch.softmax",
        "Positive values that sum to 1 along a dimension.",
        details=_LAST,
    ),
    function(
        "torch.log_softmax",
        "The logarithm of softmax, computed safely.",
        details=_LAST,
    ),
    function("torch.relu", "Negative values become zero."),
    function("torch.sigmoid", "Squeezes values into 0 to 1."),
    function("torch.tanh", "Squeezes values into −1 to 1."),
)
