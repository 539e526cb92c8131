"""First values by a function written by hand that goes wrong: told at the layer and its line, wherever it is built."""

from __future__ import annotations

import pytest
import torch

import guinet
from guinet.compile.source import SourceError
from guinet.core.coding import write_code
from guinet.core.graph import CODE_KIND, Initialiser, Selects
from guinet.core.initialising import add_rule
from guinet.core.project import Project
from guinet.storage import trust

TUTORIAL = """def my_init(m):
    nn.init.uniform_(m.weight, -10, 10)
    m.weight.data *= m.weight.data.abs() >= 5
"""


def project_with(text: str) -> Project:
    """iris → fc → loss, whose first values the text sets."""
    project = guinet.new()
    graph = project.main
    iris, layer = graph.add("guinet.data.iris"), graph.add("torch.nn.Linear", name="fc", out_features=3)
    loss = graph.add("torch.nn.CrossEntropyLoss")
    graph.connect(iris["features"], layer["input"])
    graph.connect(layer["output"], loss["input"])
    graph.connect(iris["label"], loss["target"])
    add_rule(graph, Initialiser(Selects.NODE, layer.id, "*", CODE_KIND + write_code(project, text)))
    trust.trust([text])
    return project


def test_the_tutorials_own_function_draws_as_it_does() -> None:
    torch.manual_seed(3)
    module = guinet.build(project_with(TUTORIAL))

    torch.manual_seed(3)
    layer = torch.nn.Linear(4, 3)
    torch.nn.init.uniform_(layer.weight, -10, 10)
    layer.weight.data *= layer.weight.data.abs() >= 5
    assert torch.equal(module.get_parameter("fc.weight"), layer.weight)


FAILING = {
    "def own(m):\n    m.foo.bar()\n": "While running line 2 of its code: 'Linear' object has no attribute 'foo'",
    "def own(m, other):\n    pass\n": "While running: own() missing 1 required positional argument: 'other'",
    "def own(m):\n    return own(m)\n": "While running line 2 of its code: maximum recursion depth exceeded",
    "def own(m):\n    while True:\n        pass\n": "A loop was stopped after 10000 rounds",
}


@pytest.mark.parametrize("text", FAILING)
@pytest.mark.parametrize("call", [guinet.build, guinet.evaluate, guinet.train])
def test_an_error_in_it_is_told_at_the_layer(call: object, text: str) -> None:
    project = project_with(text)
    with pytest.raises(SourceError) as caught:
        call(project)  # type: ignore[operator]

    assert caught.value.problem.message.startswith(FAILING[text])
    assert caught.value.problem.node == project.main.node("fc").id


@pytest.mark.parametrize("call", [guinet.build, guinet.evaluate, guinet.train])
def test_an_import_that_is_not_there_is_told(call: object) -> None:
    project = project_with(f"import nothing_of_that_name\n{TUTORIAL}")
    with pytest.raises(SourceError) as caught:
        call(project)  # type: ignore[operator]

    assert caught.value.problem.message.startswith("While running line 1 of its code: No module named 'nothing_of")
    assert caught.value.problem.node == project.main.node("fc").id


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("def own(m)\n    pass\n", "Line 1 is not Python: expected ':'."),
        ("x = 3\n", "Write a class with a forward method, or a function: there is neither."),
    ],
)
def test_what_is_no_function_is_a_problem_of_the_layer(text: str, words: str) -> None:
    project = project_with(text)
    (problem,) = guinet.check(project).problems

    assert (problem.message, problem.node) == (words, project.main.node("fc").id)
