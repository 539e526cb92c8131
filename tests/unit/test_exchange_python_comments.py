"""Comments of a text are the notes of what they stand at, and GuiNet writes them there again."""

from __future__ import annotations

import ast

import pytest

import guinet
from guinet.core.project import Project
from guinet.exchange.python.comments import Comments

HEAD = "import torch\nfrom torch import nn\nimport torch.nn.functional as F\n\n\n"
TEXT = f"""{HEAD}# A small net
# for small images
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        # the stem
        self.conv = nn.Conv2d(3, 8, 3)  # no padding
        # the rest of it
        self.body = nn.Sequential(
            # first
            nn.Linear(8, 8),  # wide
            nn.ReLU(),
            nn.Linear(8, 4),
        )
        self.fc = nn.Linear(4, 2)  # noqa: E501

    def forward(self, x):
        x = self.conv(x).mean((2, 3))  # global pooling
        x = self.body(x)
        # gate it
        # -------
        x = torch.tanh(x) * torch.sigmoid(x)
        # only when it is large
        if x.sum() > 0:
            x = x * 2  # twice
        # the end
        return F.relu(self.fc(x))
"""


def notes(project: Project) -> dict[str, str]:
    """By block and name."""
    return {
        f"{block.name}.{node.name}": node.note
        for block in project.blocks.values()
        for node in block.nodes.values()
        if node.note
    }


def test_a_comment_above_a_line_or_behind_it_is_the_note_of_what_it_makes() -> None:
    project = guinet.from_source(TEXT)
    assert project.main.note == "A small net\nfor small images"
    assert notes(project) == {
        "Net.conv": "the stem\nno padding",
        "Net.body": "the rest of it",
        "body.0": "first\nwide",
        "Net.mean": "global pooling",
        "Net.mul": "gate it\n-------",
        "Net.if_branch": "only when it is large",
        "if_branch.mul": "twice",
        "Net.relu": "the end",
    }


def test_the_text_of_notes_is_read_as_what_it_says() -> None:
    text = guinet.source(guinet.from_source(TEXT))
    for comment in ("# the stem", "# no padding", "# first", "# global pooling", "# gate it", "# twice", "# the end"):
        assert f"{comment}\n" in text
    assert guinet.source(guinet.from_source(text)) == text


def test_the_same_comment_at_each_of_several_layers_leaves_them_one_block() -> None:
    text = f"""{HEAD}class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)  # square

    def forward(self, x):
        return self.fc(x) + x  # a skip


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList([Block() for _ in range(3)])

    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return x
"""
    project = guinet.from_source(text)
    [block] = [block for block in project.blocks.values() if block.name == "Block"]
    assert sorted(node.note for node in block.nodes.values() if node.note) == ["a skip", "square"]


def test_a_text_without_comments_has_no_notes() -> None:
    text = "\n".join(line.partition("  #")[0] for line in TEXT.splitlines() if not line.lstrip().startswith("#"))
    assert notes(guinet.from_source(text)) == {}


@pytest.mark.parametrize(
    "comment", ["# noqa", "# type: ignore[arg-type]", "#!/usr/bin/python", "# -----", "#", "# fmt: off"]
)
def test_what_is_said_to_tools_alone_is_no_note(comment: str) -> None:
    text = f"{HEAD}net = nn.Sequential(\n    nn.Linear(2, 2),  {comment}\n)\n"
    assert notes(guinet.from_source(text)) == {}


def test_a_number_sign_in_a_text_is_no_comment() -> None:
    assert notes(guinet.from_source(f'{HEAD}colour = "# red"\nnet = nn.Sequential(nn.Linear(2, len("# 3")))\n')) == {}


def test_lines_that_cannot_be_taken_apart_keep_the_comments_before() -> None:
    assert Comments("x = (1  # open").of(ast.parse("x = 1").body[0]) == "open"
