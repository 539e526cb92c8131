"""Pooling: fewer points, each for a window."""

from __future__ import annotations

from guinet.nodes.table import Detail, layer, with_indices
from guinet.nodes.types import ArgumentType

_OVER = {1: "a sequence", 2: "an image", 3: "a volume"}

ENTRIES = (
    *(
        layer(
            f"MaxPool{n}d",
            f"Keeps the largest value of each window of {over}.",
            aliases=("maxpooling",),
            positional=1,
            ports_for=with_indices(),
            details={
                "kernel_size": Detail(length=n, suggestion=2),
                **{name: Detail(length=n) for name in ("stride", "padding", "dilation")},
            },
        )
        for n, over in _OVER.items()
    ),
    *(
        layer(
            f"AvgPool{n}d",
            f"Averages each window of {over}.",
            aliases=("average pooling", "mean pooling"),
            positional=1,
            details={"kernel_size": Detail(suggestion=2)} | ({} if n == 1 else {"divisor_override": Detail(minimum=1)}),
        )
        for n, over in _OVER.items()
    ),
    *(
        layer(
            f"AdaptiveAvgPool{n}d",
            f"Averages {over} down to a given size, whatever size comes in.",
            aliases=("global average pooling", "gap"),
            positional=1,
            details={"output_size": Detail(length=n, suggestion=1)},
        )
        for n, over in _OVER.items()
    ),
    *(
        layer(
            f"AdaptiveMaxPool{n}d",
            f"Keeps maxima of {over}, down to a given size, whatever size comes in.",
            aliases=("global max pooling",),
            positional=1,
            ports_for=with_indices(),
            details={"output_size": Detail(length=n, suggestion=1)},
        )
        for n, over in _OVER.items()
    ),
    *(
        layer(
            f"LPPool{n}d",
            f"Takes the p-norm of each window of {over}.",
            aliases=("power average pooling",),
            positional=2,
            details={
                "norm_type": Detail(suggestion=2),
                "kernel_size": Detail(length=n, suggestion=2),
                "stride": Detail(length=n),
            },
        )
        for n, over in _OVER.items()
    ),
    *(
        layer(
            f"FractionalMaxPool{n}d",
            f"Keeps the largest value of windows of {_OVER[n]}, placed at random for a given output size or ratio.",
            positional=1,
            ports_for=with_indices(),
            details={
                "kernel_size": Detail(suggestion=2),
                "output_ratio": Detail(type=ArgumentType.NUMBERS, minimum=0, maximum=1, suggestion=0.5),
            },
        )
        for n in (2, 3)
    ),
    *(
        layer(
            f"MaxUnpool{n}d",
            f"Puts maxima of {over} back to where they came from; the rest becomes zero.",
            positional=1,
            details={
                "kernel_size": Detail(suggestion=2),
                "output_size": Detail(type=ArgumentType.SHAPE, minimum=1),
            },
        )
        for n, over in _OVER.items()
    ),
)
