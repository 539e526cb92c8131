"""Train and eval mode in an evaluation, compared with plain PyTorch: same batch, same seed, other values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

import guinet
from guinet import data
from guinet.cli import main
from guinet.core.graph import BlockData
from guinet.core.problems import Misuse
from guinet.core.project import MAIN, Project
from guinet.nodes.registry import REGISTRY
from guinet.probe.modes import in_eval_mode
from guinet.session.answers.modes import answer
from guinet.session.messages.modes import CompareModes, ModesCompared
from guinet.session.studies import Desk


def network(batch_size: int = 16) -> Project:
    """Iris → Linear → BatchNorm1d → Dropout."""
    project = Project(REGISTRY, [BlockData(MAIN, "Net")])
    graph = project.main
    rows = graph.add("guinet.data.iris", name="data", batch_size=batch_size)
    fc = graph.add("torch.nn.Linear", name="fc", out_features=5)
    norm = graph.add("torch.nn.BatchNorm1d", name="norm")
    drop = graph.add("torch.nn.Dropout", name="drop", p=0.4)
    graph.connect(rows["features"], fc["input"])
    graph.connect(fc["output"], norm["input"])
    graph.connect(norm["output"], drop["input"])
    project.training.update({"seed": 7})
    return project


def by_hand(mode: str, batch_size: int = 16) -> dict[str, Tensor]:
    """The same in plain PyTorch."""
    x = data.prepare("guinet.data.iris", {}, None).train.fields["features"][:batch_size]
    torch.manual_seed(7)
    module = nn.Sequential(nn.Linear(4, 5), nn.BatchNorm1d(5), nn.Dropout(0.4))
    module.train(mode == "train")
    found = {}
    for name, layer in zip(("fc", "norm", "drop"), module, strict=True):
        x = layer(x)
        found[name] = x
    return found


@pytest.mark.parametrize("mode", ["eval", "train"])
def test_a_module_gives_what_it_gives_in_pytorch(mode: Any) -> None:
    values = guinet.evaluate(network(), mode=mode)

    for name, expected in by_hand(mode).items():
        found = values[name]
        assert isinstance(found, Tensor)
        assert torch.equal(found, expected), name
    assert values.told.mode == mode


def test_eval_is_what_holds_without_a_word() -> None:
    dropped = guinet.evaluate(network())["drop"]

    assert isinstance(dropped, Tensor)
    assert torch.equal(dropped, by_hand("eval")["drop"])
    assert not torch.equal(dropped, by_hand("train")["drop"])


def test_evaluating_in_train_mode_leaves_no_trace() -> None:
    project = network()

    first, _, second = (guinet.evaluate(project, mode=mode)["norm"] for mode in ("eval", "train", "eval"))

    assert isinstance(first, Tensor)
    assert isinstance(second, Tensor)
    assert torch.equal(first, second)


def test_a_batch_of_one_in_train_mode_is_a_problem_of_batch_norm_in_torchs_words() -> None:
    values = guinet.evaluate(network(batch_size=1), mode="train")

    (problem,) = values.problems
    assert "more than 1 value per channel" in problem.detail + problem.message
    assert values.told.nodes[problem.node or ""].problems == (problem,)
    assert guinet.evaluate(network(batch_size=1)).problems == ()


def test_there_is_no_third_mode() -> None:
    with pytest.raises(Misuse, match="no mode “test”: use eval or train"):
        guinet.evaluate(network(), mode="test")  # type: ignore[arg-type]


# A canvas of tensors


def script() -> Project:
    """ones → Dropout at two places, one of them the same layer used twice."""
    project = Project(REGISTRY, [BlockData(MAIN, "Net")])
    graph = project.main
    x = graph.add("torch.ones", name="x", size=(50,))
    drop = graph.add("torch.nn.Dropout", name="drop")
    graph.connect(x["output"], drop["input"])
    return project


def test_a_script_runs_as_it_is_written_or_in_eval_mode() -> None:
    torch.manual_seed(0)
    expected = nn.Dropout(0.5)(torch.ones(50))

    as_written, evaluated = guinet.evaluate(script()), guinet.evaluate(script(), mode="eval")

    assert torch.equal(as_written["drop"], expected)  # type: ignore[arg-type]
    assert torch.equal(evaluated["drop"], torch.ones(50))  # type: ignore[arg-type]
    assert [told.mode for told in (as_written.told, evaluated.told)] == ["train", "eval"]
    assert [value.line for value in evaluated.told.nodes.values()][-1] == "drop = nn.Dropout().eval()(x)"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("y = nn.Dropout(0.5)(x)", "y = nn.Dropout(0.5).eval()(x)"),
        ("y = nn.Dropout(nn.X()(1))(x)", "y = nn.Dropout(nn.X().eval()(1)).eval()(x)"),
        ("größe = torch.nn.Dropout(0.5)(größe)", "größe = torch.nn.Dropout(0.5).eval()(größe)"),
        ("y = Net()(x)", "y = Net().eval()(x)"),
        ("y = torch.func.vmap(f)(x)", "y = torch.func.vmap(f)(x)"),
        ("y = layer(x) + torch.exp(x)", "y = layer(x) + torch.exp(x)"),
        ("while a:\n  y = nn.A()(x)\n  z = nn.B()(y)", "while a:\n  y = nn.A().eval()(x)\n  z = nn.B().eval()(y)"),
    ],
)
def test_layers_of_a_line_are_put_into_eval_mode(line: str, expected: str) -> None:
    assert in_eval_mode(line) == expected


# The command line, and both modes side by side


def test_the_command_line_takes_a_mode(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "net.guinet"
    guinet.save(network(), path)

    printed = {}
    for mode in ("eval", "train"):
        assert main(["eval", str(path), "--mode", mode]) == 0
        printed[mode] = capsys.readouterr().out

    for mode, text in printed.items():
        assert str(by_hand(mode)["drop"].detach()).splitlines()[0] in text


def compared(project: Project, node: str) -> ModesCompared:
    told: list[Any] = []
    answer(Desk(project, 0, None, None, {}, told.append), CompareModes(node=node))
    (found,) = told
    assert isinstance(found, ModesCompared)
    return found


def test_both_modes_of_a_node_side_by_side() -> None:
    project = network()
    nodes = {node.name: node.id for node in project.main.nodes.values()}
    hands = {mode: by_hand(mode)["drop"].detach() for mode in ("eval", "train")}

    (port,) = compared(project, nodes["drop"]).ports

    assert port.differing == int((hands["eval"] != hands["train"]).sum())
    assert port.numbers == 80
    assert port.largest == pytest.approx(float((hands["train"] - hands["eval"]).abs().max()))
    assert str(hands["train"]).splitlines()[0][:30] in port.train
    assert not port.same
    assert compared(project, nodes["fc"]).ports[0].same


def test_a_node_that_fails_in_one_mode_says_why() -> None:
    project = network(batch_size=1)
    drop = next(node.id for node in project.main.nodes.values() if node.name == "drop")

    found = compared(project, drop)

    assert found.problem is not None
    assert "more than 1 value per channel" in found.problem.detail + found.problem.message
