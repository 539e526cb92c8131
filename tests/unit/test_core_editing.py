"""What people do to a graph: names, wiring, inserting, copying."""

from __future__ import annotations

import pytest

from guinet.core import editing
from guinet.core.changes import AddBlock, SetParts, SetTrait
from guinet.core.graph import Block, BlockData, Frame, FrameMode, Initialiser, Node, Selects, Tie
from guinet.core.naming import suggested_name
from guinet.core.problems import Refused
from guinet.core.project import Project
from guinet.core.values import MISSING, Reference
from guinet.nodes.registry import REGISTRY


@pytest.fixture
def block() -> Block:
    return Project(REGISTRY).main


def sources(block: Block, name: str, port: str) -> list[str]:
    return [block.nodes[wire.source.node].name for wire in block.incoming(block.node(name).id, port)]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("torch.nn.Conv2d", "conv2d"),
        ("torch.nn.MaxPool2d", "max_pool2d"),
        ("torch.nn.LSTM", "lstm"),
        ("torch.nn.ReLU", "relu"),
        ("torch.nn.ReLU6", "relu6"),
        ("torch.nn.PReLU", "prelu"),
        ("torch.nn.LeakyReLU", "leaky_relu"),
        ("torch.nn.SiLU", "silu"),
        ("torch.nn.GELU", "gelu"),
        ("torch.nn.MSELoss", "mse_loss"),
        ("torch.nn.BCEWithLogitsLoss", "bce_with_logits_loss"),
        ("torch.nn.LSTMCell", "lstm_cell"),
        ("Lambda", "lambda_"),
        ("3 by 3", "_3_by_3"),
        ("torch.nn.BatchNorm1d", "batch_norm1d"),
        ("torch.nn.CrossEntropyLoss", "cross_entropy_loss"),
        ("torch.Tensor.reshape", "reshape"),
        ("torch.cat", "cat"),
        ("guinet.data.breast_cancer", "breast_cancer"),
    ],
)
def test_names_of_new_nodes(kind: str, name: str) -> None:
    assert suggested_name(kind) == name


def test_a_taken_name_is_numbered(block: Block) -> None:
    names = [block.add("torch.nn.Linear").name for _ in range(4)]

    assert names == ["linear", "linear_1", "linear_2", "linear_3"]


def test_numbering_goes_on_from_a_numbered_name(block: Block) -> None:
    block.add("torch.nn.Linear", name="fc_1")

    assert editing.unused_name(block, "fc_1") == "fc_2"
    assert editing.unused_name(block, "fc_7") == "fc_7"
    assert editing.unused_name(block, "0", {"0", "1"}) == "2"
    assert editing.unused_name(block, "fc_1", {"fc_2", "fc_3"}) == "fc_4"


def test_a_name_given_is_kept_or_refused(block: Block) -> None:
    block.add("torch.nn.Linear", name="fc")

    with pytest.raises(Refused, match=r"^There is a node named fc already: choose another name\.$"):
        block.add("torch.nn.Linear", name="fc")
    assert len(block.nodes) == 1


def test_an_unknown_kind_is_refused_by_name(block: Block) -> None:
    with pytest.raises(Refused, match=r"no node kind “torch\.nn\.Conv2D”; did you mean torch\.nn\.Conv2d, "):
        block.add("torch.nn.Conv2D")
    with pytest.raises(Refused, match=r"There is no node kind “my\.Layer”; `guinet nodes` lists them\."):
        block.add("my.Layer")
    with pytest.raises(Refused, match="no node kind"):
        block.add("block.nowhere")


def test_arguments_are_frozen_and_missing_ones_left_out(block: Block) -> None:
    size = [3, 3]
    node = block.add("torch.nn.Conv2d", kernel_size=size, out_channels=Reference("width"), stride=MISSING)
    size.append(9)

    assert node.arguments == {"kernel_size": (3, 3), "out_channels": Reference("width")}


def test_what_no_file_can_hold_is_no_argument(block: Block) -> None:
    with pytest.raises(TypeError, match="set cannot be the value of an argument"):
        block.add("torch.nn.Conv2d", kernel_size={3})
    assert not block.nodes


def test_an_instance_is_named_after_its_block(block: Block) -> None:
    block.project.run("Add block", [AddBlock(BlockData("b1", "ResBlock"))])

    assert block.add("block.b1").name == "res_block"


