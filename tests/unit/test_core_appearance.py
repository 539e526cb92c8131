"""How nodes look by choice: kept by every edit, in files only where it is chosen, and nothing to the program."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from guinet.compile.touched import touched_by, wire_targets
from guinet.core import appearance, editing, replacing
from guinet.core.changes import LOOKS, SetTrait, matters
from guinet.core.graph import COLOURS, Block, Node
from guinet.core.grouping import group
from guinet.core.problems import GuinetError, Refused
from guinet.core.project import MAIN, Project
from guinet.core.ungrouping import ungroup
from guinet.nodes.registry import REGISTRY
from guinet.storage import codec, files, fragments

if TYPE_CHECKING:
    from tests.unit.conftest import Sketch

CHOSEN = ("collapsed", True), ("colour", "pink"), ("hides_unused", True)


@pytest.fixture
def main() -> Block:
    """x → fc → relu"""
    project = Project(REGISTRY)
    block = project.main
    nodes = [block.add("guinet.Input", "x", shape=(4,)), block.add("torch.nn.Linear", "fc", out_features=3)]
    nodes.append(block.add("torch.nn.ReLU", "relu"))
    for source, target in pairwise(nodes):
        block.connect(source["output"], target["input"])
    return block


def dress(block: Block, *names: str) -> None:
    """Gives nodes every look there is."""
    nodes = [block.node(name).id for name in names]
    appearance.collapse(block, nodes, True, {})
    appearance.colour(block, nodes, "pink")
    appearance.hide_unused(block, nodes, True, {})


def looks(node: Node) -> tuple[object, ...]:
    return tuple((name, getattr(node, name)) for name in LOOKS)


def test_each_is_a_named_step_and_undone(main: Block) -> None:
    before = main.data()
    steps = len(main.project.history.labels)
    dress(main, "fc", "relu")
    assert looks(main.node("fc")) == looks(main.node("relu")) == CHOSEN
    assert main.project.history.labels[steps:] == ("Collapse", "Colour", "Hide ports")
    for _ in range(3):
        main.project.undo()
    assert main.data() == before
    appearance.collapse(main, [main.node("fc").id], False, {})
    appearance.hide_unused(main, [main.node("fc").id], False, {})
    assert main.project.history.labels[steps:] == ("Expand", "Show ports")


def test_places_change_in_the_same_step(main: Block) -> None:
    fc, steps = main.node("fc"), len(main.project.history.labels)
    appearance.collapse(main, [fc.id], True, {fc.id: (7.0, 8.0)})
    assert main.node("fc").position == (7.0, 8.0)
    assert len(main.project.history.labels) == steps + 1
    main.project.undo()
    assert main.node("fc") == fc


def test_only_what_changes_is_coloured_and_an_unknown_colour_is_refused(main: Block) -> None:
    steps = len(main.project.history.labels)
    appearance.colour(main, [main.node("fc").id], "")
    assert len(main.project.history.labels) == steps
    with pytest.raises(Refused, match="There is no colour “mauve”: choose one of blue, orange"):
        appearance.colour(main, [main.node("fc").id], "mauve")


def test_the_text_that_runs_is_the_same(sketch: Sketch) -> None:
    sketch.finish(sketch.chain(sketch.entry(4), sketch.block.add("torch.nn.Linear", "fc", out_features=3)))
    live = sketch.live()
    before = live.source.write()
    dress(sketch.block, "fc")
    assert live.source.write() is before, "not even written anew"
    assert sketch.live().source.write() == before


def test_nothing_is_checked_trained_or_written_again(main: Block) -> None:
    changes = [SetTrait(MAIN, main.node("fc").id, *look) for look in CHOSEN]
    assert not matters(changes)
    touched = touched_by(main.project, changes, wire_targets(main.project))
    assert not touched
    assert not touched.text
    assert matters([SetTrait(MAIN, main.node("fc").id, "mode", "muted")])


def test_a_file_without_looks_keeps_its_bytes_and_one_with_them_gives_them_back(main: Block) -> None:
    before = files.dumps(main.project)
    dress(main, "fc")
    written = files.dumps(main.project)
    node = json.loads(written)["blocks"]["main"]["nodes"][main.node("fc").id]
    assert (node["collapsed"], node["colour"], node["hides_unused"]) == (True, "pink", True)
    again = files.loads(written)
    assert again.main.node("fc") == main.node("fc")
    assert files.dumps(again) == written
    assert looks(again.main.node("relu")) == (("collapsed", False), ("colour", ""), ("hides_unused", False))
    for _ in range(3):
        main.project.undo()
    assert files.dumps(main.project) == before
    assert not any(f'"{name}"' in before for name in LOOKS)


@pytest.mark.parametrize(
    ("field", "fault"),
    [
        ('"collapsed": 1', "collapsed should be true or false, but is a number"),
        ('"collapsed": "yes"', "collapsed should be true or false, but is text"),
        ('"hides_unused": null', "hides_unused should be true or false, but is null"),
        ('"colour": 7', "colour should be text, but is a number"),
        ('"colour": "#ff0000"', f"colour should be one of {', '.join(COLOURS)}, but is “#ff0000”"),
    ],
)
def test_what_is_no_look_is_refused_in_a_sentence(field: str, fault: str, tmp_path: Path) -> None:
    nodes = f'{{"a1": {{"kind": "torch.nn.ReLU", "name": "a", {field}}}}}'
    path = tmp_path / "net.guinet"
    path.write_text(f'{{"guinet": 1, "blocks": {{"main": {{"name": "N", "nodes": {nodes}}}}}}}', encoding="utf-8")
    with pytest.raises(GuinetError) as refused:
        files.load(path)
    sentence = f"net.guinet: blocks.main.nodes.a1.{fault}; mend it there or restore an earlier version of the file."
    assert str(refused.value).endswith(sentence)


def test_the_log_of_a_crash_gives_them_back(main: Block) -> None:
    for change in (SetTrait(MAIN, "n", *look) for look in CHOSEN):
        assert codec.loads(codec.dumps(change)) == change
    dress(main, "fc")
    assert codec.loads(codec.dumps(main.node("fc"))) == main.node("fc")


def test_copies_blocks_and_other_kinds_keep_them(main: Block) -> None:
    dress(main, "fc", "relu")
    (twin,) = editing.duplicate(main, [main.node("fc").id])
    assert looks(main.nodes[twin.id]) == CHOSEN
    pasted = fragments.loads(fragments.dumps(main, [main.node("relu").id]))
    assert pasted is not None
    (made,) = fragments.paste(main, pasted)
    assert looks(main.nodes[made.id]) == CHOSEN
    instance = group(main, [main.node("fc").id, main.node("relu").id])
    assert looks(instance) == (("collapsed", False), ("colour", ""), ("hides_unused", False))
    inside = main.project.blocks[instance.block_id or ""]
    assert looks(inside.node("fc")) == looks(inside.node("relu")) == CHOSEN
    ungroup(main, instance.id)
    assert looks(main.node("fc")) == CHOSEN
    replacing.replace_node(main, main.node("relu").id, "torch.nn.Tanh", {})
    assert looks(main.node("tanh" if main.has_name("tanh") else "relu")) == CHOSEN
