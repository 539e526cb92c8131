"""Training settings: which there are, what they may be, and what is said of those that cannot be."""

from __future__ import annotations

import pytest

from guinet.core.settings import parameter_groups, scheduler_arguments
from guinet.core.values import Value
from guinet.nodes.training import setting_problem, usable_schedulers, wrong_settings

STEP = "torch.optim.lr_scheduler.StepLR"


def told(training: dict[str, Value]) -> list[tuple[str, str]]:
    return [(wrong.key, wrong.complaint[0].format(**wrong.complaint[1])) for wrong in wrong_settings(training)]


def test_settings_that_can_be() -> None:
    training: dict[str, Value] = {
        "scheduler": STEP,
        "scheduler.step_size": 3,
        "accumulate": 4,
        "clip_norm": 1,
        "clip_value": None,
        "groups.features.*.lr": 0.001,
        "groups.head.betas": (0.8, 0.9),
        "groups.head.frozen": False,
    }

    assert told(training) == []
    assert scheduler_arguments(training) == {"step_size": 3}


@pytest.mark.parametrize(
    ("training", "key", "words"),
    [
        ({"scheduler": STEP}, "scheduler", "StepLR needs a value for step_size; set scheduler.step_size."),
        ({"scheduler": STEP, "scheduler.step_size": 0}, "scheduler.step_size", "step_size is 0, but must be at least"),
        (
            {"scheduler": STEP, "scheduler.step_size": 1, "scheduler.gama": 0.5},
            "scheduler.gama",
            "StepLR has no argument “gama”; did you mean gamma?",
        ),
        ({"scheduler": STEP + "s"}, "scheduler", f"did you mean {STEP}?"),
        ({"scheduler": "Magic"}, "scheduler", "There is no scheduler “Magic”; choose one of torch.optim"),
        ({"scheduler": 3}, "scheduler", "There is no scheduler “3”"),
        ({"scheduler": "torch.optim.lr_scheduler.LambdaLR"}, "scheduler", "LambdaLR takes a function"),
        ({"scheduler": "torch.optim.lr_scheduler.ChainedScheduler"}, "scheduler", "made of other schedulers"),
        ({"accumulate": 1.5}, "accumulate", "accumulate is 1.5, but must be a whole number."),
        ({"clip_norm": -1.0}, "clip_norm", "clip_norm is -1.0, but must be at least 0."),
        ({"groups.fc.speed": 1}, "groups.fc.speed", "Adam has no argument “speed”"),
        ({"groups.fc.lr": "fast"}, "groups.fc.lr", "lr is 'fast', but must be a number."),
        ({"groups.fc.frozen": 1}, "groups.fc.frozen", "frozen is 1, but must be true or false."),
        ({"groups.lr": 1}, "groups.lr", "“groups.lr” is no group of parameters; write groups.PATTERN.ARGUMENT"),
    ],
)
def test_settings_that_cannot_be_are_told_at_their_key(training: dict[str, Value], key: str, words: str) -> None:
    (found,) = told(training)

    assert found[0] == key
    assert words in found[1]


def test_a_slip_in_a_group_is_meant_in_the_same_group() -> None:
    (wrong,) = wrong_settings({"groups.fc.*.weight_deca": 0.1})

    assert (wrong.meant, wrong.unknown) == ("groups.fc.*.weight_decay", True)


def test_no_other_scheduler_is_guessed_for_one_that_is_known() -> None:
    (wrong,) = wrong_settings({"scheduler": "torch.optim.lr_scheduler.LambdaLR"})

    assert wrong.meant is None


def test_arguments_of_a_scheduler_that_is_not_known_are_not_judged() -> None:
    assert [key for key, _ in told({"scheduler": "Magic", "scheduler.speed": 1})] == ["scheduler"]


def test_no_scheduler_is_a_setting_too() -> None:
    assert setting_problem("scheduler", None) is None
    assert len(usable_schedulers()) == 11


def test_the_longest_pattern_stands_first() -> None:
    training: dict[str, Value] = {
        "groups.*.lr": 1.0,
        "groups.features.*.bias.frozen": True,
        "groups.features.*.lr": 0.1,
        "groups.features.*.weight_decay": 0.2,
        "groups.b.lr": 3.0,
        "groups.a.lr": 2.0,
        "optimizer.lr": 5.0,
    }

    assert list(parameter_groups(training).items()) == [
        ("features.*.bias", {"frozen": True}),
        ("features.*", {"lr": 0.1, "weight_decay": 0.2}),
        ("*", {"lr": 1.0}),
        ("a", {"lr": 2.0}),
        ("b", {"lr": 3.0}),
    ]
