"""Python text becomes the graph: what a constructor computes before its layers are there, and with them."""

from __future__ import annotations

import pytest
import torch

import guinet
from guinet.core.naming import name_problem
from guinet.storage import trust
from tests.rewritten import made_by_python, same_network

HEAD = """import argparse
import torch
from torch import nn
import torch.nn.functional as F
from torch.nn.modules.module import Module
"""


def network(init: str, body: str, before: str = "", parameters: str = "x") -> str:
    made = "\n".join(f"        {line}" for line in init.split("\n"))
    lines = "\n".join(f"        {line}" for line in body.split("\n"))
    begin = f"{HEAD}{before}\n\nclass Net(Module):\n    def __init__(self):\n        super().__init__()\n{made}\n\n"
    return f"{begin}    def forward(self, {parameters}):\n{lines}\n"


PARSER = """
parser = argparse.ArgumentParser("net")
group = parser.add_argument_group("sizes")
group.add_argument("--hidden-size", type=int, default="6")
parser.add_argument("--act", choices=["relu"], default="relu")
parser.add_argument("--skip", action="store_true")
args, _ = parser.parse_known_args([])
"""

CASTING = """
class Causal(nn.Conv1d):
    def __init__(self, cin, cout, size, **more):
        super().__init__(cin, cout, size, **more)
        self.left = (size - 1) * self.dilation[0]

    def forward(self, x):
        return super().forward(F.pad(x, (self.left, 0)))


class Wide(nn.Linear):
    def __init__(self, cin, cout):
        super().__init__(cin, 2 * cout, bias=False)
        nn.init.constant_(self.weight, 0.25)
"""

