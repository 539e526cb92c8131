"""The text that GuiNet writes of a project, read again, gives that very text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import guinet
from guinet.core.graph import INPUT_KIND, Node
from guinet.core.resources import resource
from guinet.storage import trust

EXAMPLES = sorted(path.stem for path in Path(str(resource("examples"))).glob("*.guinet"))
BY_HAND = ("custom-layers", "custom-network")
"""What is written by hand in these becomes blocks, since it can be drawn: the same network, in GuiNet's own words."""


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name not in BY_HAND])
def test_the_text_of_an_example_is_read_as_what_it_says(name: str) -> None:
    text = guinet.source(guinet.load(resource(f"examples/{name}.guinet")))
    project = guinet.from_source(text)
    assert str(project.import_report) == ""
    assert guinet.source(project) == text


@pytest.mark.parametrize("name", BY_HAND)
def test_what_was_written_by_hand_becomes_blocks(name: str) -> None:
    example = guinet.load(resource(f"examples/{name}.guinet"))
    trust.trust(example.code.values())
    project = guinet.from_source(guinet.source(example))
    assert not project.code
    assert guinet.source(guinet.from_source(guinet.source(project))) == guinet.source(project)


LAYERS = st.sampled_from(
    (
        ("torch.nn.Linear", {"out_features": 5}),
        ("torch.nn.ReLU", {}),
        ("torch.nn.BatchNorm1d", {}),
        ("torch.nn.Dropout", {"p": 0.25}),
        ("torch.nn.functional.gelu", {"approximate": "tanh"}),
        ("torch.sigmoid", {}),
        ("torch.mul", {"other": 2.5}),
        ("torch.Tensor.flip", {"dims": (1,)}),
        ("torch.Tensor.__getitem__", {"index": ":, ::1"}),
    )
)

GELU, LINEAR = ("torch.nn.functional.gelu", {"approximate": "tanh"}), ("torch.nn.Linear", {"out_features": 5})
GELUS: list[tuple[tuple[str, dict[str, Any]], int]] = [(GELU, 0), (GELU, 0), (GELU, 0), (LINEAR, 0)]
"""The text names the third, gelu_2: no name that the reader finds for the second may be that one."""


@given(st.lists(st.tuples(LAYERS, st.integers(0, 3)), min_size=1, max_size=8), st.integers(0, 3))
@example(GELUS, 1)
@settings(max_examples=25, deadline=None)
def test_any_graph_of_layers_and_operations_comes_back(
    steps: list[tuple[tuple[str, dict[str, Any]], int]], back: int
) -> None:
    project = guinet.new("Net")
    nodes: list[Node] = [project.main.add(INPUT_KIND, "x", shape=(6,))]
    for (kind, arguments), reach in steps:
        made = project.main.add(kind, **arguments)
        source = nodes[-1 - min(reach, len(nodes) - 1)]
        project.main.connect(source["output"], made["input"])
        nodes.append(made)
    total = project.main.add("torch.cat", "joined", dim=1)
    for node in (nodes[-1], nodes[-1 - min(back, len(nodes) - 1)]):
        if not project.main.incoming(total.id) or node is not nodes[-1]:
            project.main.connect(node["output"], total["tensors"])
    project.main.connect(total["output"], project.main.add("guinet.Output", "output")["input"])
    text = guinet.source(project)
    assert guinet.source(guinet.from_source(text)) == text
