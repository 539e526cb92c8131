"""Python text becomes the graph: what its nodes are called, where several want the same name."""

from __future__ import annotations

import guinet
from tests.rewritten import same_network

HEAD = "import torch\nfrom torch import nn\nimport torch.nn.functional as F\n\n\n"
BEGIN = f"{HEAD}class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"


def names(text: str) -> list[str]:
    return [node.name for node in guinet.from_source(text).main.nodes.values()]


def test_a_name_of_the_text_is_not_taken_by_what_has_none() -> None:
    body = "x = F.gelu(x)\n        x = F.gelu(x)\n        gelu_2 = F.gelu(x)\n        return x + gelu_2"
    assert names(f"{BEGIN}        pass\n\n    def forward(self, x):\n        {body}\n") == [
        "x", "gelu", "gelu_3", "gelu_2", "add", "output",
    ]  # fmt: skip


def test_a_layer_keeps_its_name_before_an_argument_and_a_variable() -> None:
    init = "        self.img = nn.Linear(8, 4)\n        self.fc = nn.Linear(4, 2)\n"
    forward = "    def forward(self, img):\n        fc = F.relu(self.img(img))\n        return self.fc(fc)\n"
    project = same_network(f"{BEGIN}{init}\n{forward}", "Net()")
    assert [node.name for node in project.main.nodes.values()] == ["img_2", "img", "fc_2", "fc", "output"]
    assert str(project.import_report) == "Line 12: img can name no node, so it is called img_2 here."


def test_the_name_of_a_container_is_taken_too() -> None:
    init = "        self.gate = nn.ModuleList([nn.Linear(4, 4)])\n"
    forward = (
        "    def forward(self, x):\n        gate = self.gate[0](x)\n        gate = gate * 2\n        return gate\n"
    )
    project = same_network(f"{BEGIN}{init}\n{forward}", "Net()")
    assert "gate" not in [node.name for node in project.main.nodes.values()]


def test_a_layer_of_a_container_that_is_called_twice() -> None:
    init = "        self.steps = nn.ModuleList([nn.Linear(4, 4)])\n"
    forward = "    def forward(self, x):\n        return self.steps[0](self.steps[0](x))\n"
    project = same_network(f"{BEGIN}{init}\n{forward}", "Net()")
    assert [node.name for node in project.main.nodes.values()] == ["x", "steps.0", "linear", "output"]


def test_a_block_that_was_drawn_before_is_the_same_whatever_its_name_ends_with() -> None:
    part = "class Part_2(nn.Module):\n    def __init__(self, width):\n        super().__init__()\n"
    part += "        self.fc = nn.Linear(width, width)\n\n    def forward(self, x):\n        return self.fc(x)\n\n\n"
    init = "        self.a = Part_2(4)\n        self.b = Part_2(4)\n"
    text = (
        HEAD
        + part
        + BEGIN.removeprefix(HEAD)
        + init
        + "\n    def forward(self, x):\n        return self.b(self.a(x))\n"
    )
    assert [block.name for block in guinet.from_source(text).blocks.values()] == ["Net", "Part_2"]


def test_some_layers_of_a_sequential_keep_their_places() -> None:
    init = "        self.net = nn.Sequential(nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 4))\n"
    forward = "    def forward(self, x):\n        return self.net[:2](x) + self.net[-1](x)\n"
    project = same_network(f"{BEGIN}{init}\n{forward}", "Net()")
    assert [node.name for node in project.main.nodes.values()] == ["x", "net.0", "net.1", "net.2", "add", "output"]


def test_an_index_that_arrives_by_a_wire_has_a_port_of_its_own() -> None:
    init = "        self.layers = nn.ModuleList([nn.Linear(4, 4)])\n"
    forward = "    def forward(self, x):\n        return x[:, self.layers[0](x).argmax(dim=1)[0].item()]\n"
    text = f"{BEGIN}{init}\n{forward}".replace(".item()", "")
    project = same_network(text, "Net()")
    assert project.import_report.complete
