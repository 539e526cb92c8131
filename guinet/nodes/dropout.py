"""Dropout: chance while training, nothing afterwards."""

from __future__ import annotations

from guinet.nodes.table import Detail, Entry, layer


def _dropout(name: str, doc: str, aliases: tuple[str, ...] = ()) -> Entry:
    share = Detail(minimum=0, maximum=1, doc="Share that becomes zero while training.")
    return layer(name, doc, aliases=aliases, positional=1, details={"p": share})


ENTRIES = (
    _dropout("Dropout", "Zeroes values at random while training.", ("regularisation",)),
    _dropout("Dropout1d", "Zeroes whole channels of a sequence at random while training."),
    _dropout("Dropout2d", "Zeroes whole channels of an image at random while training.", ("spatial dropout",)),
    _dropout("Dropout3d", "Zeroes whole channels of a volume at random while training."),
    _dropout("AlphaDropout", "Dropout that keeps mean and deviation; goes with SELU."),
    _dropout("FeatureAlphaDropout", "AlphaDropout of whole channels."),
)
