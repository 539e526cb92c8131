"""Attention and the layers of Transformers."""

from __future__ import annotations

from guinet.nodes.common import MOST_LAYERS
from guinet.nodes.table import Detail, function, inferred, layer
from guinet.nodes.types import ArgumentType

_SIZE = Detail(type=ArgumentType.INT, minimum=1, optional=True)

ENTRIES = (
    layer(
        "MultiheadAttention",
        "Each query gathers values by how well their keys match, in several heads at once.",
        float_weights=True,
        aliases=("mha", "self attention", "multi-head attention"),
        positional=2,
        details={
            "embed_dim": inferred(-1, "query") | Detail(type=ArgumentType.INT),
            "num_heads": Detail(type=ArgumentType.INT),
            "kdim": _SIZE,
            "vdim": _SIZE,
        },
        outputs=("attn_output", "attn_output_weights"),
    ),
    layer(
        "TransformerEncoderLayer",
        "Self-attention and a small network, each with a shortcut and a normalisation.",
        float_weights=True,
        aliases=("encoder", "transformer block"),
        positional=2,
        details={"d_model": inferred(-1, "src")},
    ),
    layer(
        "TransformerDecoderLayer",
        "Self-attention, attention to the encoder's output, and a small network.",
        float_weights=True,
        aliases=("decoder",),
        positional=2,
        details={"d_model": inferred(-1, "tgt")},
    ),
    layer(
        "TransformerEncoder",
        "Several encoder layers, one after the other.",
        float_weights=True,
        inner="torch.nn.TransformerEncoderLayer",
        aliases=("encoder stack", "bert"),
        details={
            "d_model": inferred(-1, "src") | Detail(inner=True),
            "num_layers": Detail(suggestion=2, maximum=MOST_LAYERS),
            "enable_nested_tensor": Detail(suggestion=False, doc="Whether padding is skipped when not training."),
        },
        leave_out=("encoder_layer", "norm"),
    ),
    layer(
        "TransformerDecoder",
        "Several decoder layers, one after the other.",
        float_weights=True,
        inner="torch.nn.TransformerDecoderLayer",
        aliases=("decoder stack", "gpt"),
        details={
            "d_model": inferred(-1, "tgt") | Detail(inner=True),
            "num_layers": Detail(suggestion=2, maximum=MOST_LAYERS),
        },
        leave_out=("decoder_layer", "norm"),
    ),
    layer(
        "Transformer",
        "An encoder and a decoder: from one sequence to another.",
        float_weights=True,
        aliases=("encoder decoder", "seq2seq"),
        details={
            "d_model": inferred(-1, "src"),
            "nhead": Detail(suggestion=8),
            "num_encoder_layers": Detail(minimum=0, maximum=MOST_LAYERS),
            "num_decoder_layers": Detail(minimum=0, maximum=MOST_LAYERS),
        },
        leave_out=("custom_encoder", "custom_decoder"),
    ),
    function(
        "torch.nn.functional.scaled_dot_product_attention",
        "Each query gathers values by how well their keys match; nothing is learned here.",
        aliases=("sdpa", "attention"),
        details={"dropout_p": Detail(minimum=0, maximum=1)},
    ),
)
