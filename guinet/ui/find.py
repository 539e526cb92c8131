"""Ctrl+F: every node of every block, by its name, its type, its shape or what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QTreeWidgetItem, QWidget

from guinet.core.graph import REROUTE_KIND, Node
from guinet.core.problems import Problem
from guinet.core.project import Project
from guinet.core.report import NodeReport
from guinet.nodes.registry import REGISTRY
from guinet.ui.list_popup import ListPopup
from guinet.ui.theme import set_variant
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

MOST: Final = 200
"""Rows shown; who sees so many types on."""


class Found(NamedTuple):
    """A node as it is listed: what it is called, what it is, what it gives, and what is wrong."""

    block: str
    node: str
    name: str
    type: str
    shape: str
    trouble: str


class FindPopup(ListPopup):
    """Signals: `chosen(block id, node id)`."""

    chosen = Signal(str, str)

    def __init__(
        self,
        project: Project,
        reports: Mapping[str, Mapping[str, NodeReport]],
        problems: Sequence[Problem],
        parent: QWidget,
    ) -> None:
        super().__init__("find", tr("Name, type, shape or problem: linear 64, N×10, error"), 4, parent)
        self._everything = tuple(_all(project, reports, problems))
        self._words = QLabel()
        self._words.setObjectName("find_words")
        set_variant(self._words, "muted")
        self.under.addWidget(self._words)
        self.resize(620, 420)
        self.fill("")

    def fill(self, text: str) -> None:
        wanted = text.casefold().replace("x", "×").split()
        found = list(islice((each for each in self._everything if _matches(each, wanted)), MOST + 1))
        self.put([_row(each) for each in found[:MOST]])
        if not found:
            self._words.setText(tr("No node has that in its name, type, shape or problems."))
        elif len(found) > MOST:
            self._words.setText(tr("These are the first {count}; type on to see others.").format(count=MOST))
        else:
            self._words.setText(tr("%n node(s)", "", len(found)))

    def take(self, item: QTreeWidgetItem) -> None:
        found: Found = item.data(0, Qt.ItemDataRole.UserRole)
        self.accept()
        self.chosen.emit(found.block, found.node)


def _all(
    project: Project, reports: Mapping[str, Mapping[str, NodeReport]], problems: Sequence[Problem]
) -> Iterator[Found]:
    troubles: dict[tuple[str | None, str | None], list[str]] = {}
    for problem in problems:
        troubles.setdefault((problem.block, problem.node), []).append(problem_text(problem))
    for block in project.blocks.values():
        known = reports.get(block.id, {})
        for node in block.nodes.values():
            if node.kind == REROUTE_KIND:
                continue  # a dot on a wire: nothing one looks for
            report = known.get(node.id)
            shape = ", ".join(str(spec) for spec in report.outputs.values()) if report is not None else ""
            trouble = " ".join(troubles.get((block.id, node.id), ()))
            yield Found(block.id, node.id, node.name, _type_words(project, node), shape, trouble)


def _type_words(project: Project, node: Node) -> str:
    inside = project.blocks.get(node.block_id or "")
    if inside is not None:
        return inside.name
    type = REGISTRY.get(node.kind)
    return type.title if type is not None else node.kind


def _matches(found: Found, wanted: Sequence[str]) -> bool:
    """Whether each word is in one of its texts; "x" is written for "×", so both are taken as the same."""
    text = " ".join(found[2:]).casefold().replace("x", "×")
    return all(part in text for part in wanted)


def _row(found: Found) -> QTreeWidgetItem:
    item = QTreeWidgetItem(list(found[2:]))
    item.setData(0, Qt.ItemDataRole.UserRole, found)
    item.setToolTip(3, found.trouble)
    return item
