"""Convolutions, transposed ones, and cutting out windows."""

from __future__ import annotations

from guinet.nodes.table import Detail, inferred, layer
from guinet.nodes.types import ArgumentType

_OVER = {1: "a sequence [N, C, L]", 2: "an image [N, C, H, W]", 3: "a volume [N, C, D, H, W]"}

ENTRIES = (
    *(
        layer(
            f"Conv{n}d",
            f"Slides learned filters over {over}.",
            aliases=("convolution", f"convolution{n}d"),
            positional=2,
            float_weights=True,
            details={"in_channels": inferred(-n - 1), "padding": Detail(choices=("same", "valid"))},
        )
        for n, over in _OVER.items()
    ),
    *(
        layer(
            f"ConvTranspose{n}d",
            f"Spreads each point of {over} through learned filters; with a stride it enlarges.",
            aliases=("deconvolution", "deconv", f"upconv{n}d"),
            positional=2,
            float_weights=True,
            details={
                "in_channels": inferred(-n - 1),
                "output_size": Detail(type=ArgumentType.SHAPE, minimum=1),
                "padding_mode": Detail(choices=("zeros",)),
            },
        )
        for n, over in _OVER.items()
    ),
    layer(
        "Unfold",
        "Cuts an image into windows and lays each out as a column.",
        aliases=("im2col", "patches"),
        details={"kernel_size": Detail(positional=True)},
    ),
    layer("Fold", "Adds columns up into an image: the way back from Unfold.", aliases=("col2im",)),
)
