"""A training stepped by hand: the same numbers as plain PyTorch, forward and backward, and what stops it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from guinet import data
from guinet.core.changes import SetCode
from guinet.core.coding import code_id
from guinet.core.graph import BlockData
from guinet.core.project import MAIN, Project
from guinet.core.stepped import Cause, Condition, Go, Order, Phase, Stop, Watch
from guinet.nodes.registry import REGISTRY
from guinet.probe.stepping import Stepper
from guinet.session.interrupting import interrupt
from guinet.storage import trust
from guinet.train.checkpoints import Checkpoints
from guinet.train.control import Control
from guinet.train.engine import Engine
from guinet.train.events import Steps, TrainingEvent
from guinet.train.plan import make_plan

Begin = Callable[..., Stepper]

ROWS = 16


@pytest.fixture
def begin() -> Iterator[Begin]:
    """A stepper of a project, at its beginning; all are ended after the test."""
    made: list[Stepper] = []

    def make(project: Project, **options: Any) -> Stepper:
        made.append(Stepper(project, **options))
        made[-1].begin()
        return made[-1]

    yield make
    for stepper in made:
        stepper.end()


def mlp(**training: Any) -> Project:
    """Iris through Linear(4, 8), ReLU and Linear(8, 3), by SGD."""
    project = Project(REGISTRY, [BlockData(MAIN, "Net")])
    graph = project.main
    data = graph.add("guinet.data.iris", name="data", batch_size=ROWS)
    fc1 = graph.add("torch.nn.Linear", name="fc1", out_features=8)
    relu = graph.add("torch.nn.ReLU", name="relu")
    fc2 = graph.add("torch.nn.Linear", name="fc2", out_features=3)
    loss = graph.add("torch.nn.CrossEntropyLoss", name="loss")
    graph.connect(data["features"], fc1["input"])
    graph.connect(fc1["output"], relu["input"])
    graph.connect(relu["output"], fc2["input"])
    graph.connect(fc2["output"], loss["input"])
    graph.connect(data["label"], loss["target"])
    project.training.update({"optimizer": "torch.optim.SGD", "optimizer.lr": 0.1, "seed": 3, "epochs": 2, **training})
    return project


class Net(nn.Module):
    """The same by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.fc1 = nn.Linear(4, 8)
        self.relu = nn.ReLU()
        self.fc2 = nn.Linear(8, 3)

    def forward(self, features: Tensor) -> Tensor:
        result: Tensor = self.fc2(self.relu(self.fc1(features)))
        return result


class Plain:
    """The training of `mlp` as one writes it."""

    def __init__(self, project: Project) -> None:
        rows = data.prepare("guinet.data.iris", {"batch_size": ROWS}, None).train.fields
        torch.manual_seed(3)
        self.net = Net()
        self.optimizer = torch.optim.SGD(self.net.parameters(), lr=0.1)
        generator = torch.Generator().manual_seed(3)
        order = torch.randperm(len(rows["label"]), generator=generator)
        self.features, self.labels = rows["features"][order], rows["label"][order]
        self.at = 0

    def loss(self) -> Tensor:
        rows = slice(self.at, self.at + ROWS)
        self.at += ROWS
        return nn.functional.cross_entropy(self.net(self.features[rows]), self.labels[rows])

    def step(self, zero_grad: bool = True) -> float:
        loss = self.loss()
        if zero_grad:
            self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        return loss.item()


def same_weights(module: nn.Module, other: nn.Module) -> bool:
    ours, theirs = module.state_dict(), other.state_dict()
    return ours.keys() == theirs.keys() and all(torch.equal(ours[name], theirs[name]) for name in ours)


def run(stepper: Stepper, *goes: Go, **more: Any) -> list[Stop]:
    return [stepper.go(Order(go, **more)) for go in goes]


def nodes(stops: list[Stop]) -> list[str]:
    """Where each stands: the node reached, or the phase that is over."""
    return [" › ".join(stop.at.path) if stop.at is not None else str(stop.phase) for stop in stops]


# Walking