def test_setting_an_argument(block: Block) -> None:
    node = block.add("torch.nn.Linear", out_features=3)

    block.set(node, out_features=4, bias=False)
    assert block.nodes[node.id].arguments == {"out_features": 4, "bias": False}

    block.set(node.id, bias=MISSING)
    assert block.nodes[node.id].arguments == {"out_features": 4}


def test_setting_what_is_set_is_no_step(block: Block) -> None:
    node = block.add("torch.nn.Linear", out_features=3)
    block.set(node, out_features=3)

    assert block.project.history.labels == ("Add node",)


@pytest.mark.parametrize(("old", "new"), [(1, True), (True, 1), (1, 1.0), ((1, 2), (1.0, 2))])
def test_equal_values_of_another_type_are_another_setting(block: Block, old: object, new: object) -> None:
    node = block.add("torch.nn.Linear", out_features=old)
    block.set(node, out_features=new)

    assert repr(block.nodes[node.id].arguments["out_features"]) == repr(new)


def test_a_wire_to_a_single_input_takes_the_place_of_the_one_there(block: Block) -> None:
    a, b, relu = block.add("guinet.Input", name="a"), block.add("guinet.Input", name="b"), block.add("torch.nn.ReLU")
    first = block.connect(a["output"], relu["input"])
    second = block.connect(b["output"], relu["input"])

    assert list(block.wires.values()) == [second]

    block.project.undo()
    assert list(block.wires.values()) == [first]


def test_wires_to_a_port_that_takes_several_stand_in_line(block: Block) -> None:
    cat = block.add("torch.cat", name="cat")
    for name in "abc":
        block.connect(block.add("guinet.Input", name=name)["output"], cat["tensors"])

    assert sources(block, "cat", "tensors") == ["a", "b", "c"]


def test_removing_takes_the_wires_along_and_brings_them_back(block: Block) -> None:
    a, relu, out = block.add("guinet.Input"), block.add("torch.nn.ReLU"), block.add("guinet.Output")
    block.connect(a["output"], relu["input"])
    block.connect(relu["output"], out["input"])
    nodes, wires = dict(block.nodes), dict(block.wires)

    block.remove([relu, a.id])
    assert (set(block.nodes), dict(block.wires)) == ({out.id}, {})

    assert block.project.undo() == "Delete"
    assert (dict(block.nodes), dict(block.wires)) == (nodes, wires)


def test_removing_a_wire_alone(block: Block) -> None:
    a, relu = block.add("guinet.Input"), block.add("torch.nn.ReLU")
    wire = block.connect(a["output"], relu["input"])

    editing.remove(block, wires=[wire.id])

    assert (len(block.nodes), len(block.wires)) == (2, 0)


def test_renaming(block: Block) -> None:
    node = block.add("torch.nn.ReLU", name="a")
    block.add("torch.nn.ReLU", name="b")

    editing.rename(block, node.id, "head")
    editing.rename(block, node.id, "head")

    assert block.node("head").id == node.id
    assert block.project.history.labels.count("Rename") == 1
    with pytest.raises(Refused, match="There is a node named b already"):
        editing.rename(block, node.id, "b")
    with pytest.raises(Refused, match="“lambda” is a word of Python's own"):
        editing.rename(block, node.id, "lambda")


def test_moving_is_a_step_only_where_something_moves(block: Block) -> None:
    node = block.add("torch.nn.ReLU", position=(1.0, 2.0))

    editing.move(block, {node.id: (1.0, 2.0)})
    assert block.project.history.labels == ("Add node",)

    editing.move(block, {node.id: (5.0, 2.0)})
    assert block.nodes[node.id].position == (5.0, 2.0)


def test_inserting_on_a_wire(block: Block) -> None:
    a, out = block.add("guinet.Input", name="a"), block.add("guinet.Output", name="out")
    wire = block.connect(a["output"], out["input"])
    relu = block.add("torch.nn.ReLU", name="relu")

    editing.insert_on_wire(block, wire.id, relu)

    assert (sources(block, "relu", "input"), sources(block, "out", "input")) == (["a"], ["relu"])
    assert block.project.undo() == "Insert on wire"
    assert dict(block.wires) == {wire.id: wire}


