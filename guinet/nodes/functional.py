"""Layers as functions: what `torch.nn.functional` computes with weights that come in by wire, or without any."""

from __future__ import annotations

from guinet.nodes.common import REDUCTIONS
from guinet.nodes.table import Detail, Entry, functions
from guinet.nodes.types import ArgumentType

_F = "torch.nn.functional."
_WINDOW = {"kernel_size": Detail(positional=True, suggestion=2)}
_OUT = {"output_size": Detail(type=ArgumentType.SIZE, positional=True, suggestion=1)}
_LAST = {"dim": Detail(type=ArgumentType.INT, suggestion=-1)}
_MARGINS = {"reduction": Detail(type=ArgumentType.CHOICE, choices=REDUCTIONS)}
_OVER = {1: "a sequence", 2: "an image", 3: "a volume"}

_ACTIVATIONS = {
    "relu": "Negative values become zero.",
    "relu6": "ReLU, cut off at 6.",
    "leaky_relu": "Negative values keep a small slope.",
    "elu": "Negative values bend towards −α.",
    "selu": "An ELU scaled so that deep stacks keep mean 0 and deviation 1.",
    "celu": "An ELU whose slope has no jump, for any α.",
    "silu": "Each value times its sigmoid.",
    "mish": "Each value times the tanh of its softplus.",
    "hardswish": "SiLU from straight pieces: cheap to compute.",
    "hardsigmoid": "A sigmoid from straight pieces: cheap to compute.",
    "hardtanh": "Cuts values off at a least and a greatest one.",
    "softplus": "A smooth ReLU that is always positive.",
    "softsign": "Each value divided by 1 plus its size.",
    "softshrink": "Moves values towards zero by λ; smaller ones become zero.",
    "hardshrink": "Values between −λ and λ become zero.",
    "tanhshrink": "Each value minus its tanh.",
    "logsigmoid": "The logarithm of the sigmoid, computed safely.",
}

_LOSSES = {
    "mse_loss": "For numbers: the squared difference.",
    "l1_loss": "For numbers: the absolute difference.",
    "smooth_l1_loss": "For numbers: squared for small differences, absolute for large ones.",
    "huber_loss": "For numbers with outliers: squared for small differences, straight beyond δ.",
    "cross_entropy": "For classes: raw scores [N, C] against class numbers [N]; holds the softmax itself.",
    "nll_loss": "For classes: log-probabilities against class numbers.",
    "binary_cross_entropy": "For yes or no: probabilities against 0 and 1.",
    "binary_cross_entropy_with_logits": "For yes or no: raw scores against 0 and 1; holds the sigmoid itself.",
    "cosine_embedding_loss": "For pairs of vectors, marked 1 for alike and −1 for not: the angle between them.",
    "margin_ranking_loss": "For pairs of scores: which of the two should be larger.",
    "triplet_margin_loss": "An anchor should be nearer to its like than to another.",
    "hinge_embedding_loss": "For distances of pairs, marked 1 for alike and −1 for not.",
    "soft_margin_loss": "For two classes marked 1 and −1: the logistic loss.",
    "multi_margin_loss": "For classes: the right score should lead by a margin.",
    "multilabel_margin_loss": "For several classes at once: each right score should lead by a margin.",
    "multilabel_soft_margin_loss": "For several classes at once: each a yes or no.",
    "poisson_nll_loss": "For counts: how unlikely they are under predicted rates.",
}


def _one(name: str, doc: str, details: dict[str, Detail] | None = None, *, random: bool = False) -> Entry:
    return functions({name: doc}, _F, details=details or {}, random=random)[0]