def test_node_by_node_forward_to_the_loss_and_back(begin: Begin) -> None:
    stepper = begin(mlp())

    stops = run(stepper, *[Go.NODE] * 11)

    assert nodes(stops) == ["batch", "fc1", "relu", "fc2", "loss", "zero_grad", "loss", "fc2", "relu", "fc1", "step"]
    assert [stop.phase for stop in stops[6:10]] == [Phase.BACKWARD] * 4
    assert all(stop.step == 1 for stop in stops)
    assert stepper.go(Order(Go.NODE)).step == 2


def test_phase_by_phase_and_step_by_step(begin: Begin) -> None:
    stepper = begin(mlp())

    stops = run(stepper, *[Go.PHASE] * 6, Go.STEP, Go.STEP)

    assert [stop.phase for stop in stops[:6]] == list(Phase)
    assert [(stop.step, stop.finished) for stop in stops] == [(1, True)] * 6 + [(2, True), (3, True)]
    stop = stepper.go(Order(Go.TO_PHASE, phase=Phase.ZERO_GRAD))
    assert (stop.step, stop.phase) == (4, Phase.ZERO_GRAD)


def test_from_the_last_node_of_a_phase_the_next_phase_is_the_one_after(begin: Begin) -> None:
    stepper = begin(mlp())

    stops = run(stepper, *[Go.NODE] * 4, Go.PHASE)

    assert nodes(stops[3:4]) == ["fc2"]
    assert stops[4].phase is Phase.LOSS


def test_to_a_node_in_both_directions(begin: Begin) -> None:
    project = mlp()
    stepper = begin(project)
    key = (MAIN, project.main.node("relu").id)

    there, back, again = run(stepper, *[Go.TO_NODE] * 3, node=key)

    assert (there.phase, back.phase, again.phase) == (Phase.FORWARD, Phase.BACKWARD, Phase.FORWARD)
    assert (there.step, back.step, again.step) == (1, 1, 2)


def test_to_the_data_node_is_to_the_next_batch(begin: Begin) -> None:
    project = mlp()
    stepper = begin(project)
    key = (MAIN, project.main.node("data").id)

    stops = run(stepper, Go.TO_NODE, Go.NODE, Go.TO_NODE, node=key)

    assert [(stop.step, stop.phase, stop.finished) for stop in stops] == [
        (1, Phase.BATCH, True),
        (1, Phase.FORWARD, False),
        (2, Phase.BATCH, True),
    ]


def test_to_a_node_that_does_not_run_ends_with_a_whole_step(begin: Begin) -> None:
    stepper = begin(mlp())
    run(stepper, Go.PHASE, Go.NODE)

    stop = stepper.go(Order(Go.TO_NODE, node=(MAIN, "nowhere")))

    assert (stop.cause, stop.step, stop.phase, stop.finished) == (Cause.MISSED, 2, Phase.STEP, True)


# The numbers


def test_values_gradients_and_weights_of_each_moment_are_pytorch_s(begin: Begin) -> None:
    project = mlp()
    plain = Plain(project)
    stepper = begin(project)

    stops = run(stepper, *[Go.NODE] * 11)

    net = plain.net
    x = plain.features[:ROWS]
    hidden = net.fc1(x)
    active = net.relu(hidden)
    output = net.fc2(active)
    for tensor in (hidden, active, output):
        tensor.retain_grad()
    loss = nn.functional.cross_entropy(output, plain.labels[:ROWS])
    for stop, tensor in zip(stops[1:5], (hidden, active, output, loss), strict=True):
        assert stop.at is not None
        facts = next(iter(stop.at.values.values()))
        assert facts.shape == tuple(tensor.shape)
        assert facts.text == str(tensor.detach() if not tensor.requires_grad else tensor)
        assert facts.norm == pytest.approx(tensor.norm().item())
        assert facts.mean == pytest.approx(tensor.mean().item())
        assert (facts.least, facts.most) == (tensor.min().item(), tensor.max().item())
    before = {name: parameter.detach().clone() for name, parameter in net.named_parameters()}
    loss.backward()
    for stop, tensor in zip(stops[7:10], (output, active, hidden), strict=True):
        assert stop.at is not None
        assert tensor.grad is not None
        facts = next(iter(stop.at.values.values()))
        assert facts.text == str(tensor.grad)
        assert facts.norm == pytest.approx(tensor.grad.norm().item())
    gradients = {each.name: each.gradient for each in stops[7].parameters}
    assert net.fc2.weight.grad is not None
    assert gradients["fc2.weight"] == pytest.approx(net.fc2.weight.grad.norm().item())
    assert gradients["fc1.weight"] is None, "the way back has not come so far"
    plain.optimizer.step()
    for each in stops[10].parameters:
        now = net.get_parameter(each.name).detach()
        assert each.norm == pytest.approx(now.norm().item())
        assert each.norm_before == pytest.approx(before[each.name].norm().item())
        assert each.change == pytest.approx((now - before[each.name]).norm().item())


