"""The functions of `torch.nn.init` that give parameters their first values, for forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from guinet.nodes.build import argument
from guinet.nodes.signatures import Signatures
from guinet.nodes.table import Detail
from guinet.nodes.types import InitialiserType

_NO_ARGUMENTS: Final = frozenset({"tensor", "generator"})

_DETAILS: Final[Mapping[str, Detail]] = {
    "a": Detail(doc="The least value."),
    "b": Detail(doc="The greatest value."),
    "mean": Detail(doc="The mean."),
    "std": Detail(minimum=0, doc="The standard deviation."),
    "val": Detail(suggestion=0.0, doc="The value."),
    "gain": Detail(doc="What all values are multiplied by: 5/3 before tanh, √2 before ReLU."),
    "groups": Detail(minimum=1, doc="Groups of channels that do not mix."),
    "mode": Detail(doc="Whether values keep their size forwards (fan_in) or gradients do backwards (fan_out)."),
    "nonlinearity": Detail(doc="The activation that follows."),
    "sparsity": Detail(minimum=0, maximum=1, suggestion=0.9, doc="The share of zeros in each column."),
}
_SLOPE: Final = Detail(doc="The slope for negative values, before LeakyReLU.")

_DOCS: Final[Mapping[str, tuple[str, int, int | None]]] = {
    "xavier_uniform_": ("Evenly spread; keeps the size of values through layers with tanh or sigmoid.", 2, None),
    "xavier_normal_": ("Normal; keeps the size of values through layers with tanh or sigmoid.", 2, None),
    "kaiming_uniform_": ("Evenly spread; keeps the size of values through layers with ReLU.", 2, None),
    "kaiming_normal_": ("Normal; keeps the size of values through layers with ReLU.", 2, None),
    "normal_": ("Random numbers from a normal distribution.", 0, None),
    "uniform_": ("Evenly spread random numbers.", 0, None),
    "trunc_normal_": ("Random numbers from a normal distribution without its tails.", 0, None),
    "zeros_": ("All zeros.", 0, None),
    "ones_": ("All ones.", 0, None),
    "constant_": ("One number everywhere.", 0, None),
    "eye_": ("Ones on the diagonal: a linear layer passes its input on.", 2, 2),
    "dirac_": ("A convolution passes its input on.", 3, 5),
    "orthogonal_": ("A random rotation: lengths stay as they are.", 2, None),
    "sparse_": ("Mostly zeros, the rest from a normal distribution.", 2, 2),
}
"""What each does, and how many dimensions its tensor has at least and at most."""


def initialiser_types(signatures: Signatures) -> Iterator[InitialiserType]:
    """All of them, those used most first."""
    found = signatures.initialisers()
    for name in (*_DOCS, *sorted(found.keys() - _DOCS.keys())):
        doc, least, most = _DOCS.get(name, ("", 0, None))
        details = {**_DETAILS, "a": _SLOPE} if name.startswith("kaiming") else _DETAILS
        arguments = tuple(
            argument(parameter, details.get(parameter.name, Detail()))
            for parameter in found[name]
            if parameter.name not in _NO_ARGUMENTS
        )
        yield InitialiserType(f"torch.nn.init.{name}", name, arguments, doc, least, most)
