"""What is made ready for a record of autograd, and what is not: a network of thousands of nodes takes some seconds."""

from __future__ import annotations

from typing import NoReturn

import pytest
import torch
from torch import nn

from guinet.compile import shapes
from guinet.compile.endless import TooManyRounds, guarded
from guinet.compile.shapes import Checker
from guinet.core.project import Project
from guinet.data import project_specs
from guinet.probe.recording import record
from guinet.probe.trial import make_look, make_trial
from guinet.storage.examples import example_path
from guinet.storage.files import load
from guinet.train import plan


@pytest.fixture
def project() -> Project:
    return load(example_path("iris-mlp"))


def never(*given: object, **named: object) -> NoReturn:
    raise AssertionError("this is done for a training, not for a look")


def test_nothing_is_rehearsed_and_nothing_checked_twice(monkeypatch: pytest.MonkeyPatch, project: Project) -> None:
    checker = Checker(project, project_specs(project))
    before = record(project, checker)
    monkeypatch.setattr(plan, "rehearse", never)
    monkeypatch.setattr(shapes, "check", never)

    assert record(project, checker) == before


def test_a_look_has_the_rows_the_module_and_the_loss_of_the_trial_of_a_training(project: Project) -> None:
    look, whole = make_look(project, Checker(project, project_specs(project))), make_trial(project)

    with look.calm():
        numbers = torch.initial_seed()
        losses = []
        for trial in (look, whole):
            torch.manual_seed(0)
            losses.append(trial.forward(trial.build())(trial.real_batch())[1])

    assert numbers == whole.plan.seed if whole.plan is not None else False
    assert losses[0] is not None
    assert torch.equal(losses[0], losses[1] if losses[1] is not None else torch.empty(0))
    assert (look.source.text, look.batch_size, look.rows) == (whole.source.text, whole.batch_size, whole.rows)


def test_threads_that_nobody_chose_stay_as_they_are(project: Project) -> None:
    look, before = make_look(project, Checker(project, project_specs(project))), torch.get_num_threads()

    with look.calm():
        inside = torch.get_num_threads()

    assert (inside, torch.get_num_threads()) == (before, before)


def test_a_text_is_guarded_where_it_has_a_while_and_only_there() -> None:
    made: list[int] = []

    def counter() -> object:
        made.append(len(made))

        def count() -> None:
            raise TooManyRounds(0)

        return count

    namespace = {"_guinet_rounds": counter}
    exec(guarded("found = nn = 3\n", "<text>"), namespace)
    assert not made
    with pytest.raises(TooManyRounds) as error:
        exec(guarded("i = 0\n\nwhile i < 3:\n    i += 1\n", "<text>"), namespace)

    assert made == [0]
    assert error.traceback[1].lineno + 1 == 3, "the call that counts stands in the line of its loop"


def test_a_look_at_a_network_without_a_loss_gives_what_the_module_gives() -> None:
    project = load(example_path("nested-blocks"))
    look = make_look(project, Checker(project, project_specs(project)))

    with look.calm():
        module = look.build().train()
        output, loss = look.forward(module)(look.real_batch())

    assert isinstance(module, nn.Module)
    assert isinstance(output, torch.Tensor)
    assert loss is None
