"""A While that never ends stops at the project's limit, in an evaluation and in a training alike."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

import guinet
from guinet.compile.endless import TooManyRounds
from guinet.compile.shapes import Checker
from guinet.core.changes import SetTraining
from guinet.core.coding import code_id, write_code
from guinet.core.controls import add_control
from guinet.core.graph import WHILE_KIND, Node
from guinet.core.project import MAIN, Project
from guinet.core.values import Value
from guinet.data import project_specs
from guinet.storage import files, trust
from guinet.train.problems import TrainingError


def endless(project: Project) -> Node:
    """A While that goes on as long as a sum of squares is at least 0."""
    node = add_control(project.main, WHILE_KIND)
    body = project.blocks[node.blocks[0]]
    square = body.add("torch.square", "square")
    total = body.add("torch.sum", "total")
    goes_on = body.add("torch.ge", "goes_on", other=0.0)
    x = next(each for each in body.boundary if each.kind == "guinet.Input")
    condition = next(each for each in body.boundary if each.name == "condition")
    body.connect(x["output"], square["input"])
    body.connect(square["output"], total["input"])
    body.connect(total["output"], goes_on["input"])
    body.connect(goes_on["output"], condition["input"])
    return node


def limit(project: Project, rounds: Value) -> None:
    project.run("Limit", [SetTraining("loop_limit", rounds)])


def test_an_evaluation_keeps_the_limit_of_the_project(project: Project) -> None:
    node = endless(project)
    start = project.main.add("torch.ones", "start", size=(2,))
    project.main.connect(start["output"], node["x"])
    limit(project, 7)

    [problem] = guinet.evaluate(project).problems

    assert problem.node == node.id
    assert "was stopped after 7 rounds" in problem.message
    assert "loop_limit" in problem.message
    assert [fix.text for fix in problem.fixes] == ["Allow 70 rounds"]
    project.run("Allow", problem.fixes[0].changes)
    [problem] = guinet.evaluate(project).problems
    assert "was stopped after 70 rounds" in problem.message


def test_more_rounds_than_the_setting_takes_are_not_offered() -> None:
    assert TooManyRounds(10**8).problem(MAIN, "a").fixes[0].text == "Allow 1000000000 rounds"
    assert TooManyRounds(10**9).problem(MAIN, "a").fixes == ()


def test_a_training_keeps_the_limit_of_the_project(project: Project, tmp_path: Path) -> None:
    node = endless(project)
    main = project.main
    rows = main.add("guinet.data.iris", "rows")
    layer = main.add("torch.nn.Linear", "layer", out_features=3)
    loss = main.add("torch.nn.CrossEntropyLoss", "loss")
    ports = [port.name for port in project.ports(main, rows).outputs]
    main.connect(rows[ports[0]], layer["input"])
    main.connect(layer["output"], node["x"])
    main.connect(node["x"], loss["input"])
    main.connect(rows[ports[1]], loss["target"])
    limit(project, 5)

    with pytest.raises(TrainingError) as raised:
        guinet.train(project, epochs=1, folder=tmp_path)

    problem = raised.value.problem
    assert (problem.block, problem.node) == (MAIN, node.id)
    assert problem.message.startswith("A loop was stopped after 5 rounds")


def test_a_limit_that_is_none_is_a_problem_of_the_settings(project: Project) -> None:
    limit(project, 0)

    [problem] = [each for each in guinet.check(project).problems if "loop_limit" in each.message]

    assert "at least 1" in problem.message


WAITS = """class Waits(nn.Module):
    def forward(self, x):
        while self.training:
            pass
        return x
"""


def test_code_that_waits_for_ever_while_it_trains_is_stopped(project: Project, tmp_path: Path) -> None:
    main = project.main
    write_code(project, WAITS)
    trust.trust([WAITS])
    rows = main.add("guinet.data.iris", "rows")
    own = main.add(f"code.{code_id(WAITS)}", "own")
    layer = main.add("torch.nn.Linear", "layer", out_features=3)
    loss = main.add("torch.nn.CrossEntropyLoss", "loss")
    ports = [port.name for port in project.ports(main, rows).outputs]
    main.connect(rows[ports[0]], own["x"])
    main.connect(own["output"], layer["input"])
    main.connect(layer["output"], loss["input"])
    main.connect(rows[ports[1]], loss["target"])
    before = files.dumps(project)

    with pytest.raises(TrainingError, match="stopped after 10000 rounds") as raised:
        guinet.train(project, epochs=1, folder=tmp_path)

    assert raised.value.problem.node == own.id
    assert files.dumps(project) == before


def trained_on_iris(project: Project, *kinds: str) -> None:
    """Iris through layers of these kinds, a Linear and a loss."""
    main = project.main
    rows = main.add("guinet.data.iris", "rows")
    features, target = (port.name for port in project.ports(main, rows).outputs)
    last = rows[features]
    for place, kind in enumerate(kinds):
        node = main.add(kind, f"own{place}")
        main.connect(last, node["x"])
        last = node["output"]
    layer = main.add("torch.nn.Linear", "layer", out_features=3)
    loss = main.add("torch.nn.CrossEntropyLoss", "loss")
    main.connect(last, layer["input"])
    main.connect(layer["output"], loss["input"])
    main.connect(rows[target], loss["target"])


LOOPS = """class Loops(nn.Module):
    def forward(self, x):
        rounds = 0
        while rounds < 50:
            rounds = rounds + 1
        return x
"""


def test_a_module_built_by_the_library_keeps_the_limit(project: Project) -> None:
    node = endless(project)
    x = project.main.add("guinet.Input", "x", shape=(2,))
    y = project.main.add("guinet.Output", "y")
    project.main.connect(x["output"], node["x"])
    project.main.connect(node["x"], y["input"])
    limit(project, 6)

    with pytest.raises(TooManyRounds, match=r"stopped after 6 rounds.*loop_limit"):
        guinet.build(project)(torch.ones(1, 2))


def test_a_prediction_keeps_the_limit_and_names_the_node(project: Project) -> None:
    text = WAITS.replace("while self.training:", "while x.device.type != 'meta':")
    trust.trust([text])
    trained_on_iris(project, f"code.{write_code(project, text)}")

    with pytest.raises(TrainingError, match="stopped after 10000 rounds") as raised:
        guinet.predict(project, "1,2,3,4")
    assert raised.value.problem.node == project.main.node("own0").id


def test_a_check_ends_where_code_does_not(project: Project) -> None:
    text = WAITS.replace("while self.training:", "while True:")
    trust.trust([text])
    trained_on_iris(project, f"code.{write_code(project, text)}")

    problem = next(each for each in guinet.check(project).problems if each.code == "rounds")
    assert (problem.node, problem.values["line"]) == (project.main.node("own0").id, "3")
    assert "10000 rounds" in problem.message


def test_a_check_goes_by_the_limit_of_the_moment(project: Project) -> None:
    trust.trust([LOOPS])
    trained_on_iris(project, f"code.{write_code(project, LOOPS)}")
    limit(project, 20)
    assert [each.code for each in guinet.check(project).errors] == ["rounds"]
    checker = Checker(project, project_specs(project))

    change = SetTraining("loop_limit", 60)
    project.run("Limit", [change])
    checker.update([change])
    assert checker.report.errors == ()
