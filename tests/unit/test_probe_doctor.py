"""Every finding of the doctor's: a case that must raise it, and healthy ones that must not."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

import guinet
from guinet.core.costs import Profile
from guinet.core.findings import Checkup, Diagnosis
from guinet.core.framing import add_frame
from guinet.core.graph import BlockData, FrameMode, Node
from guinet.core.problems import NotAllowed, Severity
from guinet.core.project import MAIN, Project, block_kind
from guinet.nodes.registry import REGISTRY
from guinet.probe.doctor.checkup import examine
from guinet.probe.doctor.speed import from_profile
from guinet.storage.examples import example_path


class Net:
    """A chain of layers from data to a loss."""

    def __init__(self, data: str = "moons", port: str = "features", **options: Any) -> None:
        self.project = guinet.new()
        self.graph = self.project.main
        self.data = self.graph.add(f"guinet.data.{data}", name="data", **options)
        self.last = self.data[port]

    def add(self, kind: str, name: str | None = None, **arguments: Any) -> Node:
        node = self.graph.add(kind if kind.startswith(("torch", "block")) else f"torch.nn.{kind}", name, **arguments)
        ports = self.project.ports(self.graph, node)
        self.graph.connect(self.last, node[ports.inputs[0].name])
        self.last = node[ports.outputs[0].name]
        return node

    def loss(self, kind: str = "CrossEntropyLoss", target: str = "label") -> Project:
        node = self.graph.add(f"torch.nn.{kind}", "loss")
        self.graph.connect(self.last, node["input"])
        self.graph.connect(self.data[target], node["target"])
        return self.project


def healthy() -> Project:
    net = Net()
    net.add("Linear", "hidden", out_features=16)
    net.add("ReLU", "relu")
    net.add("Linear", "output", out_features=2)
    return net.loss()


def found(project: Project, code: str, **options: Any) -> Diagnosis:
    checkup = examine(project, **options)
    matching = [finding for finding in checkup.findings if finding.code == code]
    assert matching, f"{code} is not among {codes(checkup)}, skipped {[each.message for each in checkup.skipped]}"
    return matching[0]


def codes(checkup: Checkup) -> list[str]:
    return [finding.code for finding in checkup.findings]


def node_of(project: Project, finding: Diagnosis) -> str:
    problem = finding.problem
    assert problem.block is not None
    assert problem.node is not None
    return project.blocks[problem.block].nodes[problem.node].name


def repair(project: Project, finding: Diagnosis, number: int = 0) -> None:
    fix = finding.problem.fixes[number]
    project.run(fix.text, fix.changes)


# The healthy


def test_a_healthy_network_has_no_findings() -> None:
    checkup = examine(healthy())

    assert codes(checkup) == []
    assert not checkup.skipped
    assert checkup.batch == 256


@pytest.mark.parametrize("name", ["digits-cnn", "digits-mlp", "iris-mlp", "diabetes-regression", "sine-lstm"])
def test_bundled_examples_are_healthy(name: str) -> None:
    checkup = examine(guinet.load(example_path(name)))

    assert [(finding.code, finding.problem.message) for finding in checkup.findings] == []
    assert not checkup.skipped


def test_looking_changes_neither_the_project_nor_torch() -> None:
    project, random, threads = healthy(), torch.get_rng_state(), torch.get_num_threads()
    before = project.main.data()

    examine(project)

    assert project.main.data() == before
    assert torch.equal(torch.get_rng_state(), random)
    assert torch.get_num_threads() == threads


# The graph


def test_softmax_before_cross_entropy_and_its_removal() -> None:
    net = Net("iris")
    net.add("Linear", "output", out_features=3)
    softmax = net.add("Softmax", "softmax", dim=1)
    project = net.loss()

    finding = found(project, "applied-twice")
    assert node_of(project, finding) == "softmax"
    # The best that can be said is (1, 0, 0); through another softmax that is e / (e + 2) for the right class.
    lowest = nn.functional.cross_entropy(torch.tensor([[1.0, 0.0, 0.0]]), torch.tensor([0])).item()
    assert finding.figures["lowest_loss"] == pytest.approx(lowest)
    assert f"{lowest:.4g}" in finding.evidence.text
    repair(project, finding)
    assert softmax.id not in project.main.nodes
    assert "applied-twice" not in codes(examine(project))


def test_a_softmax_is_found_behind_a_dropout_and_inside_a_block() -> None:
    net = Net("iris")
    inner = net.project
    inner.run("Block", [_add_block()])
    block = inner.blocks["head"]
    x = block.add("guinet.Input", "x", shape=[4])
    scores = block.add("torch.nn.Linear", "scores", out_features=3)
    soft = block.add("torch.nn.Softmax", "soft", dim=1)
    y = block.add("guinet.Output", "y")
    block.connect(x["output"], scores["input"])
    block.connect(scores["output"], soft["input"])
    block.connect(soft["output"], y["input"])
    net.add(block_kind("head"), "head")
    net.add("Dropout", "dropout")
    project = net.loss()

    finding = found(project, "applied-twice")
    assert node_of(project, finding) == "soft"
    repair(project, finding)
    assert "applied-twice" not in codes(examine(project))


def _add_block() -> Any:
    from guinet.core.changes import AddBlock

    return AddBlock(BlockData("head", "Head"))


def test_sigmoid_before_bce_with_logits() -> None:
    net = Net("xor")
    net.add("Linear", "output", out_features=1)
    net.add("Sigmoid", "sigmoid")
    net.add("torch.Tensor.squeeze", "column", dim=1)
    labels = net.graph.add("torch.Tensor.float", "labels")
    net.graph.connect(net.data["label"], labels["input"])
    loss = net.graph.add("torch.nn.BCEWithLogitsLoss", "loss")
    net.graph.connect(net.last, loss["input"])
    net.graph.connect(labels["output"], loss["target"])

    finding = found(net.project, "applied-twice")
    assert node_of(net.project, finding) == "sigmoid"
    assert "rate-low" not in codes(examine(net.project)), "the loss hardly falls, but not for want of a higher rate"
    sure = nn.functional.binary_cross_entropy_with_logits(torch.tensor([1.0]), torch.tensor([1.0])).item()
    assert finding.figures["lowest_loss"] == pytest.approx(sure)
    repair(net.project, finding)
    assert "applied-twice" not in codes(examine(net.project))


@pytest.mark.parametrize(("outputs", "severity"), [(5, Severity.WARNING), (2, Severity.ERROR)])
def test_outputs_that_do_not_match_the_classes(outputs: int, severity: Severity) -> None:
    net = Net("iris")
    net.add("Linear", "output", out_features=outputs)
    project = net.loss()

    finding = found(project, "outputs-targets")
    assert node_of(project, finding) == "output"
    assert finding.problem.severity is severity
    assert finding.figures == {"outputs": outputs, "classes": 3}
    repair(project, finding)
    assert project.main.node("output").arguments["out_features"] == 3
    assert codes(examine(project)) == []


@pytest.mark.parametrize(
    ("options", "repaired"),
    [
        ({"batch_size": 1}, {"batch_size": 32}),
        ({"samples": 71, "validation": 0.0, "test": 0.0, "batch_size": 10}, {"drop_last": True}),
    ],
)
def test_batch_norm_with_a_single_row(options: dict[str, Any], repaired: dict[str, Any]) -> None:
    net = Net("moons", **options)
    net.add("Linear", "hidden", out_features=8)
    net.add("BatchNorm1d", "norm")
    net.add("Linear", "output", out_features=2)
    project = net.loss()

    finding = found(project, "batch-norm-single")
    assert node_of(project, finding) == "norm"
    assert finding.problem.severity is Severity.ERROR
    with pytest.raises(ValueError, match="more than 1 value per channel"):
        nn.BatchNorm1d(8)(torch.zeros(1, 8))
    repair(project, finding)
    assert repaired.items() <= project.main.node("data").arguments.items()
    assert codes(examine(project)) == []


def test_frozen_parameters_are_said_and_can_be_trained_again() -> None:
    project = healthy()
    project.training["groups.hidden.frozen"] = True

    finding = found(project, "frozen")
    assert node_of(project, finding) == "hidden"
    assert finding.problem.severity is Severity.INFO
    assert finding.figures == {"frozen": 2 * 16 + 16, "parameters": 2 * 16 + 16 + 16 * 2 + 2}
    repair(project, finding)
    assert codes(examine(project)) == []


# The data


def table(tmp_path: Path, lines: list[str]) -> dict[str, Any]:
    path = tmp_path / "rows.csv"
    path.write_text("\n".join(["a,b,label", *lines]) + "\n")
    return {"path": str(path), "task": "classification"}


def of_table(options: dict[str, Any]) -> Project:
    net = Net("csv", **options)
    net.add("Linear", "output", out_features=2)
    return net.loss(target="target")


def test_data_that_are_not_normalised() -> None:
    net = Net("wine", standardise=False)
    net.add("Linear", "hidden", out_features=8)
    net.add("Tanh")
    net.add("Linear", "output", out_features=3)
    project = net.loss()

    finding = found(project, "not-normalised")
    assert node_of(project, finding) == "data"
    features = (
        __import__("guinet.data", fromlist=["prepare"])
        .prepare("guinet.data.wine", {"standardise": False}, None)
        .train.fields["features"]
    )
    assert finding.figures["mean"] == pytest.approx(features.mean().item())
    assert finding.figures["maximum"] == features.max().item()
    assert [fix.text for fix in finding.problem.fixes] == ["Standardise data", "Insert BatchNorm1d behind data"]
    repair(project, finding, 1)
    assert "not-normalised" not in codes(examine(project))
    project.undo()
    repair(project, finding)
    assert codes(examine(project)) == []


def test_classes_out_of_balance_and_their_weights(tmp_path: Path) -> None:
    lines = [
        f"{number % 7 + number / 1000},{number / 100},{'yes' if number % 20 == 0 else 'no'}" for number in range(400)
    ]
    project = of_table(table(tmp_path, lines))

    finding = found(project, "class-imbalance")
    assert finding.figures["most"] > 10 * finding.figures["least"]
    repair(project, finding)
    most, least = finding.figures["most"], finding.figures["least"]
    weights = project.main.node("loss").arguments["weight"]
    assert sorted(weights) == pytest.approx([(most + least) / (2 * most), (most + least) / (2 * least)], abs=1e-4)  # type: ignore[arg-type, type-var]
    assert "class-imbalance" not in codes(examine(project))


def test_rows_that_are_in_two_parts(tmp_path: Path) -> None:
    lines = [f"{number % 20},{number % 20 * 3},{'yes' if number % 2 else 'no'}" for number in range(100)]
    finding = found(of_table(table(tmp_path, lines)), "leakage")

    # Every row has four twins: hardly any of the test rows can be without one among the training rows.
    assert finding.figures["share"] == 1.0
    assert finding.problem.message == "Rows of data are in the test part and in the training part at once."
    assert finding.problem.severity is Severity.WARNING


# One batch


def test_a_relu_that_lets_nothing_through() -> None:
    net = Net()
    net.add("Linear", "hidden", out_features=16)
    net.add("ReLU", "first")
    net.add("torch.neg", "negative")
    net.add("ReLU", "second")
    net.add("Linear", "output", out_features=2)
    project = net.loss()

    checkup = examine(project)
    dead = [finding for finding in checkup.findings if finding.code == "dead-relu"]
    assert [(node_of(project, each), each.figures["share"]) for each in dead] == [("second", 1.0)]
    assert {"dead-relu", "zero-gradient", "constant-predictions"} <= set(codes(checkup))
    blocked = next(each for each in checkup.findings if each.code == "zero-gradient")
    assert "hidden.weight" in blocked.evidence.text
    repair(project, dead[0])
    assert project.main.node("second").kind == "torch.nn.LeakyReLU"
    assert "dead-relu" not in codes(examine(project))


def test_a_relu_that_is_called_twice_is_alive_if_it_ever_is() -> None:
    net = Net()
    net.add("Linear", "hidden", out_features=16)
    relu = net.add("ReLU", "relu")
    net.add("Linear", "middle", out_features=16)
    again = net.add("ReLU", "again")
    net.add("Linear", "output", out_features=2)
    from guinet.core.changes import SetTrait

    net.project.run("Share", [SetTrait(MAIN, again.id, "shares", relu.id)])

    assert codes(examine(net.loss())) == []


def test_gradients_that_vanish() -> None:
    net = Net()
    for number in range(10):
        net.add("Linear", f"linear{number}", out_features=16)
        net.add("Sigmoid")
    net.add("Linear", "output", out_features=2)
    project = net.loss()

    finding = found(project, "vanishing-gradient")
    assert node_of(project, finding) == "linear0"
    assert 0 < finding.figures["ratio"] < 1e-4
    repair(project, finding)
    names = [node.name for node in project.main.nodes.values() if node.kind == "torch.nn.ReLU"]
    assert sorted(names) == ["relu", *(f"relu_{number}" for number in range(1, 10))]
    assert "vanishing-gradient" not in codes(examine(project))


def test_gradients_that_explode() -> None:
    net = Net()
    for number in range(4):
        net.add("Linear", f"linear{number}", out_features=16, bias=False)
        net.add("torch.mul", f"times{number}", other=100.0)
    net.add("Linear", "output", out_features=2)
    project = net.loss()

    finding = found(project, "exploding-gradient")
    assert finding.figures["norm"] > 1e4
    repair(project, finding)
    assert project.training["clip_norm"] == 1.0


def test_the_first_node_that_gives_nan() -> None:
    net = Net()
    net.add("Linear", "hidden", out_features=16)
    net.add("torch.log", "logarithm")
    net.add("Linear", "output", out_features=2)
    project = net.loss()

    finding = found(project, "not-finite")
    assert node_of(project, finding) == "logarithm"
    assert finding.problem.severity is Severity.ERROR
    repair(project, finding)
    assert project.main.node("clamp").arguments == {"min": 1e-6}
    assert "not-finite" not in codes(examine(project))


def test_parameters_that_nothing_reaches() -> None:
    net = Net()
    net.add("Linear", "hidden", out_features=16)
    net.add("torch.Tensor.detach", "cut")
    net.add("Linear", "output", out_features=2)
    project = net.loss()

    finding = found(project, "unused-parameters")
    assert node_of(project, finding) == "hidden"
    assert "hidden.weight, hidden.bias" in finding.evidence.text
    repair(project, finding)
    assert codes(examine(project)) == []


def test_a_layer_in_a_no_grad_frame_is_taken_out_of_it() -> None:
    net = Net()
    hidden = net.add("Linear", "hidden", out_features=16)
    net.add("Linear", "output", out_features=2)
    project = net.loss()
    add_frame(net.graph, [hidden.id], mode=FrameMode.NO_GRAD)

    finding = found(project, "unused-parameters")
    assert finding.problem.fixes[0].text == "Take hidden out of the frame"
    repair(project, finding)
    assert codes(examine(project)) == []


def test_a_trained_network_that_always_says_the_same() -> None:
    def weights(module: nn.Module) -> str:
        with torch.no_grad():
            module.get_parameter("output.bias").copy_(torch.tensor([100.0, -100.0]))
        return "7"

    finding = found(healthy(), "constant-predictions", weights=weights)

    assert finding.problem.message == "The trained network always says class 0."
    assert examine(healthy(), weights).run == "7"


@pytest.mark.parametrize("trained", [False, True])
def test_more_than_half_of_a_trained_relu_is_dead_where_of_a_fresh_one_it_may_be_chance(trained: bool) -> None:
    def weights(module: nn.Module) -> str | None:
        with torch.no_grad():
            module.get_parameter("hidden.bias").copy_(torch.tensor([-1000.0] * 9 + [1000.0] * 7))
        return "7" if trained else None

    dead = [each for each in examine(healthy(), weights).findings if each.code == "dead-relu"]
    assert [each.figures["share"] for each in dead] == ([9 / 16] if trained else [])


@pytest.mark.parametrize(("rate", "code"), [(1000.0, "rate-high"), (1e-9, "rate-low")])
def test_a_learning_rate_out_of_range(rate: float, code: str) -> None:
    project = healthy()
    project.training["optimizer.lr"] = rate

    finding = found(project, code)
    assert finding.figures["rate"] == rate
    repair(project, finding)
    repaired = project.training["optimizer.lr"]
    assert isinstance(repaired, float)
    assert repaired < rate if code == "rate-high" else repaired > rate


# The device


def test_a_gpu_that_waits() -> None:
    slow = Profile("cuda:0", 32, (), {"data": 0.006, "forward": 0.002, "backward": 0.002}, 0.01, 0.9)
    idle = Profile("cuda:0", 32, (), {"data": 0.0, "forward": 0.005, "backward": 0.005}, 0.01, 0.1)
    busy = Profile("cuda:0", 32, (), {"data": 0.001, "forward": 0.004, "backward": 0.005}, 0.01, 0.9)
    cpu = Profile("cpu", 32, (), {"data": 0.009, "forward": 0.001}, 0.01, None)

    told = {name: list(from_profile(each, (MAIN, "data"))) for name, each in
            {"slow": slow, "idle": idle, "busy": busy, "cpu": cpu}.items()}  # fmt: skip
    assert {name: codes(Checkup(tuple(each))) for name, each in told.items()} == {
        "slow": ["starved"],
        "idle": ["starved"],
        "busy": [],
        "cpu": [],
    }
    assert told["slow"][0].figures["share"] == pytest.approx(0.6)
    assert told["idle"][0].problem.fixes[0].text == "Set batch_size to 128"


# What cannot be looked at


def test_an_unfinished_graph_is_told_not_raised() -> None:
    project = Project(REGISTRY)
    project.main.add("torch.nn.Linear", "alone")

    checkup = examine(project)
    assert checkup.findings == ()
    assert len(checkup.skipped) == 1


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    checkup = examine(of_table({"path": str(tmp_path / "gone.csv")}))

    assert checkup.findings == ()
    assert any("gone.csv" in problem.message for problem in checkup.skipped)


def test_untrusted_code_does_not_run() -> None:
    net = Net()
    text = "def own(x):\n    raise SystemExit\n"
    from guinet.core.changes import SetCode
    from guinet.core.coding import code_id

    net.project.run("Write code", [SetCode(code_id(text), text)])
    node = net.graph.add(f"code.{code_id(text)}", "own")
    net.graph.connect(net.last, node["x"])

    with pytest.raises(NotAllowed):
        examine(net.project)


def test_data_with_holes_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    from guinet.probe.doctor.patient import Patient
    from guinet.probe.doctor.rows import from_rows

    patient = Patient(healthy())
    [splits] = patient.sources.values()
    splits.train.fields["features"] = splits.train.fields["features"].clone()  # type: ignore[index]
    splits.train.fields["features"][5, 1] = math.nan

    [finding] = from_rows(patient)
    assert finding.code == "data-not-finite"
    assert finding.figures == {"rows": 1}
    assert f"row {splits.train.row_number(5)} of" in finding.evidence.text


def test_a_large_network_is_not_trained_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guinet.probe.doctor.checkup._MOST_WORK", 10)
    project = healthy()
    project.training["optimizer.lr"] = 1000.0

    checkup = examine(project)
    assert "rate-high" not in codes(checkup)
    assert [problem.code for problem in checkup.skipped] == ["too-much-work"]


def test_it_can_be_stopped_between_its_parts() -> None:
    assert examine(healthy(), stopping=lambda: True) == Checkup(())
