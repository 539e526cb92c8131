"""What the check tells of a node against what torch really gives, for every kind of node."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Final

import pytest
import torch
import torch.nn.functional as F
from msgspec.structs import replace
from torch import Tensor, nn

from guinet.compile import expressions, meta
from guinet.compile.infer import infer
from guinet.compile.known import Known, from_spec
from guinet.compile.meta import ask, output_pattern
from guinet.core.values import TensorSpec, Value
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Form, NodeType

BATCH: Final = 5
INPUTS: Final = (
    TensorSpec(("N", 8, 16)),
    TensorSpec(("N", 8, 16, 16)),
    TensorSpec(("N", 8, 4, 16, 16)),
    TensorSpec(("N", 16)),
    TensorSpec(("N", 8), "int64"),
    TensorSpec(("N",), "int64"),
)
VALUES: Final[Mapping[str, Value]] = {
    "kernel_size": 3, "out_features": 4, "out_channels": 4, "hidden_size": 4, "num_heads": 2, "nhead": 2,
    "num_embeddings": 9, "embedding_dim": 3, "output_size": 2, "num_groups": 2, "dim": 1, "dims": (1, 0),
    "shape": (-1,), "size": (-1,), "other": 2.0, "exponent": 2, "chunks": 2, "split_size": (4, 4), "groups": 2,
    "upscale_factor": 2, "downscale_factor": 2, "scale_factor": 2.0, "padding": 1, "unflattened_size": (2, 4),
    "dim0": 0, "dim1": 1, "index": 0, "repeats": (1, 2), "shifts": 1, "pad": (1, 1), "num_classes": 9, "start": 0,
    "length": 2, "threshold": 0.1, "value": 0.0, "equation": "nij->nj",
}  # fmt: skip
MORE: Final[Mapping[str, Mapping[str, Value]]] = {
    "torch.clamp": {"min": 0.0},
    "torch.nn.Upsample": {"scale_factor": 2.0},
    "torch.nn.UpsamplingNearest2d": {"scale_factor": 2.0},
    "torch.nn.UpsamplingBilinear2d": {"scale_factor": 2.0},
    "torch.nn.functional.interpolate": {"scale_factor": 2.0},
    "torch.nn.functional.one_hot": {"num_classes": 9},
    "torch.nn.LPPool1d": {"norm_type": 2.0},
    "torch.nn.LPPool2d": {"norm_type": 2.0},
    "torch.nn.LPPool3d": {"norm_type": 2.0},
    "torch.nn.LocalResponseNorm": {"size": 3},
    "torch.nn.CrossMapLRN2d": {"size": 3},
    "torch.nn.FractionalMaxPool2d": {"output_size": 2},
    "torch.nn.FractionalMaxPool3d": {"output_size": 2},
    "torch.nn.AdaptiveLogSoftmaxWithLoss": {"n_classes": 9, "cutoffs": (3,)},
    "torch.Tensor.masked_fill": {"value": 0.0},
    "torch.Tensor.chunk": {"dim": 1},
    "torch.Tensor.split": {"dim": 1},
    "torch.einsum": {"equation": "nij,nij->nj"},
    "torch.nn.GaussianNLLLoss": {"var": 1.0},
    "torch.nn.Fold": {"output_size": 5, "kernel_size": 2},
}
KINDS: Final = [type.kind for type in REGISTRY.types() if type.form in (Form.MODULE, Form.LOSS) and not type.inner]
"""Layers and losses, on several inputs each; test_nodes_every_type has an example for every operation."""


def real(spec: TensorSpec) -> Tensor:
    shape = [BATCH if size == "N" else int(size) for size in spec.shape]
    if spec.dtype == "bool":
        return torch.rand(shape) > 0.5
    return torch.rand(shape) if spec.dtype == "float32" else torch.randint(0, 3, shape)


def really(type: NodeType, arguments: Mapping[str, Value], values: Mapping[str, Tensor | tuple[Tensor, ...]]) -> object:
    """The node's own text, run on real tensors."""
    names: dict[str, object] = {"torch": torch, "nn": nn, "F": F}
    if type.form in (Form.MODULE, Form.LOSS):
        names["module"] = eval(expressions.constructor(type, arguments), dict(names))
    wired: dict[str, str | tuple[str, ...]] = {}
    for port, value in values.items():
        several = value if isinstance(value, tuple) else (value,)
        labels = tuple(f"{port}_{place}" for place in range(len(several)))
        names |= dict(zip(labels, several, strict=True))
        wired[port] = labels if isinstance(value, tuple) else labels[0]
    return eval(expressions.call(type, "module", wired, arguments), names)