@pytest.mark.parametrize("go", [Go.INTO, Go.STEP])
def test_after_some_steps_weights_and_losses_are_those_of_a_loop_by_hand(begin: Begin, go: Go) -> None:
    project = mlp()
    plain = Plain(project)
    stepper = begin(project)
    losses: list[float | None] = []

    while len(losses) < 5:
        torch.rand(7)  # what others draw meanwhile changes nothing
        stop = stepper.go(Order(go))
        if stop.phase is Phase.STEP:
            losses.append(stop.loss)

    assert losses == [plain.step() for _ in range(5)]
    assert same_weights(stepper.module, plain.net)


def dropout(project: Project) -> Project:
    """With random numbers at every step, and state outside the parameters."""
    graph = project.main
    relu, fc2 = graph.node("relu"), graph.node("fc2")
    norm = graph.add("torch.nn.BatchNorm1d", name="norm")
    drop = graph.add("torch.nn.Dropout", name="drop", p=0.4)
    graph.connect(relu["output"], norm["input"])
    graph.connect(norm["output"], drop["input"])
    graph.connect(drop["output"], fc2["input"])
    return project


SETTINGS: dict[str, dict[str, Any]] = {
    "adam": {"optimizer": "torch.optim.Adam"},
    "accumulation and clipping": {"accumulate": 3, "clip_norm": 0.5},
    "a scheduler by step": {"scheduler": "torch.optim.lr_scheduler.OneCycleLR", "scheduler.max_lr": 0.2},
    "a scheduler by epoch": {"scheduler": "torch.optim.lr_scheduler.StepLR", "scheduler.step_size": 1},
    "an optimiser that calls back": {"optimizer": "torch.optim.LBFGS", "optimizer.max_iter": 3},
}


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
def test_stepped_to_the_end_it_is_the_training(begin: Begin, tmp_path: Path, settings: dict[str, Any]) -> None:
    project = dropout(mlp())
    if "optimizer" in settings:
        del project.training["optimizer.lr"]
    project.training.update(settings)
    events: list[TrainingEvent] = []
    run = Engine(make_plan(project), tmp_path, events.append, Control()).run().run
    expected = [loss for event in events if isinstance(event, Steps) for loss in event.losses]
    last = Checkpoints(tmp_path / run).load_last()
    stepper = begin(project)
    losses: list[float | None] = []

    while not (stop := stepper.go(Order(Go.STEP))).ended:
        losses.append(stop.loss)

    assert stop.problem is None
    assert stop.step == len(expected) + 1 == last.step + 1
    if settings.get("optimizer") != "torch.optim.LBFGS":  # the loss of its last call is not that of the first
        assert losses == expected
    state = stepper.module.state_dict()
    assert all(torch.equal(value, last.weights.tensors[name]) for name, value in state.items())


# Phases that are left out


def test_without_zero_grad_gradients_add_up(begin: Begin) -> None:
    project = mlp()
    project.training.update({"optimizer.lr": 0.0, "epochs": 3})
    stepper = begin(whole_batches(project))
    left_out = frozenset({Phase.ZERO_GRAD})

    first, second, third = run(stepper, *[Go.STEP] * 3, left_out=left_out)

    norms = [stop.parameters[0].gradient for stop in (first, second, third)]
    assert norms[0] is not None
    assert norms[1] == pytest.approx(2 * norms[0], rel=1e-5)
    assert norms[2] == pytest.approx(3 * norms[0], rel=1e-5)
    assert second.parameters[0].gradient_before == norms[1], "the step itself leaves them as they are"


