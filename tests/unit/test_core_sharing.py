"""One layer at several places, one parameter for several nodes, several copies of one node."""

from __future__ import annotations

import pytest

from guinet.core import repeating, sharing
from guinet.core.graph import Tie
from guinet.core.problems import Refused
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY


@pytest.fixture
def project() -> Project:
    project = Project(REGISTRY)
    for name in "abc":
        project.main.add("torch.nn.Linear", name, out_features=4)
    project.main.add("torch.nn.ReLU", "relu")
    project.main.add("torch.add", "sum")
    project.main.add("torch.add", "sum_1")
    return project


def id_of(project: Project, name: str) -> str:
    return project.main.node(name).id


def shared(project: Project) -> dict[str, str]:
    nodes = project.main.nodes
    return {node.name: nodes[node.shares].name for node in nodes.values() if node.shares}


def share(project: Project, node: str, owner: str) -> None:
    sharing.share(project.main, id_of(project, node), id_of(project, owner))


def test_a_node_uses_the_layer_of_another(project: Project) -> None:
    share(project, "b", "a")
    assert shared(project) == {"b": "a"}
    assert sharing.owner_of(project.main, id_of(project, "b")) == id_of(project, "a")
    assert project.main.node("b").arguments == {"out_features": 4}
    sharing.unshare(project.main, [id_of(project, "b"), id_of(project, "a")])
    assert shared(project) == {}
    project.undo()
    assert shared(project) == {"b": "a"}


def test_chains_end_at_one_owner(project: Project) -> None:
    share(project, "b", "a")
    share(project, "c", "b")
    assert shared(project) == {"b": "a", "c": "a"}
    project.undo()
    project.undo()
    share(project, "c", "b")
    share(project, "b", "a")
    assert shared(project) == {"b": "a", "c": "a"}


@pytest.mark.parametrize(
    ("node", "owner", "words"),
    [
        ("a", "a", "already"),
        ("a", "relu", "different kinds"),
        ("sum", "sum_1", "no layer"),
    ],
)
def test_what_cannot_be_shared(project: Project, node: str, owner: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        share(project, node, owner)
    assert shared(project) == {}


def test_two_nodes_cannot_own_each_other(project: Project) -> None:
    share(project, "b", "a")
    with pytest.raises(Refused, match="already"):
        share(project, "a", "b")


def test_ties(project: Project) -> None:
    a, b, c = (id_of(project, name) for name in "abc")
    sharing.tie(project.main, b, "weight", a, "weight")
    sharing.tie(project.main, b, "bias", a, "bias")
    sharing.tie(project.main, b, "weight", c, "weight")
    assert set(project.main.ties) == {Tie(b, "bias", a, "bias"), Tie(b, "weight", c, "weight")}
    with pytest.raises(Refused, match="itself"):
        sharing.tie(project.main, c, "weight", b, "weight")
    with pytest.raises(Refused, match="itself"):
        sharing.tie(project.main, a, "weight", a, "weight")
    sharing.untie(project.main, Tie(b, "bias", a, "bias"))
    assert project.main.ties == (Tie(b, "weight", c, "weight"),)
    project.undo()
    assert len(project.main.ties) == 2


def test_a_node_without_parameters_of_its_own_is_not_tied(project: Project) -> None:
    share(project, "b", "a")
    with pytest.raises(Refused, match="the layer it uses"):
        sharing.tie(project.main, id_of(project, "b"), "weight", id_of(project, "c"), "weight")


def test_repeats(project: Project) -> None:
    a = id_of(project, "a")
    repeating.set_repeat(project.main, a, 4)
    assert project.main.nodes[a].repeat == 4
    steps = len(project.history.labels)
    repeating.set_repeat(project.main, a, 4)
    assert len(project.history.labels) == steps
    repeating.set_repeat(project.main, a, 1)
    assert project.main.nodes[a].repeat == 1


@pytest.mark.parametrize(
    ("node", "times", "words"),
    [("a", 0, "1 to 10000"), ("a", 10_001, "1 to"), ("sum", 2, "only layers"), ("lstm", 2, "one input")],
)
def test_what_cannot_be_repeated(project: Project, node: str, times: int, words: str) -> None:
    project.main.add("torch.nn.LSTM", "lstm", input_size=2, hidden_size=2)
    with pytest.raises(Refused, match=words):
        repeating.set_repeat(project.main, id_of(project, node), times)


def test_losses_and_sharers_are_not_repeated(project: Project) -> None:
    loss = project.main.add("torch.nn.MSELoss", "loss")
    with pytest.raises(Refused, match="only layers and blocks"):
        repeating.set_repeat(project.main, loss.id, 2)
    share(project, "b", "a")
    with pytest.raises(Refused, match="another node's layer"):
        repeating.set_repeat(project.main, id_of(project, "b"), 2)
