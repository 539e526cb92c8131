"""The curve of the learning rate, in few points, as torch makes it; schedulers made of others, as forms edit them."""

from __future__ import annotations

import torch
from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, OneCycleLR, SequentialLR

from guinet.core.changes import SetTraining
from guinet.core.values import Missing, Value
from guinet.nodes import scheduler_parts as edits
from guinet.nodes.training import wrong_settings
from guinet.train.rate_curve import BUCKETS, MOST_UPDATES, rate_curve

KIND = "torch.optim.lr_scheduler."


def apply(training: dict[str, Value], changes: list[SetTraining]) -> dict[str, Value]:
    after = dict(training)
    for change in changes:
        if isinstance(change.value, Missing):
            after.pop(change.key)
        else:
            after[change.key] = change.value
    return after


def going_on() -> bool:
    return False


def test_what_a_sequence_begins_with_is_drawn_as_torch_makes_it() -> None:
    training: dict[str, Value] = {
        "scheduler": KIND + "SequentialLR",
        **edits.begin(KIND + "SequentialLR"),
        "epochs": 20,
    }
    optimizer = torch.optim.SGD([torch.zeros(1)], 0.001)
    parts = [LinearLR(optimizer, 0.1, total_iters=5), CosineAnnealingLR(optimizer, 15)]
    scheduler = SequentialLR(optimizer, parts, milestones=[5])
    expected = []
    for epoch in range(20):
        expected.append((3 * epoch, optimizer.param_groups[0]["lr"]))
        optimizer.step()
        scheduler.step()

    assert list(wrong_settings(training)) == []
    assert rate_curve(training, 3, going_on) == tuple(expected)


def test_many_updates_are_told_in_few_points_that_keep_the_extremes() -> None:
    training: dict[str, Value] = {"scheduler": KIND + "OneCycleLR", "scheduler.max_lr": 0.1, "epochs": 10}
    optimizer = torch.optim.SGD([torch.zeros(1)], 0.001, momentum=0.9)
    scheduler = OneCycleLR(optimizer, 0.1, total_steps=2000)
    rates = []
    for _ in range(2000):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()

    curve = rate_curve(training, 200, going_on)

    assert len(curve) <= 2 * BUCKETS + 2
    assert all(rates[update] == rate for update, rate in curve)
    assert [update for update, _ in curve] == sorted(update for update, _ in curve)
    assert max(rate for _, rate in curve) == max(rates)
    assert (curve[0][1], curve[-1]) == (rates[0], (1999, rates[-1]))


def test_a_training_without_end_is_drawn_so_far_and_one_nobody_waits_for_not_at_all() -> None:
    training: dict[str, Value] = {"scheduler": KIND + "ExponentialLR", "scheduler.gamma": 0.99999, "epochs": 10**9}

    curve = rate_curve(training, 1000, going_on)

    assert 0 < curve[-1][0] < MOST_UPDATES
    assert rate_curve(training, 1000, lambda: True) == ()


def test_no_scheduler_is_a_level_line() -> None:
    assert rate_curve({"epochs": 10, "optimizer.lr": 0.5}, 10, going_on) == ((0, 0.5),)


# Edits of the parts


def test_parts_are_added_and_taken_away_with_their_milestones() -> None:
    training: dict[str, Value] = {"scheduler": KIND + "SequentialLR", **edits.begin(KIND + "SequentialLR")}

    more = apply(training, edits.add(training))
    first_gone = apply(more, edits.remove(more, 0))
    middle_gone = apply(more, edits.remove(more, 1))
    last_gone = apply(more, edits.remove(more, 2))

    assert more["scheduler.milestones"] == (5, 15)
    assert more["scheduler.2"] == KIND + "ExponentialLR"
    assert first_gone["scheduler.milestones"] == (15,)
    assert first_gone["scheduler.0"] == KIND + "CosineAnnealingLR"
    assert "scheduler.0.total_iters" not in first_gone
    assert middle_gone["scheduler.milestones"] == (15,)
    assert [middle_gone["scheduler.0"], middle_gone["scheduler.1"]] == [KIND + "LinearLR", KIND + "ExponentialLR"]
    assert last_gone == training
    for settings in (more, first_gone, middle_gone, last_gone):
        assert list(wrong_settings(settings)) == []


def test_chained_ones_have_no_milestones_and_may_all_go() -> None:
    training: dict[str, Value] = {"scheduler": KIND + "ChainedScheduler", **edits.begin(KIND + "ChainedScheduler")}
    assert list(wrong_settings(training)) == []

    one = apply(training, edits.remove(training, 1))
    none = apply(one, edits.remove(one, 0))
    again = apply(none, edits.add(none))

    assert none == {"scheduler": KIND + "ChainedScheduler"}
    assert again["scheduler.0"] == KIND + "ExponentialLR"


def test_another_kind_drops_the_arguments_of_the_old_one() -> None:
    training = apply({}, edits.choose({}, "scheduler.0", KIND + "StepLR"))
    assert training == {"scheduler.0": KIND + "StepLR", "scheduler.0.step_size": 10}

    training = apply(training, edits.choose(training, "scheduler.0", KIND + "MultiplicativeLR"))

    assert training == {"scheduler.0": KIND + "MultiplicativeLR", "scheduler.0.lr_lambda": "0.95"}
    assert edits.begin(KIND + "StepLR") == {}
