"""Plans made of projects: what is read off them, and each reason why one cannot be trained."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

import guinet
from guinet.core.graph import BlockData, Node
from guinet.core.problems import GuinetError, Misuse
from guinet.core.project import MAIN, Project, block_kind
from guinet.data import DataError
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Task
from guinet.train import rehearsal, threads
from guinet.train.control import Control
from guinet.train.engine import Engine
from guinet.train.events import Steps, TrainingEvent
from guinet.train.inference import predict
from guinet.train.plan import make_plan
from guinet.train.problems import TrainingError, UnusableRows

Chain = tuple[tuple[str, str, dict[str, Any]], ...]

MLP: Chain = (
    ("torch.nn.Linear", "fc1", {"out_features": 8}),
    ("torch.nn.ReLU", "relu", {}),
    ("torch.nn.Linear", "fc2", {"out_features": 3}),
)


def project_of(
    chain: Chain = MLP,
    source: str = "iris",
    ports: tuple[str, str] = ("features", "label"),
    loss: str | None = "CrossEntropyLoss",
    **arguments: Any,
) -> Project:
    """Data, a chain of nodes, and a loss."""
    project = Project(REGISTRY, [BlockData(MAIN, "Net")])
    graph = project.main
    node = graph.add(f"guinet.data.{source}", name="data", **arguments)
    end = node[ports[0]]
    for kind, name, given in chain:
        part = graph.add(kind, name=name, **given)
        graph.connect(end, part["input"])
        end = part["output"]
    if loss is None:
        graph.connect(end, graph.add("guinet.Output", name="result")["input"])
    else:
        criterion = graph.add(f"torch.nn.{loss}", name="loss")
        graph.connect(end, criterion["input"])
        graph.connect(node[ports[1]], criterion["target"])
    return project


def node_of(error: GuinetError, project: Project) -> Node:
    assert error.problem.block == MAIN
    assert error.problem.node is not None
    return project.main.nodes[error.problem.node]


def losses_of(project: Project, folder: Path, **arguments: Any) -> list[float]:
    events: list[TrainingEvent] = []
    Engine(make_plan(project, **arguments), folder, events.append, Control()).run()
    return [loss for event in events if isinstance(event, Steps) for loss in event.losses]


def test_what_is_read_off_a_project() -> None:
    project = project_of(batch_size=20, shuffle=False, drop_last=True)
    project.training.update({"epochs": 4, "seed": 9, "optimizer": "torch.optim.SGD", "optimizer.lr": 0.5, "threads": 3})

    plan = make_plan(project)

    assert (plan.epochs, plan.seed, plan.device, plan.threads, plan.batch_size) == (4, 9, "cpu", 3, 20)
    assert (plan.shuffle, plan.drop_last, plan.task) == (False, True, Task.CLASSES)
    assert (plan.wiring.inputs, plan.wiring.arguments, plan.wiring.target) == (("features",), (0, "label"), "label")
    assert isinstance(plan.optimizer.build(plan.build()), torch.optim.SGD)
    assert plan.settings["optimizer.lr"] == 0.5
    assert plan.settings["threads"] == 3
    assert "class Net" in plan.source
    assert '"guinet"' in plan.project


def test_arguments_go_before_settings() -> None:
    project = project_of()
    project.training.update({"epochs": 4, "seed": 9, "device": "cuda:99"})

    plan = make_plan(project, epochs=2, seed=1, device="cpu")

    assert (plan.epochs, plan.seed, plan.device) == (2, 1, "cpu")


def test_a_project_trains_as_the_network_written_by_hand(tmp_path: Path) -> None:
    project = project_of(batch_size=16)
    torch.manual_seed(3)
    module = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3))
    optimizer = torch.optim.Adam(module.parameters())
    shuffling = torch.Generator().manual_seed(3)
    rows = make_plan(project).splits.train
    x, y = rows.fields["features"], rows.fields["label"]
    expected = []
    for _ in range(2):
        order = torch.randperm(len(x), generator=shuffling)
        for part in order.split(16):
            loss = nn.functional.cross_entropy(module(x[part]), y[part])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            expected.append(loss.item())

    assert losses_of(project, tmp_path, epochs=2, seed=3) == expected


def test_two_losses_add_up_and_the_first_is_measured(tmp_path: Path) -> None:
    project = project_of()
    graph = project.main
    smooth = graph.add("torch.nn.CrossEntropyLoss", name="smooth", label_smoothing=0.5)
    graph.connect(graph.node("fc2")["output"], smooth["input"])
    graph.connect(graph.node("data")["label"], smooth["target"])
    plan = make_plan(project)
    torch.manual_seed(0)
    module, rows = plan.build(), plan.splits.train.fields
    scores = module(rows["features"])
    expected = nn.functional.cross_entropy(scores, rows["label"])
    expected = expected + nn.functional.cross_entropy(scores, rows["label"], label_smoothing=0.5)

    prediction, loss = plan.wiring.forward(module)(rows)

    assert torch.equal(prediction, scores)
    assert torch.equal(loss, expected)
    assert plan.task is Task.CLASSES


def test_a_binary_loss_on_float_targets_is_measured_as_classes(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("a,b,y\n" + "".join(f"{n},{-n},{n % 2}.0\n" for n in range(40)))
    chain: Chain = (("torch.nn.Linear", "fc", {"out_features": 1}),)
    project = project_of(
        chain, "csv", ("features", "target"), "BCEWithLogitsLoss", path="d.csv", target="y", task="regression"
    )
    project.path = tmp_path / "p.guinet"

    assert make_plan(project).task is Task.LOGITS


# Why a project cannot be trained


def test_no_loss() -> None:
    with pytest.raises(TrainingError, match="no loss to train with: add one, such as CrossEntropyLoss"):
        make_plan(project_of(loss=None))


def test_an_empty_project() -> None:
    with pytest.raises(GuinetError, match="no network yet"):
        make_plan(Project(REGISTRY))


def test_an_input_node_gets_no_data() -> None:
    project = project_of()
    graph = project.main
    extra = graph.add("guinet.Input", name="extra", shape=(4,))
    total = graph.add("torch.add", name="total")
    graph.connect(graph.node("data")["features"], total["input"])
    graph.connect(extra["output"], total["other"])
    graph.connect(total["output"], graph.node("fc1")["input"])

    with pytest.raises(TrainingError, match="extra gets no data in training: wire data in its place") as caught:
        make_plan(project)
    assert node_of(caught.value, project).name == "extra"


def test_two_data_sources() -> None:
    project = project_of()
    other = project.main.add("guinet.data.iris", name="other")
    project.main.connect(other["label"], project.main.node("loss")["target"])

    with pytest.raises(TrainingError, match=r"one data source, but several feed it \(data, other\)") as caught:
        make_plan(project)
    assert node_of(caught.value, project).name == "other"


def test_an_error_of_the_network_names_its_node() -> None:
    chain: Chain = (("torch.nn.Linear", "fc", {"in_features": 5, "out_features": 3}),)
    project = project_of(chain)

    with pytest.raises(GuinetError) as caught:
        make_plan(project)
    assert node_of(caught.value, project).name == "fc"
    assert caught.value.exit_code == 1


def test_a_loss_that_is_not_one_number() -> None:
    project = project_of()
    project.main.set(project.main.node("loss"), reduction="none")

    with pytest.raises(GuinetError, match="loss gives many losses"):
        make_plan(project)


def test_labels_out_of_range_name_their_row() -> None:
    chain: Chain = (("torch.nn.Linear", "fc", {"out_features": 2}),)

    with pytest.raises(
        UnusableRows, match=r"^data: row 101 of iris: label 2 .* is out of range, .* 2 classes"
    ) as caught:
        make_plan(project := project_of(chain))
    assert (caught.value.exit_code, caught.value.problem.node) == (1, project.main.node("data").id)


def test_a_device_that_is_not_here() -> None:
    with pytest.raises(
        TrainingError, match=r"“cuda:99” is not here; there is cpu.*--device on the command line"
    ) as caught:
        make_plan(project_of(), device="cuda:99")
    assert caught.value.exit_code == 1


@pytest.mark.parametrize(("name", "value"), [("epochs", 0), ("seed", -1), ("seed", 2**63), ("epochs", 10**10)])
def test_numbers_that_cannot_be(name: str, value: int) -> None:
    with pytest.raises(Misuse, match=rf"^{name} is .*but must be at (least|most)|^{name} must be between"):
        make_plan(project_of(), **{name: value})  # type: ignore[arg-type]
    project = project_of()
    project.training[name] = value
    with pytest.raises(TrainingError, match=f"^{name} (is|must be) "):
        make_plan(project)


@pytest.mark.parametrize("value", ["many", 1.5, True, None])
def test_settings_that_are_no_numbers(value: Any) -> None:
    project = project_of()
    project.training["epochs"] = value

    with pytest.raises(TrainingError, match=r"^epochs (is .*, but must be a whole number|needs a value)\.$"):
        make_plan(project)


@pytest.mark.parametrize("kind", ["os.system", "torch.optim.Optimizer", "torch.optim.lr_scheduler.StepLR", "Adam", 3])
def test_only_optimisers_that_are_known(kind: Any) -> None:
    project = project_of()
    project.training["optimizer"] = kind

    with pytest.raises(TrainingError, match=r"There is no optimiser .*torch\.optim\.Adam, "):
        make_plan(project)


def test_an_optimiser_argument_that_is_not_known() -> None:
    project = project_of()
    project.training["optimizer.tempo"] = 1.0

    with pytest.raises(TrainingError, match=r"^Adam has no argument “tempo”; it has: lr, "):
        make_plan(project)


def test_a_setting_that_there_is_not_keeps_from_training_as_it_does_in_a_check() -> None:
    project = project_of()
    project.training["epoch"] = 3

    with pytest.raises(TrainingError, match=r"^There is no training setting “epoch”; did you mean epochs\?$"):
        make_plan(project)
    assert not guinet.check(project).ok


def test_an_optimiser_argument_torch_refuses(tmp_path: Path) -> None:
    project = project_of()
    project.training["optimizer.lr"] = -1.0

    with pytest.raises(TrainingError, match=r"^lr is -1\.0, but must be at least 0\.$"):
        losses_of(project, tmp_path)


@pytest.mark.parametrize("kind", ["SGD", "Adam", "AdamW", "RMSprop", "Adadelta", "Adagrad", "NAdam", "Adamax", "Rprop"])
def test_optimisers_train_with_torchs_defaults(tmp_path: Path, kind: str) -> None:
    project = project_of()
    project.training.update({"optimizer": f"torch.optim.{kind}", "epochs": 1})

    assert all(math.isfinite(loss) for loss in losses_of(project, tmp_path))


# Errors while it runs


def test_a_loss_that_is_not_finite_names_the_operation(tmp_path: Path) -> None:
    chain: Chain = (
        ("torch.nn.Linear", "fc", {"out_features": 3}),
        ("torch.log", "log", {}),
        ("torch.nn.ReLU", "relu", {}),
    )
    project = project_of(chain)

    with pytest.raises(TrainingError, match="The loss became nan at step 1: log was the first") as caught:
        losses_of(project, tmp_path)
    assert node_of(caught.value, project).name == "log"


def test_a_loss_that_is_not_finite_names_the_node_inside_a_block(tmp_path: Path) -> None:
    project = project_of()
    inner = Project(REGISTRY, [BlockData(MAIN, "Inner")]).main
    start = inner.add("guinet.Input", name="input", shape=(3,))
    root = inner.add("torch.sqrt", name="root")
    end = inner.add("guinet.Output", name="output")
    inner.connect(start["output"], root["input"])
    inner.connect(root["output"], end["input"])
    data = inner.data()
    from guinet.core.changes import AddBlock

    project.run("Add block", [AddBlock(BlockData("b1", "Inner", data.nodes, data.wires))])
    graph = project.main
    instance = graph.add(block_kind("b1"), name="inside")
    graph.connect(graph.node("fc2")["output"], instance["input"])
    graph.connect(instance["output"], graph.node("loss")["input"])

    with pytest.raises(TrainingError, match="root was the first") as caught:
        losses_of(project, tmp_path)
    assert (caught.value.problem.block, caught.value.problem.node) == ("b1", root.id)


def test_weights_that_exploded_name_their_layer(tmp_path: Path) -> None:
    project = project_of(
        (*MLP[:2], ("torch.nn.Linear", "fc2", {"out_features": 1})),
        "diabetes",
        loss="MSELoss",
        ports=("features", "target"),
    )
    project.training.update({"optimizer": "torch.optim.SGD", "optimizer.lr": 1e38})

    with pytest.raises(TrainingError, match=r"the weights fc\d\.\w+ of fc\d had stopped being finite") as caught:
        losses_of(project, tmp_path)
    assert node_of(caught.value, project).kind == "torch.nn.Linear"


# Threads


@pytest.mark.parametrize(
    ("flops", "expected"), [(0, 1), (1_700_000, 1), (15_999_999, 1), (16_000_000, 2), (540_000_000, 8)]
)
def test_threads_follow_from_the_cost_alone(monkeypatch: pytest.MonkeyPatch, flops: int, expected: int) -> None:
    monkeypatch.setattr(threads, "available_threads", lambda: 8)

    assert threads.choose_threads(flops) == expected


def test_the_cost_is_torchs_count_of_the_forward_pass() -> None:
    plan = make_plan(project_of(batch_size=16))

    found = rehearsal.rehearse(plan)

    assert found.cost == 2 * 16 * (4 * 8 + 8 * 3)
    assert found.classes == 3


def test_planning_draws_no_random_numbers() -> None:
    project = project_of()
    torch.manual_seed(1)
    before = torch.get_rng_state()

    make_plan(project)

    assert torch.equal(torch.get_rng_state(), before)


def test_the_environment_limits_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    assert threads.available_threads() == 3
    monkeypatch.setenv("OMP_NUM_THREADS", "none")
    assert threads.available_threads() >= 1


# Predictions


def test_a_prediction_of_classes_is_softmax_of_the_scores() -> None:
    project = project_of()
    plan = make_plan(project)
    module = plan.build()
    assert plan.splits.standardiser is not None
    row = plan.splits.standardiser.apply(torch.tensor([[5.1, 3.5, 1.4, 0.2]]))
    expected: Tensor = module(row).softmax(1)[0]

    (found,) = predict(project, module, "5.1,3.5,1.4,0.2")

    assert tuple(found.probabilities) == ("setosa", "versicolor", "virginica")
    assert list(found.probabilities.values()) == expected.tolist()
    assert found.label == tuple(found.probabilities)[int(expected.argmax())]
    assert found.text.startswith(f"{found.label} (")
    assert found.as_dict()["label"] == found.label
    assert not module.training


def test_a_prediction_of_values_is_what_the_network_gives() -> None:
    chain: Chain = (("torch.nn.Linear", "fc", {"out_features": 1}),)
    project = project_of(chain, "diabetes", ("features", "target"), "MSELoss", standardise=False)
    module = nn.Linear(10, 1)

    found = predict(project, module, "[[1,2,3,4,5,6,7,8,9,10],[0,0,0,0,0,0,0,0,0,0]]")

    expected = module(torch.tensor([[1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10], [0.0] * 10])).flatten().tolist()
    assert [one.values for one in found] == [(value,) for value in expected]
    assert found[0].label is None
    assert found[0].text == f"{expected[0]:.6g}"
    assert found[0].as_dict() == {"values": [expected[0]]}


def test_weights_that_are_no_numbers_give_no_class() -> None:
    project = project_of()
    module = make_plan(project).build()
    with torch.no_grad():
        next(module.parameters())[0, 0] = float("nan")

    (found,) = predict(project, module, "5.1,3.5,1.4,0.2")

    assert found.label is None
    assert found.text.startswith("no answer: the network gives nan")
    assert "%" not in found.text


def test_an_input_that_does_not_fit() -> None:
    project = project_of()

    with pytest.raises(DataError, match="4 numbers"):
        predict(project, make_plan(project).build(), "1,2,3")


def test_memory_that_runs_out_while_rehearsing_is_not_taken_for_missing_values(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*, display: bool) -> None:
        raise MemoryError

    monkeypatch.setattr(rehearsal, "FlopCounterMode", exhausted)
    with pytest.raises(MemoryError):
        make_plan(project_of())
