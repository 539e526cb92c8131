"""Optimisers, schedulers and initialisers as they are described, compared with torch itself."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
import torch
from torch import nn
from torch.optim import lr_scheduler

from guinet.core.values import MISSING, Value
from guinet.nodes.arguments import argument_problem
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import InitialiserType, SchedulerType

SCHEDULERS = REGISTRY.schedulers()
INITIALISERS = REGISTRY.initialisers()


def settings(type: SchedulerType | InitialiserType) -> dict[str, Any]:
    """What the form of a new one holds."""
    given: dict[str, Value] = {}
    for argument in type.arguments:
        value = argument.default if argument.suggestion is MISSING else argument.suggestion
        if value is not MISSING:
            given[argument.name] = value
    return given


def test_every_scheduler_of_torch_is_there() -> None:
    assert {type.title for type in SCHEDULERS} == set(lr_scheduler.__all__) - {"LRScheduler"}
    assert len(SCHEDULERS) == 15


def test_every_initialiser_of_torch_is_there() -> None:
    own = {name for name in vars(nn.init) if name.endswith("_") and not name.startswith("_")}

    assert {type.title for type in INITIALISERS} == own
    assert len(INITIALISERS) == 14


@pytest.mark.parametrize("type", [*SCHEDULERS, *INITIALISERS], ids=lambda type: type.title)
def test_arguments_and_defaults_are_those_of_torch(type: SchedulerType | InitialiserType) -> None:
    place = lr_scheduler if isinstance(type, SchedulerType) else nn.init
    parameters = dict(inspect.signature(getattr(place, type.title)).parameters)

    assert type.doc.endswith(".")
    for argument in type.arguments:
        default = parameters.pop(argument.name).default
        assert argument.default == (MISSING if default is inspect.Parameter.empty else default)
        for value in (argument.default, argument.suggestion, *argument.choices):
            assert value is MISSING or argument_problem(argument, value) is None, (argument.name, value)
    assert set(parameters) <= {
        *("optimizer", "last_epoch", "lr_lambda", "schedulers", "scale_fn", "tensor", "generator")
    }


def scheduled(type: SchedulerType, optimizer: torch.optim.Optimizer, given: dict[str, Any]) -> Any:
    cls = getattr(lr_scheduler, type.title)
    if type.function:
        return cls(optimizer, lr_lambda=lambda epoch: 0.5**epoch)
    if type.schedulers:
        parts = [lr_scheduler.ConstantLR(optimizer, 0.1), lr_scheduler.ExponentialLR(optimizer, 0.9)]
        return cls(optimizer, parts, **given) if given else cls(parts)
    return cls(optimizer, **given)


@pytest.mark.parametrize("type", SCHEDULERS, ids=lambda type: type.title)
@pytest.mark.filterwarnings("ignore:The epoch parameter:UserWarning")
def test_a_scheduler_made_from_its_form_changes_the_learning_rate(type: SchedulerType) -> None:
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1, momentum=0.9)
    scheduler = scheduled(type, optimizer, settings(type))

    rates = set()
    for _ in range(15):
        optimizer.step()
        scheduler.step(*([1.0] if type.metric else []))
        rates.add(optimizer.param_groups[0]["lr"])

    assert len(rates) > 1


def test_the_one_that_watches_the_loss_is_marked() -> None:
    assert [type.title for type in SCHEDULERS if type.metric] == ["ReduceLROnPlateau"]
    assert {type.title for type in SCHEDULERS if type.per_step} == {"OneCycleLR", "CyclicLR"}
    assert {type.title for type in SCHEDULERS if type.function} == {"LambdaLR", "MultiplicativeLR"}
    assert {type.title for type in SCHEDULERS if type.schedulers} == {"SequentialLR", "ChainedScheduler"}


@pytest.mark.parametrize("type", INITIALISERS, ids=lambda type: type.title)
def test_an_initialiser_takes_the_dimensions_it_says(type: InitialiserType) -> None:
    function = getattr(nn.init, type.title)
    for dimensions in range(type.least_dimensions or 1, (type.most_dimensions or 4) + 1):
        tensor = torch.full([4] * dimensions, 0.123)
        function(tensor, **settings(type))
        assert not torch.equal(tensor, torch.full([4] * dimensions, 0.123))
    wrong = [type.least_dimensions - 1] if type.least_dimensions else []
    for dimensions in (*wrong, *([type.most_dimensions + 1] if type.most_dimensions else [])):
        with pytest.raises(ValueError, match=r"dimension|Fan in"):
            function(torch.zeros([4] * dimensions), **settings(type))


def test_schedulers_and_initialisers_are_found_by_kind() -> None:
    step, xavier = REGISTRY.scheduler("torch.optim.lr_scheduler.StepLR"), REGISTRY.initialiser("torch.nn.init.zeros_")

    assert step is not None
    assert step.argument("gamma") in step.arguments
    assert xavier is not None
    assert xavier.argument("nothing") is None
    assert REGISTRY.scheduler("torch.optim.lr_scheduler.NoSuchLR") is None