CASES = {
    "how large a convolution's result is": (
        "self.conv = nn.Sequential(nn.Conv2d(1, 2, 3), nn.MaxPool2d(2))\n"
        "n = self.conv(torch.rand(1, 1, 8, 8)).view(1, -1).size(1)\nself.fc = nn.Linear(n, 3)",
        "return self.fc(torch.flatten(self.conv(x.view(-1, 1, 8, 8)), 1))",
        "",
        (64,),
    ),
    "numbers of a row": (
        "self.fc = nn.ModuleList([nn.Linear(4, 4) for rate in torch.linspace(0, 1, 3) if rate.item() < 0.9])",
        "for fc in self.fc:\n    x = fc(x)\nreturn x",
        "",
        (4,),
    ),
    "functions that keep what was there when they were made": (
        "self.turns = [lambda x, k=k: x * k for k in torch.tensor([1.0, 2.0, 3.0])]",
        "return torch.cat([turn(x) for turn in self.turns], 1)",
        "",
        (4,),
    ),
    "a row that grows while it is read": (
        "self.fc = nn.ModuleList([nn.Linear(4, 4) for _ in range(2)])",
        "y = [x]\ny.extend(fc(y[-1]) for fc in self.fc)\nreturn torch.cat(y, 1)",
        "",
        (4,),
    ),
    "options of a command line": (
        "self.fc = nn.Linear(4, args.hidden_size)\nself.act = getattr(F, args.act)\nself.skip = args.skip",
        "return x if self.skip else self.act(self.fc(x))",
        PARSER,
        (4,),
    ),
    "a case": (
        "match 'group':\n    case 'batch' | 'layer':\n        self.norm = nn.LayerNorm(8)\n    case kind if kind:\n"
        "        self.norm = nn.GroupNorm(2, 8)\n    case _:\n        self.norm = None",
        "return self.norm(x)",
        "",
        (8,),
    ),
    "layers of its own kind": (
        "self.causal = Causal(2, 3, 3, dilation=2)\nself.wide = Wide(5, 2)",
        "return self.wide(self.causal(x.view(-1, 2, 5)))",
        CASTING,
        (10,),
    ),
    "sizes with more behind them": (
        "self.heads = 2",
        "y = x.view(x.size()[:-1] + (self.heads, -1)).transpose(1, 2)\n"
        "b, h, _, d = *y.shape[:3], 4\ny = y.reshape(*x.shape)\nreturn y.view(*x.shape[:2], 2, -1)",
        "",
        (3, 8),
    ),
    "layers by name": (
        "self.one = nn.Linear(4, 4)\nself.two = nn.Linear(4, 4)\nself.register_buffer('nothing', None)",
        "for name, layer in self.named_children():\n    x = layer(x) if name == 'one' else x + layer(x)\n"
        "for layer in self._modules.values():\n    x = layer(x)\nreturn x",
        "",
        (4,),
    ),
    "a constant of the file's own": (
        "self.fc = nn.Linear(3, 3)\nself.mean = [torch.tensor([0.1, 0.2, 0.3])]",
        "return self.fc(x - self.mean[0])",
        "",
        (3,),
    ),
    "values of a parameter that no rule says": (
        "self.fc = nn.Linear(4, 4)\nself.fc.weight.data.mul_(2)\nself.fc.bias.requires_grad = False\n"
        "for m in self.modules():\n    if isinstance(m, nn.Linear):\n        n = m.in_features ** 0.5\n"
        "        nn.init.normal_(m.weight, 0, n)\n        nn.init.zeros_(m.bias)",
        "return self.fc(x)",
        "",
        (4,),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_a_constructor_does_is_followed(name: str) -> None:
    init, body, before, shape = CASES[name]
    same_network(network(init, body, before), "Net()", inputs=[shape])


@pytest.mark.parametrize(
    ("init", "body"),
    [
        ("self.fc = nn.Linear(4, 4)\nself.n = self.fc(torch.ones(1, 4)).sum().item()", "return self.fc(x) * self.n"),
        ("self.noise = torch.randn(4)\nself.n = int(self.noise[0])", "return x * self.n"),
        ("self.w = torch.ones(4)\nself.w[0] = nn.Linear(4, 1)(self.w)[0]", "return x * self.w"),
    ],
    ids=["of a layer", "at random", "written over"],
)
def test_a_value_that_only_a_run_tells_is_not_made_up(init: str, body: str) -> None:
    assert guinet.from_source(network(init, body)).import_report.code == ("Net",)


def test_a_row_that_a_module_changes_is_not_read_afterwards() -> None:
    part = (
        "class Part(nn.Module):\n    def forward(self, xs):\n        xs[0] = xs[0] * 2\n        return xs[0] + xs[1]\n"
    )
    after = network("self.part = Part()", "xs = [x, x]\ny = self.part(xs)\nreturn y + xs[0]", f"\n\n{part}")
    assert guinet.from_source(after).import_report.code == ("Net",)
    same_network(network("self.part = Part()", "return self.part([x, x + 1])", f"\n\n{part}"), "Net()", inputs=[(3,)])


def test_decorators_of_the_text_keep_what_they_stand_above() -> None:
    made = (
        "MODELS = {}\n\n\ndef register(name):\n    def keep(made):\n        MODELS[name] = made\n        return made\n"
        "    return keep\n\n\n@register('small')\nclass Small(nn.Module):\n    def __init__(self, n=4):\n"
        "        super().__init__()\n        self.fc = nn.Linear(n, n)\n\n"
        "    def forward(self, x):\n        return self.fc(x)\n"
    )
    same_network(f"{HEAD}{made}\n\nmodel = MODELS['small'](n=6)\n", "model")


def test_layers_that_derive_from_torchs_begin_with_the_values_of_these() -> None:
    text = network("self.wide = Wide(5, 2)\nself.causal = Causal(2, 3, 3)", "return self.wide(self.causal(x))", CASTING)
    project = guinet.from_source(text, inputs=[(2, 5)])
    state = guinet.build(project).state_dict()
    assert torch.equal(state["wide.weight"], torch.full((4, 5), 0.25))
    reference = made_by_python(text, "Net()").state_dict()["causal.weight"]
    assert 0 < state["causal.weight"].abs().max() <= 1 / (2 * 3) ** 0.5
    assert state["causal.weight"].shape == reference.shape


def test_a_class_that_is_drawn_here_and_code_there_has_two_names() -> None:
    part = (
        "class Part(nn.Module):\n    def __init__(self, careful):\n        super().__init__()\n"
        "        self.fc, self.careful = nn.Linear(4, 4), careful\n\n"
        "    def forward(self, x):\n        if self.careful:\n"
        "            try:\n                return self.fc(x)\n"
        "            except ValueError:\n                return x\n"
        "        return self.fc(x)\n"
    )
    init = "self.one = Part(False)\nself.two = Part(True)"
    same_network(network(init, "return self.two(self.one(x))", f"\n\n{part}"), "Net()", inputs=[(4,)], code=["Part"])


def test_code_is_given_what_it_would_be_by_default() -> None:
    text = network("pass", "return x").replace("def __init__(self)", "def __init__(self, act=nn.Tanh, n=2)")
    text = text.replace("        pass\n", "        self.act = act()\n").replace(
        "return x", "return self.act(eval('x'))"
    )
    project = guinet.from_source(text, inputs=[(3,)])
    trust.trust(project.code.values())
    x = torch.ones(2, 3)
    assert torch.equal(guinet.build(project)(x), torch.tanh(x))


@pytest.mark.parametrize(
    ("name", "fits"), [("self.cell", True), ("self.a.0", True), ("self", False), ("self.self", False)]
)
def test_a_name_may_say_that_it_is_the_classs_own(name: str, fits: bool) -> None:
    assert (name_problem(name) is None) is fits
