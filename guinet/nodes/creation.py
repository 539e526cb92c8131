"""Tensors made of nothing but arguments, and new ones of another's shape."""

from __future__ import annotations

from collections.abc import Mapping

from guinet.core.values import LARGEST_INT
from guinet.nodes.table import Detail, Entry, function, functions, method
from guinet.nodes.types import Argument, ArgumentType

_SIZE = {"size": Detail(positional=True, suggestion=(2, 3), doc="Its shape.")}
_FILL = {
    "fill_value": Detail(type=ArgumentType.FLOAT, positional=True, suggestion=1.0, doc="What it holds everywhere.")
}
_FROM_TO = {"start": Detail(positional=True, suggestion=0.0), "end": Detail(positional=True, suggestion=1.0)}
_SEED = Argument(
    "seed", ArgumentType.INT, None, optional=True, minimum=0, maximum=LARGEST_INT, doc="For numbers that stay the same."
)
_STEPS = {"steps": Detail(type=ArgumentType.INT, minimum=0, suggestion=5, doc="How many values.")}
_HIGH = {"high": Detail(suggestion=10, doc="All values are below it.")}


def _new(name: str, doc: str, details: Mapping[str, Detail] = {}, *, random: bool = False, **more: str) -> Entry:
    aliases = tuple(more.get("aliases", "").split())
    added = (_SEED,) if random and not name.endswith("_like") else ()
    return function(f"torch.{name}", doc, details=details, random=random, aliases=aliases, added=added)


ENTRIES = (
    _new(
        "tensor",
        "A tensor of the numbers written here: lists in lists become dimensions.",
        {"data": Detail(positional=True, suggestion=(1.0, 2.0, 3.0), doc="The numbers: 2, [1, 2], [[1, 2], [3, 4]].")},
        aliases="list array table constant",
    ),
    _new("zeros", "All zeros.", _SIZE),
    _new("ones", "All ones.", _SIZE),
    _new("empty", "Memory as it was found: any values at all.", _SIZE, aliases="uninitialised"),
    _new("full", "One number everywhere.", _SIZE | _FILL, aliases="constant"),
    _new("rand", "Random numbers, evenly between 0 and 1.", _SIZE, random=True, aliases="uniform"),
    _new("randn", "Random numbers from the normal distribution.", _SIZE, random=True, aliases="normal gaussian"),
    _new(
        "normal",
        "Random numbers of a given mean and deviation.",
        {"mean": Detail(suggestion=0.0), "std": Detail(minimum=0, suggestion=1.0), "size": Detail(suggestion=(2, 3))},
        random=True,
        aliases="gaussian",
    ),
    _new(
        "randint",
        "Random whole numbers below a limit.",
        _HIGH | {"size": Detail(suggestion=(2, 3))},
        random=True,
        aliases="integer",
    ),
    _new(
        "randperm",
        "The whole numbers below n in random order.",
        {"n": Detail(positional=True, minimum=0, suggestion=10)},
        random=True,
        aliases="shuffle permutation",
    ),
    _new(
        "arange",
        "Numbers from start up to, and without, end.",
        {
            "start": Detail(positional=True),
            "end": Detail(positional=True, suggestion=10),
            "step": Detail(positional=True, doc="Distance between two neighbours."),
        },
        aliases="range count",
    ),
    _new("linspace", "Evenly spaced numbers from start to end, both included.", _FROM_TO | _STEPS, aliases="range"),
    _new("logspace", "Powers of a base, their exponents evenly spaced.", _FROM_TO | _STEPS),
    _new(
        "eye",
        "A matrix with ones on its diagonal.",
        {"n": Detail(positional=True, minimum=0, suggestion=3), "m": Detail(minimum=0)},
        aliases="identity",
    ),
    *functions(
        {
            "zeros_like": "Zeros in another tensor's shape.",
            "ones_like": "Ones in another tensor's shape.",
            "empty_like": "Memory as it was found, in another tensor's shape.",
        },
    ),
    *functions(
        {
            "rand_like": "Random numbers between 0 and 1, in another tensor's shape.",
            "randn_like": "Random numbers from the normal distribution, in another tensor's shape.",
            "bernoulli": "0 or 1 at random, 1 with the chance that arrives.",
        },
        random=True,
    ),
    _new("full_like", "One number everywhere, in another tensor's shape.", _FILL),
    _new("randint_like", "Random whole numbers, in another tensor's shape.", _HIGH, random=True),
    _new(
        "multinomial",
        "Positions drawn at random, each as often as its weight says.",
        {"num_samples": Detail(minimum=1, suggestion=1)},
        random=True,
        aliases="sample draw",
    ),
    _new(
        "tril_indices",
        "Where the lower triangle of a matrix is: rows and columns.",
        {"row": Detail(positional=True, suggestion=3), "col": Detail(positional=True, suggestion=3)},
    ),
    _new(
        "triu_indices",
        "Where the upper triangle of a matrix is: rows and columns.",
        {"row": Detail(positional=True, suggestion=3), "col": Detail(positional=True, suggestion=3)},
    ),
    *(
        method(name, doc, details=_SIZE | more)
        for name, doc, more in (
            ("new_zeros", "Zeros of another tensor's type, where it lies.", {}),
            ("new_ones", "Ones of another tensor's type, where it lies.", {}),
            ("new_full", "One number everywhere, of another tensor's type, where it lies.", _FILL),
        )
    ),
)
