"""Training settings: which there are, what they may be, and what is said of those that cannot be."""

from __future__ import annotations

import pytest

from guinet.core.settings import parameter_groups, scheduler_arguments, scheduler_parts
from guinet.core.values import Value
from guinet.nodes.registry import REGISTRY
from guinet.nodes.training import part_schedulers, setting_problem, wrong_settings

KIND = "torch.optim.lr_scheduler."
STEP = KIND + "StepLR"


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
        (
            {"scheduler": KIND + "LambdaLR"},
            "scheduler",
            "LambdaLR needs a value for lr_lambda; set scheduler.lr_lambda.",
        ),
        (
            {"scheduler": KIND + "LambdaLR", "scheduler.lr_lambda": "open('x')"},
            "scheduler.lr_lambda",
            "A formula has no “open”; it takes epoch, numbers, min, max",
        ),
        (
            {"scheduler": KIND + "LambdaLR", "scheduler.lr_lambda": 0.5},
            "scheduler.lr_lambda",
            "lr_lambda is 0.5, but must be arithmetic such as 0.95 ** epoch.",
        ),
        ({"scheduler": KIND + "ChainedScheduler"}, "scheduler", "made of other schedulers; add some."),
        (
            {"scheduler": KIND + "ChainedScheduler", "scheduler.0": KIND + "OneCycleLR"},
            "scheduler.0",
            "ChainedScheduler cannot be made of “torch.optim.lr_scheduler.OneCycleLR”; choose one of",
        ),
        (
            {"scheduler": KIND + "ChainedScheduler", "scheduler.0": STEP},
            "scheduler.0",
            "StepLR needs a value for step_size; set scheduler.0.step_size.",
        ),
        (
            {"scheduler": KIND + "ChainedScheduler", "scheduler.0": STEP, "scheduler.0.step_size": 0},
            "scheduler.0.step_size",
            "step_size is 0, but must be at least 1",
        ),
        (
            {"scheduler": KIND + "ChainedScheduler", "scheduler.0.gamma": 0.5},
            "scheduler.0.gamma",
            "ChainedScheduler cannot be made of “None”",
        ),
        (
            {"scheduler": STEP, "scheduler.step_size": 1, "scheduler.0": STEP},
            "scheduler.0",
            "StepLR has no argument “0”",
        ),
        (
            {"scheduler": KIND + "SequentialLR", "scheduler.0": KIND + "ConstantLR", "scheduler.milestones": (3,)},
            "scheduler.milestones",
            "1 schedulers one after the other need 0 milestones, each larger than the last, not (3,).",
        ),
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
    (wrong,) = wrong_settings({"scheduler": "torch.optim.lr_scheduler.StepLR"})

    assert wrong.meant is None


def test_arguments_of_a_scheduler_that_is_not_known_are_not_judged() -> None:
    assert [key for key, _ in told({"scheduler": "Magic", "scheduler.speed": 1})] == ["scheduler"]


def test_no_scheduler_is_a_setting_too() -> None:
    assert setting_problem("scheduler", None) is None


def test_schedulers_are_made_of_those_that_count_epochs_alone() -> None:
    assert {type.title for type in REGISTRY.schedulers()} - {type.title for type in part_schedulers()} == {
        *("SequentialLR", "ChainedScheduler", "OneCycleLR", "CyclicLR", "ReduceLROnPlateau")
    }


def test_parts_are_told_in_the_order_of_their_numbers() -> None:
    training: dict[str, Value] = {f"scheduler.{number}": STEP for number in (10, 2, 0)}

    parts = scheduler_parts({**training, "scheduler.2.gamma": 0.5, "scheduler.gamma": 0.1, "scheduler.02": STEP})

    assert [(part.key, dict(part.arguments)) for part in parts] == [
        ("scheduler.0", {}),
        ("scheduler.2", {"gamma": 0.5}),
        ("scheduler.10", {}),
    ]
    assert scheduler_arguments({**training, "scheduler.gamma": 0.1}) == {"gamma": 0.1}


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