def flat(parts: expressions.Pattern, result: object) -> dict[str, object]:
    if isinstance(parts, str):
        return {parts: result}
    assert isinstance(result, (tuple, list))
    return {name: value for part, item in zip(parts, result, strict=True) for name, value in flat(part, item).items()}


def told_and_real(type: NodeType, spec: TensorSpec, target: TensorSpec) -> bool:
    """Compares the two for one input; False when the node cannot run on it."""
    arguments = {item.name: VALUES[item.name] for item in type.arguments if item.required and item.name in VALUES}
    arguments |= MORE.get(type.kind, {})
    ports = [port for port in type.ports(arguments).inputs if not port.optional]
    specs = {port.name: target if port.name in SECOND else spec for port in ports}
    known: dict[str, Known | tuple[Known, ...]] = {name: from_spec(item) for name, item in specs.items()}
    known |= {port.name: (from_spec(spec),) * 2 for port in ports if port.multiple}
    inferred, _ = infer(type, arguments, known)
    answer = ask(type, arguments | inferred, known)
    if answer.error or not answer.outputs or answer.when_run:
        return False
    values = {port.name: (real(spec),) * 2 if port.multiple else real(specs[port.name]) for port in ports}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = flat(output_pattern(type, arguments), really(type, arguments | inferred, values))
    assert list(result) == list(answer.outputs)
    for name, value in result.items():
        if isinstance(value, Tensor):
            told = answer.outputs[name].spec()
            assert isinstance(told, TensorSpec)
            sizes = tuple(eval(str(size).replace("N", f"*{BATCH}").lstrip("*")) for size in told.shape)
            assert (sizes, told.dtype) == (tuple(value.shape), str(value.dtype).removeprefix("torch."))
    return True


SECOND: Final = ("target", "index", "indices", "mask", "condition")
"""Ports that take another dtype than the first one's."""
VALUES_DECIDE: Final = ("torch.nn.CTCLoss", "torch.nn.AdaptiveLogSoftmaxWithLoss")
"""What these do depends on the values themselves, which the meta device does not have."""
WITH_WEIGHTS: Final = ("linear", "convolution", "normalisation", "recurrent", "attention")
"""Their dtypes are judged before torch is asked; see test_compile_repairs."""


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_told_is_what_torch_gives(kind: str) -> None:
    type = REGISTRY.get(kind)
    assert type is not None
    torch.manual_seed(0)

    ran = 0
    for spec in INPUTS:
        if spec.dtype == "int64" and (type.category in WITH_WEIGHTS or type.form is Form.LOSS):
            continue
        second = any(port.name in SECOND for port in type.inputs)
        targets = (spec, INPUTS[5], replace(spec, dtype="int64"), replace(spec, dtype="bool"))
        ran += sum(told_and_real(type, spec, target) for target in (targets if second else targets[:1]))

    assert ran or kind in VALUES_DECIDE


def test_warnings_of_torch_are_told_without_their_place_in_its_source() -> None:
    caught: list[str] = []
    with meta._on_meta(caught):
        warnings.warn("Sizes differ. (Triggered internally at ../aten/src/ATen/native/Loss.cpp:12.)", stacklevel=1)
        warnings.warn("Old.", DeprecationWarning, stacklevel=1)

    assert caught == ["Sizes differ."]
