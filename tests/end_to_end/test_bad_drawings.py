"""What the tutorial's readers get wrong on the canvas, by the command line: told at its node, with the reason and,
where there is one, a remedy."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

import guinet
from guinet.cli import main
from guinet.core.changes import AddBlock, SetCode, SetTraining
from guinet.core.coding import code_id
from guinet.core.graph import CODE_KIND, BlockData
from guinet.nodes.registry import REGISTRY
from guinet.storage import trust

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Drawing

Told: TypeAlias = tuple[str, str, bool]
"""The node, words of the sentence, and whether it comes with a repair."""


def wrong_dtype(drawing: Drawing) -> Told:
    drawing.add("torch.arange", "whole", end=4)
    drawing.add("torch.nn.Linear", "layer", "whole", out_features=2)
    return "layer", "dtype", True


def wrong_rank(drawing: Drawing) -> Told:
    drawing.add("torch.zeros", "flat", size=(4,))
    drawing.add("torch.mm", "product", "flat", "flat")
    return "product", "matri", False


def not_broadcastable(drawing: Drawing) -> Told:
    drawing.add("torch.zeros", "three", size=(2, 3))
    drawing.add("torch.zeros", "four", size=(2, 4))
    drawing.add("torch.add", "both", "three", "four")
    return "both", "3", False


def no_view(drawing: Drawing) -> Told:
    drawing.add("torch.zeros", "x", size=(2, 3))
    drawing.add("torch.Tensor.transpose", "turned", "x", dim0=0, dim1=1)
    drawing.add("torch.Tensor.view", "row", "turned", size=(6,))
    return "row", "reshape", True


def backward_twice(drawing: Drawing) -> Told:
    drawing.add("torch.tensor", "x", data=2.0, requires_grad=True)
    drawing.add("torch.square", "y", "x")
    drawing.add("torch.Tensor.backward", "first", "y")
    drawing.add("torch.Tensor.backward", "second", "y")
    return "second", "", True


def whole_number_gradient(drawing: Drawing) -> Told:
    drawing.add("torch.tensor", "x", data=(1, 2), dtype="int64", requires_grad=True)
    return "x", "floating point", True


def whole_numbers_divided_in_place(drawing: Drawing) -> Told:
    drawing.add("torch.tensor", "x", data=(10, 20, 30))
    drawing.add("torch.Tensor.div_", "half", "x", other=2)
    return "half", "can't be cast", True


def lists_of_unequal_length(drawing: Drawing) -> Told:
    drawing.add("torch.tensor", "x", data=((1, 2), (3,)))
    return "x", "equally long", False


def a_step_away_from_the_end(drawing: Drawing) -> Told:
    drawing.add("torch.arange", "x", start=0, end=10, step=-2)
    return "x", "leads away", False


def endless(drawing: Drawing) -> Told:
    project = drawing.project
    project.run("Block", [AddBlock(BlockData("stay", "Stay"))])
    inside = project.blocks["stay"]
    entry, more = inside.add("guinet.Input", name="x"), inside.add("torch.gt", name="more", other=0)
    inside.connect(entry["output"], more["input"])
    for source, name in ((more, "condition"), (entry, "x")):
        inside.connect(source["output"], inside.add("guinet.Output", name=name)["input"])
    drawing.add("torch.ones", "one", size=(1,))
    drawing.add("while.stay", "loop", "one")
    return "loop", "loop_limit", True


def coded(text: str, words: str) -> Callable[[Drawing], Told]:
    def draw(drawing: Drawing) -> Told:
        drawing.add("torch.ones", "one", size=(2,))
        REGISTRY.learn(code_id(text), text)
        drawing.project.run("Code", [SetCode(code_id(text), text)])  # as a file brings it, which no editor has judged
        sources = ["one"] if REGISTRY.complaint(CODE_KIND + code_id(text)) is None else []
        drawing.add(CODE_KIND + code_id(text), "own", *sources)
        trust.trust([text])
        return "own", words, False

    return draw


WRONG: dict[str, Callable[[Drawing], Told]] = {
    "dtype": wrong_dtype,
    "rank": wrong_rank,
    "shapes": not_broadcastable,
    "a view that cannot be": no_view,
    "backward twice": backward_twice,
    "a gradient of whole numbers": whole_number_gradient,
    "whole numbers divided in place": whole_numbers_divided_in_place,
    "lists of unequal length": lists_of_unequal_length,
    "a step away from the end": a_step_away_from_the_end,
    "a While that never ends": endless,
    "an import that does not exist": coded("import nowhere_at_all\n\n\ndef own(x):\n    return x\n", "nowhere_at_all"),
    "an exception in forward": coded("def own(x):\n    raise ValueError('too odd')\n", "too odd"),
}


def told_by_eval(file: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    assert main(["eval", str(file), "--json"]) == 1
    captured = capsys.readouterr()
    found: list[dict[str, Any]] = json.loads(captured.out)["problems"]
    return found


@pytest.mark.parametrize("name", WRONG)
def test_it_is_told_at_its_node(
    drawing: Drawing, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    node, words, repaired = WRONG[name](drawing)
    drawing.project.run("Limit", [SetTraining("loop_limit", 50)])
    file = guinet.save(drawing.project, tmp_path / "wrong.guinet")

    problems = told_by_eval(file, capsys)

    own = [each for each in problems if each["node"] == node and each["severity"] == "error"]
    assert own, problems
    assert words in own[0]["message"] + own[0]["why"] + own[0]["detail"], own
    assert bool(own[0]["fixes"]) or not repaired, own
    capsys.readouterr()
    assert main(["check", str(file)]) in (0, 1)
    assert "Traceback" not in capsys.readouterr().err


def test_a_syntax_error_that_a_file_brings(
    drawing: Drawing, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    coded("def own(x):\n    return x\n", "")(drawing)
    file = guinet.save(drawing.project, tmp_path / "wrong.guinet")
    file.write_text(file.read_text().replace("def own(x):", "def own(x"))

    assert main(["check", str(file), "--json"]) == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert ("own", True) in [(each["node"], "ine 1 is not Python" in each["message"]) for each in problems]


@pytest.mark.parametrize("name", ["class", "less", "two words", ""])
def test_a_name_that_cannot_be(drawing: Drawing, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    """A keyword, a name another node has, no name of Python, none."""
    drawing.add("torch.ones", "one", size=(2,))
    drawing.add("torch.neg", "less", "one")
    file = guinet.save(drawing.project, tmp_path / "wrong.guinet")
    file.write_text(file.read_text().replace('"name": "one"', f'"name": "{name}"'))

    assert main(["check", str(file), "--json"]) == 1

    captured = capsys.readouterr()
    told = [each for each in json.loads(captured.out)["problems"] if each["severity"] == "error"]
    assert captured.err == ""
    assert told[0]["node"] == name
    assert any(fix.startswith("Rename it") for fix in told[0]["fixes"])
    assert main(["eval", str(file)]) == 1
    assert "Traceback" not in capsys.readouterr().err
