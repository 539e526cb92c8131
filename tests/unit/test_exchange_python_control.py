"""Python text becomes the graph: what is known only when it runs is an If, a While or a For, and does the same."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

import guinet
from guinet.core.graph import OTHERWISE
from tests.rewritten import made_by_python, same_network

HEAD = "import torch\nfrom torch import nn\nimport torch.nn.functional as F\n\n\n"


def network(body: str, init: str = "pass", parameters: str = "x") -> str:
    lines = "\n".join(f"        {line}" for line in body.split("\n"))
    made = "\n".join(f"        {line}" for line in init.split("\n"))
    begin = f"{HEAD}class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n{made}\n\n"
    return f"{begin}    def forward(self, {parameters}):\n{lines}\n"


BRANCHES = {
    "both ways": "if x.sum() > 0:\n    x = x * 2\nelse:\n    x = x - 1\nreturn x",
    "one way": "if x.max() > 1:\n    x = x / 3\nreturn x",
    "left early": "if x.sum() > 0:\n    return x\ny = x * 0.5\nreturn y",
    "left early by the other": "if x.sum() > 0:\n    y = x * 3\nelse:\n    return x\nreturn y + 1",
    "several results": "if x.sum() > 0:\n    return x, x * 2\nelse:\n    return x * 3, x",
    "three ways": "s = x.sum()\nif s > 1:\n    x = x * 2\nelif s < -1:\n    x = x * 3\nelse:\n    x = x * 4\nreturn x",
    "a name of one branch": "if x.sum() > 0:\n    t = x * 2\n    x = t + x\nreturn x",
    "a new name": "if x.sum() > 0:\n    y = x * 2\nelse:\n    y = x\nreturn y + 1",
    "within a loop": (
        "while x.abs().sum() > 1:\n    if x.sum() > 0:\n        x = x / 2\n    else:\n        x = x / 3\nreturn x"
    ),
    "around a loop": "if x.sum() > 0:\n    while x.sum() > 1:\n        x = x / 2\nreturn x",
    "a name of the loop alone": "y = x * 2\nwhile x.sum() > 1:\n    y = x.abs()\n    x = y / 2\nreturn x",
    "over a size": "h = x[:, 0]\nfor i in range(x.size(1)):\n    h = h + x[:, i] * i\nreturn h",
    "over a size with names": "n = x.size(1)\nh = x\nfor i in range(n):\n    t = h * 0.5\n    h = t + i\nreturn h * n",
}


LAYERS = {
    "in one branch": ("if x.sum() > 0:\n    x = self.fc(x)\nreturn x", "self.fc = nn.Linear(8, 8)"),
    "one in each branch": (
        "if x.sum() > 0:\n    x = self.act(self.one(x))\nelse:\n    x = self.act(self.two[0](x))\nreturn x",
        "self.one = nn.Linear(8, 8)\nself.two = nn.ModuleList([nn.Linear(8, 8)])\nself.act = nn.Tanh()",
    ),
    "several in a row": (
        "if x.mean() > 0:\n    return self.net(x)\nreturn self.out(x)",
        "self.net = nn.Sequential(nn.Linear(8, 4), nn.ReLU(), nn.Linear(4, 8))\nself.out = nn.BatchNorm1d(8)",
    ),
    "in a loop": (
        "h = torch.zeros(x.size(0), 4)\nfor t in range(x.size(1)):\n    h = self.cell(x[:, t : t + 1], h)\nreturn h",
        "self.cell = nn.GRUCell(1, 4)",
    ),
    "in a while": (
        "while x.abs().sum() > 1:\n    x = self.shrink(x) * self.scale\nreturn x",
        "self.shrink = nn.Sequential(nn.Linear(8, 8), nn.Tanh())\nself.scale = nn.Parameter(torch.full((8,), 0.1))",
    ),
    "in a branch in a loop": (
        "for t in range(x.size(1)):\n    if x.sum() > 0:\n        x = self.fc(x)\n    else:\n        x += 1\nreturn x",
        "self.fc = nn.Linear(8, 8, bias=False)",
    ),
}


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_in_a_branch_or_loop_is_drawn_there_and_called_as_in_the_class(name: str) -> None:
    text = network(*LAYERS[name])
    project = same_network(text, "Net()", inputs=[(8,)])
    assert any(node.is_control for node in project.main.nodes.values())
    again = guinet.from_source(guinet.source(project))
    assert set(guinet.build(again).state_dict()) == set(made_by_python(text, "Net()").state_dict())


def test_first_values_of_a_layer_in_a_branch_are_those_of_the_class() -> None:
    body, init = LAYERS["in one branch"]
    text = network(body, f"{init}\nnn.init.constant_(self.fc.weight, 0.5)\nnn.init.zeros_(self.fc.bias)")
    ours, theirs = guinet.build(guinet.from_source(text)), made_by_python(text, "Net()")
    for name, value in theirs.state_dict().items():
        assert torch.equal(ours.state_dict()[name], value)


def test_a_layer_of_no_branch_keeps_the_name_that_the_class_gives_it() -> None:
    body, init = LAYERS["in one branch"]
    project = guinet.from_source(network(body.replace("x", "fc").replace("self.fcfc", "self.fc"), init, "fc"))
    assert set(guinet.build(project).state_dict()) == {"fc.weight", "fc.bias"}


@pytest.mark.parametrize("name", BRANCHES)
@pytest.mark.parametrize("times", [-1.0, 0.1, 1.0])
def test_a_branch_or_loop_on_a_tensor_is_drawn(name: str, times: float) -> None:
    text = network(BRANCHES[name])
    project = guinet.from_source(text)
    assert str(project.import_report) == ""
    assert any(node.is_control for node in project.main.nodes.values())
    x = times * torch.arange(1.0, 17).reshape(2, 8)
    ours, theirs = guinet.build(project)(x), made_by_python(text, "Net()")(x)
    pairs = [(ours, theirs)] if isinstance(theirs, Tensor) else list(zip(ours, theirs, strict=True))
    assert all(torch.equal(one, other) for one, other in pairs)


def test_what_guinet_writes_of_branches_is_read_as_what_it_says() -> None:
    for name, body in BRANCHES.items():
        text = guinet.source(guinet.from_source(network(body)))
        assert "over a size" in name or guinet.source(guinet.from_source(text)) == text, name


def test_only_a_branch_that_says_something_has_a_block() -> None:
    [one] = [node for node in guinet.from_source(network(BRANCHES["one way"])).main.nodes.values() if node.is_control]
    [both] = [
        node for node in guinet.from_source(network(BRANCHES["both ways"])).main.nodes.values() if node.is_control
    ]
    assert (len(one.blocks), len(both.blocks)) == (1, 2)
    assert OTHERWISE not in one.arguments


@pytest.mark.parametrize(
    ("body", "init"),
    [
        ("if x.dim() == 2:\n    x = x.unsqueeze(1)\nreturn x.mean(1)", "pass"),
        ("x = self.fc(x)\nif x.sum() > 0:\n    x = self.fc(x)\nreturn x", "self.fc = nn.Linear(8, 8)"),
        (
            "if x.sum() > 0:\n    x = x * self.w\nreturn x + self.w",
            "self.w = nn.Parameter(torch.ones(8))",
        ),
        ("if x.sum() > 0:\n    y = x\nelse:\n    y = 2\nreturn x * y", "pass"),
        ("while x.sum() > 1:\n    x = x / 2\n    if True:\n        break\nreturn x", "pass"),
        ("if x.sum() > 0:\n    return x, x\nreturn x", "pass"),
    ],
    ids=[
        "the rank",
        "a layer used outside too",
        "a tensor used outside too",
        "a number in one",
        "left in its middle",
        "results of two kinds",
    ],
)
def test_what_no_branch_can_hold_is_code_with_its_reason(body: str, init: str) -> None:
    project = guinet.from_source(network(body, init))
    assert project.import_report.code == ("Net",)
    assert "Line " in str(project.import_report)


def test_a_condition_that_only_raises_is_an_assertion() -> None:
    same_network(
        network(
            "if x.shape[1] != 8 or x.sum() > 1e9:\n    raise ValueError(x.shape)\nassert x.dim() == 2\nreturn x * 2"
        ),
        "Net()",
    )


def test_all_names_of_what_is_written_over_are_written_over() -> None:
    same_network(network("kept = x\nx = F.relu(x, inplace=True)\nreturn kept + x"), "Net()")
    same_network(network("x = x * 2\nkept = x\nx += 1\nreturn kept * x"), "Net()")
    same_network(network("x = x * 2\nkept = x\nx[:, 0] = 7\nx.mul_(3)\nreturn kept + x"), "Net()")
    same_network(network("y = self.act(x)\nreturn x + y", "self.act = nn.ReLU(inplace=True)"), "Net()")


def test_a_number_is_not_written_over() -> None:
    same_network(network("n = x.size(1)\nm = n\nn += 1\nreturn x.view(-1, m) * n"), "Net()")
