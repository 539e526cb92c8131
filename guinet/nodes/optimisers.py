"""The optimisers of `torch.optim`, for forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from guinet.nodes.build import argument
from guinet.nodes.signatures import Parameter, Signatures
from guinet.nodes.table import Detail
from guinet.nodes.types import Argument, ArgumentType, OptimizerType

_LEFT_OUT: Final = frozenset({"params", "foreach", "capturable", "differentiable"})
_SHARE: Final = Detail(minimum=0, maximum=1)

_DETAILS: Final[Mapping[str, Detail]] = {
    "lr": Detail(minimum=0, doc="How large a step is."),
    "momentum": Detail(type=ArgumentType.FLOAT, minimum=0, doc="Share of the last step that is kept."),
    "dampening": Detail(type=ArgumentType.FLOAT, doc="Damps the gradient's part in the momentum."),
    "weight_decay": Detail(type=ArgumentType.FLOAT, minimum=0, doc="Pulls weights towards zero."),
    "betas": Detail(minimum=0, maximum=1, length=2, doc="How slowly the two running averages forget."),
    "eps": Detail(doc="A small number that keeps divisions finite."),
    "nesterov": Detail(doc="Whether the gradient is taken after the momentum's step."),
    "amsgrad": Detail(doc="Whether the largest running average so far is used."),
    "fused": Detail(
        type=ArgumentType.BOOL,
        optional=True,
        doc="Whether one kernel updates all weights; GuiNet says yes where torch can, for it is faster.",
    ),
    "maximize": Detail(doc="Whether the loss is made large instead of small."),
    "rho": _SHARE,
    "alpha": _SHARE,
    "centered": Detail(doc="Whether the gradient is divided by its deviation."),
    "lr_decay": Detail(minimum=0),
    "initial_accumulator_value": Detail(minimum=0),
    "max_iter": Detail(minimum=1),
    "history_size": Detail(minimum=1),
    "etas": Detail(minimum=0, length=2),
    "step_sizes": Detail(minimum=0, length=2),
    "line_search_fn": Detail(type=ArgumentType.CHOICE, choices=("strong_wolfe",), optional=True),
    "adjust_lr_fn": Detail(type=ArgumentType.CHOICE, choices=("original", "match_rms_adamw"), optional=True),
    "ns_coefficients": Detail(length=3),
    "ns_steps": Detail(minimum=1),
}

_DOCS: Final[Mapping[str, str]] = {
    "Adam": "Steps scaled for each weight by running averages; a good first choice.",
    "AdamW": "Adam with weight decay apart from the gradient.",
    "SGD": "Straight down the gradient, with momentum if wanted.",
    "RMSprop": "Steps scaled by the root of the mean square gradient.",
    "Adadelta": "Steps scaled by their own running averages.",
    "Adafactor": "Adam with far less memory, for large models.",
    "Adagrad": "Steps that shrink for weights that moved much.",
    "Adamax": "Adam with the largest gradient in place of the mean square.",
    "ASGD": "The average of the weights along the way.",
    "LBFGS": "Follows the curvature; calls the model several times a step.",
    "Muon": "Orthogonal steps, for weight matrices alone.",
    "NAdam": "Adam with Nesterov momentum.",
    "RAdam": "Adam that starts carefully.",
    "Rprop": "The gradient's sign alone, with a step size for each weight.",
    "SparseAdam": "Adam for sparse gradients, as embeddings can give them.",
}


def optimizer_types(signatures: Signatures) -> Iterator[OptimizerType]:
    """All of them, those used most first."""
    found = signatures.optimizers()
    for name in (*_DOCS, *sorted(found.keys() - _DOCS.keys())):
        arguments = tuple(_argument(parameter) for parameter in found[name] if parameter.name not in _LEFT_OUT)
        yield OptimizerType(f"torch.optim.{name}", name, arguments, _DOCS.get(name, ""))


def _argument(parameter: Parameter) -> Argument:
    return argument(parameter, _DETAILS.get(parameter.name, Detail()))
