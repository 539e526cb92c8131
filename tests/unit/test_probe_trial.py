"""A step that is tried out: it ends, whatever the network does, and says nothing on the way."""

from __future__ import annotations

import pytest

import guinet
from guinet.core.changes import SetCode
from guinet.core.coding import code_id
from guinet.core.project import Project
from guinet.probe.cost import cost_of
from guinet.probe.feeds import ROWS
from guinet.probe.profile import profile_step
from guinet.probe.trial import make_trial
from guinet.storage import trust
from guinet.train.problems import TrainingError

ENDLESS = f"""
def own(x):
    while len(x) == {ROWS}:
        pass
    return x
"""
"""It ends with as many rows as a check has, not with those of a batch."""


def network(text: str = "") -> Project:
    """An Input of 4 numbers → Linear(4, 3), or a function written by hand → Output: there is nothing to train."""
    project = guinet.new()
    graph = project.main
    given, result = graph.add("guinet.Input", "x", shape=[4]), graph.add("guinet.Output", "y")
    if text:
        project.run("Write code", [SetCode(code_id(text), text)])
        trust.trust([text])
        node = graph.add(f"code.{code_id(text)}", "own")
    else:
        node = graph.add("torch.nn.Linear", "linear", out_features=3)
    ports = project.ports(graph, node)
    graph.connect(given["output"], node[ports.inputs[0].name])
    graph.connect(node[ports.outputs[0].name], result["input"])
    return project


def test_a_loop_without_end_is_stopped_where_there_is_nothing_to_train() -> None:
    project = network(ENDLESS)
    project.training["loop_limit"] = 20

    with pytest.raises(TrainingError, match="stopped after 20 rounds") as caught:
        cost_of(project, measured=True)
    assert caught.value.problem.node == project.main.node("own").id


def test_a_profile_writes_nothing_on_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    profile_step(make_trial(network()))

    assert capfd.readouterr().err == ""