ENTRIES = (
    *functions(_ACTIVATIONS, _F),
    _one(
        "gelu",
        "A smooth ReLU: each value times the chance that a normal one is smaller.",
        {"approximate": Detail(type=ArgumentType.CHOICE, choices=("none", "tanh"))},
    ),
    _one("rrelu", "Negative values get a random slope while training.", random=True),
    _one(
        "threshold",
        "Values up to a threshold are replaced by another.",
        {"threshold": Detail(suggestion=0.0), "value": Detail(suggestion=0.0)},
    ),
    _one("prelu", "Negative values keep the slope that arrives."),
    _one("glu", "The first half of a dimension, gated by the sigmoid of the second."),
    _one("softmax", "Positive values that sum to 1 along a dimension.", _LAST),
    _one("log_softmax", "The logarithm of softmax, computed safely.", _LAST),
    _one("softmin", "Softmax of the negated values: the smallest gets the largest share.", _LAST),
    _one("gumbel_softmax", "Softmax with random noise: a choice that gradients pass through.", random=True),
    _one("linear", "Multiplies the last dimension by the matrix that arrives."),
    _one("bilinear", "Combines two inputs with the weights that arrive."),
    *(_one(f"conv{n}d", f"Slides the filters that arrive over {_OVER[n]}.") for n in _OVER),
    *(_one(f"conv_transpose{n}d", f"Spreads each point of {_OVER[n]} through the filters that arrive.") for n in _OVER),
    *(_one(f"max_pool{n}d", f"Keeps the largest value of each window of {_OVER[n]}.", _WINDOW) for n in _OVER),
    *(_one(f"avg_pool{n}d", f"Averages each window of {_OVER[n]}.", _WINDOW) for n in _OVER),
    *(
        _one(f"adaptive_avg_pool{n}d", f"Averages {_OVER[n]} down to a given size, whatever size comes in.", _OUT)
        for n in _OVER
    ),
    *(
        _one(
            f"adaptive_max_pool{n}d", f"Keeps maxima of {_OVER[n]}, down to a given size, whatever size comes in.", _OUT
        )
        for n in _OVER
    ),
    *(
        _one(name, doc, {"p": Detail(minimum=0, maximum=1)}, random=True)
        for name, doc in (
            ("dropout", "Zeroes values at random."),
            ("dropout1d", "Zeroes whole channels of a sequence at random."),
            ("dropout2d", "Zeroes whole channels of an image at random."),
            ("dropout3d", "Zeroes whole channels of a volume at random."),
            ("alpha_dropout", "Dropout that keeps mean and deviation; goes with SELU."),
            ("feature_alpha_dropout", "AlphaDropout of whole channels."),
        )
    ),
    _one(
        "layer_norm",
        "Brings the last dimensions of each element to mean 0 and deviation 1.",
        {"normalized_shape": Detail(suggestion=(1,))},
    ),
    _one(
        "rms_norm",
        "Divides the last dimensions of each element by their root mean square.",
        {"normalized_shape": Detail(suggestion=(1,))},
    ),
    _one(
        "group_norm",
        "Brings groups of channels to mean 0 and deviation 1, each element of the batch by itself.",
        {"num_groups": Detail(minimum=1, suggestion=1)},
    ),
    _one("batch_norm", "Brings each channel to the mean and variance that arrive, or to those of the batch."),
    _one("instance_norm", "Brings each channel of each element to mean 0 and deviation 1."),
    _one(
        "local_response_norm",
        "Damps each value by its neighbours in nearby channels.",
        {"size": Detail(minimum=1, suggestion=5)},
    ),
    _one("embedding", "The vector of each index, from the table that arrives."),
    _one("cosine_similarity", "The cosine of the angle between two vectors."),
    _one("pairwise_distance", "The distance between two vectors."),
    _one("pixel_shuffle", "Turns r² channels into an image r times larger.", {"upscale_factor": Detail(suggestion=2)}),
    _one(
        "pixel_unshuffle",
        "Turns an image into one r times smaller with r² as many channels.",
        {"downscale_factor": Detail(suggestion=2)},
    ),
    _one("unfold", "Cuts an image into windows and lays each out as a column.", _WINDOW),
    _one(
        "fold",
        "Adds columns up into an image: the way back from unfold.",
        {"output_size": Detail(suggestion=(4, 4)), **_WINDOW},
    ),
    _one("grid_sample", "Reads an image at the places that arrive."),
    _one("affine_grid", "The places an affine map of an image reads.", {"size": Detail(suggestion=(1, 1, 4, 4))}),
    *functions(_LOSSES, _F, aliases=("loss",)),
    *functions(
        {
            "gaussian_nll_loss": "For numbers: how unlikely they are under predicted means and variances.",
            "ctc_loss": "For sequences without alignment, as in speech: all ways to place the target.",
        },
        _F,
        real=True,
        aliases=("loss",),
    ),
    _one("kl_div", "How far log-probabilities are from a distribution.", _MARGINS),
)
