"""The rules for first values: those of a layer, or all of a block, with what they draw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from guinet.core.graph import Block, Initialiser, Node, Selects
from guinet.core.history import Committed
from guinet.core.initialising import add_rule, move_rule, remove_rules
from guinet.core.parameter_rows import Figures, Histogram
from guinet.core.project import Project
from guinet.nodes.loaded_values import loaded_file, loads_partly
from guinet.nodes.registry import Registry
from guinet.session.events import Event
from guinet.session.messages.parameters import ParametersUnknown, PreviewRules, RulesPreviewed
from guinet.ui.forms.initialiser_row import RuleRow, usual_layer
from guinet.ui.forms.layers import holds_parameters
from guinet.ui.panels.number_text import number_text
from guinet.ui.theme import current_theme, set_variant
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

_SEVERAL: Final = frozenset(("recurrent", "attention"))
"""Categories of layers with several weights, none of which is plain `weight`."""


class InitialisersForm(QWidget):
    """Signals: `asks(Study)`: what the rules draw; `drawn(widget)`: the picture of it that is the last of all."""

    asks = Signal(object)
    drawn = Signal(object)

    def __init__(self, project: Project, registry: Registry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("initialisers_form")
        self._project, self._registry = project, registry
        self._block: Block | None = None
        self._node, self._nodes = "", tuple[str, ...]()
        self.rows: list[RuleRow] = []
        self._title, self._about, self._words = QLabel(), QLabel(), QLabel()
        self.add, self.draw = QPushButton(), QPushButton()
        self._cards, self._pictures = QVBoxLayout(), QVBoxLayout()
        self._shown: list[QWidget] = []
        self._lay_out()
        self._translate()
        self.show_rules(project.main, ())
        self._unsubscribe = project.subscribe(self._committed)

    def _committed(self, event: Committed) -> None:
        block = self._block
        if block is not None and self._project.blocks.get(block.id) is block:
            self.show_rules(block, [node for node in self._nodes if node in block.nodes])

    def show_rules(self, block: Block, nodes: Sequence[str]) -> None:
        """Shows the rules of one layer, or of the block where nothing is selected; else nothing."""
        node = nodes[0] if len(nodes) == 1 else ""
        layer = bool(node) and holds_parameters(self._registry, block.nodes[node]) and not block.nodes[node].shares
        whole = not nodes and any(holds_parameters(self._registry, each) for each in block.nodes.values())
        self.setVisible(layer or whole)
        other = (block, node if layer else "") != (self._block, self._node)
        self._block, self._node, self._nodes = block, node if layer else "", tuple(nodes)
        if other:
            self._show_bars(())
            self._words.clear()
            self._make(block, [])
        self.draw.setVisible(layer)
        self._title.setText(tr("First values") if layer else tr("First values of the parameters"))
        self._refresh()

    def receive(self, event: Event) -> None:
        """Takes in what the torch side tells."""
        block = self._block.id if self._block is not None else ""
        if isinstance(event, RulesPreviewed) and (event.block, event.node) == (block, self._node):
            self._words.clear()
            self._show_bars(event.bars)
        elif isinstance(event, ParametersUnknown) and event.study == "PreviewRules":
            self._words.setText(problem_text(event.problem))
            self._show_bars(())

    # The rules

    def _places(self) -> list[int]:
        rules = self._block.initialisers if self._block is not None else ()
        if self._block is None or not self._node:
            return list(range(len(rules)))
        return [at for at, rule in enumerate(rules) if self._is_own(self._block, rule)]

    def _is_own(self, block: Block, rule: Initialiser) -> bool:
        """Whether a rule is for the layer at hand, or says by its pattern that it is for what lies in it."""
        if rule.select is Selects.PATTERN:
            return rule.target.startswith(f"{block.nodes[self._node].name}.")
        return (rule.select, rule.target) == (Selects.NODE, self._node)

    def _is_of_several(self, node: Node) -> bool:
        """Whether a layer is made of others, or has several weights, whose names differ from kind to kind."""
        known = self._registry.get(node.kind)
        made_of_others = node.block_id is not None or node.code_id is not None
        return made_of_others or (known is not None and known.category in _SEVERAL)

    def _refresh(self) -> None:
        block, places = self._block, self._places()
        if block is None:
            return
        rules = block.initialisers
        now = [(row.place, _form_of(row.rule)) for row in self.rows]
        if now == [(place, _form_of(rules[place])) for place in places]:
            for row in self.rows:
                row.show_rule(rules[row.place])
        else:
            self._make(block, places)
        self._about.setVisible(not places)
        self._say_about()

    def _say_about(self) -> None:
        """What holds where there is no rule to show."""
        rules = self._block.initialisers if self._block is not None else ()
        words = tr("As PyTorch draws them. Add a rule to choose others; a later rule goes over an earlier one.")
        if self._node and any(rule.select is not Selects.NODE for rule in rules):
            words = tr("No rule of its own. Those of the whole block hold, which are shown when nothing is selected.")
        self._about.setText(words)

    def _make(self, block: Block, places: Sequence[int]) -> None:
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = [self._row(block, place) for place in places]
        for at, row in enumerate(self.rows):
            row.moved.connect(lambda by, at=at: self._move(at, by))
            row.removed.connect(lambda row=row: remove_rules(block, [row.place]))
            self._cards.addWidget(row)

    def _row(self, block: Block, place: int) -> RuleRow:
        alone = bool(self._node) and block.initialisers[place].select is Selects.NODE
        return RuleRow(block, self._registry, place, ("weight", "bias"), alone)

    def _move(self, at: int, by: int) -> None:
        places = self._places()
        if self._block is not None and 0 <= at + by < len(places):
            move_rule(self._block, places[at], places[at + by])

    def _add(self) -> None:
        if self._block is None:
            return
        rule = Initialiser(Selects.TYPE, usual_layer(self._block, self._registry), "weight", "xavier_uniform_")
        if self._node:
            node = self._block.nodes[self._node]
            rule = Initialiser(Selects.NODE, self._node, "weight", "xavier_uniform_")
            if self._is_of_several(node):
                rule = Initialiser(Selects.PATTERN, f"{node.name}.*weight*", "", "xavier_uniform_")
        add_rule(self._block, rule)

    # What they draw

    def _preview(self) -> None:
        if self._block is not None and self._node:
            self._words.setText(tr("Drawing…"))
            self.asks.emit(PreviewRules(block=self._block.id, node=self._node))

    def _show_bars(self, bars: Sequence[tuple[str, Figures, Histogram | None]]) -> None:
        for widget in self._shown:
            widget.hide()
            widget.deleteLater()
        self._shown = []
        if not bars:
            return
        # It brings numpy: not before there is something to draw.
        from guinet.ui.panels.number_pictures import HistogramView

        for path, figures, histogram in bars:
            words, view = QLabel(), HistogramView()
            set_variant(words, "small")
            words.setText(_told(path, figures))
            view.show_bars(histogram)
            view.setAccessibleName(words.text())
            for widget in (words, view):
                self._pictures.addWidget(widget)
                self._shown.append(widget)
        self.drawn.emit(self._shown[-1])

    # Building

    def _lay_out(self) -> None:
        gap = current_theme().pixels("space-small")
        self.add.setObjectName("rule_add")
        self.draw.setObjectName("rule_draw")
        self._words.setObjectName("rule_words")
        set_variant(self._title, "strong")
        set_variant(self._about, "small")
        set_variant(self._words, "small")
        for label in (self._about, self._words):
            label.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, current_theme().pixels("space-large"), 0, 0)
        layout.setSpacing(gap * 2)
        layout.addWidget(self._title)
        layout.addWidget(self._about)
        layout.addLayout(self._cards)
        bar = QHBoxLayout()
        bar.addWidget(self.add)
        bar.addWidget(self.draw)
        bar.addStretch()
        layout.addLayout(bar)
        layout.addWidget(self._words)
        layout.addLayout(self._pictures)
        self.add.clicked.connect(self._add)
        self.draw.clicked.connect(self._preview)

    def _translate(self) -> None:
        self._say_about()
        self.add.setText(tr("Add a rule"))
        self.draw.setText(tr("Draw and show"))
        self.draw.setToolTip(tr("Draws the first values anew and shows their histograms"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)


def _form_of(rule: Initialiser) -> tuple[object, ...]:
    """What of a rule decides which fields its card has."""
    return rule.select, rule.target, rule.parameter, rule.function, loaded_file(rule), loads_partly(rule)


def _told(path: str, figures: Figures) -> str:
    """The middle and the width of the numbers of a parameter; one number alone has no width."""
    mean, spread = number_text(figures.mean), number_text(figures.std)
    if not spread:
        return tr("{path}: one number, {mean}").format(path=path, mean=mean) if mean else path
    return tr("{path}: mean {mean}, spread {spread}").format(path=path, mean=mean, spread=spread)
