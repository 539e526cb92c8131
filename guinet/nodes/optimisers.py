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
    "rho": _SHARE | Detail(doc="How slowly the running average forgets."),
    "alpha": _SHARE | Detail(doc="How slowly the running average of squared gradients forgets."),
    "centered": Detail(doc="Whether the gradient is divided by its deviation."),
    "decoupled_weight_decay": Detail(doc="Whether weights decay apart from the gradient, as in AdamW."),
    "lr_decay": Detail(minimum=0, doc="How fast the learning rate falls: it is divided by 1 + (step - 1) · lr_decay."),
    "initial_accumulator_value": Detail(minimum=0, doc="What the sum of squared gradients begins with."),
    "beta2_decay": Detail(doc="The exponent by which the running average comes to forget more slowly."),
    "d": Detail(doc="The root mean square beyond which a step is shortened."),
    "lambd": Detail(doc="How fast steps and weights decay."),
    "t0": Detail(doc="The step from which on weights are averaged."),
    "momentum_decay": Detail(doc="How the momentum grows from step to step."),
    "max_iter": Detail(minimum=1, doc="The most iterations in one step."),
    "max_eval": Detail(doc="How often at most the model is called in one step; none for 5/4 of max_iter."),
    "tolerance_grad": Detail(doc="A step ends when no gradient is larger than this."),
    "tolerance_change": Detail(doc="A step ends when loss or weights change by less than this."),
    "history_size": Detail(minimum=1, doc="How many former gradients the curvature is worked out from."),
    "etas": Detail(
        minimum=0, length=2, doc="What a step size is multiplied by: where the sign turned, where it stayed."
    ),
    "step_sizes": Detail(minimum=0, length=2, doc="The least and the greatest step size."),
    "line_search_fn": Detail(
        type=ArgumentType.CHOICE,
        choices=("strong_wolfe",),
        optional=True,
        doc="Whether the length of each step is searched for; none takes the learning rate.",
    ),
    "adjust_lr_fn": Detail(
        type=ArgumentType.CHOICE,
        choices=("original", "match_rms_adamw"),
        optional=True,
        doc="How the learning rate goes by the shape of a matrix; match_rms_adamw takes rates tuned for AdamW.",
    ),
    "ns_coefficients": Detail(length=3, doc="The coefficients of the iteration that makes a step orthogonal."),
    "ns_steps": Detail(minimum=1, doc="Iterations that make a step orthogonal; more are more exact."),
}
_OF_ONE: Final[Mapping[tuple[str, str], Detail]] = {
    ("ASGD", "alpha"): Detail(doc="The exponent by which the learning rate falls."),
    ("Adafactor", "eps"): Detail(
        doc="Two small numbers: one for squared gradients, one for the least size weights are taken to have."
    ),
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
        arguments = tuple(_argument(name, parameter) for parameter in found[name] if parameter.name not in _LEFT_OUT)
        yield OptimizerType(f"torch.optim.{name}", name, arguments, _DOCS.get(name, ""))


def _argument(name: str, parameter: Parameter) -> Argument:
    detail = _DETAILS.get(parameter.name, Detail()) | _OF_ONE.get((name, parameter.name), Detail())
    return argument(parameter, detail)
