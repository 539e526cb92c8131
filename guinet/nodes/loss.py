"""Losses: what training makes small."""

from __future__ import annotations

from guinet.core.ports import Port
from guinet.nodes.table import Detail, inferred, layer, loss
from guinet.nodes.types import ArgumentType, Task

ENTRIES = (
    loss(
        "CrossEntropyLoss",
        "For classes: raw scores [N, C] against class numbers [N]; holds the softmax itself.",
        task=Task.CLASSES,
        applies="softmax",
        aliases=("ce", "softmax loss", "classification"),
    ),
    loss(
        "MSELoss",
        "For numbers: the squared difference.",
        task=Task.VALUES,
        aliases=("mean squared error", "l2", "regression"),
    ),
    loss("L1Loss", "For numbers: the absolute difference.", task=Task.VALUES, aliases=("mae", "mean absolute error")),
    loss(
        "BCEWithLogitsLoss",
        "For yes or no: raw scores against 0 and 1; holds the sigmoid itself.",
        task=Task.LOGITS,
        applies="sigmoid",
        aliases=("binary cross entropy",),
    ),
    loss(
        "BCELoss",
        "For yes or no: probabilities against 0 and 1.",
        task=Task.PROBABILITIES,
        aliases=("binary cross entropy",),
    ),
    loss(
        "NLLLoss",
        "For classes: log-probabilities against class numbers.",
        task=Task.CLASSES,
        aliases=("negative log likelihood", "NLLLoss2d"),
    ),
    loss(
        "SmoothL1Loss",
        "For numbers: squared for small differences, absolute for large ones.",
        task=Task.VALUES,
        details={"beta": Detail(minimum=0)},
    ),
    loss(
        "HuberLoss",
        "For numbers with outliers: squared for small differences, straight beyond δ.",
        task=Task.VALUES,
        aliases=("robust",),
        details={"delta": Detail(minimum=0)},
    ),
    layer(
        "LinearCrossEntropyLoss",
        "A last linear layer and cross entropy in one, without keeping the scores; its weights are learned.",
        float_weights=True,
        positional=2,
        aliases=("ce", "large vocabulary"),
        details={
            "in_features": inferred(-1),
            "num_classes": Detail(minimum=1, suggestion=10),
            "out_features": Detail(type=ArgumentType.SHAPE, suggestion=(), doc="Sizes of what each class predicts."),
        },
        leave_out=("options",),
        outputs=("loss",),
    ),
    loss("KLDivLoss", "How far log-probabilities are from a distribution.", aliases=("kullback leibler",)),
    loss(
        "PoissonNLLLoss",
        "For counts: how unlikely they are under predicted rates.",
        inputs={"log_input": Port("input")},  # torch gives this tensor the name of the argument `log_input`
    ),
    loss("GaussianNLLLoss", "For numbers: how unlikely they are under predicted means and variances.", real=True),
    loss("HingeEmbeddingLoss", "For distances of pairs, marked 1 for alike and −1 for not."),
    loss("CosineEmbeddingLoss", "For pairs of vectors, marked 1 for alike and −1 for not: the angle between them."),
    loss("MarginRankingLoss", "For pairs of scores: which of the two should be larger.", aliases=("ranking",)),
    loss("TripletMarginLoss", "An anchor should be nearer to its like than to another.", aliases=("triplet",)),
    loss(
        "TripletMarginWithDistanceLoss",
        "The triplet loss in the form that takes any distance; here the Euclidean one.",
        aliases=("triplet",),
    ),
    loss(
        "MultiMarginLoss",
        "For classes: the right score should lead by a margin.",
        task=Task.CLASSES,
        aliases=("svm", "hinge"),
    ),
    loss("MultiLabelMarginLoss", "For several classes at once: each right score should lead by a margin."),
    loss("MultiLabelSoftMarginLoss", "For several classes at once: each a yes or no.", task=Task.LOGITS),
    loss("SoftMarginLoss", "For two classes marked 1 and −1: the logistic loss."),
    loss(
        "CTCLoss",
        "For sequences without alignment, as in speech: all ways to place the target.",
        real=True,
        aliases=("connectionist temporal classification", "speech"),
        details={"blank": Detail(minimum=0)},
    ),
)
