"""Python text becomes the graph: each construct, and the graph it means."""

from __future__ import annotations

from typing import TypeAlias

import pytest
import torch

import guinet
from guinet.core.graph import Block, FrameMode
from guinet.core.problems import Misuse, Unreadable
from guinet.core.values import Reference, Value, Wired
from guinet.nodes.written import written_type

Drawn: TypeAlias = tuple[str, dict[str, Value], dict[str, list[str]]]


def graph(block: Block) -> dict[str, Drawn]:
    """By node name its kind, its arguments, and by port the names of the nodes it is wired to."""
    found = {}
    for node in block.nodes.values():
        wires: dict[str, list[str]] = {}
        for wire in block.incoming(node.id):
            wires.setdefault(wire.target.port, []).append(block.nodes[wire.source.node].name)
        kind = node.kind.replace("torch.nn.functional.", "F.").replace("torch.nn.", "nn.")
        found[node.name] = (kind, dict(node.arguments), wires)
    return found


def script(text: str) -> dict[str, Drawn]:
    project = guinet.from_source(text)
    assert str(project.import_report) == ""
    return graph(project.main)


def forward(body: str, init: str = "pass", parameters: str = "x") -> Block:
    lines = "\n".join(f"        {line}" for line in body.split("\n"))
    made = "\n".join(f"        {line}" for line in init.split("\n"))
    text = f"class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n{made}\n\n"
    project = guinet.from_source(f"{text}    def forward(self, {parameters}):\n{lines}\n")
    assert str(project.import_report) == ""
    return project.main


def test_a_tensor_script() -> None:
    assert script("x = torch.arange(12)\ny = x.view(3, 4)") == {
        "x": ("torch.arange", {"end": 12}, {}),
        "y": ("torch.Tensor.view", {"size": (3, 4)}, {"input": ["x"]}),
    }


@pytest.mark.parametrize(
    ("imports", "text"),
    [
        ("import torch.nn as layers", "layers.Linear(3, 4)"),
        ("from torch import nn as n", "n.Linear(3, 4)"),
        ("from torch.nn import Linear as L", "L(3, 4)"),
        ("import torch as t", "t.nn.Linear(3, 4)"),
        ("from torch.nn import *", "Linear(3, 4)"),
        ("", "nn.Linear(3, 4)"),
    ],
)
def test_names_of_imports_are_resolved(imports: str, text: str) -> None:
    project = guinet.from_source(f"{imports}\nnet = {text}")
    assert graph(project.main)["0"] == ("nn.Linear", {"in_features": 3, "out_features": 4}, {"input": ["input"]})


def test_functions_methods_and_operators_in_one_expression() -> None:
    assert graph(forward("return torch.cat([F.relu(x), x.tanh() * 2 - 1], dim=1)")) == {
        "x": ("guinet.Input", {"shape": (8,)}, {}),
        "relu": ("F.relu", {}, {"input": ["x"]}),
        "tanh": ("torch.tanh", {}, {"input": ["x"]}),
        "mul": ("torch.mul", {"other": 2}, {"input": ["tanh"]}),
        "sub": ("torch.sub", {"other": 1}, {"input": ["mul"]}),
        "cat": ("torch.cat", {"dim": 1}, {"tensors": ["relu", "sub"]}),
        "output": ("guinet.Output", {}, {"input": ["cat"]}),
    }


def test_a_number_before_an_operator_that_does_not_commute_is_a_node() -> None:
    found = graph(forward("return 1 - x"))
    assert found["constant"] == ("guinet.Constant", {"value": 1}, {})
    assert found["sub"] == ("torch.sub", {}, {"input": ["constant"], "other": ["x"]})


def test_a_size_goes_into_a_shape_by_wire() -> None:
    found = graph(forward("rows = x.size(0)\nreturn x.view(rows, -1)"))
    assert found["view"] == ("torch.Tensor.view", {"size": (Wired("rows"), -1)}, {"input": ["x"], "rows": ["rows"]})


def test_results_are_taken_apart() -> None:
    found = graph(forward("a, b = x.chunk(2, dim=1)\nreturn a * b"))
    assert found["chunk"] == ("torch.Tensor.chunk", {"chunks": 2, "dim": 1}, {"input": ["x"]})
    block = forward("out, (h, c) = self.lstm(x)\nreturn c", "self.lstm = nn.LSTM(4, 6, batch_first=True)")
    [wire] = block.incoming(block.node("output").id)
    assert (wire.source.node, wire.source.port) == (block.node("lstm").id, "c_n")


