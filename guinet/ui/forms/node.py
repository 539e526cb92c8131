"""The form of the nodes that are selected: name, arguments, shapes, what it is, a note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from guinet.core import editing
from guinet.core.changes import SetNote
from guinet.core.graph import FOR_KIND, REROUTE_KIND, WHILE_KIND, Block, Node, NodeMode
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Refused
from guinet.core.project import Project
from guinet.core.report import NodeReport
from guinet.core.values import Setting
from guinet.core.wiring import give_back, take_from_wire
from guinet.nodes.registry import Registry
from guinet.ui.forms.arguments import NodeArguments
from guinet.ui.forms.shape import ShapeSection, shape_lines
from guinet.ui.forms.text_area import TextArea
from guinet.ui.forms.title import NodeTitle
from guinet.ui.theme import current_theme, set_variant
from guinet.ui.translate import tr
from guinet.ui.words import node_doc, node_title, problem_text


class NodeForm(QWidget):
    """Shows and edits one node, or what several have in common."""

    def __init__(self, project: Project, registry: Registry) -> None:
        super().__init__()
        self.setObjectName("node_form")
        self._project = project
        self._registry = registry
        self._block: Block | None = None
        self._nodes: tuple[str, ...] = ()
        self.title = NodeTitle()
        self._arguments = NodeArguments(project, registry)
        self._shape_title = QLabel()
        self._shape = ShapeSection()
        self._about_title = QLabel()
        self._about = QLabel()
        self._note_title = QLabel()
        self._note = TextArea()
        self._note.setObjectName("node_note")
        self._lay_out()
        self.title.renamed.connect(self._rename)
        self._arguments.edited.connect(self._set)
        self._arguments.left.connect(self._seal)
        self._arguments.plugged.connect(self._plug)
        self._note.edited.connect(self._write_note)
        self._note.left.connect(self._seal)
        self._translate()

    @property
    def nodes(self) -> list[Node]:
        """The nodes shown that are still there."""
        if self._block is None:
            return []
        return [self._block.nodes[node] for node in self._nodes if node in self._block.nodes]

    def show_nodes(self, block: Block, nodes: Sequence[str], reports: Mapping[str, NodeReport]) -> None:
        """Shows these nodes; the same ones again keep what someone is writing."""
        fresh = self._block is not block or self._nodes != tuple(nodes)
        self._block, self._nodes = block, tuple(nodes)
        shown = self.nodes
        self._show_title(shown, fresh)
        self._arguments.show_nodes(block, shown, reports, fresh)
        self.show_shapes(reports)
        single = shown[0] if len(shown) == 1 else None
        for widget in (self._note_title, self._note):
            widget.setVisible(single is not None)
        self._show_about(single)
        if single is not None:
            self._note.show_text(single.note)

    def _show_about(self, single: Node | None) -> None:
        several = tr("What is set here is set in all of them. The right button offers more: group, mute, repeat.")
        about = [several] if single is None else [text for text in (_mode_words(single), self._doc(single)) if text]
        self._about_title.setVisible(single is not None and bool(about))
        self._about.setVisible(bool(about))
        self._about.setText("\n".join(about))

    def show_reports(self, reports: Mapping[str, NodeReport]) -> None:
        """Shows what a check found out about the same nodes."""
        if self._block is not None:
            self._arguments.show_nodes(self._block, self.nodes, reports, False)
            self.show_shapes(reports)

    def show_shapes(self, reports: Mapping[str, NodeReport]) -> None:
        nodes = self.nodes
        lines = shape_lines(self._block, nodes[0], reports) if self._block is not None and len(nodes) == 1 else []
        self._shape_title.setVisible(bool(lines))
        self._shape.setVisible(bool(lines))
        self._shape.show_lines(lines)

    def mark_problems(self, problems: Sequence[Problem]) -> None:
        """Marks the fields that these problems are about."""
        if self._arguments.form is not None:
            self._arguments.form.mark_wrong({problem.argument for problem in problems if problem.argument is not None})

    def _show_title(self, nodes: Sequence[Node], fresh: bool) -> None:
        if fresh:
            self.title.end()
            self.title.refuse("")
        if len(nodes) == 1:
            self.title.show_node(nodes[0].name, self._kind_title(nodes[0]))
        else:
            self.title.show_words(tr("%n node(s) selected", "", len(nodes)))

    def _kind_title(self, node: Node) -> str:
        if node.block_id is not None:
            block = self._project.blocks.get(node.block_id)
            return node.kind if block is None else block.name
        if node.kind == REROUTE_KIND:
            return tr("Dot on a wire")
        known = self._registry.get(node.kind)
        return node.kind if known is None else node_title(known)

    def _doc(self, node: Node) -> str:
        if node.block_id is not None:
            block = self._project.blocks.get(node.block_id)
            note = "" if block is None else block.note
            return "\n".join(text for text in (_control_words(node), note) if text)
        if node.kind == REROUTE_KIND:
            return tr("Leads a wire another way; what arrives passes on.")
        known = self._registry.get(node.kind)
        return "" if known is None else node_doc(known)

    def _set(self, argument: str, value: Setting) -> None:
        if self._block is None:
            return
        merge = f"argument {self._block.id} {' '.join(self._nodes)} {argument}"
        with self._project.transaction(QT_TRANSLATE_NOOP("Step", "Set argument"), merge):
            for node in self.nodes:
                editing.set_arguments(self._block, node.id, {argument: value})

    def _plug(self, argument: str, on: bool) -> None:
        """Has the argument of all these nodes come from a wire, or be written here again: one undo step."""
        if self._block is None:
            return
        words = QT_TRANSLATE_NOOP("Step", "Write instead of wiring")
        if on:
            words = QT_TRANSLATE_NOOP("Step", "Take from a wire")
        with self._project.transaction(words):
            for node in self.nodes:
                if on:
                    take_from_wire(self._block, node.id, argument)
                else:
                    give_back(self._block, node.id, argument)

    def _rename(self, name: str) -> None:
        nodes = self.nodes
        if self._block is None or len(nodes) != 1:
            return
        try:
            editing.rename(self._block, nodes[0].id, name)
        except Refused as refused:
            self.title.refuse(problem_text(refused.problem))

    def _write_note(self, text: str) -> None:
        nodes = self.nodes
        if self._block is not None and len(nodes) == 1:
            change = SetNote(self._block.id, nodes[0].id, text)
            self._project.run(QT_TRANSLATE_NOOP("Step", "Write note"), [change], f"note {nodes[0].id}")

    def _seal(self) -> None:
        self._project.history.seal()

    def _lay_out(self) -> None:
        theme = current_theme()
        for title in (self._shape_title, self._about_title, self._note_title):
            set_variant(title, "strong")
        self._about.setWordWrap(True)
        set_variant(self._about, "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.pixels("space"))
        layout.addWidget(self.title)
        layout.addWidget(self._arguments)
        for title, part in (
            (self._shape_title, self._shape),
            (self._about_title, self._about),
            (self._note_title, self._note),
        ):
            layout.addSpacing(theme.pixels("space-small"))
            layout.addWidget(title)
            layout.addWidget(part)

    def _translate(self) -> None:
        self.title.translate()
        self._shape_title.setText(tr("Shape"))
        self._about_title.setText(tr("What it does"))
        self._note_title.setText(tr("Note"))
        self._note.setPlaceholderText(tr("Why this node is here."))
        self._note.setAccessibleName(tr("Note of the node"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)


def _control_words(node: Node) -> str:
    """What a loop or a branch does with its block."""
    if not node.is_control:
        return ""
    if node.kind.startswith(WHILE_KIND):
        return tr("Runs its block again with what came out, while the condition in it is true. Enter goes into it.")
    if node.kind.startswith(FOR_KIND):
        return tr("Runs its block a number of times, each time with what came out before. Enter goes into it.")
    return tr("Runs its block only if the condition is true; else what arrives passes on. Enter goes into it.")


def _mode_words(node: Node) -> str:
    """What becomes of a node that does not run."""
    if node.mode is NodeMode.MUTED:
        return tr("Muted: it is left out, with all that depends only on it. M lets it run again.")
    if node.mode is NodeMode.BYPASSED:
        return tr("Bypassed: it passes its input on. B lets it run again.")
    return ""
