"""Examples for `coverage.py`: inputs and arguments by kind where they must be said, and by rule for all others.

A rule: the tensors of a few common shapes and types, and a few values for each type of argument, are tried in turn
until torch takes them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from guinet.core.values import MISSING, Value
from guinet.nodes.types import Argument, ArgumentType, Form, NodeType

Given = dict[str, Any]
"""A tensor by port, or what another operation makes of some; a tuple at a port that takes several."""


@dataclass(frozen=True)
class Made:
    """What no Input is: the first output of a node of `kind`, with inputs and arguments of its own."""

    kind: str
    inputs: Given
    arguments: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Example:
    """`inputs` by port, and the arguments that must be set."""

    inputs: Given = field(default_factory=dict)
    arguments: Mapping[str, Value] = field(default_factory=dict)


def _random(*shape: int) -> Tensor:
    return torch.rand(shape, generator=torch.Generator().manual_seed(len(shape))) + 0.1


def _whole(*shape: int, below: int = 3) -> Tensor:
    return torch.arange(torch.Size(shape).numel()).reshape(shape) % below


def _definite(n: int = 4) -> Tensor:
    matrix = _random(n, n)
    return matrix @ matrix.T + n * torch.eye(n)


_CLASSES = Example({"input": _random(4, 3), "target": _whole(4)})
_NUMBERS = Example({"input": _random(4, 3), "target": _random(4, 3).flip(0)})
_CHANCES = Example({"input": _random(4, 3) / 2, "target": torch.ones(4, 3)})
_SIGNS = torch.tensor([1.0, -1.0, 1.0, -1.0])
_PAIRS = Example({"input1": _random(4, 3), "input2": _random(4, 3).flip(0), "target": _SIGNS})
_TRIPLET = Example({"anchor": _random(4, 3), "positive": _random(4, 3).flip(0), "negative": _random(4, 3).flip(1)})
_RANKS = Example({"input1": _random(4), "input2": _random(4).flip(0), "target": _SIGNS})
_SPEECH = Example(
    {
        "log_probs": _random(6, 2, 4).log_softmax(2),
        "targets": torch.tensor([[1, 2], [3, 1]]),
        "input_lengths": torch.tensor([6, 6]),
        "target_lengths": torch.tensor([2, 2]),
    }
)
_GAUSSIAN = Example({"input": _random(4, 3), "target": _random(4, 3), "var": _random(4, 3)})
_SEQUENCES = {"src": _random(5, 2, 8), "tgt": _random(3, 2, 8)}

_LAYERS: dict[str, Example] = {
    "AdaptiveLogSoftmaxWithLoss": Example(
        {"input_": _random(4, 8), "target_": _whole(4)}, {"n_classes": 20, "cutoffs": (5, 10)}
    ),
    "Bilinear": Example({"input1": _random(4, 3), "input2": _random(4, 5)}, {"out_features": 2}),
    "CosineSimilarity": Example({"x1": _random(4, 3), "x2": _random(4, 3).flip(0)}),
    "Embedding": Example({"input": _whole(2, 3)}, {"num_embeddings": 5, "embedding_dim": 4}),
    "EmbeddingBag": Example({"input": _whole(2, 3)}, {"num_embeddings": 5, "embedding_dim": 4}),
    "Fold": Example({"input": _random(1, 8, 4)}, {"output_size": (4, 4), "kernel_size": 2, "stride": 2}),
    "GLU": Example({"input": _random(4, 6)}),
    "GRUCell": Example({"input": _random(3, 4)}, {"hidden_size": 5}),
    "LSTMCell": Example({"input": _random(3, 4)}, {"hidden_size": 5}),
    "RNNCell": Example({"input": _random(3, 4)}, {"hidden_size": 5}),
    **{name: Example({"input": _random(5, 2, 4)}, {"hidden_size": 6}) for name in ("GRU", "LSTM", "RNN")},
    "LinearCrossEntropyLoss": Example({"input": _random(4, 8), "target": _whole(4)}, {"num_classes": 3}),
    **{
        f"MaxUnpool{n}d": Example(
            {"input": _random(1, 2, *[2] * n), "indices": torch.arange(2 * 2**n).reshape(1, 2, *[2] * n) % 2**n},
            {"kernel_size": 2},
        )
        for n in (1, 2, 3)
    },
    **{
        f"FractionalMaxPool{n}d": Example(
            {"input": _random(1, 2, *[6] * n)},
            {"kernel_size": 2, "output_ratio": 0.5},
        )
        for n in (2, 3)
    },
    "MultiheadAttention": Example({name: _random(5, 2, 8) for name in ("query", "key", "value")}, {"num_heads": 2}),
    "PairwiseDistance": Example({"x1": _random(4, 3), "x2": _random(4, 3).flip(0)}),
    "PixelShuffle": Example({"input": _random(1, 8, 2, 2)}, {"upscale_factor": 2}),
    "Softmax": Example({"input": _random(4, 3)}, {"dim": 1}),
    "LogSoftmax": Example({"input": _random(4, 3)}, {"dim": 1}),
    "Softmin": Example({"input": _random(4, 3)}, {"dim": 1}),
    "Transformer": Example(
        _SEQUENCES, {"nhead": 2, "num_encoder_layers": 1, "num_decoder_layers": 1, "dim_feedforward": 16}
    ),
    "TransformerEncoderLayer": Example({"src": _random(5, 2, 8)}, {"nhead": 2, "dim_feedforward": 16}),
    "TransformerDecoderLayer": Example(
        {"tgt": _random(3, 2, 8), "memory": _random(5, 2, 8)}, {"nhead": 2, "dim_feedforward": 16}
    ),
    "TransformerEncoder": Example({"src": _random(5, 2, 8)}, {"nhead": 2, "dim_feedforward": 16, "num_layers": 2}),
    "TransformerDecoder": Example(
        {"tgt": _random(3, 2, 8), "memory": _random(5, 2, 8)}, {"nhead": 2, "dim_feedforward": 16, "num_layers": 2}
    ),
    "Unflatten": Example({"input": _random(2, 6)}, {"dim": 1, "unflattened_size": (2, 3)}),
    "UpsamplingBilinear2d": Example({"input": _random(1, 2, 4, 4)}, {"scale_factor": 2}),
    **{
        name: Example({"input": _random(1, 2, 4, 4)}, {"scale_factor": 2})
        for name in ("Upsample", "UpsamplingNearest2d")
    },
    "SyncBatchNorm": Example({"input": _random(2, 3, 4, 4)}),
    "CrossEntropyLoss": _CLASSES,
    "NLLLoss": _CLASSES,
    "MultiMarginLoss": _CLASSES,
    "MultiLabelMarginLoss": Example({"input": _random(2, 3), "target": torch.tensor([[0, 2, -1], [1, -1, 0]])}),
    **dict.fromkeys(("BCELoss", "BCEWithLogitsLoss", "MultiLabelSoftMarginLoss"), _CHANCES),
    **dict.fromkeys(("MSELoss", "L1Loss", "SmoothL1Loss", "HuberLoss", "KLDivLoss", "PoissonNLLLoss"), _NUMBERS),
    "GaussianNLLLoss": _GAUSSIAN,
    "HingeEmbeddingLoss": Example({"input": _random(4), "target": _SIGNS}),
    "SoftMarginLoss": Example({"input": _random(4), "target": _SIGNS}),
    "CosineEmbeddingLoss": _PAIRS,
    "MarginRankingLoss": _RANKS,
    "TripletMarginLoss": _TRIPLET,
    "TripletMarginWithDistanceLoss": _TRIPLET,
    "CTCLoss": _SPEECH,
}

_INDEX = _whole(4, 4, below=4)
_PUT = Example({"input": _random(4, 4), "index": _INDEX, "src": _random(4, 4)}, {"dim": 0})
_SLICES = Example({"input": _random(4, 4), "index": torch.tensor([0, 2]), "source": _random(2, 4)}, {"dim": 0})
_SYSTEM = Example({"A": _definite(), "B": _random(4, 2)})
_WEIGHTS = {n: {"input": _random(1, 2, *[5] * n), "weight": _random(2, 2, *[3] * n)} for n in (1, 2, 3)}

_SPARSE = Made("torch.Tensor.to_sparse", {"input": torch.eye(3)})
_BY_ROWS = Made("torch.Tensor.to_sparse_csr", {"input": torch.eye(3)})
_BY_COLUMNS = Made("torch.Tensor.to_sparse_csc", {"input": torch.eye(3)})
_PADDED: Given = {"input": _random(3, 2, 4), "lengths": torch.tensor([3, 2])}
_PACKED = Made("torch.nn.utils.rnn.pack_padded_sequence", _PADDED)

_RECURRENT: Mapping[str, Value] = {
    "has_biases": True, "num_layers": 1, "dropout": 0.0, "train": False, "bidirectional": False, "batch_first": False
}  # fmt: skip


def _gates(count: int) -> tuple[Tensor, ...]:
    """Weights and biases of one layer from 4 values to 5."""
    return _random(5 * count, 4), _random(5 * count, 5), _random(5 * count), _random(5 * count)


_OPERATIONS: dict[str, Example] = {
    "torch.tensor": Example({}, {"data": ((1.0, 2.0), (3.0, 4.0))}),
    "torch.Tensor.new_tensor": Example({"input": _random(2)}, {"data": (1.0, 2.0)}),
    "torch.Tensor.__setitem__": Example(
        {"input": _random(3, 4, 5), "value": _random(5), "i": _whole(2)}, {"index": "i, 1"}
    ),
    "torch.Tensor.__getitem__": Example({"input": _random(3, 4, 5), "i": _whole(2)}, {"index": "i, ..., None, 1:4:2"}),
    "torch.einsum": Example({"tensors": (_random(2, 3), _random(3, 4))}, {"equation": "ij,jk->ik"}),
    "torch.meshgrid": Example({"tensors": (_random(2), _random(3))}, {"indexing": "ij"}),
    "torch.gather": Example({"input": _random(4, 4), "index": _INDEX}, {"dim": 1}),
    "torch.Tensor.gather": Example({"input": _random(4, 4), "index": _INDEX}, {"dim": 1}),
    **{f"torch.Tensor.{name}": _PUT for name in ("scatter", "scatter_", "scatter_add", "scatter_add_")},
    **{f"torch.{name}": _PUT for name in ("scatter", "scatter_add")},
    **{
        f"{place}.{name}": Example(_PUT.inputs, {"dim": 0, "reduce": reduce})
        for place, name, reduce in (
            ("torch", "scatter_reduce", "sum"),
            ("torch.Tensor", "scatter_reduce", "sum"),
            ("torch.Tensor", "scatter_reduce_", "sum"),
        )
    },
    **{
        f"{place}.{name}": _SLICES
        for place, name in itertools.product(("torch", "torch.Tensor"), ("index_add", "index_copy"))
    },
    **{f"torch.Tensor.{name}": _SLICES for name in ("index_add_", "index_copy_")},
    **{
        f"{place}.index_reduce{end}": Example(_SLICES.inputs, {"dim": 0, "reduce": "prod"})
        for place, end in (("torch", ""), ("torch.Tensor", ""), ("torch.Tensor", "_"))
    },
    **{
        path: Example({"input": _random(4, 4), "indices": (_whole(3), _whole(3)), "values": _random(3)})
        for path in ("torch.index_put", "torch.Tensor.index_put", "torch.Tensor.index_put_")
    },
    **{
        f"{place}.select_scatter": Example({"input": _random(3, 4), "src": _random(4)}, {"dim": 0, "index": 1})
        for place in ("torch", "torch.Tensor")
    },
    **{
        f"{place}.slice_scatter": Example({"input": _random(3, 4), "src": _random(3, 4)})
        for place in ("torch", "torch.Tensor")
    },
    **{
        f"{place}.diagonal_scatter": Example({"input": _random(3, 3), "src": _random(3)})
        for place in ("torch", "torch.Tensor")
    },
    **{
        f"{place}.unflatten": Example({"input": _random(2, 6)}, {"dim": 1, "sizes": (2, 3)})
        for place in ("torch", "torch.Tensor")
    },
    "torch.linalg.solve": _SYSTEM,
    "torch.linalg.lstsq": Example({"input": _random(4, 4), "b": _random(4, 2)}),
    **{
        f"torch.{name}": Example({"input": _random(4, 4)}, {"min": 0.3, "max": 0.8})
        for name in ("clamp", "clip", "Tensor.clamp", "Tensor.clamp_", "Tensor.clip", "Tensor.clip_")
    },
    "torch.block_diag": Example({"tensors": (_random(2, 2), _random(1, 3))}),
    "torch.cartesian_prod": Example({"tensors": (_random(2), _random(3))}),
    "torch.broadcast_tensors": Example({"tensors": (_random(2, 1), _random(3))}),
    "torch.cross": Example({"input": _random(4, 3), "other": _random(4, 3).flip(1)}),
    "torch.linalg.cross": Example({"input": _random(4, 3), "other": _random(4, 3).flip(1)}),
    "torch.nn.functional.one_hot": Example({"input": _whole(4)}, {"num_classes": 3}),
    "torch.linalg.multi_dot": Example({"tensors": (_random(2, 3), _random(3, 4))}),
    "torch.bincount": Example({"input": _whole(5)}),
    **{f"torch.nn.functional.conv{n}d": Example(_WEIGHTS[n]) for n in (1, 2, 3)},
    **{f"torch.nn.functional.conv_transpose{n}d": Example(_WEIGHTS[n]) for n in (1, 2, 3)},
    **{f"torch.conv{n}d": Example(_WEIGHTS[n]) for n in (1, 2, 3)},
    **{f"torch.conv_transpose{n}d": Example(_WEIGHTS[n]) for n in (1, 2, 3)},
    **{
        path: Example({"input": _random(5, 1, 2), "weight": _random(3, 2, 2), "bias": _random(2)})
        for path in ("torch.conv_tbc", "torch.nn.functional.conv_tbc")
    },
    "torch.nn.functional.cross_entropy": _CLASSES,
    "torch.nn.functional.nll_loss": _CLASSES,
    "torch.nn.functional.multi_margin_loss": _CLASSES,
    "torch.nn.functional.multilabel_margin_loss": _LAYERS["MultiLabelMarginLoss"],
    "torch.nn.functional.multilabel_soft_margin_loss": _CHANCES,
    "torch.nn.functional.binary_cross_entropy": _CHANCES,
    "torch.nn.functional.gaussian_nll_loss": _GAUSSIAN,
    "torch.nn.functional.cosine_embedding_loss": _PAIRS,
    "torch.cosine_embedding_loss": _PAIRS,
    "torch.nn.functional.ctc_loss": _SPEECH,
    "torch.ctc_loss": _SPEECH,
    "torch.nn.functional.embedding": Example({"input": _whole(2, 3), "weight": _random(4, 5)}),
    "torch.nn.functional.embedding_bag": Example({"input": _whole(2, 3), "weight": _random(4, 5)}),
    "torch.embedding": Example({"weight": _random(4, 5), "indices": _whole(2, 3)}),
    "torch.embedding_bag": Example(
        {"weight": _random(4, 5), "indices": _whole(4), "offsets": torch.tensor([0, 2])}
    ),
    "torch.segment_reduce": Example(
        {"data": _random(4), "lengths": torch.tensor([1, 3])}, {"reduce": "sum", "unsafe": True}
    ),
    "torch.nn.functional.fold": _LAYERS["Fold"],
    "torch.nn.functional.bilinear": Example(
        {"input1": _random(4, 3), "input2": _random(4, 5), "weight": _random(2, 3, 5)}
    ),
    "torch.bilinear": Example({"input1": _random(4, 3), "input2": _random(4, 5), "weight": _random(2, 3, 5)}),
    "torch.nn.functional.batch_norm": Example(
        {"input": _random(4, 3), "running_mean": _random(3), "running_var": _random(3)}
    ),
    "torch.nn.functional.layer_norm": Example({"input": _random(4, 3)}, {"normalized_shape": (3,)}),
    "torch.layer_norm": Example({"input": _random(4, 3)}, {"normalized_shape": (3,)}),
    "torch.native_layer_norm": Example({"input": _random(4, 3), "weight": _random(3), "bias": _random(3)},
                                       {"normalized_shape": (3,), "eps": 1e-5}),
    "torch.nn.functional.rms_norm": Example({"input": _random(4, 3)}, {"normalized_shape": (3,)}),
    "torch.rms_norm": Example({"input": _random(4, 3)}, {"normalized_shape": (3,)}),
    "torch.nn.functional.grid_sample": Example({"input": _random(1, 2, 4, 4), "grid": _random(1, 3, 3, 2)}),
    "torch.grid_sampler": Example({"input": _random(1, 2, 4, 4), "grid": _random(1, 3, 3, 2)},
                                  {"interpolation_mode": 0, "padding_mode": 0, "align_corners": False}),
    "torch.nn.functional.affine_grid": Example({"theta": _random(1, 2, 3)}, {"size": (1, 1, 4, 4)}),
    "torch.affine_grid_generator": Example({"theta": _random(1, 2, 3)}, {"size": (1, 1, 4, 4), "align_corners": False}),
    "torch.nn.functional.multi_head_attention_forward": Example(
        {
            **{name: _random(3, 2, 4) for name in ("query", "key", "value")},
            "in_proj_weight": _random(12, 4), "in_proj_bias": _random(12), "bias_k": _random(1, 1, 4),
            "bias_v": _random(1, 1, 4), "out_proj_weight": _random(4, 4), "out_proj_bias": _random(4),
        },
        {"embed_dim_to_check": 4, "num_heads": 2, "add_zero_attn": False, "dropout_p": 0.0},
    ),
    **{f"torch.nn.functional.max_unpool{n}d": _LAYERS[f"MaxUnpool{n}d"] for n in (1, 2, 3)},
    "torch.nn.functional.interpolate": Example({"input": _random(1, 2, 4, 4)}, {"scale_factor": 2.0}),
    "torch.nn.functional.upsample": Example({"input": _random(1, 2, 4, 4)}, {"scale_factor": 2.0}),
    **{
        f"{place}.stft": Example({"input": _random(64)}, {"n_fft": 16, "return_complex": True})
        for place in ("torch", "torch.Tensor")
    },
    **{
        f"{place}.istft": Example({"input": torch.ones(9, 8, dtype=torch.complex64)}, {"n_fft": 16})
        for place in ("torch", "torch.Tensor")
    },
    "torch.pixel_shuffle": Example({"input": _random(1, 8, 2, 2)}, {"upscale_factor": 2}),
    "torch.channel_shuffle": Example({"input": _random(1, 8, 2, 2)}, {"groups": 2}),
    "torch.native_channel_shuffle": Example({"input": _random(1, 8, 2, 2)}, {"groups": 2}),
    **{
        path: Example({"input": _random(4, 4)}, {"size": (2, 2), "stride": (1, 2)})
        for path in ("torch.as_strided", "torch.Tensor.as_strided", "torch.Tensor.as_strided_", "torch.as_strided_copy")
    },
    "torch.nn.utils.rnn.pad_sequence": Example({"sequences": (_random(2), _random(3))}),
    "torch.nn.utils.rnn.unpad_sequence": Example(
        {"padded_sequences": _random(3, 2), "lengths": torch.tensor([3, 2])}
    ),
    "torch.nn.utils.rnn.pack_padded_sequence": Example(_PADDED),
    "torch.nn.utils.rnn.pad_packed_sequence": Example({"sequence": _PACKED}),
    "torch.nn.utils.rnn.unpack_sequence": Example({"packed_sequences": _PACKED}),
    "torch.nn.utils.rnn.invert_permutation": Example({"permutation": torch.tensor([2, 0, 1])}),
    **{f"torch.{name}": Example({"input": _SPARSE}) for name in (
        "indices_copy", "values_copy", "Tensor.indices", "Tensor.values", "Tensor.coalesce", "Tensor.is_coalesced")},
    **{f"torch.{name}": Example({"input": _BY_ROWS}) for name in (
        "crow_indices_copy", "col_indices_copy", "Tensor.crow_indices", "Tensor.col_indices")},
    **{f"torch.{name}": Example({"input": _BY_COLUMNS}) for name in (
        "ccol_indices_copy", "row_indices_copy", "Tensor.ccol_indices", "Tensor.row_indices")},
    **{f"torch.{name}": Example({"input": _SPARSE, "mat2": _random(3, 3)}) for name in ("smm", "Tensor.smm")},
    **{f"torch.{name}": Example({"mat1": _SPARSE, "mat2": _random(3, 3)}) for name in ("hspmm", "hsmm")},
    **{f"torch.{name}": Example({"input": _SPARSE, "mat1": _SPARSE, "mat2": _random(3, 3)}) for name in (
        "sspaddmm", "Tensor.sspaddmm", "saddmm")},
    "torch.Tensor.sparse_mask": Example({"input": _random(3, 3), "mask": _SPARSE}),
    **{f"torch.{name}": Example({"input": _SPARSE, "the_template": _SPARSE}) for name in (
        "resize_as_sparse_", "Tensor.resize_as_sparse_")},
    **{f"torch.Tensor.sparse_resize_{end}": Example(
        {"input": _SPARSE}, {"size": (4, 4), "sparse_dim": 2, "dense_dim": 0}) for end in ("", "and_clear_")},
    "torch.sparse_compressed_tensor": Example(
        {"compressed_indices": torch.tensor([0, 1, 2]), "plain_indices": torch.tensor([1, 0]), "values": _random(2)},
        {"size": (2, 2)},
    ),
    "torch.trapz": Example({"y": _random(4), "x": _random(4)}),
    "torch.Tensor.cross": Example({"input": _random(4, 3), "other": _random(4, 3).flip(1)}),
    "torch.Tensor.polygamma": Example({"input": _random(4)}, {"n": 1}),
    "torch.batch_norm": Example(
        {name: _random(3) if name != "input" else _random(4, 3)
         for name in ("input", "weight", "bias", "running_mean", "running_var")},
        {"training": False, "momentum": 0.1, "eps": 1e-5, "cudnn_enabled": False},
    ),
    "torch.instance_norm": Example(
        {name: _random(3) if name != "input" else _random(2, 3, 4)
         for name in ("input", "weight", "bias", "running_mean", "running_var")},
        {"use_input_stats": True, "momentum": 0.1, "eps": 1e-5, "cudnn_enabled": False},
    ),
    "torch.poisson_nll_loss": Example({"input": _random(4), "target": _random(4)},
                                      {"log_input": True, "full": False, "eps": 1e-8, "reduction": 1}),
    "torch.lstm": Example(
        {"input": _random(3, 2, 4), "hx": (_random(1, 2, 5), _random(1, 2, 5)), "params": _gates(4)}, _RECURRENT
    ),
    "torch.gru": Example({"input": _random(3, 2, 4), "hx": _random(1, 2, 5), "params": _gates(3)}, _RECURRENT),
    "torch.lstm_cell": Example({"input": _random(3, 4), "hx": (_random(3, 5), _random(3, 5)), "w_ih": _random(20, 4),
                                "w_hh": _random(20, 5)}),
    "torch.convolution": Example(
        _WEIGHTS[2] | {"bias": _random(2)},
        {"stride": (1, 1), "padding": (0, 0), "dilation": (1, 1), "transposed": False, "output_padding": (0, 0),
         "groups": 1},
    ),
    "torch.grid_sampler_2d": Example({"input": _random(1, 2, 4, 4), "grid": _random(1, 3, 3, 2)},
                                     {"interpolation_mode": 0, "padding_mode": 0, "align_corners": False}),
    "torch.grid_sampler_3d": Example({"input": _random(1, 2, 4, 4, 4), "grid": _random(1, 3, 3, 3, 3)},
                                     {"interpolation_mode": 0, "padding_mode": 0, "align_corners": False}),
    "torch.native_group_norm": Example({"input": _random(1, 4, 4), "weight": _random(4), "bias": _random(4)},
                                       {"N": 1, "C": 4, "HxW": 4, "group": 2, "eps": 1e-5}),
    "torch.linalg.tensorinv": Example({"input": torch.eye(6).reshape(6, 2, 3)}, {"ind": 1}),
    "torch.linalg.lu_solve": Example(
        {"LU": _definite(), "pivots": torch.tensor([1, 2, 3, 4], dtype=torch.int32), "B": _random(4, 2)}),
    "torch.linalg.ldl_solve": Example(
        {"LD": _definite(), "pivots": torch.tensor([1, 2, 3, 4], dtype=torch.int32), "B": _random(4, 2)}),
    **{f"torch.{place}lu_solve": Example(
        {"input": _random(4, 2), "LU_data": _definite(), "LU_pivots": torch.tensor([1, 2, 3, 4], dtype=torch.int32)})
        for place in ("", "Tensor.")},
    "torch.lu_unpack": Example(
        {"LU_data": _definite(), "LU_pivots": torch.tensor([1, 2, 3, 4], dtype=torch.int32)}),
    **{f"torch.{place}dsplit": Example({"input": _random(2, 2, 4)}, {"indices_or_sections": 2})
       for place in ("", "Tensor.")},
    **{f"torch.nn.functional.fractional_max_pool{n}d{end}": Example(
        {"input": _random(1, 2, *[6] * n)}, {"kernel_size": 2, "output_size": 3})
       for n in (2, 3) for end in ("", "_with_indices")},
    "torch.clamp_": Example({"input": _random(4)}, {"min": 0.3}),
    "torch.clip_": Example({"input": _random(4)}, {"min": 0.3}),
    "torch.Tensor.resize_as_": Example({"input": _random(4), "the_template": _random(2, 2)}),
    **{
        f"torch.{name}_cell": Example(
            {"input": _random(3, 4), "hx": _random(3, 5), "w_ih": _random(5 * gates, 4), "w_hh": _random(5 * gates, 5)}
        )
        for name, gates in (("gru", 3), ("rnn_tanh", 1), ("rnn_relu", 1))
    },
    "torch.Tensor.type": Example({"input": _random(2)}),
    "torch.histogramdd": Example({"input": _random(4, 2)}, {"bins": (2, 2)}),
    "torch.sparse_coo_tensor": Example(
        {"indices": torch.tensor([[0, 1], [1, 0]]), "values": _random(2)}, {"size": (2, 2)}
    ),
    "torch.signal.windows.general_cosine": Example({}, {"M": 5, "a": (0.5, 0.5)}),
    "torch.nn.functional.triplet_margin_with_distance_loss": _TRIPLET,
    "torch.Tensor.unfold": Example({"input": _random(5)}, {"dimension": 0, "size": 2, "step": 1}),
    "torch.tensordot": Example({"a": _random(3, 4), "b": _random(4, 5)}, {"dims": 1}),
}  # fmt: skip


def example_of(type: NodeType) -> Iterator[Example]:
    """Examples that may do, the likeliest first: the table's, or all of the rule."""
    known = _LAYERS.get(type.title) if type.form in (Form.MODULE, Form.LOSS) else _OPERATIONS.get(type.kind)
    if known is not None:
        yield known
        return
    yield from itertools.islice(_by_rule(type), 6000)


