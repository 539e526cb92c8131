"""Networks that fail when they run, or cannot run without values: what is known is told, and why the rest is not."""

from __future__ import annotations

from itertools import pairwise

import pytest
import torch
from torch import Tensor, nn

import guinet
from guinet.cli import main
from guinet.core.coding import used_code, write_code
from guinet.core.costs import Basis
from guinet.core.graph import Node
from guinet.core.project import Project
from guinet.exchange.subject import make_subject
from guinet.probe.backward import backward_once
from guinet.probe.cost import cost_of
from guinet.probe.profile import profile_step
from guinet.probe.summary import summarise
from guinet.probe.trial import make_trial
from guinet.storage import trust
from guinet.storage.examples import example_path
from guinet.train.problems import TrainingError

REFUSES = """class Own(nn.Module):
    def forward(self, x):
        if x.sum().item() != 0:
            raise ValueError("no zero")
        return x
"""
OVERWRITES = """class Own(nn.Module):
    def forward(self, x):
        y = torch.exp(x)
        y.add_(1)
        return y
"""


def classifier(text: str) -> tuple[Project, Node]:
    """iris → Linear(4, 5) → a layer written by hand → Linear(5, 3) → CrossEntropyLoss; and the layer."""
    project = guinet.new()
    graph = project.main
    data = graph.add("guinet.data.iris", "data", batch_size=16)
    hidden = graph.add("torch.nn.Linear", "hidden", out_features=5)
    own = graph.add(f"code.{write_code(project, text)}", "own")
    head = graph.add("torch.nn.Linear", "head", out_features=3)
    loss = graph.add("torch.nn.CrossEntropyLoss", "loss")
    graph.connect(data["features"], hidden["input"])
    for one, other in pairwise((hidden, own, head, loss)):
        graph.connect(one["output"], other["x" if other is own else "input"])
    graph.connect(data["label"], loss["target"])
    trust.trust(used_code(project).values())
    return project, own


def test_the_cost_of_what_fails_is_its_parameters_and_the_reason() -> None:
    project, own = classifier(REFUSES)
    cost = cost_of(project)

    assert cost.basis is Basis.ESTIMATED
    assert cost.total.parameters == (4 * 5 + 5) + (5 * 3 + 3)
    [doubt] = cost.doubts
    assert (doubt.block, doubt.node) == ("main", own.id)
    assert "line 4 of its code: no zero (ValueError)" in doubt.message
    for run in (
        lambda: cost_of(project, measured=True),
        lambda: profile_step(make_trial(project)),
        lambda: backward_once(project, guinet.build(project)),
    ):
        with pytest.raises(TrainingError, match="no zero") as caught:
            run()
        assert caught.value.problem.node == own.id


def test_gradients_of_what_was_written_over_name_who_wrote() -> None:
    project, own = classifier(OVERWRITES)

    with pytest.raises(TrainingError, match="own works in place") as caught:
        backward_once(project, guinet.build(project))
    assert caught.value.problem.node == own.id
    assert "modified by an inplace operation" in caught.value.problem.detail
    assert cost_of(project).total.parameters == 43


def test_inspect_tells_it_and_exits_with_1(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    project, _ = classifier(REFUSES)
    file = tmp_path_factory.mktemp("project") / "net.guinet"
    guinet.save(project, file)

    assert main(["inspect", str(file)]) == 1
    told = capsys.readouterr()
    assert "note: own: While running line 4 of its code: no zero (ValueError)" in told.out
    assert "43 parameters" in told.out
    assert main(["summary", str(file)]) == 1
    words = capsys.readouterr().err
    assert "own: While running line 4 of its code: no zero (ValueError)" in words
    assert "GuiNet itself" not in words


def test_a_summary_of_what_looks_at_values_or_asks_for_gradients() -> None:
    class Looks(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.fc = nn.Linear(3, 2)

        def forward(self, x: Tensor) -> Tensor:
            found: Tensor = self.fc(x)
            found.sum().backward()
            return found if found.sum().item() > 100 else found * 2

    module = Looks()
    [row] = summarise(module, {"x": torch.zeros(4, 3)}).layers

    assert (row.input, row.output, row.parameters) == ("4×3", "4×2", 8)
    assert row.flops == 2 * 4 * 3 * 2
    assert module.fc.weight.grad is None


def test_the_example_that_asks_for_gradients_has_a_summary() -> None:
    subject = make_subject(guinet.load(example_path("autograd")))

    assert summarise(subject.module, subject.inputs).layers == ()
