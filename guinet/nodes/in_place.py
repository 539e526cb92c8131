"""Methods that write their result over the tensor they are called on, and give that same tensor."""

from __future__ import annotations

from guinet.nodes.table import Detail, Entry, in_place, number

_NUMBER = "other"


def _with_number(name: str, doc: str, constant: str = _NUMBER) -> Entry:
    details, inputs = number(constant)
    return in_place(name, doc, details=details, inputs=inputs)


_OF_EACH_VALUE = {
    "zero_": "Writes zeros over it.",
    "abs_": "Takes off all signs, in place.",
    "neg_": "Turns all signs round, in place.",
    "exp_": "The exponential function, in place.",
    "log_": "The natural logarithm, in place.",
    "sqrt_": "The square root, in place.",
    "rsqrt_": "1 over the square root, in place.",
    "square_": "The square, in place.",
    "reciprocal_": "1 over each value, in place.",
    "sin_": "The sine, in place.",
    "cos_": "The cosine, in place.",
    "tanh_": "Squeezes values into −1 to 1, in place.",
    "sigmoid_": "Squeezes values into 0 to 1, in place.",
    "relu_": "Negative values become zero, in place.",
    "floor_": "Rounds down, in place.",
    "ceil_": "Rounds up, in place.",
    "round_": "Rounds to whole numbers, in place.",
    "trunc_": "Cuts off what follows the point, in place.",
    "clamp_": "Cuts values off at a least and a greatest one, in place.",
    "logical_not_": "Turns true and false round, in place.",
    "t_": "Swaps the two dimensions, in place.",
}

ENTRIES = (
    _with_number("add_", "Adds to it, in place."),
    _with_number("sub_", "Subtracts from it, in place."),
    _with_number("mul_", "Multiplies it, in place."),
    _with_number("div_", "Divides it, in place."),
    _with_number("pow_", "Raises it to a power, in place.", "exponent"),
    _with_number("remainder_", "Keeps what is left of a division, in place."),
    _with_number("floor_divide_", "Divides and rounds down, in place."),
    *(in_place(name, doc) for name, doc in _OF_EACH_VALUE.items()),
    in_place("fill_", "Writes one number over it.", positional=1, details={"value": Detail(suggestion=0.0)}),
    in_place("copy_", "Writes another tensor's values over it.", aliases=("assign",)),
    in_place(
        "masked_fill_",
        "Writes a constant wherever a mask is true.",
        positional=1,
        details={"value": Detail(suggestion=0.0)},
    ),
    in_place("masked_scatter_", "Writes values of another tensor wherever a mask is true."),
    *(
        in_place(name, doc, details={"dim": Detail(positional=True, suggestion=0), **more})
        for name, doc, more in (
            (
                "index_fill_",
                "Writes a constant into the slices that an index tensor names.",
                {"value": Detail(suggestion=0.0)},
            ),
            ("index_add_", "Adds slices of another tensor at the places an index tensor names, in place.", {}),
            ("index_copy_", "Writes slices of another tensor at the places an index tensor names.", {}),
            ("scatter_", "Writes values of another tensor at the places an index tensor names.", {}),
            ("scatter_add_", "Adds values of another tensor at the places an index tensor names, in place.", {}),
        )
    ),
    in_place("addcmul_", "Adds the product of two others, in place."),
    in_place("addcdiv_", "Adds the quotient of two others, in place."),
    in_place("lerp_", "Moves it towards another by a share, in place.", details={"weight": Detail(suggestion=0.5)}),
    in_place("triu_", "Writes zeros below the upper triangle."),
    in_place("tril_", "Writes zeros above the lower triangle."),
    in_place(
        "fill_diagonal_",
        "Writes one number over the diagonal.",
        positional=1,
        details={"fill_value": Detail(suggestion=0.0)},
    ),
    in_place(
        "squeeze_",
        "Takes out dimensions of size 1, in place.",
        details={"dim": Detail(default=None, optional=True, positional=True)},
    ),
    in_place(
        "unsqueeze_", "Puts in a dimension of size 1, in place.", positional=1, details={"dim": Detail(suggestion=0)}
    ),
    in_place(
        "transpose_",
        "Swaps two dimensions, in place.",
        positional=2,
        details={"dim0": Detail(suggestion=0), "dim1": Detail(suggestion=1)},
    ),
    in_place(
        "normal_",
        "Writes random numbers from a normal distribution over it.",
        random=True,
        details={"std": Detail(minimum=0)},
    ),
    in_place("uniform_", "Writes evenly spread random numbers over it.", positional=2, random=True),
    in_place(
        "bernoulli_", "Writes 0 or 1 over it at random.", random=True, details={"p": Detail(minimum=0, maximum=1)}
    ),
    in_place("requires_grad_", "Says whether autograd keeps a gradient for it.", positional=1),
    in_place("detach_", "Cuts it off from what it was computed of, in place."),
)
