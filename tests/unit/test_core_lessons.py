"""The lessons: each is done by its own steps in order, by no fewer, and the numbers it speaks of are PyTorch's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from guinet.core.graph import AFTER, Block, Node
from guinet.core.lesson_checks import Facts, HasProblem, Trained
from guinet.core.lesson_edits import EDITS, Edit, perform
from guinet.core.lessons import Lesson, Text, advance, begin, lessons, passes, show_step
from guinet.core.problems import Refused, Unreadable
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY

NAMES = ("tensors", "broadcasting", "autograd", "mlp", "cnn", "tying")
GOOD = {"test_accuracy": 0.95}


@cache
def lesson(name: str) -> Lesson:
    (found,) = [each for each in lessons() if each.name == name]
    return found


def facts(project: Project, metrics: dict[str, float] | None = None) -> Facts:
    """What torch says of the project."""
    import guinet

    report = guinet.check(project)
    values = guinet.evaluate(project).told.nodes
    return Facts(project, report.nodes.get("main", {}), report.problems, values, metrics or {})


BY_THE_WAY = {("autograd", 5), ("tying", 1)}
"""Steps (from 0) whose work a later one takes back: the graph in the end does not tell of them."""


def walk(lesson: Lesson, left_out: int) -> tuple[int, bool]:
    """How many steps are done after all but one were shown, as far as that is possible; whether the last passes."""
    project, done, last = begin(lesson, REGISTRY), 0, False
    for number, step in enumerate(lesson.steps):
        if number == left_out:
            continue
        try:
            with project.transaction("step"):
                perform(project.main, step.show)
        except KeyError:
            break  # what it stands on was left out
        ended = any(isinstance(check, Trained) for check in step.checks)
        known = facts(project, GOOD if ended else None)
        done, last = advance(lesson, done, known), passes(lesson.steps[-1], known)
    return done, last


# The lessons that are shipped


def test_there_are_the_six_in_their_order() -> None:
    assert tuple(each.name for each in lessons()) == NAMES
    assert [each.number for each in lessons()] == [1, 2, 3, 4, 5, 6]
    assert all(5 <= len(each.steps) <= 8 for each in lessons())


@pytest.mark.parametrize("name", NAMES)
def test_each_step_turns_on_when_it_is_done_and_not_before(name: str) -> None:
    project = begin(lesson(name), REGISTRY)
    for number, step in enumerate(lesson(name).steps):
        assert not passes(step, facts(project)), f"step {number + 1} passes already"
        show_step(project, lesson(name), number)
        trained = any(isinstance(check, Trained) for check in step.checks)
        assert passes(step, facts(project, GOOD if trained else None)), f"step {number + 1} does not pass"


@pytest.mark.parametrize("name", NAMES)
def test_nothing_passes_on_an_empty_canvas(name: str) -> None:
    empty = facts(Project(REGISTRY))
    assert not any(passes(step, empty) for step in lesson(name).steps)


@pytest.mark.parametrize(("name", "step"), [(each.name, step) for each in lessons() for step in range(len(each.steps))])
def test_no_step_can_be_left_out(name: str, step: int) -> None:
    done, last = walk(lesson(name), step)
    assert done <= step
    assert last == ((name, step) in BY_THE_WAY)


@pytest.mark.parametrize("name", NAMES)
def test_the_last_step_passes_on_the_right_graph_only(name: str) -> None:
    """On none of the graphs on the way does it."""
    last = lesson(name).steps[-1]
    project = begin(lesson(name), REGISTRY)
    for number in range(len(lesson(name).steps) - 1):
        show_step(project, lesson(name), number)
        metrics = GOOD if number < len(lesson(name).steps) - 2 else None
        assert not passes(last, facts(project, metrics)), f"the lesson is done after step {number + 1}"


def test_the_cnn_learns_what_its_lesson_asks_for(tmp_path: Path) -> None:
    import guinet

    project = begin(lesson("cnn"), REGISTRY)
    show_step(project, lesson("cnn"), 6)
    metrics = guinet.train(project, folder=tmp_path).metrics
    assert passes(lesson("cnn").steps[-1], facts(project, dict(metrics)))
    assert not passes(lesson("cnn").steps[-1], facts(project, {"test_accuracy": 0.89}))


def test_one_wrong_number_keeps_a_step_off() -> None:
    project = begin(lesson("tensors"), REGISTRY)
    show_step(project, lesson("tensors"), 3)
    step = lesson("tensors").steps[3]
    assert passes(step, facts(project))
    project.main.set(project.main.node("b"), data=(1, 2, 4))
    assert not passes(step, facts(project))


# What they tell


def test_the_counts_of_the_lessons_are_those_of_pytorch() -> None:
    from torch import nn

    def count(module: nn.Module) -> int:
        return sum(parameter.numel() for parameter in module.parameters())

    assert count(nn.Sequential(nn.Linear(20, 256), nn.ReLU(), nn.Linear(256, 10))) == 7946
    shared, again = nn.Linear(8, 8), nn.Linear(8, 8)
    first, last = nn.Linear(4, 8), nn.Linear(8, 1)
    assert count(nn.Sequential(first, nn.ReLU(), shared, nn.ReLU(), last)) == 121
    net = nn.Sequential(first, nn.ReLU(), shared, nn.ReLU(), again, nn.ReLU(), last)
    told = [count(net)]
    again.weight = shared.weight
    told.append(count(net))
    told.append(count(nn.Sequential(first, nn.ReLU(), shared, nn.ReLU(), shared, nn.ReLU(), last)))
    goals = " ".join(step.goal.en for step in lesson("tying").steps[:3])
    assert told == [193, 129, 121]
    assert re.findall(r"\b\d{3}\b", goals) == ["193", "129", "121"]


def test_the_print_in_the_lesson_is_that_of_pytorch() -> None:
    from torch import nn

    class MLP(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.hidden = nn.Linear(20, 256)
            self.relu = nn.ReLU()
            self.out = nn.Linear(256, 10)

    printed = [line.strip() for line in str(MLP()).splitlines()[1:-1]]
    for text in (lesson("mlp").steps[-1].goal.en, lesson("mlp").steps[-1].goal.zh):
        assert text.split("```")[1].splitlines() == printed


def texts() -> Iterator[Text]:
    for each in lessons():
        yield each.title
        yield each.about
        for step in each.steps:
            yield step.goal
            yield step.hint


def test_all_is_said_in_both_languages_with_the_same_code() -> None:
    for text in texts():
        assert text.en.strip()
        text.zh.encode("gb2312")  # the shipped font has no more
        assert re.search("[\u4e00-\u9fff]", text.zh)
        assert not re.search("[\u4e00-\u9fff]", text.en)
        assert sorted(set(code(text.en))) == sorted(set(code(text.zh))), text.en


def code(text: str) -> list[str]:
    return re.findall(r"`+([^`]+)`+", text)


def test_a_text_is_told_in_the_language_asked_for() -> None:
    text = Text("a tensor", "张量")
    assert [text.told(language) for language in ("en", "zh_CN", "fr")] == ["a tensor", "张量", "a tensor"]


# Showing


def test_showing_is_one_undo_step_with_what_it_stands_on() -> None:
    project = Project(REGISTRY)
    show_step(project, lesson("autograd"), 4)
    assert project.history.labels == ("Show me",)
    assert {"x", "square", "double", "y", "backward"} <= {node.name for node in project.main.nodes.values()}
    project.undo()
    assert not project.main.nodes


def test_showing_again_changes_nothing() -> None:
    for each in lessons():
        project = begin(each, REGISTRY)
        for number in range(len(each.steps)):
            show_step(project, each, number)
            before = project.main.data()
            show_step(project, each, number)
            assert project.main.data() == before


def test_showing_keeps_what_was_drawn_by_hand() -> None:
    project = Project(REGISTRY)
    x = project.main.add("torch.tensor", name="x", position=(7.0, 9.0), data=2.0, requires_grad=True)
    show_step(project, lesson("autograd"), 1)
    assert project.main.nodes[x.id].position == (7.0, 9.0)
    assert [wire.source.node for wire in project.main.incoming(project.main.node("square").id)] == [x.id]


def test_another_node_of_the_name_is_refused_and_nothing_changes() -> None:
    project = Project(REGISTRY)
    project.main.add("torch.nn.ReLU", name="x")
    before = project.main.data()
    with pytest.raises(Refused, match="named x already"):
        show_step(project, lesson("tensors"), 0)
    assert project.main.data() == before


def test_the_graphs_shown_do_not_overlap() -> None:
    """Nodes are 150 wide, and 58 high or a little more (see the theme)."""
    for each in lessons():
        project = begin(each, REGISTRY)
        for number in range(len(each.steps)):
            show_step(project, each, number)
        places = [node.position for node in project.main.nodes.values()]
        for place, (x, y) in enumerate(places):
            assert not any(abs(x - u) < 170 and abs(y - v) < 100 for u, v in places[:place]), each.name


# The format


def write(folder: Path, **changes: object) -> Path:
    text = {"en": "a", "zh": "张"}
    step = {"goal": text, "hint": text, "checks": [{"problem": "view"}], "show": []}
    raw = {"number": 1, "block": "Net", "title": text, "about": text, "steps": [step], **changes}
    path = folder / "own.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    return path


def test_a_lesson_is_read_from_a_file(tmp_path: Path) -> None:
    write(tmp_path)
    (own,) = lessons(tmp_path)
    assert (own.name, own.number, own.start) == ("own", 1, ())
    assert own.steps[0].checks == (HasProblem("view"),)


@pytest.mark.parametrize(
    "steps",
    [
        [{"goal": {"en": "a", "zh": "b"}, "hint": {"en": "a", "zh": "b"}, "checks": [], "show": []}],
        [{"goal": {"en": "a"}, "hint": {"en": "a", "zh": "b"}, "checks": [{"problem": "x"}], "show": []}],
        [{"goal": {"en": "a", "zh": "b"}, "hint": {"en": "a", "zh": "b"}, "checks": [{"guess": "x"}], "show": []}],
        [{"goal": {"en": "a", "zh": "b"}, "hint": {"en": "a", "zh": "b"}, "checks": [{"problem": "x"}], "show": [{}]}],
        [
            {
                "goal": {"en": "a", "zh": "b"},
                "hint": {"en": "a", "zh": "b"},
                "checks": [{"problem": "x"}],
                "show": [{"fly": "x"}],
            }
        ],
        "none",
    ],
    ids=["no checks", "one language", "unknown check", "empty edit", "unknown edit", "no list"],
)
def test_a_damaged_lesson_names_its_file(tmp_path: Path, steps: object) -> None:
    write(tmp_path, steps=steps)
    with pytest.raises(Unreadable, match=r"own\.json"):
        lessons(tmp_path)


def test_every_edit_and_every_check_is_used_by_a_lesson() -> None:
    edits = {edit.word for each in lessons() for edits in (each.start, *(s.show for s in each.steps)) for edit in edits}
    assert edits == set(EDITS)


def test_order_is_no_port_a_lesson_wires_by_accident() -> None:
    """`after` takes any wire; an edit that names no port must mean the first."""

    def first(block: Block, node: Node) -> str:
        return block.project.ports(block, node).inputs[0].name

    project = begin(lesson("autograd"), REGISTRY)
    show_step(project, lesson("autograd"), 4)
    backward = project.main.node("backward")
    assert first(project.main, backward) != AFTER
    (wire,) = project.main.incoming(backward.id)
    assert wire.target.port == "input"


@pytest.mark.parametrize(
    ("word", "body"),
    [
        ("connect", ["a", "b"]),
        ("set", {"name": "a", "arguments": {}}),
        ("rename", ["a", "b"]),
        ("frame", {"nodes": ["a"]}),
        ("unframe", ["a"]),
        ("same_layer", ["a", "b"]),
        ("own_layer", ["a"]),
        ("tie", ["a.weight", "b.weight"]),
        ("untie", ["a.weight"]),
    ],
)
def test_an_edit_of_a_node_that_is_missing_raises(word: str, body: object) -> None:
    with pytest.raises(KeyError):
        perform(Project(REGISTRY).main, [Edit(word, body)])
