"""Padding, enlarging, and trading channels for size."""

from __future__ import annotations

from guinet.nodes.common import INTERPOLATIONS
from guinet.nodes.table import Detail, Entry, function, layer
from guinet.nodes.types import ArgumentType

_OVER = {1: "a sequence", 2: "an image", 3: "a volume"}
_PADDINGS = {
    "ZeroPad": "Adds zeros around {over}.",
    "ConstantPad": "Adds a constant around {over}.",
    "ReflectionPad": "Continues {over} past its edges by its mirror image.",
    "ReplicationPad": "Continues {over} past its edges by its outermost values.",
    "CircularPad": "Continues {over} past its edges by its opposite side.",
}
_SIZES = {"size": Detail(minimum=1, doc="Size that goes out.")}
_FACTOR = {
    "scale_factor": Detail(
        type=ArgumentType.NUMBERS, minimum=0, suggestion=2, doc="How many times larger each side becomes."
    )
}


def _padding(name: str, n: int) -> Entry:
    padding = Detail(minimum=None, suggestion=1, doc="How much is added, at each side: left, right, top, bottom …")
    return layer(
        f"{name}{n}d",
        _PADDINGS[name].format(over=_OVER[n]),
        aliases=(f"pad{n}d",),
        positional=2 if name == "ConstantPad" else 1,
        details={"padding": padding} | ({"value": Detail(suggestion=0.0)} if name == "ConstantPad" else {}),
    )


ENTRIES = (
    *(_padding(name, n) for name in _PADDINGS for n in _OVER),
    layer(
        "Upsample",
        "Enlarges a sequence, image or volume to a size or by a factor.",
        aliases=("resize", "interpolate"),
        details=_SIZES | _FACTOR,
    ),
    layer("UpsamplingNearest2d", "Enlarges an image by repeating pixels.", details=_SIZES | _FACTOR),
    layer("UpsamplingBilinear2d", "Enlarges an image, blending neighbouring pixels.", details=_SIZES | _FACTOR),
    layer("PixelShuffle", "Turns r² channels into an image r times larger.", aliases=("subpixel",), positional=1),
    layer("PixelUnshuffle", "Turns an image into one r times smaller with r² as many channels.", positional=1),
    layer(
        "ChannelShuffle",
        "Mixes the channels of groups with each other.",
        positional=1,
        details={"groups": Detail(suggestion=2)},
    ),
    function(
        "torch.nn.functional.interpolate",
        "Enlarges or shrinks a sequence, image or volume to a size or by a factor.",
        aliases=("resize", "upsample"),
        details={
            "size": Detail(type=ArgumentType.SIZE, minimum=1, doc="Size that goes out."),
            "mode": Detail(type=ArgumentType.CHOICE, choices=INTERPOLATIONS),
            **_FACTOR,
        },
    ),
    function(
        "torch.nn.functional.pad",
        "Adds values around the last dimensions; the pairs begin with the last dimension.",
        details={
            "pad": Detail(type=ArgumentType.SHAPE, positional=True, suggestion=(1, 1)),
            "mode": Detail(type=ArgumentType.CHOICE, choices=("constant", "reflect", "replicate", "circular")),
        },
    ),
)
