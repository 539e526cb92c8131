"""Other number types, other devices, and what autograd keeps of a tensor."""

from __future__ import annotations

from guinet.nodes.table import Detail, function, method

_DTYPE_METHODS = {
    "float": "Converted to 32-bit floating point.",
    "double": "Converted to 64-bit floating point.",
    "half": "Converted to 16-bit floating point.",
    "bfloat16": "Converted to 16-bit floating point with the range of 32 bits.",
    "long": "Converted to 64-bit integers.",
    "int": "Converted to 32-bit integers.",
    "short": "Converted to 16-bit integers.",
    "bool": "Converted to true and false.",
}

ENTRIES = (
    method(
        "to",
        "Of another number type, or on another device.",
        aliases=("cast", "convert", "cuda", "gpu", "dtype"),
        details={"dtype": Detail(positional=True)},
        view=True,
    ),
    *(method(name, doc, aliases=("cast", "convert"), view=True) for name, doc in _DTYPE_METHODS.items()),
    method("type_as", "Converted to another tensor's type.", aliases=("cast",), view=True),
    method("cpu", "In the memory of the processor.", view=True, real=True),
    method("cuda", "In the memory of the GPU.", aliases=("gpu",), view=True, real=True),
    method("contiguous", "A copy whose values lie in order in memory.", view=True),
    method("clone", "A copy that gradients pass through.", aliases=("copy",)),
    method("detach", "Passes values on, but no gradient back.", aliases=("stop gradient",), view=True),
    function("torch.complex", "Complex numbers of a real and an imaginary part."),
    function("torch.polar", "Complex numbers of a size and an angle."),
    function("torch.real", "The real part.", view=True),
    function("torch.imag", "The imaginary part of complex numbers.", view=True),
    function("torch.conj", "Complex numbers with the imaginary part turned round.", view=True),
    function("torch.angle", "The angle of complex numbers."),
    function("torch.view_as_real", "Complex numbers as pairs in a last dimension.", view=True),
    function("torch.view_as_complex", "Pairs of a last dimension as complex numbers.", view=True),
)
