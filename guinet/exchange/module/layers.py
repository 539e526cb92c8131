"""What the layers of torch were made with, read back from a live one."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable, Mapping
from typing import Any, Final

import torch
from torch import nn

from guinet.exchange.module.problems import Unrecorded
from guinet.exchange.module.values import literal
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Form

Arguments = dict[str, Any]


def is_layer(module: nn.Module) -> bool:
    """Whether it is a layer of torch that has a node. A loss is none: on a canvas it stands outside of the module."""
    type_ = type(module)
    if getattr(nn, type_.__name__, None) is not type_:
        return False
    known = REGISTRY.get(f"torch.nn.{type_.__name__}")
    return known is not None and known.form is Form.MODULE


def constructor(module: nn.Module) -> str | None:
    """`nn.Conv2d(3, 8, 3, padding=1)`; None where it cannot be told, or would be another layer."""
    try:
        arguments = _RULES.get(type(module).__name__, _same_named)(module)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what torch has to say of the layer it said when the user made it
            return _written(module, arguments) if _is_same(module, _make(type(module), arguments)) else None
    except (AttributeError, KeyError, TypeError, ValueError, RuntimeError, Unrecorded):
        return None  # torch's constructors refuse what was set by hand later; its forward is recorded instead


def _make(kind: type[nn.Module], given: Arguments) -> nn.Module:
    inner = given.get("_inner")
    rest = {name: value for name, value in given.items() if name != "_inner"}
    with torch.device("meta"):
        first = () if inner is None else (_make(inner[0], inner[1]),)
        return kind(*first, **rest)


def _is_same(module: nn.Module, other: nn.Module) -> bool:
    here, there = module.state_dict(), other.state_dict()
    return here.keys() == there.keys() and all(here[name].shape == there[name].shape for name in here)


def _written(module: nn.Module, arguments: Arguments) -> str:
    kind = type(module)
    inner = arguments.get("_inner")
    parts = [] if inner is None else [_call(inner[0], inner[1])]
    return _call(kind, {key: value for key, value in arguments.items() if key != "_inner"}, parts)


def _call(kind: type[nn.Module], arguments: Arguments, first: list[str] | None = None) -> str:
    defaults = {each.name: each.default for each in inspect.signature(kind.__init__).parameters.values()}
    short = {key: _short(value) if key in _ALIKE else value for key, value in arguments.items()}
    told = {
        key: value for key, value in short.items() if repr(defaults.get(key, inspect.Parameter.empty)) != repr(value)
    }
    if "Pool" in kind.__name__ and told.get("stride") == told.get("kernel_size"):
        told.pop("stride", None)
    named = [f"{key}={_value(value)}" for key, value in told.items()]
    return f"nn.{kind.__name__}({', '.join([*(first or []), *named])})"


_ALIKE: Final = frozenset({"kernel_size", "stride", "padding", "dilation", "output_padding"})
"""Arguments that torch keeps a number of for each dimension."""


def _short(value: object) -> object:
    """A size that is the same in all dimensions, as one writes it."""
    row = isinstance(value, tuple) and len({repr(item) for item in value}) == 1
    return value[0] if row and isinstance(value, tuple) and isinstance(value[0], int) else value


def _value(value: object) -> str:
    if isinstance(value, (tuple, list)):
        items = ", ".join(map(_value, value))
        return f"({items},)" if len(value) == 1 else f"({items})"
    return literal(value)


def _same_named(module: nn.Module) -> Arguments:
    """By the names of the constructor's parameters: torch keeps most under these."""
    found: Arguments = {}
    for name, parameter in inspect.signature(type(module).__init__).parameters.items():
        if name in ("self", "device", "dtype") or parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            continue
        value = _kept(module, name)
        if value is _NOWHERE:
            if parameter.default is inspect.Parameter.empty:
                raise Unrecorded.value(name)
            continue
        found[name] = value
    return found


_NOWHERE: Final = object()


def _kept(module: nn.Module, name: str) -> object:
    if name in ("bias", "weight", "_weight"):
        value = getattr(module, name, None)
        if name == "bias":
            return value is not None if isinstance(value, (torch.Tensor, type(None))) else value
        if isinstance(value, torch.Tensor) and isinstance(module, (*_LOSSES,)):
            return tuple(value.tolist())
        return _NOWHERE
    if name == "add_bias_kv":
        return getattr(module, "bias_k", None) is not None
    value = getattr(module, name, _NOWHERE)
    if isinstance(value, torch.Tensor):
        return value.item() if value.dim() == 0 else tuple(value.tolist())
    return value


