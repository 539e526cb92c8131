"""The learning-rate range test."""

from __future__ import annotations

import math

import pytest
import torch

import guinet
from guinet.core.project import Project
from guinet.probe.range_test import range_test, suggestion
from guinet.probe.trial import make_trial
from guinet.storage.examples import example_path
from guinet.train.problems import TrainingError


@pytest.fixture
def iris() -> Project:
    return guinet.load(example_path("iris-mlp"))


def test_rates_grow_by_a_constant_factor_and_the_loss_of_fresh_weights_comes_first(iris: Project) -> None:
    random = torch.get_rng_state()
    test = range_test(make_trial(iris), steps=30, lowest=1e-5, highest=1.0)

    assert test.rates[0] == 1e-5
    factors = [after / before for before, after in zip(test.rates, test.rates[1:], strict=False)]
    assert factors == pytest.approx([1e5 ** (1 / 29)] * len(factors))
    assert test.losses[0] == pytest.approx(math.log(3), abs=0.3)
    assert min(test.losses) < 0.7 * test.losses[0]
    assert test.suggestion is not None
    assert 1e-4 < test.suggestion < 1
    assert torch.equal(torch.get_rng_state(), random)
    assert test.present == iris.training.get("optimizer.lr", 1e-3)


def test_it_ends_when_the_loss_has_left_the_picture(iris: Project) -> None:
    iris.training["optimizer"] = "torch.optim.SGD"
    test = range_test(make_trial(iris), steps=60, lowest=1e-3, highest=1e6)

    assert len(test.rates) < 60
    assert all(math.isfinite(loss) for loss in test.losses)
    assert max(test.losses) <= 4 * min(test.losses) + 1e-6


def test_it_can_be_stopped(iris: Project) -> None:
    test = range_test(make_trial(iris), stopping=lambda: True)

    assert test.stopped
    assert len(test.rates) == 1
    assert test.suggestion is None


def test_the_suggestion_is_where_the_loss_falls_fastest() -> None:
    rates = [10.0**power for power in range(-6, 1)]

    assert suggestion(rates, [2.0, 2.0, 1.9, 1.0, 0.9, 0.95, 3.0]) == 1e-4
    assert suggestion(rates, [2.0, 2.1, 2.2, 2.3, 2.4, 2.5, 2.6]) is None
    assert suggestion(rates[:2], [2.0, 1.0]) is None


def test_an_optimiser_that_searches_its_own_step_is_refused(iris: Project) -> None:
    iris.training["optimizer"] = "torch.optim.LBFGS"
    with pytest.raises(TrainingError, match="LBFGS"):
        range_test(make_trial(iris))


def test_there_must_be_something_to_train() -> None:
    with pytest.raises(TrainingError, match="There is no loss to train with"):
        range_test(make_trial(guinet.load(example_path("mlp-module"))))


def test_a_fall_after_the_lowest_point_is_no_suggestion() -> None:
    """A loss that was thrown up falls again, steeper than before: that is no rate to train with."""
    rates = [1e-4, 1e-3, 1e-2, 1e-1, 1.0, 10.0]

    assert suggestion(rates, [2.0, 1.9, 1.0, 4.0, 1.5, 1.4]) == 1e-3