def whole_batches(project: Project) -> Project:
    project.main.set(project.main.node("data"), batch_size=1000)
    return project


def test_a_loop_by_hand_without_zero_grad_goes_the_same_way(begin: Begin) -> None:
    project = mlp()
    plain = Plain(project)
    stepper = begin(project)

    stops = run(stepper, *[Go.STEP] * 3, left_out=frozenset({Phase.ZERO_GRAD}))

    assert [stop.loss for stop in stops] == [plain.step(zero_grad=False) for _ in range(3)]
    assert same_weights(stepper.module, plain.net)


def test_without_step_the_weights_stay(begin: Begin) -> None:
    stepper = begin(mlp())
    begun = stepper.go(Order(Go.PHASE))
    before = [each.norm for each in begun.parameters]

    stop = stepper.go(Order(Go.STEP, left_out=frozenset({Phase.STEP})))

    assert [each.norm for each in stop.parameters] == before
    assert (stop.phase, stop.step) == (Phase.BACKWARD, 1)


def test_without_forward_backward_says_what_pytorch_says(begin: Begin) -> None:
    stepper = begin(mlp())
    stepper.go(Order(Go.STEP))

    stop = stepper.go(Order(Go.STEP, left_out=frozenset({Phase.FORWARD})))

    assert stop.cause is Cause.ENDED
    assert stop.problem is not None
    assert "backward through the graph a second time" in stop.problem.message
    assert stepper.go(Order(Go.STEP)).ended, "it stays ended"


def test_with_nothing_to_compare_it_says_so(begin: Begin) -> None:
    stop = begin(mlp()).go(Order(Go.STEP, left_out=frozenset({Phase.FORWARD})))

    assert stop.problem is not None
    assert stop.problem.message == "There is no output to compare yet: do not leave forward out."


# What stops it


def test_a_breakpoint_stops_forward_and_backward(begin: Begin) -> None:
    project = mlp()
    stepper = begin(project)
    points = frozenset({(MAIN, project.main.node("relu").id)})

    stops = run(stepper, *[Go.ON] * 3, breakpoints=points)

    assert [stop.phase for stop in stops] == [Phase.FORWARD, Phase.BACKWARD, Phase.FORWARD]
    assert {stop.cause for stop in stops} == {Cause.BREAKPOINT}


def test_a_norm_above_a_bound_stops(begin: Begin) -> None:
    value = Condition(Watch.VALUE_NORM, 5.0)
    slope = Condition(Watch.GRADIENT_NORM, 0.25)

    first = begin(mlp()).go(Order(Go.ON, conditions=(value,)))
    project = mlp()
    second = begin(project).go(Order(Go.ON, conditions=(slope,)))

    assert (first.cause, first.condition, first.phase) == (Cause.CONDITION, value, Phase.FORWARD)
    assert first.met == "x"
    assert first.at is not None
    assert next(iter(first.at.values.values())).norm > 5.0  # type: ignore[operator]
    assert (second.condition, second.phase) == (slope, Phase.BACKWARD)
    plain = Plain(project)
    plain.loss().backward()
    norms = {name: each.grad.norm().item() for name, each in plain.net.named_parameters() if each.grad is not None}
    assert norms["fc2.weight"] < 0.25 < norms["fc2.bias"]
    assert (nodes([second]), second.met) == (["fc2"], "fc2.bias"), "that of the loss itself is always 1"


def test_nan_stops_at_the_first_node_that_gives_it(begin: Begin) -> None:
    project = mlp()
    graph = project.main
    log = graph.add("torch.log", name="log")  # of the zeros that ReLU leaves
    minus = graph.add("torch.sub", name="minus")
    graph.connect(graph.node("relu")["output"], log["input"])
    graph.connect(log["output"], minus["input"])
    graph.connect(log["output"], minus["other"])
    graph.connect(minus["output"], graph.node("fc2")["input"])

    stopped = begin(project).go(Order(Go.ON, conditions=(Condition(Watch.NOT_FINITE),)))
    other = begin(project)
    noted = run(other, Go.PHASE, Go.PHASE, Go.PHASE)[-1]

    assert nodes([stopped]) == ["log"]
    assert stopped.met == "log"
    assert stopped.at is not None
    assert next(iter(stopped.at.values.values())).infinite > 0
    assert noted.note is not None
    assert noted.note.node == log.id
    assert "log was the first" in noted.note.message
    assert not other.go(Order(Go.STEP)).ended, "one may look on"


