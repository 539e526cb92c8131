"""Why a name of torch has no node, or one that does not do everything: the reasons `coverage.py` prints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from no_operations import NO_OPERATIONS

from guinet.exchange.python.operations import function_type, method_type
from guinet.nodes.registry import REGISTRY

if TYPE_CHECKING:
    from coverage_areas import Row

_NAMES = {
    "is drawn as a block, with its layers inside": "Sequential ModuleList ModuleDict ParameterList ParameterDict",
    "is what all layers are made of, no layer itself": "Module Container RNNBase RNNCellBase",
    "is what all optimisers or schedulers are made of": "Optimizer LRScheduler",
    "runs one model on several GPUs: a setting of a run": "DataParallel",
    "is an old name of another": "NLLLoss2d",
    "tells a number for other initialisers, and writes over nothing": "calculate_gain",
    "needs a GPU, which the machine that made this table lacks": "cuda",
    "gives what only a running autograd has": "backward retain_grad",
    "has no kernel in torch itself, or fails there whatever it is given": "indices_copy values_copy",
    "takes a layout; sparse_csr_tensor and its sisters are the same with theirs": "sparse_compressed_tensor",
    "takes a nested tensor, which no node makes": "to_padded_tensor",
}

_PATTERNS = {
    r"^(cudnn_|miopen_|mkldnn_|fbgemm_|quantize|q_|fake_quantize|choose_qparams|int_repr|dequantize|empty_quantized"
    r"|quantized_|batch_norm_|native_|qscheme|to_mkldnn|scaled_mm|grouped_mm|scaled_grouped_mm)": (
        "is an inner operation, for one kind of hardware or of quantised numbers"
    ),
    r"^(set_|storage|untyped_storage|const_data_ptr|index)$": "touches memory or storage itself",
}

_ERRORS = {
    r"[Mm]eta tensor|meta device|known only when it runs|follows the numbers|data is not allocated": (
        "its result follows the numbers that come in, which the check does not have"
    ),
    r"value of type": "gives an object of Python that no wire carries yet",
}


NOT_FOR_USE = frozenset(
    {
        "is an inner operation, for one kind of hardware or of quantised numbers",
        "touches memory or storage itself",
        "has no kernel in torch itself, or fails there whatever it is given",
        "takes a layout; sparse_csr_tensor and its sisters are the same with theirs",
    }
)
"""Reasons for which nobody needs the node that every path of torch has all the same."""


def reason_of(row: Row) -> str:
    """The reason for what the row lacks; "" where none is known."""
    named = next((reason for reason, names in _NAMES.items() if row.name in names.split()), "")
    if named:
        return named
    if row.area == "torch.nn.init" and not row.wanted:
        return "is an old name of another"
    if row.area == "torch.optim.lr_scheduler" and row.runs:
        return "takes a function or other schedulers, which a project cannot say yet"
    if row.area == "torch.optim" and row.runs:
        return "does not suit the network of the trial: matrices only, or sparse gradients only"
    if not row.node and row.name in NO_OPERATIONS:
        return NO_OPERATIONS[row.name]
    known = next((reason for pattern, reason in _PATTERNS.items() if re.search(pattern, row.name)), "")
    if known:
        return known
    type = REGISTRY.get(f"{row.area}.{row.name}")
    if type is not None and type.follows_values:
        return "its result follows the numbers that come in, which the check does not have"
    if type is not None and type.real:
        return "reads numbers, and the check runs it on the meta device, which has none"
    if type is not None and type.spread:
        return "takes its tensors one by one, and the text writes several wires as one tuple"
    if row.file and not row.text and _is_read_as_another(row):
        return "is read as the node of the palette that does the same: `x.abs()` is `torch.abs(x)`"
    told = next((reason for pattern, reason in _ERRORS.items() if re.search(pattern, row.words)), "")
    return told or _form(row)


def _is_read_as_another(row: Row) -> bool:
    """Whether there is a function and a method of this name, and the palette has the other one of them."""
    kind = f"{row.area}.{row.name}"
    read = method_type(row.name) if row.area == "torch.Tensor" else function_type(kind)
    return read is not None and read.kind != kind


def _form(row: Row) -> str:
    return f"its form lacks {row.missing}" if row.runs and row.missing else ""
