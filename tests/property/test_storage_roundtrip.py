"""Whatever a project holds, its file, its log and the clipboard give it back; whatever a file holds, it is opened or
refused, never anything else."""

from __future__ import annotations

import math
from typing import Any, TypeAlias, get_args

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from guinet.core.changes import Change, MoveNodes, SetArgument, SetKind, SetTraining
from guinet.core.coding import code_id
from guinet.core.graph import (
    COLOURS,
    BlockArgument,
    BlockData,
    End,
    Frame,
    FrameMode,
    Initialiser,
    Node,
    NodeMode,
    Note,
    Selects,
    Tie,
    Wire,
)
from guinet.core.problems import GuinetError
from guinet.core.project import Project
from guinet.core.values import MISSING, Reference
from guinet.nodes.registry import REGISTRY
from guinet.storage import codec, files, fragments


def made(cls: type[Any], *parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Not `st.builds`, which resolves the types of all fields, where `Value` names itself."""
    return st.tuples(*parts).map(lambda given: cls(*given))


TEXTS = st.text(max_size=6) | st.sampled_from(("@", "a -> b", "x.y", "[1]", "main", "guinet", "说明", "\n"))
KINDS = TEXTS | st.sampled_from(("torch.nn.Linear", "torch.nn.Conv2d", "torch.cat", "block.part", "guinet.Input"))
NUMBERS = st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS | TEXTS.map(Reference),
    lambda inner: st.lists(inner, max_size=3).map(tuple),
    max_leaves=5,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
PLACES = st.tuples(*[st.floats(allow_nan=False, allow_infinity=False)] * 2)
LATER = st.dictionaries(st.sampled_from(("pinned", "muted", "@", "")), JSON, max_size=2)
ARGUMENTS = st.dictionaries(TEXTS | st.sampled_from(("out_features", "bias", "stride")), VALUES, max_size=3)

LOOKS = st.booleans(), st.sampled_from(("", *COLOURS)), st.booleans()
MODES = st.sampled_from(NodeMode)
NODES = made(Node, TEXTS, KINDS, TEXTS, ARGUMENTS, PLACES, TEXTS, LATER, TEXTS, TEXTS, st.integers(1, 9), MODES, *LOOKS)
FRAMES = made(Frame, TEXTS, TEXTS, st.sampled_from(FrameMode))
TIES = made(Tie, TEXTS, TEXTS, TEXTS, TEXTS)
INITIALISERS = made(Initialiser, st.sampled_from(Selects), TEXTS, TEXTS, TEXTS, ARGUMENTS)
ENDS = made(End, TEXTS, TEXTS)
WIRES = made(Wire, TEXTS, ENDS, ENDS, st.integers(-3, 1000))


def by_id(items: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(items, max_size=4, unique_by=lambda item: item.id).map(  # type: ignore[attr-defined]
        lambda found: tuple(sorted(found, key=lambda item: item.id))  # type: ignore[attr-defined]
    )


def blocks_with(ids: st.SearchStrategy[str]) -> st.SearchStrategy[BlockData]:
    arguments = st.lists(made(BlockArgument, TEXTS, VALUES), max_size=2).map(tuple)
    ties, rules = (st.lists(parts, max_size=2).map(tuple) for parts in (TIES, INITIALISERS))
    return made(BlockData, ids, TEXTS, by_id(NODES), by_id(WIRES), arguments, TEXTS, LATER, by_id(FRAMES), ties, rules)


PROJECTS = st.tuples(
    st.lists(blocks_with(TEXTS | st.just("main")), max_size=3, unique_by=lambda data: data.id),
    st.dictionaries(TEXTS, VALUES, max_size=3),
    TEXTS,
    LATER,
    st.lists(TEXTS, max_size=2).map(lambda texts: {code_id(text): text for text in texts}),
)
SETTINGS = VALUES | st.just(MISSING)
CHANGES = st.one_of(
    *(
        st.from_type(cls)
        for cls in get_args(Change)
        if cls not in (SetArgument, SetKind, SetTraining, MoveNodes)  # their fields' types say less than they take
    ),
    made(SetArgument, TEXTS, TEXTS, TEXTS, SETTINGS),
    made(SetKind, TEXTS, TEXTS, KINDS, st.dictionaries(TEXTS, SETTINGS, max_size=3)),
    made(SetTraining, TEXTS, SETTINGS),
    made(MoveNodes, TEXTS, st.dictionaries(TEXTS, PLACES, max_size=3)),
)
st.register_type_strategy(Initialiser, INITIALISERS)
st.register_type_strategy(Node, NODES)
st.register_type_strategy(Wire, WIRES)
st.register_type_strategy(BlockData, blocks_with(TEXTS))
st.register_type_strategy(BlockArgument, made(BlockArgument, TEXTS, VALUES))


Parts: TypeAlias = tuple[list[BlockData], dict[str, object], str, dict[str, object], dict[str, str]]


def project_of(parts: Parts) -> Project:
    blocks, training, notes, extra, code = parts
    project = Project(REGISTRY, blocks)
    project.training.update(training)  # type: ignore[arg-type]
    project.code.update(code)
    project.notes, project.extra = notes, extra
    return project


def exact(value: object) -> str:
    """`value` as text that tells 1 from True and 0.0 from -0.0, whatever the order of its keys."""
    if isinstance(value, dict):
        return repr(sorted((key, exact(item)) for key, item in value.items()))
    if isinstance(value, (Node, BlockData, Initialiser)):
        names = value.__struct_fields__
        return repr([(name, exact(getattr(value, name))) for name in names if name != "position"])
    if isinstance(value, (tuple, list)):
        return repr((type(value).__name__, [exact(item) for item in value]))
    return repr(value)


def without_defaults(data: BlockData) -> BlockData:
    """What a file is to give back: without arguments that say what holds anyway."""
    nodes = []
    for node in data.nodes:
        node_type = REGISTRY.get(node.kind)
        kept = {}
        for name, value in node.arguments.items():
            argument = node_type.argument(name) if node_type else None
            if argument is None or argument.inferred or repr(argument.default) != repr(value):
                kept[name] = value
        nodes.append(replace(node, arguments=kept))
    return replace(data, nodes=tuple(nodes))


@given(PROJECTS)
def test_what_is_saved_is_loaded(parts: Parts) -> None:
    project = project_of(parts)

    again = files.loads(files.dumps(project))

    assert again.blocks.keys() == project.blocks.keys()
    for id, block in project.blocks.items():
        assert exact(again.blocks[id].data()) == exact(without_defaults(block.data()))
        assert [node.position for node in again.blocks[id].data().nodes] == [
            node.position for node in block.data().nodes
        ]
    assert exact(again.training) == exact(project.training)
    assert again.notes == project.notes
    assert again.code == project.code
    assert exact(dict(again.extra)) == exact(dict(project.extra))


@given(PROJECTS)
def test_what_was_loaded_is_saved_to_the_letter(parts: Parts) -> None:
    text = files.dumps(project_of(parts))

    assert files.dumps(files.loads(text)) == text


@given(CHANGES)
@settings(max_examples=300)
def test_every_change_comes_back_from_its_record(change: Change) -> None:
    text = codec.dumps(change)

    assert "\n" not in text
    again = codec.loads(text)
    assert (type(again), repr(again)) == (type(change), repr(change))


@given(st.floats())
def test_numbers_come_back_to_the_bit(number: float) -> None:
    again = codec.loads(codec.dumps(number))

    assert (math.isnan(again) and math.isnan(number)) or repr(again) == repr(number)


@given(blocks_with(st.just("main")))
def test_what_is_copied_is_pasted(data: BlockData) -> None:
    block = Project(REGISTRY, [data]).main

    fragment = fragments.loads(fragments.dumps(block, list(block.nodes)))

    assert fragment is not None
    assert exact(fragment.nodes) == exact(without_defaults(data).nodes)
    ids = {node.id for node in data.nodes}
    assert set(fragment.wires) == {wire for wire in data.wires if {wire.source.node, wire.target.node} <= ids}


@given(st.text() | JSON.map(repr), st.text())
def test_foreign_text_is_no_fragment_and_never_an_error(before: str, after: str) -> None:
    assert fragments.loads(f"{before}{fragments.MARKER}{after}") is None


SAMPLE = files.dumps(
    project_of(
        (
            [
                BlockData(
                    "main",
                    "Net",
                    (
                        Node("a", "guinet.Input", "x", {"shape": (1, 28)}, (3.0, 4.5)),
                        Node("b", "torch.nn.ReLU", "r", mode=NodeMode.MUTED),
                    ),
                    (Wire("w", End("a", "output"), End("b", "input")),),
                    (BlockArgument("width", 8),),
                    frames=(Frame("f", "frozen", FrameMode.NO_GRAD, "green", (1.0, 0.0, 2.5, 0.0)),),
                    notes=(Note("n", "why", (0.0, 1.0, 90.0, 50.0), "pink"),),
                    ties=(Tie("b", "weight", "a", "weight"),),
                    initialisers=(Initialiser(Selects.NODE, "b", "*", "normal_", {"std": 0.5}),),
                )
            ],
            {"epochs": 3},
            "notes",
            {"later": [1]},
            {code_id("def swish(x):\n    return x"): "def swish(x):\n    return x"},
        )
    )
)


DAMAGE = ("", "{", "}", "[", '"', ",", "null", "1e999", "NaN", "-1", "true", "\0", "\n", '"a\\n": 1,', '"a": 1,')


@given(st.data())
@settings(max_examples=300)
def test_a_damaged_file_opens_or_is_refused_in_a_sentence(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(SAMPLE)))
    end = data.draw(st.integers(start, min(len(SAMPLE), start + 40)))

    opened = opened_or_refused(SAMPLE[:start] + data.draw(st.sampled_from(DAMAGE)) + SAMPLE[end:])

    if isinstance(opened, str):
        assert opened.startswith("net.guinet")
        assert "\n" not in opened
    else:
        assert files.dumps(files.loads(files.dumps(opened))) == files.dumps(opened)


def opened_or_refused(text: str) -> Project | str:
    try:
        return files.loads(text, "net.guinet")
    except GuinetError as error:
        return str(error)
