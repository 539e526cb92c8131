"""Copy and paste: within a project, between projects, and from whatever else the clipboard holds."""

from __future__ import annotations

import pytest

from guinet.core.changes import AddBlock
from guinet.core.coding import write_code
from guinet.core.graph import Block, BlockData, Node
from guinet.core.problems import Refused
from guinet.core.project import Project
from guinet.core.rules import structure_problems
from guinet.core.values import Reference
from guinet.nodes.registry import REGISTRY
from guinet.storage import files, fragments
from guinet.storage.fragments import Fragment
from guinet.storage.problems import SaveFailed

INNER = BlockData("inner", "Inner", (Node("i1", "guinet.Input", "x"),))
PART = BlockData("part", "Part", (Node("p1", "guinet.Input", "x"), Node("p2", "block.inner", "inner")))


def project_with(*blocks: BlockData) -> Project:
    project = Project(REGISTRY)
    project.run("Blocks", [AddBlock(data) for data in blocks])
    return project


@pytest.fixture
def source() -> Block:
    """x → fc → relu → part, all but x to be copied."""
    block = project_with(INNER, PART).main
    x = block.add("guinet.Input", name="x")
    fc = block.add("torch.nn.Linear", name="fc", position=(10.0, 20.0), out_features=Reference("width"))
    relu, part = block.add("torch.nn.ReLU", name="relu"), block.add("block.part", name="part")
    for start, end in ((x["output"], fc["input"]), (fc["output"], relu["input"]), (relu["output"], part["x"])):
        block.connect(start, end)
    return block


def copied(block: Block, *names: str) -> Fragment:
    fragment = fragments.loads(fragments.dumps(block, [block.node(name).id for name in names]))
    assert fragment is not None
    return fragment


def test_a_fragment_holds_nodes_the_wires_between_them_and_the_blocks_they_need(source: Block) -> None:
    fragment = copied(source, "fc", "relu", "part")

    assert {node.name for node in fragment.nodes} == {"fc", "relu", "part"}
    assert [node for node in fragment.nodes if node.name == "fc"] == [source.node("fc")]
    assert {wire.id for wire in fragment.wires} == {wire.id for wire in source.wires.values()} - {
        source.incoming(source.node("fc").id)[0].id
    }
    assert fragment.blocks == (INNER, PART)


def test_pasting_into_another_project_brings_the_blocks(source: Block) -> None:
    target = Project(REGISTRY)
    pasted = fragments.paste(target.main, copied(source, "fc", "relu", "part"), (100.0, 0.0))

    assert {node.name for node in pasted} == {"fc", "relu", "part"}
    assert target.main.node("fc").position == (110.0, 20.0)
    assert target.main.node("fc").arguments == {"out_features": Reference("width")}
    assert len(target.main.wires) == 2
    assert set(target.blocks) == {"main", "part", "inner"}
    assert not list(structure_problems(target))
    assert target.history.labels == ("Paste",)

    target.undo()
    assert (set(target.blocks), len(target.main.nodes)) == ({"main"}, 0)


def test_pasting_into_the_same_project_shares_the_blocks_and_renames_the_nodes(source: Block) -> None:
    fragments.paste(source, copied(source, "fc", "part"))

    assert source.node("fc_1").id != source.node("fc").id
    assert source.node("part_1").kind == "block.part"
    assert set(source.project.blocks) == {"main", "part", "inner"}


def test_a_block_that_differs_comes_along_under_its_own_id_with_all_that_is_made_of_it(source: Block) -> None:
    other = BlockData("inner", "Inner", (Node("i1", "guinet.Input", "x"), Node("i2", "torch.nn.ReLU", "relu")))
    target = project_with(other, PART)

    (part,) = fragments.paste(target.main, copied(source, "part"))

    assert target.blocks["inner"].data() == other
    assert target.blocks["part"].data() == PART
    assert part.block_id not in (None, "part")
    definition = target.blocks[str(part.block_id)]
    inner = definition.node("inner").block_id
    assert inner not in (None, "inner")
    assert [node.name for node in target.blocks[str(inner)].nodes.values()] == ["x"]


def test_a_block_is_not_pasted_inside_itself(source: Block) -> None:
    project = source.project

    for inside, message in (("part", "The block Part cannot"), ("inner", "The block Inner cannot")):
        with pytest.raises(Refused, match=f"{message} be put inside itself"):
            fragments.paste(project.blocks[inside], copied(source, "part"))
    assert len(project.blocks["part"].nodes) == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "{}",
        '{"guinet-fragment": 2, "block": {}, "blocks": {}}',
        '{"guinet-fragment": 1}',
        '{"guinet-fragment": 1, "block": {"name": "", "nodes": 3}, "blocks": {}}',
        '{"guinet-fragment": 1, "block": {"name": ""}, "blocks": []}',
        '["guinet-fragment"]',
        '"guinet-fragment',
        "guinet-fragment" + "[" * 100_000,
        '{"guinet-fragment": ' + "[" * 100_000,
    ],
    ids=lambda text: text[:30],
)
def test_anything_else_on_the_clipboard_is_none_of_ours(text: str) -> None:
    assert fragments.loads(text) is None


def test_a_project_file_on_the_clipboard_is_its_main_block(source: Block) -> None:
    fragment = fragments.loads(files.dumps(source.project))

    assert fragment is not None
    assert {node.id for node in fragment.nodes} == source.project.main.nodes.keys()
    assert {data.id for data in fragment.blocks} == source.project.blocks.keys() - {"main"}


def test_an_unknown_kind_is_copied_as_it_is() -> None:
    node = Node("n", "my.Own", "own", {"x": 1}, note="n", extra={"later": [1]})
    block = Project(REGISTRY, [BlockData("main", "Net", (node,))]).main

    assert copied(block, "own").nodes == (node,)


def test_what_no_text_takes_is_told() -> None:
    block = Project(REGISTRY).main
    block.add("torch.nn.Linear", name="fc", out_features=10**40)

    with pytest.raises(SaveFailed, match=r"These nodes cannot be copied: nodes\..*out_features is an integer"):
        fragments.dumps(block, list(block.nodes))


def test_code_travels_with_the_nodes_that_call_it() -> None:
    text = "def f(x):\n    return x\n"
    source = project_with()
    node = source.main.add(f"code.{write_code(source, text)}", name="f")
    target = Project(REGISTRY)

    fragment = fragments.loads(fragments.dumps(source.main, [node.id]))
    assert fragment is not None
    fragments.paste(target.main, fragment)

    assert target.code == source.code
    assert [problem.code for problem in structure_problems(target)] == []
    assert target.undo() == "Paste"
    assert target.code == {}


def test_a_text_under_another_id_than_its_own_is_left_out() -> None:
    source = project_with()
    node = source.main.add(f"code.{write_code(source, 'def f(x): return x')}", name="f")

    fragment = fragments.loads(fragments.dumps(source.main, [node.id]).replace("return x", "return 2"))

    assert fragment is not None
    assert fragment.code == {}
