"""`guinet diff A B`: what it prints of two project files, and the exit code it ends with."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import guinet
from guinet.core.changes import MoveNodes, RenameNode, SetCode, SetNotes, SetTraining, SetTrait
from guinet.storage.examples import example_path
from tests.end_to_end.commands import Capture, as_json, printed, refused


@pytest.fixture
def iris(tmp_path: Path) -> Path:
    return Path(shutil.copy(example_path("iris-mlp"), tmp_path / "iris.guinet"))


@pytest.fixture
def other(iris: Path) -> Path:
    """The same with its hidden layer wider, another activation, a longer training, a remark, and a node elsewhere."""
    project = guinet.load(iris)
    graph = project.main
    graph.set(graph.node("hidden"), out_features=32)
    tanh = graph.node("tanh")
    [before], [after] = graph.incoming(tanh.id), graph.outgoing(tanh.id)
    graph.remove([tanh])
    relu = graph.add("torch.nn.ReLU", "relu")
    graph.connect(before.source, relu["input"])
    graph.connect(relu["output"], after.target)
    notes = project.notes + "\nWider than it was.\n"
    moved = MoveNodes("main", {graph.node("output").id: (1.0, 2.0)})
    text = "def scale(x):\n    return x\n"
    project.run("x", [SetTraining("epochs", 7), SetNotes(notes), moved, SetCode("c", text)])
    return guinet.save(project, iris.with_name("other.guinet"))


def test_diff_says_in_lines_what_was_added_removed_and_changed(capsys: Capture, iris: Path, other: Path) -> None:
    epochs = guinet.load(iris).training.get("epochs", 20)
    lines = printed(capsys, "diff", iris, other).splitlines()

    assert lines[:2] == [f"--- {iris}", f"+++ {other}"]
    assert set(lines) >= {
        f"~ setting epochs: {epochs} → 7",
        "~ argument hidden.out_features: 16 → 32",
        "- node tanh: torch.nn.Tanh",
        "+ node relu: torch.nn.ReLU",
        "- wire hidden.output → tanh.input",
        "+ wire hidden.output → relu.input",
        "+ code scale",
        "    +def scale(x):",
        "~ note notes",
        "    +Wider than it was.",
    }
    assert lines[-1] == "moved 1 node"


def test_diff_as_json_is_one_object(capsys: Capture, iris: Path, other: Path) -> None:
    told = as_json(capsys, "diff", other, iris)

    assert (told["left"], told["right"], told["same"]) == (str(other), str(iris), False)
    assert (told["moved"], told["drawn"]) == (["output"], [])
    by_name = {each["name"]: each for each in told["differences"]}
    assert by_name["tanh"] == {"kind": "node", "name": "tanh", "left": "", "right": "torch.nn.Tanh"}
    wider = {"kind": "argument", "name": "hidden.out_features", "left": "32", "right": "16"}
    assert by_name["hidden.out_features"] == wider


def test_diff_of_files_that_hold_the_same(capsys: Capture, iris: Path) -> None:
    copy = Path(shutil.copy(iris, iris.with_name("copy.guinet")))
    assert printed(capsys, "diff", iris, copy) == f"{iris} and {copy} hold the same project\n"
    told = {"left": str(iris), "right": str(copy), "same": True, "differences": [], "moved": [], "drawn": []}
    assert as_json(capsys, "diff", iris, copy) == told


def test_diff_tells_new_names_and_looks_and_the_lines_around_a_change(capsys: Capture, iris: Path) -> None:
    project = guinet.load(iris)
    tanh = project.main.node("tanh").id
    before, after = (f"def scale(x):\n    # 1\n    # 2\n    # 3\n    return {name}\n" for name in ("x", "-x"))
    project.run("x", [SetCode("c", before)])
    guinet.save(project, iris)
    project.run(
        "x", [RenameNode("main", tanh, "squash"), SetTrait("main", tanh, "colour", "blue"), SetCode("c", after)]
    )
    other = guinet.save(project, iris.with_name("other.guinet"))

    lines = printed(capsys, "diff", iris, other).splitlines()

    assert lines[2:] == [
        "~ name squash: tanh → squash",
        "~ code scale",
        "         # 3",
        "    -    return x",
        "    +    return -x",
        "drawn differently: squash",
    ]


def test_diff_of_two_imports_of_a_file_that_was_changed(capsys: Capture, tmp_path: Path) -> None:
    text = (
        "from torch import nn\n\n\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.first = nn.Linear(4, 8)\n        self.last = nn.Linear(8, 2)\n\n"
        "    def forward(self, x):\n        return self.last(self.first(x))\n"
    )
    changed = text.replace("        self.last =", "        self.norm = nn.LayerNorm(8)\n        self.last =")
    changed = changed.replace("self.last(self.first(x))", "self.last(self.norm(self.first(x)))")
    files = [tmp_path / "before.guinet", tmp_path / "after.guinet"]
    for file, each in zip(files, (text, changed), strict=True):
        source = file.with_suffix(".py")
        source.write_text(each)
        printed(capsys, "import", source, "-o", file, "--input", "4")

    found = [(each["kind"], each["name"]) for each in as_json(capsys, "diff", *files)["differences"]]
    assert found == [
        ("node", "norm"),
        ("wire", "first.output → last.input"),
        ("wire", "norm.output → last.input"),
        ("wire", "first.output → norm.input"),
    ]


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        (None, 3, "does not exist"),
        ('{"guinet": 1, "blocks"', 3, "breaks off"),
        ('{"guinet": 99}', 4, "was made by a newer GuiNet"),
    ],
)
def test_diff_refuses_a_file_it_cannot_read(
    capsys: Capture, iris: Path, text: str | None, code: int, words: str
) -> None:
    bad = iris.with_name("bad.guinet")
    if text is not None:
        bad.write_text(text)
    for files in ((iris, bad), (bad, iris)):
        said = refused(capsys, "diff", *files, code=code)
        assert str(bad) in said
        assert words in said
    assert "required: B" in refused(capsys, "diff", iris, code=2)