_LOSSES: Final = tuple(
    each for name in dir(nn) if name.endswith("Loss") and isinstance(each := getattr(nn, name), type)
)


# Those that keep what they were given otherwise


def _recurrent(module: Any) -> Arguments:
    names = ("input_size", "hidden_size", "num_layers", "bias", "batch_first", "dropout", "bidirectional")
    found = {name: getattr(module, name) for name in names}
    if isinstance(module, nn.LSTM):
        found["proj_size"] = module.proj_size
    if type(module) is nn.RNN:
        found["nonlinearity"] = module.nonlinearity
    return found


def _cell(module: Any) -> Arguments:
    found = {"input_size": module.input_size, "hidden_size": module.hidden_size, "bias": module.bias}
    return {**found, "nonlinearity": module.nonlinearity} if isinstance(module, nn.RNNCell) else found


def _attention(module: Any) -> Arguments:
    return {
        "embed_dim": module.embed_dim,
        "num_heads": module.num_heads,
        "dropout": module.dropout,
        "bias": module.in_proj_bias is not None,
        "add_bias_kv": module.bias_k is not None,
        "add_zero_attn": module.add_zero_attn,
        "kdim": None if module.kdim == module.embed_dim else module.kdim,
        "vdim": None if module.vdim == module.embed_dim else module.vdim,
        "batch_first": module.batch_first,
    }


def _distance(module: Any) -> Arguments:
    return {"p": module.norm, "eps": module.eps, "keepdim": module.keepdim}


def _cutoffs(module: Any) -> Arguments:
    found = _same_named(module)
    return {**found, "cutoffs": list(module.cutoffs[:-1]), "head_bias": module.head.bias is not None}


def _transformer_layer(module: Any) -> Arguments:
    attention = module.self_attn
    return {
        "d_model": attention.embed_dim,
        "nhead": attention.num_heads,
        "dim_feedforward": module.linear1.out_features,
        "dropout": module.dropout.p,
        "activation": _activation(module.activation),
        "layer_norm_eps": module.norm1.eps,
        "batch_first": attention.batch_first,
        "norm_first": module.norm_first,
        "bias": module.linear1.bias is not None,
    }


def _activation(function: object) -> str:
    name = str(getattr(function, "__name__", type(function).__name__)).lower()
    if name not in ("relu", "gelu") or getattr(function, "approximate", "none") != "none":
        raise Unrecorded.value(name)
    return name


def _transformer_stack(module: Any) -> Arguments:
    layers = list(module.layers)
    inner = _transformer_layer(layers[0])
    if module.norm is not None or any(_transformer_layer(layer) != inner for layer in layers[1:]):
        raise Unrecorded.value(type(module).__name__)
    found: Arguments = {"_inner": (type(layers[0]), inner), "num_layers": module.num_layers}
    if isinstance(module, nn.TransformerEncoder):
        found["enable_nested_tensor"], found["mask_check"] = module.enable_nested_tensor, module.mask_check
    return found


def _transformer(module: Any) -> Arguments:
    encoder, decoder = module.encoder.layers, module.decoder.layers
    inner = _transformer_layer(encoder[0])
    if any(_transformer_layer(layer) != inner for layer in (*encoder, *decoder)):
        raise Unrecorded.value("Transformer")
    return {**inner, "num_encoder_layers": len(encoder), "num_decoder_layers": len(decoder)}


_RULES: Final[Mapping[str, Callable[[Any], Arguments]]] = {
    "RNN": _recurrent,
    "LSTM": _recurrent,
    "GRU": _recurrent,
    "RNNCell": _cell,
    "LSTMCell": _cell,
    "GRUCell": _cell,
    "AdaptiveLogSoftmaxWithLoss": _cutoffs,
    "PairwiseDistance": _distance,
    "MultiheadAttention": _attention,
    "TransformerEncoderLayer": _transformer_layer,
    "TransformerDecoderLayer": _transformer_layer,
    "TransformerEncoder": _transformer_stack,
    "TransformerDecoder": _transformer_stack,
    "Transformer": _transformer,
}
