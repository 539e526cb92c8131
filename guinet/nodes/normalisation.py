"""Normalisation layers."""

from __future__ import annotations

from guinet.nodes.table import Detail, Entry, inferred, layer
from guinet.nodes.types import ArgumentType

_OVER = {1: "a sequence", 2: "an image", 3: "a volume"}


def _over_last_dimensions(name: str, doc: str, aliases: tuple[str, ...]) -> Entry:
    return layer(
        name,
        doc,
        float_weights=True,
        aliases=aliases,
        positional=1,
        details={"normalized_shape": inferred(-1, _INPUT[name])},
    )


_INPUT = {"LayerNorm": "input", "RMSNorm": "x"}

ENTRIES = (
    *(
        layer(
            f"BatchNorm{n}d",
            f"Brings each channel of {over} to mean 0 and deviation 1 over the batch.",
            aliases=("bn", f"bn{n}", "batch normalisation", "batch normalization"),
            positional=1,
            float_weights=True,
            details={"num_features": inferred(1)},
        )
        for n, over in _OVER.items()
    ),
    _over_last_dimensions(
        "LayerNorm",
        "Brings the last dimensions of each element to mean 0 and deviation 1.",
        ("ln", "layer normalisation", "layer normalization"),
    ),
    _over_last_dimensions(
        "RMSNorm",
        "Divides the last dimensions of each element by their root mean square.",
        ("root mean square",),
    ),
    layer(
        "GroupNorm",
        "Brings groups of channels to mean 0 and deviation 1, each element of the batch by itself.",
        float_weights=True,
        aliases=("gn", "group normalisation", "group normalization"),
        positional=2,
        details={"num_channels": inferred(1)},
    ),
    *(
        layer(
            f"InstanceNorm{n}d",
            f"Brings each channel of {over} to mean 0 and deviation 1, each element of the batch by itself.",
            aliases=("instance normalisation", "instance normalization"),
            positional=1,
            float_weights=True,
            details={"num_features": inferred(-n - 1)},
        )
        for n, over in _OVER.items()
    ),
    layer(
        "LocalResponseNorm",
        "Damps each value by its neighbours in nearby channels.",
        aliases=("lrn",),
        positional=1,
        details={"size": Detail(minimum=1, suggestion=5)},
    ),
    layer(
        "CrossMapLRN2d",
        "LocalResponseNorm for images, as the first networks had it.",
        aliases=("lrn",),
        positional=1,
        details={"size": Detail(minimum=1, suggestion=5), "k": Detail(type=ArgumentType.FLOAT)},
    ),
    layer(
        "SyncBatchNorm",
        "BatchNorm over the batches of all processes that train together, on GPUs.",
        float_weights=True,
        positional=1,
        details={"num_features": inferred(1)},
    ),
)
