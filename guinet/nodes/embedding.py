"""From indices to vectors."""

from __future__ import annotations

from guinet.nodes.table import Detail, function, inferred, layer
from guinet.nodes.types import ArgumentType

ENTRIES = (
    layer(
        "Embedding",
        "A learned vector for each index: words, categories, positions.",
        aliases=("lookup table", "word vectors"),
        positional=2,
    ),
    layer(
        "EmbeddingBag",
        "The sum, mean or maximum of the vectors of several indices.",
        positional=2,
        details={"mode": Detail(type=ArgumentType.CHOICE, choices=("mean", "sum", "max"))},
    ),
    layer(
        "AdaptiveLogSoftmaxWithLoss",
        "Softmax over very many classes, rare ones computed less finely; gives log-probabilities and the loss.",
        positional=2,
        details={"in_features": inferred(-1, "input_"), "n_classes": Detail(minimum=1), "cutoffs": Detail(minimum=1)},
        outputs=("output", "loss"),
        real=True,
    ),
    function(
        "torch.nn.functional.one_hot",
        "A 1 in the place of each index, zeros elsewhere.",
        real=True,
        details={"num_classes": Detail(minimum=-1, positional=True)},
    ),
)
