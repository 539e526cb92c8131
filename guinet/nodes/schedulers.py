"""The learning-rate schedulers of `torch.optim.lr_scheduler`, for forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from guinet.nodes.build import argument
from guinet.nodes.signatures import Parameter, Signatures
from guinet.nodes.table import Detail
from guinet.nodes.types import ArgumentType, SchedulerType

_NO_ARGUMENTS: Final = frozenset({"optimizer", "last_epoch", "schedulers", "scale_fn"})
_PER_STEP: Final = frozenset({"CyclicLR", "OneCycleLR"})
_SHARE: Final = Detail(minimum=0, maximum=1)
_COUNT: Final = Detail(type=ArgumentType.INT, minimum=1)
_FACTOR: Final = Detail(type=ArgumentType.FLOAT, minimum=0)

_DETAILS: Final[Mapping[str, Detail]] = {
    "step_size": _COUNT | Detail(suggestion=10, doc="Epochs between two steps down."),
    "gamma": _FACTOR | Detail(doc="What the learning rate is multiplied by."),
    "milestones": Detail(
        type=ArgumentType.SHAPE, minimum=0, suggestion=(10, 20), doc="The epochs at which something changes."
    ),
    "factor": _SHARE | Detail(doc="What the learning rate is multiplied by."),
    "total_iters": _COUNT | Detail(doc="Epochs until it is over."),
    "start_factor": _SHARE | Detail(doc="What the learning rate is multiplied by at first."),
    "end_factor": _SHARE | Detail(doc="What the learning rate is multiplied by in the end."),
    "T_max": _COUNT | Detail(suggestion=10, doc="Epochs down to the least learning rate."),
    "T_0": _COUNT | Detail(suggestion=10, doc="Epochs until the first restart."),
    "T_mult": _COUNT | Detail(doc="How many times longer each restart takes than the last."),
    "eta_min": _FACTOR | Detail(doc="The least learning rate."),
    "mode": Detail(type=ArgumentType.CHOICE),
    "patience": Detail(minimum=0, doc="Epochs without improvement that are borne."),
    "threshold": Detail(minimum=0, doc="How much better counts as better."),
    "cooldown": Detail(minimum=0, doc="Epochs of rest after each step down."),
    "min_lr": Detail(type=ArgumentType.NUMBERS, minimum=0, doc="The least learning rate."),
    "eps": Detail(minimum=0, doc="Smaller changes of the learning rate are not made."),
    "base_lr": Detail(type=ArgumentType.NUMBERS, minimum=0, suggestion=0.001, doc="The least learning rate."),
    "max_lr": Detail(type=ArgumentType.NUMBERS, minimum=0, suggestion=0.1, doc="The greatest learning rate."),
    "step_size_up": _COUNT | Detail(doc="Steps from the least to the greatest."),
    "step_size_down": _COUNT | Detail(optional=True, doc="Steps back down; none for as many as up."),
    "cycle_momentum": Detail(doc="Whether momentum goes down as the learning rate goes up."),
    "base_momentum": Detail(type=ArgumentType.NUMBERS, minimum=0, maximum=1, doc="The least momentum."),
    "max_momentum": Detail(type=ArgumentType.NUMBERS, minimum=0, maximum=1, doc="The greatest momentum."),
    "total_steps": _COUNT | Detail(optional=True, doc="Steps in all; none where epochs and steps_per_epoch say it."),
    "epochs": _COUNT | Detail(optional=True, doc="Epochs in all."),
    "steps_per_epoch": _COUNT | Detail(optional=True, doc="Steps in each epoch."),
    "pct_start": _SHARE | Detail(doc="The share of all steps that goes up."),
    "div_factor": Detail(minimum=1, doc="How many times smaller the first learning rate is than the greatest."),
    "final_div_factor": Detail(minimum=1, doc="How many times smaller the last learning rate is than the first."),
    "power": Detail(minimum=0, doc="The exponent of the curve; 1 for a straight line."),
    "lr_lambda": Detail(
        type=ArgumentType.FORMULA,
        suggestion="0.95 ** epoch",
        doc="Arithmetic in epoch, counted from 0: + - * / ** %, min, max, exp, cos, sqrt, a if epoch < 5 else b.",
    ),
}
_OF_ONE: Final[Mapping[tuple[str, str], Detail]] = {
    ("ExponentialLR", "gamma"): Detail(suggestion=0.9),
    ("OneCycleLR", "anneal_strategy"): Detail(doc="Whether the way up and down is a cosine or a straight line."),
    ("OneCycleLR", "three_phase"): Detail(
        doc="Whether the last part goes from the first learning rate down to the last."
    ),
    ("CyclicLR", "mode"): Detail(doc="Whether each cycle is as high as the last, half as high, or shrinks by gamma."),
    ("ReduceLROnPlateau", "mode"): Detail(doc="Whether smaller is better (min) or larger (max)."),
    ("ReduceLROnPlateau", "threshold_mode"): Detail(
        doc="Whether threshold is a share of the best value or a difference."
    ),
    ("CyclicLR", "scale_mode"): Detail(doc="Whether gamma counts cycles or steps."),
    ("OneCycleLR", "total_steps"): Detail(suggestion=1000),
    ("MultiplicativeLR", "lr_lambda"): Detail(suggestion="0.95"),
    ("SequentialLR", "milestones"): Detail(suggestion=(10,)),
}

_DOCS: Final[Mapping[str, str]] = {
    "StepLR": "Multiplies the learning rate by a factor every so many epochs.",
    "MultiStepLR": "Multiplies the learning rate by a factor at given epochs.",
    "ExponentialLR": "Multiplies the learning rate by a factor every epoch.",
    "CosineAnnealingLR": "Follows half a cosine down to a least learning rate.",
    "CosineAnnealingWarmRestarts": "Follows half a cosine down, and starts again.",
    "OneCycleLR": "Up, then far down, within one training; moves after every batch.",
    "CyclicLR": "Up and down between two learning rates; moves after every batch.",
    "ReduceLROnPlateau": "Steps down when the validation loss no longer improves.",
    "LinearLR": "A straight line from one factor to another: warm-up.",
    "ConstantLR": "A smaller learning rate for the first epochs.",
    "PolynomialLR": "Down to zero along a power of the time that is left.",
    "LambdaLR": "The first learning rate times a function of the epoch.",
    "MultiplicativeLR": "The last learning rate times a function of the epoch.",
    "SequentialLR": "Several schedulers, one after the other.",
    "ChainedScheduler": "Several schedulers at the same time.",
}


def scheduler_types(signatures: Signatures) -> Iterator[SchedulerType]:
    """All of them, those used most first."""
    found = signatures.schedulers()
    for name in (*_DOCS, *sorted(found.keys() - _DOCS.keys())):
        taken = {parameter.name for parameter in found[name]}
        yield SchedulerType(
            kind=f"torch.optim.lr_scheduler.{name}",
            title=name,
            arguments=tuple(
                argument(parameter, _detail(name, parameter))
                for parameter in found[name]
                if parameter.name not in _NO_ARGUMENTS
            ),
            doc=_DOCS.get(name, ""),
            per_step=name in _PER_STEP,
            metric=name == "ReduceLROnPlateau",
            schedulers="schedulers" in taken,
            function="lr_lambda" in taken,
        )


def _detail(name: str, parameter: Parameter) -> Detail:
    return _DETAILS.get(parameter.name, Detail()) | _OF_ONE.get((name, parameter.name), Detail())