def test_a_gradient_of_zeros_stops(begin: Begin) -> None:
    project = mlp()
    graph = project.main
    times = graph.add("torch.mul", name="times", other=0.0)
    graph.connect(graph.node("fc1")["output"], times["input"])
    graph.connect(times["output"], graph.node("relu")["input"])

    stop = begin(project).go(Order(Go.ON, conditions=(Condition(Watch.ZERO_GRADIENT),)))

    # fc2.weight gets none either, since zeros enter it.
    assert nodes([stop]) == ["fc2"]
    assert (stop.phase, stop.met) == (Phase.BACKWARD, "fc2.weight")


def endless(project: Project) -> Project:
    """The ReLU is followed by code that never ends in training, though a check, which runs on nothing, comes to an
    end."""
    text = "def spin(x):\n    while x.device.type != 'meta' and x.requires_grad:\n        pass\n    return x\n"
    id = code_id(text)
    project.run("Write", [SetCode(id, text)])
    trust.trust([text])
    graph = project.main
    spin = graph.add(f"code.{id}", name="spin")
    graph.connect(graph.node("relu")["output"], spin["x"])
    graph.connect(spin["output"], graph.node("fc2")["input"])
    return project


def test_code_that_never_ends_can_be_stopped(begin: Begin) -> None:
    project = endless(mlp())
    stepper = begin(project, interrupt=interrupt)

    def spins() -> bool:
        return any(frame.f_code.co_name == "spin" for frame in sys._current_frames().values())

    stop = stepper.go(Order(Go.ON), stopping=spins)

    assert stop.cause is Cause.ENDED
    assert stop.problem is not None
    assert stop.problem.node == project.main.node("spin").id
    assert not any(thread.name == "guinet-stepping" for thread in threading.enumerate())


def test_it_stands_still_where_it_is_when_called_off(begin: Begin) -> None:
    stepper = begin(mlp())

    stop = stepper.go(Order(Go.ON), stopping=lambda: True)

    assert stop.cause in (Cause.PAUSED, Cause.ENDED)


def test_one_that_nobody_holds_ends_by_itself() -> None:
    stepper = Stepper(mlp())
    stepper.begin()
    stepper.go(Order(Go.TO_PHASE, phase=Phase.BACKWARD))

    del stepper

    assert not any(thread.name == "guinet-stepping" for thread in threading.enumerate())


# Projects that cannot be stepped


def test_without_a_loss_or_data_it_says_what_is_missing() -> None:
    no_loss = Project(REGISTRY, [BlockData(MAIN, "Net")])
    data = no_loss.main.add("guinet.data.iris", name="data")
    layer = no_loss.main.add("torch.nn.Linear", name="fc", out_features=3)
    no_loss.main.connect(data["features"], layer["input"])
    empty = Project(REGISTRY, [BlockData(MAIN, "Net")])

    first, second = Stepper(no_loss).begin(), Stepper(empty).begin()

    assert first.problem is not None
    assert "There is no loss to train with" in first.problem.message
    assert second.problem is not None
    assert first.ended
    assert second.ended


def test_an_error_while_running_lands_on_its_node(begin: Begin) -> None:
    text = "def fail(x):\n    if x.device.type == 'meta':\n        return x\n    raise ValueError('not today')\n"
    project = mlp()
    project.run("Write", [SetCode(code_id(text), text)])
    trust.trust([text])
    graph = project.main
    fail = graph.add(f"code.{code_id(text)}", name="fail")
    graph.connect(graph.node("relu")["output"], fail["x"])
    graph.connect(fail["output"], graph.node("fc2")["input"])

    stop = begin(project).go(Order(Go.STEP))

    assert stop.problem is not None
    assert stop.problem.node == fail.id
    assert "not today" in stop.problem.message