def test_sections_are_as_many_as_names() -> None:
    found = graph(forward("a, b, c = x.split(3, dim=1)\nreturn a + b"))
    assert found["split"][1] == {"split_size": 3, "dim": 1, "pieces": 3}


def test_an_index_with_names_becomes_ports() -> None:
    found = graph(forward("n = x.size(1)\nreturn x[:, 1:n, ..., None]"))
    assert found["index"] == ("torch.Tensor.__getitem__", {"index": ":, 1:n, ..., None"}, {"input": ["x"], "n": ["n"]})


def test_a_layer_called_twice_shares_its_weights() -> None:
    block = forward("return self.fc(self.fc(x))", "self.fc = nn.Linear(4, 4)")
    assert block.node("fc_2").shares == block.node("fc").id


def test_members_of_a_container_are_called_by_their_places() -> None:
    init = "self.layers = nn.ModuleDict({'left': nn.Linear(4, 4)})\nself.rest = nn.ModuleList([nn.ReLU()])"
    found = graph(forward("return self.rest[0](self.layers['left'](x))", init))
    assert list(found) == ["x", "layers.left", "rest.0", "output"]


def test_a_tensor_that_the_module_keeps() -> None:
    init = "self.scale = nn.Parameter(torch.ones(4))\nself.register_buffer('shift', torch.zeros(4))"
    found = graph(forward("return x * self.scale + self.shift", init))
    assert found["scale"] == ("torch.ones", {"size": (4,), "hold": "parameter"}, {})
    assert found["shift"] == ("torch.zeros", {"size": (4,), "hold": "buffer"}, {})


def test_results_keep_their_order() -> None:
    block = forward("zebra = x * 2\nant = x * 3\nreturn zebra, ant")
    wires = {node.name: block.incoming(node.id)[0].source.node for node in block.boundary if node.name != "x"}
    assert wires == {"output_1": block.node("zebra").id, "output_2": block.node("ant").id}


def test_methods_functions_and_closures_are_followed() -> None:
    text = (
        "def twice(x):\n    return x * 2\n\n\n"
        "class Net(nn.Module):\n    def half(self, x, by=0.5):\n        return x * by\n\n"
        "    def forward(self, x):\n        f = lambda y: y + 1\n        return f(self.half(twice(x)))\n"
    )
    found = graph(guinet.from_source(text).main)
    assert [arguments for _, arguments, _ in found.values()][1:-1] == [{"other": 2}, {"other": 0.5}, {"other": 1}]


def test_loops_and_branches_over_numbers_are_unrolled() -> None:
    body = "for i in range(4):\n    if i % 2:\n        continue\n    x = x + i\nreturn x"
    found = graph(forward(body))
    assert [arguments["other"] for kind, arguments, _ in found.values() if kind == "torch.add"] == [0, 2]


def test_a_while_over_a_tensor_is_a_while_node() -> None:
    block = forward("while x.sum() > 1:\n    x = x / 2\nreturn x")
    [loop] = [node for node in block.nodes.values() if node.is_control]
    inside = graph(block.project.blocks[loop.block_id or ""])
    assert inside["div"] == ("torch.div", {"other": 2}, {"input": ["x"]})
    module = guinet.build(block.project)
    assert torch.equal(module(torch.full((1, 8), 0.5)), torch.full((1, 8), 0.125))


def test_what_is_written_over_is_that_from_then_on() -> None:
    project = guinet.from_source("x = torch.ones(3)\nbefore = x * 2\nx.add_(1)\nx[0] = 7\nafter = x * 2")
    values = guinet.evaluate(project)
    assert torch.equal(torch.as_tensor(values["before"]), torch.tensor([2.0, 2.0, 2.0]))
    assert torch.equal(torch.as_tensor(values["after"]), torch.tensor([14.0, 4.0, 4.0]))


def test_no_grad_is_a_frame() -> None:
    project = guinet.from_source("x = torch.ones(2)\nwith torch.no_grad():\n    y = x * 2")
    [frame] = project.main.frames
    assert frame.mode is FrameMode.NO_GRAD
    assert [node.name for node in project.main.nodes.values() if node.frame == frame.id] == ["y"]


