"""The answer to a paste of Python: plain data for the block it is for."""

from __future__ import annotations

import pytest

from guinet.core.problems import Unreadable
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.session.answers.code import answer
from guinet.session.events import Event
from guinet.session.messages.code import CodeRead, ReadCode
from guinet.session.studies import Desk
from guinet.session.study_table import STUDIES


def told(text: str) -> CodeRead:
    events: list[Event] = []
    answer(
        Desk(Project(REGISTRY), 1, None, None, {}, events.append), ReadCode(text=text, block="main", place=(3.0, 4.0))
    )
    [event] = events
    assert isinstance(event, CodeRead)
    return event


def test_layers_in_a_row_come_without_their_ends_and_in_their_places() -> None:
    event = told("nn.Sequential(nn.Linear(4, 3), nn.ReLU())")
    assert [(node.name, node.kind) for node in event.main.nodes] == [("0", "torch.nn.Linear"), ("1", "torch.nn.ReLU")]
    assert len(event.main.wires) == 1
    left, right = (node.position[0] for node in event.main.nodes)
    assert right - left > 150
    assert (event.block, event.place, event.remarks) == ("main", (3.0, 4.0), ())


def test_what_the_class_exposes_stands_as_the_value_it_has() -> None:
    text = "class Net(nn.Module):\n    def __init__(self, width=5):\n        super().__init__()\n"
    text += "        self.fc = nn.Linear(4, width)\n\n    def forward(self, x):\n        return self.fc(x)\n"
    main = told(text).main
    assert main.arguments == ()
    assert {node.name: node.arguments for node in main.nodes}["fc"] == {"in_features": 4, "out_features": 5}


def test_a_text_that_is_none_is_refused() -> None:
    with pytest.raises(Unreadable, match=r"^Line 1 is not Python: invalid syntax\.$"):
        told("class (")


def test_a_question_leads_to_it() -> None:
    assert STUDIES[ReadCode] == "guinet.session.answers.code:answer"
