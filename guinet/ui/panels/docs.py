"""Docs: what the selected kind of node does, where one works."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QEvent, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage, QShowEvent, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from guinet.core.history import Committed
from guinet.core.project import Project
from guinet.core.values import Value
from guinet.nodes.docs import Curve, Docs, docs
from guinet.nodes.registry import Registry
from guinet.nodes.types import NodeType
from guinet.session.events import Event
from guinet.session.messages.docs import AskCurve, NodeCurve
from guinet.ui.panels.docs_page import ADD, PICTURE, SHOW, nothing, page
from guinet.ui.panels.docs_pictures import curve_picture, window_picture
from guinet.ui.theme import current_theme, set_variant, theme_signals
from guinet.ui.translate import current_language, tr


class DocsPanel(QWidget):
    """Shows the docs of the selected node, with its arguments in the picture of its window.

    Signals: `chosen(kind)` when a person wants such a node on the canvas; `asks(Study)`, the curve of a node whose
    arguments bend it: torch draws it, and `receive` takes it.
    """

    chosen = Signal(str)
    asks = Signal(object)

    def __init__(self, project: Project, registry: Registry) -> None:
        super().__init__()
        self._project = project
        self._registry = registry
        self._node: tuple[str, str] | None = None
        self._shown: tuple[NodeType, Mapping[str, Value]] | None = None
        self._own_curve: NodeCurve | None = None
        self._text = QTextBrowser()
        self._text.setObjectName("docs_text")
        self._text.setOpenLinks(False)
        set_variant(self._text, "page")
        self._text.anchorClicked.connect(self._follow)
        layout = QVBoxLayout(self)
        gap = current_theme().pixels("space")
        layout.setContentsMargins(gap, 0, 0, 0)
        layout.addWidget(self._text)
        # A rubber band tells of dozens of selections before the next frame; one page is written for all of them.
        self._writing = QTimer(self)
        self._writing.setSingleShot(True)
        self._writing.setInterval(0)
        self._writing.timeout.connect(self._write)
        theme_signals().changed.connect(self._writing.start)
        project.subscribe(self._committed)
        self._write()

    @property
    def kind(self) -> str:
        """The kind of node that is told of, "" for none."""
        return self._shown[0].kind if self._shown is not None else ""

    def set_selection(self, block: str, nodes: Iterable[str]) -> None:
        """Shows the docs of the first of these nodes; those of a block stay where they were."""
        first = next(iter(nodes), None)
        self._node = None if first is None else (block, first)
        self._read_node()

    def show_kind(self, kind: str, arguments: Mapping[str, Value] | None = None) -> None:
        """Shows the docs of a kind of node, and of what its arguments make of it; an unknown kind changes nothing."""
        found = self._registry.get(kind)
        if found is not None and (found, arguments or {}) != self._shown:
            self._shown = (found, dict(arguments or {}))
            self._writing.start()

    def receive(self, event: Event) -> None:
        """Takes the curve that was asked for."""
        if isinstance(event, NodeCurve) and event.curve is not None:
            self._own_curve = event
            self._writing.start()

    def _curve(self, kind: NodeType, told: Docs, arguments: Mapping[str, Value]) -> Curve | None:
        """The curve with the node's own arguments, asked for where it is not there yet; till then torch's defaults."""
        own = self._own_curve
        if own is not None and (own.kind, own.arguments) == (kind.kind, arguments):
            return own.curve
        if arguments and self.isVisible() and (told.curve is not None or kind.category == "activation"):
            self.asks.emit(AskCurve(kind=kind.kind, arguments=arguments))
        return told.curve

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._writing.start()

    def _read_node(self) -> None:
        block = self._project.blocks.get(self._node[0]) if self._node is not None else None
        node = block.nodes.get(self._node[1]) if block is not None and self._node is not None else None
        if node is not None:
            self.show_kind(node.kind, node.arguments)

    def _committed(self, event: Committed) -> None:
        # Another page may have been opened by a link: only the arguments of the one that is shown follow.
        block = self._project.blocks.get(self._node[0]) if self._node is not None else None
        node = block.nodes.get(self._node[1]) if block is not None and self._node is not None else None
        if node is not None and node.kind == self.kind:
            self.show_kind(node.kind, node.arguments)

    def _write(self) -> None:
        theme = current_theme()
        self._text.setAccessibleName(tr("Docs"))
        if self._shown is None:
            self._text.setHtml(nothing(theme))
            return
        kind, arguments = self._shown
        told = docs(kind, "zh" if current_language().startswith("zh") else "en")
        picture, words = self._picture(kind, told, arguments)
        if picture is not None:
            self._text.document().addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(PICTURE), picture)
        self._text.setHtml(page(kind, told, arguments, self._registry, theme, words))

    def _picture(self, kind: NodeType, told: Docs, arguments: Mapping[str, Value]) -> tuple[QImage | None, str]:
        """The picture, and the words below it."""
        scale = self.devicePixelRatioF()
        curve = self._curve(kind, told, arguments)
        if curve is not None:
            words = tr("The line is the value, the dashed line its slope.")
            if all(slope is None for slope in curve.slopes):
                words = tr("The line is the value; PyTorch knows no slope of it.")
            return curve_picture(curve, scale), words
        window = window_picture(kind, arguments, scale)
        if window is None:
            return None, ""
        return window, tr("Filled: the first window. Outlined: the next. Dotted: padding.")

    def _follow(self, address: QUrl) -> None:
        text = address.toString()
        if text.startswith(SHOW):
            self.show_kind(text.removeprefix(SHOW))
        elif text.startswith(ADD):
            self.chosen.emit(text.removeprefix(ADD))
        else:
            QDesktopServices.openUrl(address)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._writing.start()
        super().changeEvent(event)
