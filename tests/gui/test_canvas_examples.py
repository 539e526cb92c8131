"""How the bundled examples lie on the canvas: in sight without zooming far out, and no wire behind a node."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, QSize
from pytestqt.qtbot import QtBot

from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.storage import files
from guinet.storage.examples import Example, examples
from guinet.ui.canvas import curve
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.canvas.scene import Scene

EXAMPLES = examples()
NAMES = [example.name for example in EXAMPLES]
CANVAS = QSize(713, 424)
"""What a window of 1280 × 800 leaves of the canvas."""

MARGIN = 2.0


def behind(scene: Scene) -> list[tuple[str, str]]:
    """Each wire with a node that it runs behind, by what they join and are."""
    found, nodes = [], scene.block.nodes
    for wire in scene.block.wires.values():
        path = curve.path(*scene.ends(wire.id))
        points = [path.pointAtPercent(step / 60) for step in range(61)]
        for node in nodes:
            inside = scene.rect(node).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
            if node not in (wire.source.node, wire.target.node) and any(inside.contains(point) for point in points):
                found.append((f"{nodes[wire.source.node].name} → {nodes[wire.target.node].name}", nodes[node].name))
    return found


@pytest.mark.parametrize("example", EXAMPLES, ids=NAMES)
def test_no_wire_runs_behind_a_node(qapp: object, example: Example) -> None:
    project = files.load(example.path)
    for block in project.blocks:
        assert behind(Scene(project, REGISTRY, block)) == []


@pytest.mark.parametrize("example", EXAMPLES, ids=NAMES)
def test_it_says_nothing_in_one_language_only(example: Example) -> None:
    project = files.load(example.path)
    assert [frame.title for block in project.blocks.values() for frame in block.frames if frame.title] == []


def test_each_is_read_in_the_smallest_window(qtbot: QtBot) -> None:
    canvas = Canvas(Project(REGISTRY), REGISTRY)
    qtbot.addWidget(canvas)
    scales = {}
    for example in EXAMPLES:
        shown = Canvas(files.load(example.path), REGISTRY, canvas)
        shown.resize(CANVAS)
        shown.frame_all()
        scales[example.name] = round(shown.view.scale, 2)
        shown.deleteLater()
    assert {name: scale for name, scale in scales.items() if scale < 0.54} == {}
    assert scales["digits-cnn"] >= 0.6


@pytest.mark.parametrize("name", ["digits-cnn", "sequential", "tied-layers"])
def test_wires_that_go_round_are_in_sight_too(qtbot: QtBot, name: str) -> None:
    canvas = Canvas(files.load(next(each.path for each in EXAMPLES if each.name == name)), REGISTRY)
    qtbot.addWidget(canvas)
    canvas.resize(CANVAS)
    canvas.frame_all()
    for wire in canvas.scene.block.wires:
        drawn = canvas.view.rect_to_widget(curve.path(*canvas.scene.ends(wire)).boundingRect())
        assert all(QRectF(canvas.rect()).contains(corner) for corner in (drawn.topLeft(), drawn.bottomRight()))
