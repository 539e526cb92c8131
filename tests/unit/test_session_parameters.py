"""Questions about parameters as the host answers them: at rest, after a training, and while one runs."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
import torch

import guinet
from guinet.core.changes import SetParts
from guinet.core.graph import Initialiser, Selects
from guinet.core.project import Project
from guinet.session.answers.parameters import answer
from guinet.session.commands import Stop, Study, Train
from guinet.session.events import Event
from guinet.session.jobs import TrainingJob
from guinet.session.messages.parameters import (
    FIRST,
    ListGradients,
    ListParameters,
    ParameterShown,
    ParametersListed,
    ParametersUnknown,
    PreviewRules,
    RulesPreviewed,
    ShowParameter,
)
from guinet.session.studies import Desk
from guinet.storage.examples import example_path
from guinet.storage.files import load

E = TypeVar("E")


class Asked:
    """A desk whose answers are kept."""

    def __init__(self, project: Project, runs: Path | None = None, training: TrainingJob | None = None) -> None:
        self.events: list[Event] = []
        self.desk = Desk(project, 1, runs, training, {}, self.events.append)

    def __call__(self, study: Study, kind: type[E]) -> E:
        answer(self.desk, study)
        told = self.events[-1]
        assert isinstance(told, kind), told
        return told


@pytest.fixture
def project() -> Project:
    return load(example_path("iris-mlp"))


def first_values(project: Project) -> torch.nn.Module:
    torch.manual_seed(0)
    return guinet.build(project)


def test_untrained_weights_are_those_a_training_begins_with(project: Project) -> None:
    state = torch.get_rng_state()

    told = Asked(project)(ListParameters(), ParametersListed)

    assert torch.equal(torch.get_rng_state(), state)
    expected = dict(first_values(project).named_parameters())
    assert (told.source, [row.path for row in told.rows]) == (FIRST, list(expected))
    for row in told.rows:
        assert row.figures.norm == pytest.approx(expected[row.path].norm().item())


def test_a_value_set_by_hand_is_among_them(project: Project) -> None:
    node = next(node for node in project.main.nodes.values() if node.kind == "torch.nn.Linear")
    rule = Initialiser(Selects.NODE, node.id, "weight", "set", {"index": "1, 0", "value": 42})
    project.run("Rule", [SetParts("main", "initialisers", (rule,))])

    told = Asked(project)(ShowParameter(path=f"{node.name}.weight", row=1), ParameterShown)

    weight = first_values(project).get_parameter(f"{node.name}.weight")
    assert told.values.array[0, 0] == 42
    torch.testing.assert_close(torch.tensor(told.values.array), weight.detach()[1:101], rtol=0, atol=0)
    assert (told.size, told.row) == (tuple(weight.shape), 1)


def test_gradients_of_one_batch_are_torchs_and_leave_nothing_behind(project: Project) -> None:
    asked = Asked(project)

    told = asked(ListGradients(), ParametersListed)

    from guinet.data import Batches
    from guinet.train.plan import make_plan

    plan = make_plan(project)
    module = first_values(project).train()
    batch = next(iter(Batches(plan.splits.train, plan.batch_size)))
    plan.wiring.forward(module)(batch)[1].backward()
    for row in told.rows:
        gradient = module.get_parameter(row.path).grad
        assert gradient is not None
        assert row.gradient is not None
        assert row.gradient.norm == pytest.approx(gradient.norm().item(), rel=1e-5)
    assert all(row.gradient is None for row in asked(ListParameters(), ParametersListed).rows)


def test_what_is_frozen_has_no_gradient_and_says_why(project: Project) -> None:
    path = next(iter(dict(first_values(project).named_parameters())))
    project.training[f"groups.{path}.frozen"] = True

    row = Asked(project)(ListGradients(), ParametersListed).rows[0]

    assert (row.frozen, row.gradient) == (path, None)
    assert row.blocked is not None
    assert row.blocked.message == f"{path} is frozen by the group “{path}”."


def test_no_module_an_unbuilt_graph_and_a_parameter_that_is_gone(project: Project) -> None:
    script = Project(project.catalogue)
    script.main.add("torch.ones", name="ones", size=(2,))
    assert "runs as a script" in Asked(script)(ListParameters(), ParametersUnknown).problem.message
    gone = Asked(project)(ShowParameter(path="gone.weight"), ParametersUnknown)
    assert "no parameter gone.weight" in gone.problem.message
    relu = next(node for node in project.main.nodes.values() if node.kind == "torch.nn.Linear")
    project.main.set(relu, out_features=-1)
    broken = Asked(project)(ListParameters(), ParametersUnknown)
    assert broken.problem.node == relu.id


def test_without_a_loss_the_rows_come_with_the_reason(project: Project) -> None:
    loss = next(node for node in project.main.nodes.values() if "Loss" in node.kind)
    project.main.remove([loss])

    told = Asked(project)(ListGradients(), ParametersListed)

    assert told.rows
    assert told.note is not None
    assert told.note.code == "no-loss"


def test_rules_are_previewed_by_what_they_draw(project: Project) -> None:
    node = next(node for node in project.main.nodes.values() if node.kind == "torch.nn.Linear")
    rule = Initialiser(Selects.NODE, node.id, "weight", "constant_", {"val": 0.5})
    project.run("Rule", [SetParts("main", "initialisers", (rule,))])

    told = Asked(project)(PreviewRules(node=node.id, block="main"), RulesPreviewed)

    paths = [path for path, _, _ in told.bars]
    assert paths == [f"{node.name}.weight", f"{node.name}.bias"]
    assert (told.bars[0][1].mean, told.bars[0][1].std) == (0.5, 0.0)


def trained(project: Project, runs: Path, look: Callable[[TrainingJob], None]) -> None:
    """Trains, paused at first; `look` is called meanwhile, and it ends after that."""
    events: list[Event] = []
    paused = threading.Event()

    def emit(event: Event) -> None:
        events.append(event)
        if type(event).__name__ == "Paused":
            paused.set()

    job = TrainingJob(project, Train(str(runs), start_paused=True), emit)
    job.start()
    try:
        assert paused.wait(60)
        look(job)
    finally:
        job.control(Stop())
        job.join(60)
    assert not job.running


def test_a_training_shows_its_own_weights_between_two_steps(project: Project, tmp_path: Path) -> None:
    asked = Asked(project, tmp_path)
    start = {row.path: row.figures.norm for row in asked(ListParameters(), ParametersListed).rows}

    def look(job: TrainingJob) -> None:
        asked.desk.training = job
        told = asked(ListGradients(), ParametersListed)
        assert (told.source, told.step, told.since) == ("training", 0, 0)
        assert {row.path: row.figures.norm for row in told.rows} == pytest.approx(start)
        assert all(row.since_start == 0 and math.isnan(row.last_step) for row in told.rows)
        from guinet.session.commands import StepOnce

        job.control(StepOnce())
        while (told := asked(ListGradients(), ParametersListed)).step == 0:
            pass
        assert told.step == 1
        for row in told.rows:
            assert row.gradient is not None
            assert row.since_start == pytest.approx(row.last_step)
            assert row.ratio == pytest.approx(row.last_step / row.figures.norm)
        assert told.rest > 0
        assert asked(ShowParameter(path=told.rows[0].path), ParameterShown).step == 1

    trained(project, tmp_path, look)


def test_the_rows_and_the_values_of_one_are_of_the_same_step(project: Project, tmp_path: Path) -> None:
    asked = Asked(project, tmp_path)
    path = next(iter(dict(first_values(project).named_parameters())))
    study = ListParameters(show=ShowParameter(path=path))

    def listed() -> tuple[ParametersListed, ParameterShown]:
        told, values = asked.events[-2:]
        assert isinstance(told, ParametersListed)
        assert isinstance(values, ParameterShown)
        return told, values

    def same(step: int) -> None:
        told, values = listed()
        row = next(row for row in told.rows if row.path == path)
        assert (told.step, values.step) == (step, step)
        assert row.figures.norm == pytest.approx(float(torch.tensor(values.values.array).norm()))

    asked(study, ParameterShown)
    assert listed()[0].source == FIRST
    same(0)

    def look(job: TrainingJob) -> None:
        from guinet.session.commands import StepOnce

        asked.desk.training = job
        asked(study, ParameterShown)
        job.control(StepOnce())
        asked(study, ParameterShown)
        while listed()[0].step == 0:
            asked(study, ParameterShown)
        same(1)
        assert listed()[0].rows[0].last_step > 0
        asked(ListParameters(show=ShowParameter(path="gone")), ParametersListed)

    trained(project, tmp_path, look)


def test_a_trainings_best_weights_are_shown_after_it(project: Project, tmp_path: Path) -> None:
    guinet.train(project, epochs=1, folder=tmp_path)
    asked = Asked(project, tmp_path)

    told = asked(ListParameters(), ParametersListed)
    first = asked(ListParameters(weights=FIRST), ParametersListed)

    assert (told.source, told.run, first.source) == ("run", "1", FIRST)
    module = first_values(project)
    before = {path: parameter.detach().clone() for path, parameter in module.named_parameters()}
    from guinet.train.checkpoints import Checkpoints

    Checkpoints(tmp_path / "1").load_best().load_into(module)
    for row in told.rows:
        now = module.get_parameter(row.path)
        assert row.figures.norm == pytest.approx(now.norm().item())
        assert row.since_start == pytest.approx((now - before[row.path]).norm().item(), rel=1e-5)
