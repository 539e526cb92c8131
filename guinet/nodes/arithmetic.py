"""Arithmetic: between tensors, and of each value."""

from __future__ import annotations

from guinet.nodes.table import Detail, function, functions, layer, method, number, operator

_EXPONENT_DETAILS, _EXPONENT_PORTS = number("exponent")

_OF_EACH_VALUE = {
    "abs": "Its size without the sign.",
    "exp": "The exponential function.",
    "exp2": "2 to its power.",
    "expm1": "The exponential minus 1, exact near zero.",
    "log": "The natural logarithm.",
    "log2": "The logarithm to base 2.",
    "log10": "The logarithm to base 10.",
    "log1p": "The natural logarithm of 1 plus the value.",
    "sqrt": "The square root.",
    "rsqrt": "1 over the square root.",
    "square": "The square.",
    "reciprocal": "1 over the value.",
    "sin": "The sine.",
    "cos": "The cosine.",
    "tan": "The tangent.",
    "asin": "The angle of a sine.",
    "acos": "The angle of a cosine.",
    "atan": "The angle of a tangent.",
    "sinh": "The hyperbolic sine.",
    "cosh": "The hyperbolic cosine.",
    "asinh": "The inverse of the hyperbolic sine.",
    "acosh": "The inverse of the hyperbolic cosine.",
    "atanh": "The inverse of the hyperbolic tangent.",
    "sinc": "The sine of πx over πx.",
    "sign": "−1, 0 or 1.",
    "sgn": "−1, 0 or 1; of complex numbers, the direction.",
    "floor": "Rounded down.",
    "ceil": "Rounded up.",
    "round": "Rounded to the nearest; to a number of decimals if given.",
    "trunc": "Without what follows the point.",
    "frac": "What follows the point.",
    "erf": "The error function.",
    "erfc": "1 minus the error function.",
    "erfinv": "The inverse of the error function.",
    "lgamma": "The logarithm of the gamma function.",
    "digamma": "The derivative of the logarithm of the gamma function.",
    "logit": "The inverse of the sigmoid.",
    "nan_to_num": "Not-a-number and infinite values replaced by numbers.",
    "deg2rad": "Degrees as radians.",
    "rad2deg": "Radians as degrees.",
}

_OF_TWO = {
    "minimum": "The smaller of two, value by value.",
    "maximum": "The larger of two, value by value.",
    "fmin": "The smaller of two; a number wins over what is none.",
    "fmax": "The larger of two; a number wins over what is none.",
    "fmod": "What is left of a division, with the sign of the first.",
    "atan2": "The angle of a point from its two coordinates.",
    "hypot": "The long side of a right triangle, from the other two.",
    "logaddexp": "The logarithm of the sum of two exponentials, computed safely.",
    "copysign": "The size of one with the sign of the other.",
    "xlogy": "The first times the logarithm of the second; 0 where the first is 0.",
    "gcd": "The greatest common divisor.",
    "lcm": "The least common multiple.",
    "heaviside": "0 for negative, 1 for positive, another tensor's value for zero.",
}

ENTRIES = (
    operator("add", "+", "The sum, value by value.", aliases=("plus", "residual", "skip")),
    operator("sub", "-", "The difference, value by value.", aliases=("minus", "subtract")),
    operator("mul", "*", "The product, value by value.", aliases=("times", "multiply")),
    operator("div", "/", "The quotient, value by value.", aliases=("divide",)),
    operator("floor_divide", "//", "The quotient, rounded down.", aliases=("integer division",)),
    operator("pow", "**", "Each value to a power.", aliases=("square",), constant="exponent"),
    operator("remainder", "%", "What is left of a division, value by value.", aliases=("modulo",)),
    operator("neg", "-", "Its negative.", aliases=("minus", "negative"), constant=""),
    *functions(_OF_EACH_VALUE),
    *functions(_OF_TWO),
    function(
        "torch.float_power",
        "Each value to a power, computed with 64 bits.",
        details=_EXPONENT_DETAILS,
        inputs=_EXPONENT_PORTS,
    ),
    function("torch.clamp", "Cuts values off at a least and a greatest one.", aliases=("clip",)),
    function(
        "torch.lerp", "A blend of two: the second's share is the weight.", details={"weight": Detail(suggestion=0.5)}
    ),
    function("torch.addcmul", "A tensor plus the product of two others."),
    function("torch.addcdiv", "A tensor plus the quotient of two others."),
    function("torch.nn.functional.normalize", "Divided by its norm along a dimension.", aliases=("unit length", "l2")),
    method("softmax", "Positive values that sum to 1 along a dimension.", details={"dim": Detail(suggestion=-1)}),
    layer("CosineSimilarity", "The cosine of the angle between two vectors.", aliases=("distance",)),
    layer("PairwiseDistance", "The distance between two vectors.", aliases=("euclidean", "norm")),
)
