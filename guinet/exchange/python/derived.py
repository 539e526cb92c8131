"""Classes of the text that derive from a layer of torch: `class CausalConv1d(nn.Conv1d)`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt
from typing import TYPE_CHECKING, Final

import torch
from torch import Tensor

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.exchange.python.computed import built, layer_state
from guinet.exchange.python.problems import Unclear
from guinet.exchange.python.values import Instance, Layer, Made, Parameter, Rule, Torch

if TYPE_CHECKING:
    from guinet.exchange.python.reader import Reader

_CONVOLUTION: Final = ("weight", "bias", "stride", "padding", "dilation", "groups")
_TRANSPOSED: Final = ("weight", "bias", "stride", "padding", "output_padding", "groups", "dilation")
_FORWARDS: Final = {
    "Linear": ("linear", ("weight", "bias")),
    "Conv1d": ("conv1d", _CONVOLUTION),
    "Conv2d": ("conv2d", _CONVOLUTION),
    "Conv3d": ("conv3d", _CONVOLUTION),
    "ConvTranspose1d": ("conv_transpose1d", _TRANSPOSED),
    "ConvTranspose2d": ("conv_transpose2d", _TRANSPOSED),
    "ConvTranspose3d": ("conv_transpose3d", _TRANSPOSED),
    "LayerNorm": ("layer_norm", ("normalized_shape", "weight", "bias", "eps")),
    "GroupNorm": ("group_norm", ("num_groups", "weight", "bias", "eps")),
    "Embedding": ("embedding", ("weight", "padding_idx", "max_norm", "norm_type", "scale_grad_by_freq", "sparse")),
}
"""By layer the function that its forward calls, and what of the layer this is given behind the input."""

_PLAIN: Final = (bool, int, float, str, tuple, type(None))


def adopt(instance: Instance, layer: Layer) -> None:
    """Gives a module that derives from a layer what this one has. Raises Unclear."""
    name = layer.kind.rpartition(".")[2]
    state = layer_state(layer)
    if name not in _FORWARDS or state is None or layer.arguments.get("padding_mode", "zeros") != "zeros":
        template = QT_TRANSLATE_NOOP(
            "Problem", "Line {line}: what derives from {name} cannot be drawn: keep one as an attribute instead."
        )
        raise Unclear(template, layer.line, name=name)
    with torch.device("meta"):
        made = built(layer)
    plain = {key: value for key, value in vars(made).items() if key[0] != "_" and isinstance(value, _PLAIN)}
    instance.attributes |= {"bias": None, **plain} | {key: _parameter(each, layer.line) for key, each in state.items()}
    instance.attributes.pop("training", None)
    instance.base = layer
    instance.own_rules = [*_first_values(instance, name, state["weight"])]
    instance.rules += instance.own_rules


def _parameter(tensor: Tensor, line: int) -> Made:
    return Made("torch.empty", {"size": tuple(tensor.shape)}, line, "parameter")


def _first_values(instance: Instance, name: str, weight: Tensor) -> Iterator[Rule]:
    """What torch's own constructor gives the parameters."""
    own = {part: Parameter(instance.attributes.get(part), "") for part in ("weight", "bias")}
    biased = isinstance(own["bias"].owner, Made)
    if name in ("LayerNorm", "GroupNorm"):
        yield Rule("ones_", own["weight"], {})
        if biased:
            yield Rule("zeros_", own["bias"], {})
    elif name == "Embedding":
        yield Rule("normal_", own["weight"], {})
    else:
        yield Rule("kaiming_uniform_", own["weight"], {"a": sqrt(5)})
        if biased:
            bound = 1 / sqrt(weight[0].numel())
            yield Rule("uniform_", own["bias"], {"a": -bound, "b": bound})


def forward(reader: Reader, instance: Instance, given: Sequence[object], line: int) -> object:
    """`super().forward(x)` of such a module. Raises Unclear."""
    assert instance.base is not None
    function, names = _FORWARDS[instance.base.kind.rpartition(".")[2]]
    told = [reader.held(instance.attributes[name], name) for name in names]
    return reader.call(Torch(f"torch.nn.functional.{function}"), (*given, *told), {}, line)


def as_layer(instance: Instance) -> Layer | None:
    """The layer itself, where a class only makes it otherwise: its forward is torch's. Its rules are then its own."""
    base = instance.base
    if base is None or "forward" in instance.own.methods:
        return None
    names = {id(value): name for name, value in instance.attributes.items()}
    instance.rules[:] = [
        Rule(rule.function, Parameter(base, names.get(id(rule.of.owner), "weight")), rule.arguments)
        for rule in instance.rules
        if rule not in instance.own_rules
    ]
    return base
