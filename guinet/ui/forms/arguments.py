"""The arguments of the nodes that are selected, edited together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from guinet.core.graph import FOR_KIND, TIMES, Block, Node
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.project import Project
from guinet.core.report import NodeReport
from guinet.core.values import MISSING, Setting, identical
from guinet.nodes.registry import Registry
from guinet.nodes.types import Argument, ArgumentType
from guinet.ui.forms.fields import FieldState
from guinet.ui.forms.rows import ArgumentForm, field_for
from guinet.ui.translate import tr

_ROUNDS: Final = Argument(
    TIMES,
    ArgumentType.INT,
    None,
    optional=True,
    minimum=0,
    doc=QT_TRANSLATE_NOOP("ArgumentDoc", "How many rounds; a number may come from a wire."),
)

_KEPT = 12
"""Forms kept for kinds shown before: selecting one node after another must not build widgets each time."""


class NodeArguments(QWidget):
    """One form for what the nodes have in common.

    Signals: `edited(argument, value or MISSING)`; `left(argument)`; `plugged(argument, on)`.
    """

    edited = Signal(str, object)
    left = Signal(str)
    plugged = Signal(str, bool)

    def __init__(self, project: Project, registry: Registry) -> None:
        super().__init__()
        self._project = project
        self._registry = registry
        self._forms: dict[tuple[Argument, ...], ArgumentForm] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.form: ArgumentForm | None = None

    def show_nodes(self, block: Block, nodes: Sequence[Node], reports: Mapping[str, NodeReport], fresh: bool) -> None:
        """Shows the common arguments; `fresh` when other nodes were shown before."""
        arguments = common([node_arguments(self._project, self._registry, node) for node in nodes])
        self.setVisible(bool(arguments))
        form = self._form(arguments)
        if form is not self.form or fresh:
            form.forget_refusals()
        form.show_states({argument.name: _state(argument, block, nodes, reports) for argument in arguments})
        if form is not self.form:
            if self.form is not None:
                self.form.hide()
            form.show()
            self.form = form

    def _form(self, arguments: tuple[Argument, ...]) -> ArgumentForm:
        form = self._forms.pop(arguments, None)
        if form is None:
            form = self._make(arguments)
        self._forms[arguments] = form
        if len(self._forms) > _KEPT:
            oldest = self._forms.pop(next(iter(self._forms)))
            oldest.deleteLater()
        return form

    def _make(self, arguments: Sequence[Argument]) -> ArgumentForm:
        form = ArgumentForm([field_for(argument, self._folder) for argument in arguments])
        form.edited.connect(self.edited)
        form.left.connect(self.left)
        form.plugged.connect(self.plugged)
        self._layout.addWidget(form)
        return form

    def _folder(self) -> Path | None:
        return self._project.folder


def node_arguments(project: Project, registry: Registry, node: Node) -> tuple[Argument, ...]:
    """What can be set on a node: its type's arguments, or those its block exposes, and how often a For runs it."""
    if node.block_id is not None:
        block = project.blocks.get(node.block_id)
        exposed = () if block is None else block.arguments
        own = tuple(Argument(each.name, ArgumentType.ANY, each.default, optional=True) for each in exposed)
        return (_ROUNDS, *own) if node.kind.startswith(FOR_KIND) else own
    known = registry.get(node.kind)
    return () if known is None else known.arguments


def common(lists: Sequence[tuple[Argument, ...]]) -> tuple[Argument, ...]:
    """The arguments that all have, in the order of the first; one that means another thing elsewhere is left out."""
    return tuple(argument for argument in lists[0] if all(argument in other for other in lists[1:])) if lists else ()


def _state(argument: Argument, block: Block, nodes: Sequence[Node], reports: Mapping[str, NodeReport]) -> FieldState:
    states = [_state_of(argument, block, node, reports.get(node.id, NodeReport())) for node in nodes]
    first = states[0]
    if all(identical(state, first) for state in states[1:]):
        return first
    if all(identical(state.value, first.value) for state in states[1:]):
        return FieldState(first.value, inferred=first.inferred, words=tr("differs"))
    return FieldState(mixed=True)


def _state_of(argument: Argument, block: Block, node: Node, report: NodeReport) -> FieldState:
    value: Setting = node.arguments.get(argument.name, MISSING)
    if value is MISSING and block.incoming(node.id, argument.name):
        return FieldState(words=tr("from a wire"))
    if argument.name in report.inferred:
        return FieldState(value, report.inferred[argument.name], inferred=True)
    return FieldState(value, argument.default, inferred=argument.inferred is not None)