def _by_rule(type: NodeType) -> Iterator[Example]:
    arguments = [argument for argument in type.arguments if argument.required]
    values = [dict(zip([each.name for each in arguments], chosen, strict=True)) for chosen in
              itertools.islice(itertools.product(*map(_values, arguments)), 200)]  # fmt: skip
    for inputs in itertools.islice(_inputs(type), 800):
        for given in values:
            yield Example(inputs, given)


_VALUES: Mapping[ArgumentType, tuple[Value, ...]] = {
    ArgumentType.INT: (1, 0, 2, 4, -1),
    ArgumentType.FLOAT: (1, 0.5, 2.0, 0.0),
    ArgumentType.BOOL: (False, True),
    ArgumentType.TEXT: ("mean", "ij", "constant", "sum", "L"),
    ArgumentType.SIZE: (1, 2, (1,), (0, 1)),
    ArgumentType.SHAPE: ((4, 4), (0, 1), (1,), (0,), (2, 2), (1, 0), (1, 1), (1, 1, 1), (2,), (0, 2, 1), (-1,), ()),
    ArgumentType.NUMBERS: (0.5, (1.0, 2.0), 1),
    ArgumentType.DTYPE: ("float32",),
    ArgumentType.ANY: (1, 0.5, (0, 1), (1, 1), True, None, "fro"),
}