def test_an_argument_of_a_block_is_given_to_each_of_its_instances() -> None:
    text = (
        "class Part(nn.Module):\n    def __init__(self, width, bias=True):\n        super().__init__()\n"
        "        self.fc = nn.Linear(width, width, bias=bias)\n\n"
        "    def forward(self, x):\n        return self.fc(x)\n\n\n"
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.a = Part(4)\n        self.b = Part(4, bias=False)\n\n"
        "    def forward(self, x):\n        return self.b(self.a(x))\n"
    )
    project = guinet.from_source(text)
    part = next(block for block in project.blocks.values() if block.name == "Part")
    assert part.node("fc").arguments["in_features"] == Reference("width")
    assert [project.main.node(name).arguments for name in "ab"] == [{"width": 4}, {"width": 4, "bias": False}]


def test_what_depends_on_values_is_a_node_of_code_and_the_rest_a_graph() -> None:
    text = (
        "import torch\nfrom torch import nn\n\nSLOPE = 0.5\n\n\n"
        "class Gate(nn.Module):\n    def forward(self, x):\n        if x.dim() > 2:\n            return x\n"
        "        return x * SLOPE\n\n\n"
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.fc = nn.Linear(4, 4)\n        self.gate = Gate()\n\n"
        "    def forward(self, x):\n        return self.gate(self.fc(x))\n"
    )
    project = guinet.from_source(text)
    [(id, code)] = project.code.items()
    assert project.main.node("gate").kind == f"code.{id}"
    assert code.startswith("from torch import nn\nSLOPE = 0.5\n\n\nclass Gate(nn.Module):\n")
    assert getattr(written_type(id, code), "title", "") == "Gate"
    assert project.import_report.code == ("Gate",)
    assert str(project.import_report) == (
        "Gate became a node of code as it is written, since it cannot be drawn.\nLine 9: this depends on what is known "
        "only when it runs: use an If node for it."
    )


def test_a_training_script_gives_its_network() -> None:
    text = (
        "import torch\nfrom torch import nn, optim\n\nmodel = nn.Sequential(nn.Linear(4, 3), nn.ReLU())\n"
        "loader = make_loader()\noptimizer = optim.Adam(model.parameters(), lr=0.1)\n"
        "if __name__ == '__main__':\n    train()\n"
    )
    project = guinet.from_source(text)
    assert [node.name for node in project.main.nodes.values()] == ["input", "0", "1", "output"]
    assert [problem.values["line"] for problem in project.import_report.remarks] == ["0", "5", "6"]


def test_the_network_may_be_named() -> None:
    text = "a = nn.Sequential(nn.Linear(2, 3))\nb = nn.Sequential(nn.Linear(5, 6))\n"
    assert guinet.from_source(text).main.node("0").arguments["in_features"] == 5
    assert guinet.from_source(text, "a").main.node("0").arguments["in_features"] == 2
    with pytest.raises(Misuse, match="no network called c"):
        guinet.from_source(text, "c")


def test_the_shape_of_what_enters_is_tried_and_may_be_given() -> None:
    text = "net = nn.Sequential(nn.Conv2d(3, 4, 3), nn.Flatten(), nn.Linear(4 * 30 * 30, 2))"
    assert guinet.from_source(text).main.node("input").arguments == {"shape": (3, 32, 32)}
    free = "net = nn.Sequential(nn.Conv2d(3, 4, 3))"
    assert guinet.from_source(free, inputs=[(3, 9, 9)]).main.node("input").arguments == {"shape": (3, 9, 9)}


