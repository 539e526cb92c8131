"""What an argument's name says wherever it stands: the least number allowed, the choices, a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from guinet.nodes.table import Detail
from guinet.nodes.types import ArgumentType, Form

REDUCTIONS: Final = ("mean", "sum", "none")
MOST_LAYERS: Final = 1000
"""torch makes stacked layers one by one, even on the meta device: a slip of some zeros would never end."""

INTERPOLATIONS: Final = ("nearest", "linear", "bilinear", "bicubic", "trilinear", "area", "nearest-exact")


def _size(doc: str, minimum: int = 1, suggestion: int | None = None) -> Detail:
    detail = Detail(minimum=minimum, doc=doc)
    return detail if suggestion is None else detail | Detail(suggestion=suggestion)


def _choice(doc: str, *choices: str) -> Detail:
    return Detail(type=ArgumentType.CHOICE, choices=choices, doc=doc)


COMMON: Final[Mapping[str, Detail]] = {
    "in_features": _size("Size of the last dimension that comes in."),
    "out_features": _size("Size of the last dimension that goes out.", suggestion=64),
    "in_channels": _size("Channels that come in."),
    "out_channels": _size("Channels that go out: how many filters are learned.", suggestion=16),
    "num_features": _size("Channels that come in."),
    "num_channels": _size("Channels that come in."),
    "num_groups": _size("Groups the channels are split into.", suggestion=1),
    "normalized_shape": _size("Sizes of the last dimensions, over which it normalises."),
    "kernel_size": _size("Size of the window.", suggestion=3),
    "stride": _size("How far the window moves at a time."),
    "padding": _size("How much is added at each side.", 0),
    "output_padding": _size("Added to one side of the output's size.", 0),
    "dilation": _size("Distance between the points of the window."),
    "groups": _size("Groups of channels that do not mix."),
    "output_size": _size("Size that goes out."),
    "input_size": _size("Features at each step of the sequence."),
    "hidden_size": _size("Features of the hidden state.", suggestion=64),
    "num_layers": _size("Layers stacked on each other.") | Detail(maximum=MOST_LAYERS),
    "proj_size": _size("Size the hidden state is projected to; 0 for none.", 0),
    "embed_dim": _size("Features of each element of the sequence."),
    "d_model": _size("Features of each element of the sequence."),
    "num_heads": _size("Attention heads; they share the features evenly.", suggestion=1),
    "nhead": _size("Attention heads; they share the features evenly.", suggestion=1),
    "dim_feedforward": _size("Features inside the feed-forward part."),
    "num_embeddings": _size("How many different indices there are.", suggestion=1000),
    "embedding_dim": _size("Features of each vector.", suggestion=64),
    "upscale_factor": _size("How many times larger each side becomes.", suggestion=2),
    "downscale_factor": _size("How many times smaller each side becomes.", suggestion=2),
    "eps": Detail(minimum=0, doc="A small number that keeps divisions finite."),
    "p": Detail(doc="The exponent of the norm."),
    "dropout": Detail(type=ArgumentType.FLOAT, minimum=0, maximum=1, doc="Share of values zeroed while training."),
    "dropout_p": Detail(type=ArgumentType.FLOAT, minimum=0, maximum=1, doc="Share of attention weights zeroed."),
    "momentum": Detail(minimum=0, doc="Weight of the new batch in the running statistics."),
    "bias": Detail(doc="Whether a learned constant is added."),
    "affine": Detail(doc="Whether a learned scale and shift follow."),
    "elementwise_affine": Detail(doc="Whether a learned scale follows."),
    "track_running_stats": Detail(doc="Whether statistics are kept for use after training."),
    "inplace": Detail(doc="Whether the input's memory is written over."),
    "batch_first": Detail(suggestion=True, doc="Whether the batch is the first dimension, before the sequence."),
    "norm_first": Detail(doc="Whether normalisation comes before each part instead of after it."),
    "bidirectional": Detail(doc="Whether a second layer reads the sequence backwards."),
    "return_indices": Detail(doc="Whether the positions of the maxima come out too."),
    "ceil_mode": Detail(doc="Whether sizes are rounded up instead of down."),
    "count_include_pad": Detail(doc="Whether padding counts in the average."),
    "need_weights": Detail(doc="Whether the attention weights come out too; without them it is faster."),
    "is_causal": Detail(doc="Whether each element sees only those before it."),
    "dim": Detail(doc="The dimension it works along; negative ones count from the end."),
    "keepdim": Detail(doc="Whether the dimension stays, with size 1."),
    "reduction": _choice("How the losses of the batch become one number.", *REDUCTIONS),
    "padding_mode": _choice("What the padding holds.", "zeros", "reflect", "replicate", "circular"),
    "nonlinearity": _choice("The activation of the hidden state.", "tanh", "relu"),
    "approximate": _choice("Exact, or the faster tanh formula.", "none", "tanh"),
    "activation": _choice("The activation between the two linear layers.", "relu", "gelu"),
    "mode": _choice("How values in between are found.", *INTERPOLATIONS),
    "ignore_index": Detail(doc="Targets of this class are left out."),
    "label_smoothing": Detail(minimum=0, maximum=1, doc="Share of certainty spread over the other classes."),
    "weight": Detail(
        type=ArgumentType.NUMBERS, optional=True, tensor=True, doc="How much each class counts; none for all alike."
    ),
    "pos_weight": Detail(
        type=ArgumentType.NUMBERS, optional=True, tensor=True, doc="How much a yes counts, for each answer."
    ),
    "margin": Detail(doc="Distance beyond which there is no loss."),
}

EVERYWHERE: Final[Mapping[str, Detail]] = {
    "dim": COMMON["dim"],
    "keepdim": COMMON["keepdim"],
    "dtype": Detail(type=ArgumentType.DTYPE, optional=True, doc="Type of the numbers that come out."),
    "device": Detail(
        type=ArgumentType.CHOICE, choices=("cpu", "cuda", "mps", "xpu", "meta"), optional=True, doc="Where it lies."
    ),
    "reduction": Detail(
        type=ArgumentType.CHOICE,
        choices=(*REDUCTIONS, "batchmean"),
        doc="How the losses of the batch become one number.",
    ),
    "requires_grad": Detail(doc="Whether autograd keeps a gradient for it."),
    "rounding_mode": Detail(
        type=ArgumentType.CHOICE, default=None, choices=("trunc", "floor"), optional=True, doc="How it is rounded."
    ),
}
"""What a name says in functions and methods too."""

LEFT_OUT: Final = frozenset({"size_average", "reduce", "process_group", "distance_function", "input_is_parallel"})
"""Parameters no form offers: deprecated ones, and objects a project file cannot hold."""


def common_detail(name: str, form: Form) -> Detail:
    """What goes for an argument of this name; functions take most names in other senses (`F.pad`'s padding)."""
    everywhere = EVERYWHERE.get(name, Detail())
    return COMMON.get(name, everywhere) if form in (Form.MODULE, Form.LOSS) else everywhere
