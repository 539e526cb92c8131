"""Comparison and logic: what gives true and false, or comes from it."""

from __future__ import annotations

from guinet.core.ports import Port
from guinet.nodes.table import VALUE, Detail, functions, operator
from guinet.nodes.types import ArgumentType

ENTRIES = (
    operator("eq", "==", "Where two are equal."),
    operator("ne", "!=", "Where two differ."),
    operator("lt", "<", "Where the first is less."),
    operator("le", "<=", "Where the first is at most the second."),
    operator("gt", ">", "Where the first is greater."),
    operator("ge", ">=", "Where the first is at least the second."),
    operator("bitwise_and", "&", "Where both are true; of whole numbers, their common bits.", aliases=("and",)),
    operator("bitwise_or", "|", "Where either is true; of whole numbers, the bits of both.", aliases=("or",)),
    operator(
        "bitwise_xor", "^", "Where exactly one is true; of whole numbers, the bits of one alone.", aliases=("xor",)
    ),
    operator("bitwise_not", "~", "Where it is false; of whole numbers, the other bits.", aliases=("not",), constant=""),
    operator("bitwise_left_shift", "<<", "Whole numbers with their bits moved up.", aliases=("shift",)),
    operator("bitwise_right_shift", ">>", "Whole numbers with their bits moved down.", aliases=("shift",)),
    *functions(
        {
            "logical_and": "Where both are not zero.",
            "logical_or": "Where either is not zero.",
            "logical_xor": "Where exactly one is not zero.",
            "logical_not": "Where it is zero.",
            "isnan": "Where values are not a number.",
            "isinf": "Where values are infinite.",
            "isfinite": "Where values are neither infinite nor not a number.",
            "isposinf": "Where values are plus infinity.",
            "isneginf": "Where values are minus infinity.",
            "isreal": "Where values have no imaginary part.",
            "signbit": "Where values carry a minus sign.",
            "isclose": "Where two are equal but for rounding.",
            "isin": "Where values are among those of another tensor.",
        }
    ),
    *functions(
        {
            "equal": "Whether two tensors have the same shape and values: true or false.",
            "allclose": "Whether all values of two are equal but for rounding: true or false.",
        },
        inputs={"other": Port("other")},
        outputs=VALUE,
        follows_values=True,
    ),
    *functions(
        {
            "all": "Whether all values are true, over everything or along dimensions.",
            "any": "Whether any value is true, over everything or along dimensions.",
        },
        details={"dim": Detail(type=ArgumentType.SIZE, optional=True)},
    ),
)
