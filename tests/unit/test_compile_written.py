"""Code nodes: the tutorial's layers compared with plain PyTorch, errors on their lines, names, and trust."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

import guinet
from guinet.cli import main
from guinet.compile import module, source
from guinet.compile.written_text import split_imports
from guinet.core import editing
from guinet.core.changes import AddBlock
from guinet.core.coding import write_code
from guinet.core.graph import BlockData, Node
from guinet.core.problems import NotAllowed, Problem, Severity
from guinet.core.project import Project
from guinet.core.values import TensorSpec
from guinet.nodes.registry import REGISTRY
from guinet.storage import trust
from tests.tutorial_networks import CenteredLayer, MyLinear

CENTERED = """class CenteredLayer(nn.Module):
    def __init__(self):
        super().__init__()

    def forward(self, X):
        return X - X.mean()
"""

MY_LINEAR = """class MyLinear(nn.Module):
    def __init__(self, in_units, units):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(in_units, units))
        self.bias = nn.Parameter(torch.randn(units,))

    def forward(self, X):
        linear = torch.matmul(X, self.weight) + self.bias
        return F.relu(linear)
"""


def project_of(*texts: str, size: int = 64, trusted: bool = True, **arguments: int | float) -> Project:
    """x → one node for each text → y; `arguments` are those of the last."""
    project = guinet.new()
    block = project.main
    end = block.add("guinet.Input", name="x", shape=(size,))["output"]
    for number, text in enumerate(texts):
        code = write_code(project, text)
        last = number == len(texts) - 1
        node = block.add(f"code.{code}", name=f"own{number}")
        if last and arguments:
            editing.set_arguments(block, node.id, arguments)
            node = block.nodes[node.id]
        ports = project.ports(block, node)
        block.connect(end, node[ports.inputs[0].name])
        end = node[ports.outputs[0].name]
    block.connect(end, block.add("guinet.Output", name="y")["input"])
    if trusted:
        trust.trust(texts)
    return project


def only_problem(project: Project) -> Problem:
    (problem,) = guinet.check(project).problems
    return problem


# The tutorial's layers


def test_the_tutorials_layers_compute_and_key_as_in_pytorch() -> None:
    project = project_of(CENTERED, MY_LINEAR, in_units=64, units=8)
    assert guinet.check(project).problems == ()
    torch.manual_seed(0)
    net = guinet.build(project)
    torch.manual_seed(0)
    expected = nn.Sequential(CenteredLayer(), MyLinear(64, 8))

    batch = torch.rand(4, 64)
    assert torch.equal(net(batch), expected(batch))
    assert list(net.state_dict()) == ["own1.weight", "own1.bias"]
    assert [tuple(value.shape) for value in net.state_dict().values()] == [(64, 8), (8,)]


def test_the_text_stands_above_the_classes_as_it_was_written() -> None:
    text = guinet.source(project_of(CENTERED, MY_LINEAR, in_units=64, units=8))

    assert text.index(CENTERED) < text.index(MY_LINEAR) < text.index("class Net(nn.Module)")
    assert "self.own0 = CenteredLayer()\n        self.own1 = MyLinear(64, 8)\n" in text
    namespace: dict[str, type[nn.Module]] = {}
    exec(text, namespace)
    assert isinstance(namespace["Net"](), nn.Module)


def test_two_nodes_of_one_text_share_it_in_the_source() -> None:
    assert guinet.source(project_of(CENTERED, CENTERED)).count("class CenteredLayer") == 1


def test_shapes_flow_through_code_and_sizes_are_read_off() -> None:
    text = MY_LINEAR.replace("in_units", "in_features")
    project = project_of(text, units=8)
    report = guinet.check(project)

    node = next(node for node in project.main.nodes.values() if node.name == "own0")
    assert report.nodes["main"][node.id].outputs == {"output": TensorSpec(("N", 8), "float32")}
    assert report.parameters == 64 * 8 + 8
    assert "MyLinear(64, 8)" in guinet.source(project)


def test_a_function_is_called_and_its_name_is_no_variable() -> None:
    project = project_of("def own0(x, factor=2.0):\n    return factor * x\n", factor=3.0)

    net = guinet.build(project)

    assert torch.equal(net(torch.ones(2, 64)), torch.full((2, 64), 3.0))


def test_code_that_needs_numbers_is_tried_on_zeros() -> None:
    text = "def own(x):\n    if x.sum().item() > 0:\n        x = -x\n    return torch.from_numpy(x.numpy())[:, :3]\n"
    project = project_of(text)

    report = guinet.check(project)

    assert report.problems == ()
    assert TensorSpec(("N", 3), "float32") in [
        spec for each in report.nodes["main"].values() for spec in each.outputs.values()
    ]


def test_a_future_import_comes_first() -> None:
    text = guinet.source(project_of("from __future__ import annotations\n\n\ndef f(x: Unknown):\n    return x\n"))

    lines = text.splitlines()
    assert lines[1] == "from __future__ import annotations"
    exec(compile(text, "text", "exec", dont_inherit=True), {})


def test_a_script_holds_the_code() -> None:
    project = guinet.new()
    code = write_code(project, "def own(x):\n    return x + 1\n")
    trust.trust(project.code.values())
    ones = project.main.add("torch.ones", name="ones", size=(2,))
    node = project.main.add(f"code.{code}", name="own")
    project.main.connect(ones["output"], node["x"])

    text = guinet.source(project)
    namespace: dict[str, Tensor] = {}
    exec(text, namespace)

    assert namespace["own_2"].tolist() == [2.0, 2.0]
    value = guinet.evaluate(project)["own"]
    assert isinstance(value, Tensor)
    assert value.tolist() == [2.0, 2.0]


# Errors land on the node, with their line


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (CENTERED.replace("X.mean()", "X.mean(dim=7)"), "6", "Dimension out of range"),
        ("import nothing_of_that_name\n" + CENTERED, "1", "No module named 'nothing_of_that_name'"),
        ("import sys\nsys.exit()\n" + CENTERED, "2", "sys.exit"),
        ("def own(x):\n    y = x\n    return z\n", "3", "name 'z' is not defined"),
        ("class Own:\n    def forward(self, x):\n        return x\n", "0", "Own is no nn.Module"),
    ],
)
def test_what_goes_wrong_is_told_with_its_line(text: str, line: str, words: str) -> None:
    problem = only_problem(project_of(text))

    assert (problem.code, problem.severity) == ("code-failed", Severity.ERROR)
    assert problem.values["line"] == line
    assert words in problem.message


def test_a_loop_without_end_is_stopped_and_told_with_its_line_and_a_repair() -> None:
    problem = only_problem(project_of("def own(x):\n    while True:\n        x = x + 0\n    return x\n"))

    assert (problem.code, problem.values["line"]) == ("rounds", "2")
    assert problem.message.startswith("own0 was stopped after 10000 rounds")
    assert [fix.text for fix in problem.fixes] == ["Allow 100000 rounds"]


def test_text_that_is_no_python_is_told_with_its_line() -> None:
    project = project_of(CENTERED)
    node = next(node for node in project.main.nodes.values() if node.code_id)
    write_code(project, CENTERED.replace("(self, X):", "(self, X)"), node.code_id)

    problem = next(problem for problem in guinet.check(project).problems if problem.code == "code")

    assert problem.values["line"] == "5"
    assert problem.node == node.id


def test_an_error_while_running_names_node_and_line() -> None:
    text = "def own(x):\n    if x.shape[0] == 3:\n        raise ValueError('three')\n    return x\n"
    project = project_of(text)
    made = source.generate(project, guinet.check(project))
    net = module.build(made)

    with pytest.raises(ValueError, match="three") as raised:
        net(torch.ones(3, 64))

    problem = module.explain(raised.value, made)
    node = next(node for node in project.main.nodes.values() if node.code_id)
    assert (problem.node, problem.values["line"]) == (node.id, "3")


# Names


def test_two_texts_that_define_one_name_are_told() -> None:
    problem = only_problem(project_of(CENTERED, CENTERED.replace("X.mean()", "X.median()")))

    assert problem.code == "code-names"
    assert problem.message == "The code of own1 defines CenteredLayer, as that of own0 does: rename one of them."


def test_a_name_of_the_generated_text_is_told_and_nothing_is_built() -> None:
    project = project_of(CENTERED.replace("CenteredLayer", "Net"))

    assert "defines Net, as the block Net does" in only_problem(project).message
    with pytest.raises(source.SourceError, match="defines Net"):
        guinet.build(project)


def test_another_meaning_of_torch_is_told_and_the_same_is_not() -> None:
    assert guinet.check(project_of("import torch.nn as nn\n" + CENTERED)).problems == ()
    assert "gives F another meaning" in only_problem(project_of("F = 3\n" + CENTERED)).message


def test_code_inside_a_block_is_written_and_runs() -> None:
    project = guinet.new()
    code = write_code(project, CENTERED)
    trust.trust([CENTERED])
    inner = BlockData(
        "inner",
        "Inner",
        (Node("i", "guinet.Input", "x"), Node("c", f"code.{code}", "c"), Node("o", "guinet.Output", "y")),
    )
    project.run("block", [AddBlock(inner)])
    block = project.blocks["inner"]
    block.connect(block.nodes["i"]["output"], block.nodes["c"]["X"])
    block.connect(block.nodes["c"]["output"], block.nodes["o"]["input"])
    x = project.main.add("guinet.Input", name="x", shape=(3,))
    use, y = project.main.add("block.inner", name="use"), project.main.add("guinet.Output", name="y")
    project.main.connect(x["output"], use["x"])
    project.main.connect(use["y"], y["input"])

    batch = torch.rand(2, 3)

    assert torch.equal(guinet.build(project)(batch), batch - batch.mean())


def test_imports_over_several_lines_are_taken_out_whole() -> None:
    text = "from torch import (\n    nn,\n    Tensor,\n)\nimport math; a = 1\nb = 2\n"

    imports, rest = split_imports(text)

    assert imports == ["from torch import nn, Tensor"]
    assert rest == "import math; a = 1\nb = 2"


# Trust


def test_untrusted_code_gives_ports_and_no_shapes_and_never_runs(tmp_path: Path) -> None:
    trace = tmp_path / "ran"
    text = f"open({str(trace)!r}, 'w').close()\n{CENTERED}"
    project = project_of(text, trusted=False)

    problem = only_problem(project)
    assert (problem.code, problem.severity) == ("untrusted", Severity.WARNING)
    assert [fix.title for fix in problem.fixes] == ["Look at the code"]
    assert text in guinet.source(project)
    for run in (guinet.build, guinet.evaluate, guinet.train):
        with pytest.raises(NotAllowed, match="CenteredLayer"):
            run(project)
    assert not trace.exists()

    trust.trust([text])

    assert guinet.check(project).problems == ()
    assert trace.exists()


def test_generated_text_with_code_is_refused_where_it_runs() -> None:
    project = project_of(CENTERED)
    made = source.generate(project, guinet.check(project))
    trust.forget([CENTERED])

    with pytest.raises(NotAllowed):
        module.load(made)


@pytest.mark.parametrize("command", ["train", "predict", "eval", "export"])
def test_commands_that_run_it_end_with_4(command: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = guinet.save(project_of(CENTERED, trusted=False), tmp_path / "net.guinet")
    more = {"predict": ("1",), "export": ("--as", "pt", "-o", str(tmp_path / "net.pt"))}.get(command, ())

    assert main([command, str(file), *more]) == 4
    assert "guinet trust" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["check", "source"])
def test_commands_that_only_look_work(command: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = guinet.save(project_of(CENTERED, trusted=False), tmp_path / "net.guinet")

    assert main([command, str(file)]) == 0
    assert "own0" in capsys.readouterr().out


def test_every_template_runs_as_it_is() -> None:
    for type in REGISTRY.templates():
        text = REGISTRY.text(type.kind)
        assert text is not None
        namespace: dict[str, object] = {"torch": torch, "nn": nn, "F": F}
        exec(text, namespace)
        assert callable(namespace[type.call])