def _values(argument: Argument) -> tuple[Value, ...]:
    suggested = () if argument.suggestion is MISSING else (argument.suggestion,)
    own = argument.choices or _VALUES.get(argument.type, (None,))
    fitting = [value for value in own if not isinstance(value, tuple) or argument.length in (None, len(value))]
    return (*suggested, *fitting)


_TENSORS: tuple[Tensor, ...] = (
    _random(4, 4),
    _random(4),
    _random(2, 4, 4),
    _random(1, 4, 4, 4),
    _definite(),
    _whole(4, 4),
    _whole(4),
    _random(4, 4) > 0.5,
    torch.complex(_random(4, 4), _random(4, 4)),
    _random(1, 2, 4, 4, 4),
    _random(1),
    _random(1)[0],
    _random(1, 4),
    _random(4, 2),
    torch.complex(_random(4), _random(4)),
    _whole(1)[0],
    _random(4) > 0.5,
    _random(4, 4).half(),
    _random(4, 4).double(),
)


def _inputs(type: NodeType) -> Iterator[Given]:
    ports = [port for port in type.inputs if not port.optional]
    names = [port.name for port in ports]
    several = {port.name for port in ports if port.multiple}

    def given(tensors: tuple[Tensor, ...]) -> Given:
        pairs = zip(names, tensors, strict=True)
        return {name: (tensor, tensor.clone()) if name in several else tensor for name, tensor in pairs}

    for tensor in _TENSORS:
        yield given((tensor,) * len(names))
    if len(names) > 1:
        for tensors in itertools.product(_TENSORS, repeat=len(names)):
            yield given(tensors)