def test_a_constructor_that_nobody_calls_says_what_it_needs() -> None:
    text = "class Net(nn.Module):\n    def __init__(self, width):\n        super().__init__()\n"
    text += "        self.a = nn.Linear(4, width)\n\n    def forward(self, x):\n        return self.a(x)\n"
    report = guinet.from_source(text).import_report
    assert "Line 1: Net is given no width: give it a default there, or write below what makes it." in str(report)
    assert guinet.from_source(f"{text}\nnet = Net(3)").main.arguments[0].default == 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x = (1,\ny = 2", "Line 1 is not Python: '(' was never closed."),
        ("x = " + "(" * 100_000 + ")" * 100_000, "Line 1 is not Python: too many nested parentheses."),
        ("x = " + "-" * 100_000 + "1", "The code is nested too deeply to be read."),
        ("x = torch.ones(2)\ny = x" + "+x" * 100_000, "The code is nested too deeply to be read."),
        ("x = torch.ones(2)\ny = x" + "+x" * 2_000, "The code is nested too deeply to be read."),
        ("x = '" + "a" * 10_000_000 + "'", "The text is too long to be a network: 10000006 characters."),
        ("x = 1\0", "Line 1 is not Python: source code string cannot contain null bytes."),
        ("x = '\ud800'", "The text holds characters that no Python has: is it the right file?"),
        ("hello", "There is no network in this text: it needs a class with forward, an nn.Sequential, or tensors."),
        ("", "There is no network in this text: it needs a class with forward, an nn.Sequential, or tensors."),
        (
            "for i in range(10**9):\n    x = i",
            "Line 1: how often this repeats is not known before it runs: write a number there.",
        ),
        ("while True:\n    pass", "Line 2: the text repeats too often to be drawn: repeat less."),
        ("x = 10**10**10", "Line 1: “**” cannot be computed here: write the number that it gives instead."),
        ("x = [0] * 10**9", "Line 1: “*” cannot be computed here: write the number that it gives instead."),
        ("def f(x):\n    return f(x)", "Line 2: this calls itself again and again: let it end."),
        ("class A(nn.Module):\n    pass", "Line 1: A has no forward method: copy it too."),
        (
            "class A(nn.Module):\n    def forward(self, *x):\n        return x",
            "Line 2: forward takes any number of values: name each of them.",
        ),
        (
            "net = nn.Sequential(nn.Linear(2, 3))\nnet.append(net)",
            "Line 1: this calls itself again and again: let it end.",
        ),
        ("x = torch.nonsense(3)", "Line 1: there is no node for torch.nonsense: write it another way."),
        (
            "x = [1]\nfor i in range(60):\n    x += x",
            "Line 3: “+=” cannot be computed here: write the number that it gives instead.",
        ),
        (
            "x = 'a'\nfor i in range(60):\n    x = x + x",
            "Line 3: “+” cannot be computed here: write the number that it gives instead.",
        ),
        (
            "x = [1]\nfor i in range(60):\n    x = [x, x]",
            "Line 3: “[ ]” cannot be computed here: write the number that it gives instead.",
        ),
        ("x = '%999999999d' % 1", "Line 1: “%” cannot be computed here: write the number that it gives instead."),
        (
            "x = '{:>999999999}'.format(1)",
            "Line 1: “format” cannot be computed here: write the number that it gives instead.",
        ),
        ("n = 10**9\nx = f'{1:>{n}}'", "Line 2: “{}” cannot be computed here: write the number that it gives instead."),
        ("x = max(range(10**15))", "Line 1: “max” cannot be computed here: write the number that it gives instead."),
        ("x = 1.5 in range(10**18)", "Line 1: “in” cannot be computed here: write the number that it gives instead."),
        ("f = lambda x: f(x)\ny = f(torch.ones(2))", "Line 1: this calls itself again and again: let it end."),
        ("x = 1\n" * 200_000, "The text is too long to be a network: 1200000 characters."),
        ("x = torch" + ".a" * 5_000, "The code is nested too deeply to be read."),
        (
            "if True:\n\tx = 1\n        y = 2",
            "Line 3 is not Python: inconsistent use of tabs and spaces in indentation.",
        ),
        ("print 'hello'", "Line 1 is not Python: Missing parentheses in call to 'print'. Did you mean print(...)?."),
        ("x = nn.Nonsense(3)\ny = x(torch.ones(2))", "Line 1: there is no layer nn.Nonsense: use another."),
    ],
    ids=lambda value: str(value)[:24],
)  # fmt: skip
def test_what_cannot_be_drawn_is_one_sentence_with_its_line(text: str, words: str) -> None:
    with pytest.raises(Unreadable) as told:
        guinet.from_source(text)
    assert str(told.value) == words
    assert told.value.exit_code == 3


def test_nothing_of_the_text_is_run(tmp_path: object) -> None:
    mark = f"{tmp_path}/run"
    text = (
        f"import os\nopen({mark!r}, 'w').close()\n__import__('os').mkdir({mark!r})\nos.mkdir({mark!r})\n\n\n"
        f"@os.mkdir({mark!r})\nclass A(nn.Module):\n    os.mkdir({mark!r})\n\n"
        f"    def forward(self, x):\n        os.mkdir({mark!r})\n        return x\n"
    )
    guinet.from_source(text)
    assert not __import__("pathlib").Path(mark).exists()


def test_a_name_that_no_node_may_have_is_told() -> None:
    text = "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
    text += "        self.heads = nn.ModuleDict({'3x3': nn.ReLU()})\n\n"
    text += "    def forward(self, x):\n        return self.heads['3x3'](x)\n"
    report = guinet.from_source(text).import_report
    assert str(report) == "Line 7: heads.3x3 can name no node, so it is called relu here."