def test_inserting_on_a_wire_keeps_its_place_among_several(block: Block) -> None:
    cat = block.add("torch.cat", name="cat")
    wires = [block.connect(block.add("guinet.Input", name=name)["output"], cat["tensors"]) for name in "abc"]
    relu = block.add("torch.nn.ReLU", name="relu")

    editing.insert_on_wire(block, wires[0].id, relu)

    assert sources(block, "cat", "tensors") == ["relu", "b", "c"]


def test_a_node_without_inputs_is_not_put_on_a_wire(block: Block) -> None:
    a, out, b = block.add("guinet.Input"), block.add("guinet.Output"), block.add("guinet.Input", name="b")
    wire = block.connect(a["output"], out["input"])

    with pytest.raises(Refused, match="b has no input and output to be put on a wire"):
        editing.insert_on_wire(block, wire.id, b)
    assert dict(block.wires) == {wire.id: wire}


def test_inserting_what_would_close_a_cycle_leaves_the_wire(block: Block) -> None:
    first, second = block.add("torch.nn.ReLU"), block.add("torch.nn.ReLU")
    wire = block.connect(first["output"], second["input"])

    with pytest.raises(Refused, match="back into itself"):
        editing.insert_on_wire(block, wire.id, second)
    assert dict(block.wires) == {wire.id: wire}


def test_duplicating_keeps_the_wires_between_and_into_the_copies(block: Block) -> None:
    a = block.add("guinet.Input", name="a", position=(0.0, 0.0))
    fc = block.add("torch.nn.Linear", name="fc", position=(10.0, 0.0), out_features=3)
    relu, out = block.add("torch.nn.ReLU", name="relu"), block.add("guinet.Output", name="out")
    for source, target in ((a, fc), (fc, relu), (relu, out)):
        block.connect(source["output"], target["input"])

    copies = editing.duplicate(block, [fc.id, relu.id], offset=(5.0, 7.0))

    assert [node.name for node in copies] == ["fc_1", "relu_1"]
    assert copies[0].position == (15.0, 7.0)
    assert copies[0].arguments == {"out_features": 3}
    assert (sources(block, "fc_1", "input"), sources(block, "relu_1", "input")) == (["a"], ["fc_1"])
    assert sources(block, "out", "input") == ["relu"]
    assert block.project.undo() == "Duplicate"
    assert len(block.nodes) == 4


def test_pasted_nodes_get_names_of_their_own_among_themselves_too(block: Block) -> None:
    foreign = [Node("1", "torch.nn.ReLU", "relu"), Node("2", "torch.nn.ReLU", "relu")]

    first = editing.paste(block, foreign, [], (0.0, 0.0), "Paste")
    second = editing.paste(block, foreign, [], (0.0, 0.0), "Paste")

    assert [node.name for node in first + second] == ["relu", "relu_1", "relu_2", "relu_3"]
    assert len({node.id for node in first + second}) == 4


def test_what_goes_is_forgotten_by_what_speaks_of_it() -> None:
    project = Project(REGISTRY)
    block = project.main
    first, second = (block.add("torch.nn.Linear", name=name) for name in ("first", "second"))
    frame = Frame("f", "", FrameMode.NO_GRAD)
    rules = tuple(Initialiser(Selects.NODE, node.id, "*", "zeros_") for node in (first, second))
    project.run(
        "prepare",
        [
            SetTrait("main", second.id, "shares", first.id),
            SetTrait("main", first.id, "frame", "f"),
            SetParts("main", "frames", (frame,)),
            SetParts("main", "ties", (Tie(second.id, "weight", first.id, "weight"),)),
            SetParts("main", "initialisers", rules),
        ],
    )
    before = block.data()

    editing.remove(block, [first.id])

    assert block.nodes[second.id].shares == ""
    assert (block.frames, block.ties, block.initialisers) == ((), (), rules[1:])
    project.undo()
    after = block.data()
    assert {node.id: node for node in after.nodes} == {node.id: node for node in before.nodes}
    assert (after.frames, after.ties, after.initialisers) == (before.frames, before.ties, before.initialisers)


def test_a_copy_uses_the_copy_of_a_layer_it_shares() -> None:
    block = Project(REGISTRY).main
    owner, user = (block.add("torch.nn.Linear", name=name) for name in ("owner", "user"))
    block.project.run("share", [SetTrait("main", user.id, "shares", owner.id)])

    both = editing.duplicate(block, [owner.id, user.id])
    alone = editing.duplicate(block, [user.id])

    assert both[1].shares == both[0].id
    assert alone[0].shares == owner.id
