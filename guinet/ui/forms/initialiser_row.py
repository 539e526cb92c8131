"""One rule for first values as a card: whom it is for, which function, and its arguments."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout

from guinet.core.coding import code_id, write_code
from guinet.core.graph import CODE_KIND, Block, Initialiser, Selects
from guinet.core.initialising import change_rule
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.values import MISSING, Setting
from guinet.nodes.hand_values import HAND_VALUES, hand_value
from guinet.nodes.loaded_values import loaded_file, loads, loads_partly
from guinet.nodes.registry import Registry
from guinet.nodes.templates import INITIALISER
from guinet.nodes.types import Form, InitialiserType
from guinet.storage import trust
from guinet.storage.problems import SaveFailed
from guinet.ui.forms.fields import ComboBox, FieldState
from guinet.ui.forms.rows import ArgumentForm, field_for
from guinet.ui.forms.text_area import TextArea
from guinet.ui.theme import current_theme, set_variant
from guinet.ui.translate import tr
from guinet.ui.words import node_doc

OWN: Final = "code"
"""The choice of a function written by hand."""

EACH: Final = "*"


def usual_layer(block: Block, registry: Registry) -> str:
    """The kind of layer a new rule is for: the first with weights in the block, or of all where it has none."""
    weighted = [type.kind for type in registry.types() if type.float_weights]
    return next((node.kind for node in block.nodes.values() if node.kind in weighted), weighted[0])


def rule_type(registry: Registry, function: str) -> InitialiserType | None:
    """What is known of a function: torch's, or one that sets values; None for code."""
    return hand_value(function) or registry.initialiser(f"torch.nn.init.{function}")


class RuleRow(QFrame):
    """Signals: `moved(by)`, up or down; `removed()`. `alone`: it is plain for which layer it is."""

    moved = Signal(int)
    removed = Signal()

    def __init__(
        self, block: Block, registry: Registry, place: int, parameters: Sequence[str], alone: bool = False
    ) -> None:
        super().__init__()
        self._alone = alone
        self._block, self._registry, self.place = block, registry, place
        self.rule = block.initialisers[place]
        self._form: ArgumentForm | None = None
        self._type = rule_type(registry, self.rule.function)
        set_variant(self, "card")
        self.setObjectName(f"rule_{place}")
        self.function, self.parameter = ComboBox(), ComboBox()
        self.target, self.select = QLineEdit(), ComboBox()
        self._about = QLabel()
        self._code = TextArea()
        self._lay_out()
        self._offer(parameters)

    # What it offers

    def _offer(self, parameters: Sequence[str]) -> None:
        rule = self.rule
        if loads(rule):
            self._show_file()
            return
        titles = [type.title for type in (*self._registry.initialisers(), *HAND_VALUES)]
        for title in titles:
            self.function.addItem(title, title)
        self.function.addItem(tr("Own function…"), OWN)
        own = rule.function.startswith(CODE_KIND)
        self.function.setCurrentIndex(self.function.findData(OWN if own else rule.function))
        for name in dict.fromkeys((rule.parameter, *parameters, EACH)):
            if name:
                self.parameter.addItem(tr("all parameters") if name == EACH else name, name)
        self.parameter.setCurrentIndex(max(self.parameter.findData(rule.parameter), 0))
        self.parameter.setVisible(not own and rule.select is not Selects.PATTERN)
        self._offer_target()
        self._about.setText(node_doc(self._type) if self._type is not None else "")
        self._about.setVisible(bool(self._about.text()))
        self._code.setVisible(own)
        if own:
            self._code.show_text(self._block.project.code.get(rule.function.removeprefix(CODE_KIND), ""))
        self.function.activated.connect(lambda: self._choose_function(str(self.function.currentData())))
        self.parameter.activated.connect(lambda: self._set(replace(self.rule, parameter=self.parameter.currentData())))
        self._code.left.connect(self._write_code)

    def _show_file(self) -> None:
        """A rule that loads a file is for the whole network: it can be moved and removed."""
        self.function.addItem(tr("Load {file}").format(file=loaded_file(self.rule) or "?"))
        self.function.setEnabled(False)
        for widget in (self.select, self.target, self.parameter, self._code):
            widget.hide()
        words = tr("All first values are those of this file beside the project.")
        if loads_partly(self.rule):
            words = tr("First values are those of this file beside the project; what it lacks stays as it was drawn.")
        self._about.setText(words)

    def _offer_target(self) -> None:
        rule = self.rule
        for widget in (self.select, self.target):
            widget.setVisible(not self._alone)
        node = self._block.nodes.get(rule.target) if rule.select is Selects.NODE else None
        self.select.addItem(tr("Layer type"), Selects.TYPE)
        self.select.addItem(tr("Names like"), Selects.PATTERN)
        if rule.select is Selects.NODE:
            self.select.addItem(tr("The layer"), Selects.NODE)
        self.select.setCurrentIndex(self.select.findData(rule.select))
        self.target.setText(node.name if node is not None else rule.target.removeprefix("torch.nn."))
        self.target.setReadOnly(rule.select is Selects.NODE)
        self.select.activated.connect(lambda: self._choose_select(Selects(self.select.currentData())))
        self.target.editingFinished.connect(self._choose_target)

    # What is chosen

    def _choose_function(self, name: str) -> None:
        if name == OWN:
            if not self.rule.function.startswith(CODE_KIND):
                with self._block.project.transaction(QT_TRANSLATE_NOOP("Step", "Change a rule for first values")):
                    id = write_code(self._block.project, INITIALISER.read())
                    self._set(replace(self.rule, function=CODE_KIND + id, arguments={}))
            return
        type = rule_type(self._registry, name)
        suggested = {each.name: each.suggestion for each in (type.arguments if type is not None else ())}
        arguments = {key: value for key, value in suggested.items() if value is not MISSING}
        parameter = self.rule.parameter if self.rule.select is Selects.PATTERN else self.rule.parameter or "weight"
        self._set(replace(self.rule, function=name, parameter=parameter, arguments=arguments))

    def _choose_select(self, select: Selects) -> None:
        if select is not self.rule.select:
            target = usual_layer(self._block, self._registry) if select is Selects.TYPE else "*.weight"
            parameter = "weight" if select is Selects.TYPE else ""
            self._set(replace(self.rule, select=select, target=target, parameter=parameter))

    def _choose_target(self) -> None:
        text = self.target.text().strip()
        if not text or self.rule.select is Selects.NODE:
            return
        if self.rule.select is Selects.TYPE:
            found = next((t for t in self._registry.types() if t.form is Form.MODULE and t.title == text), None)
            text = found.kind if found is not None else text if "." in text else f"torch.nn.{text}"
        if text != self.rule.target:
            self._set(replace(self.rule, target=text))

    def _argue(self, name: str, value: Setting) -> None:
        arguments = {key: given for key, given in self.rule.arguments.items() if key != name}
        if value is not MISSING:
            arguments[name] = value
        self._set(replace(self.rule, arguments=arguments))

    def _write_code(self) -> None:
        text, old = self._code.toPlainText(), self.rule.function.removeprefix(CODE_KIND)
        project = self._block.project
        if not self.rule.function.startswith(CODE_KIND) or code_id(text) == old:
            return
        if not trust.untrusted({old: project.code.get(old, "")}):
            # One's own, as what stood here before. Where that cannot be written down, the bar above the canvas asks.
            with contextlib.suppress(SaveFailed):
                trust.trust([text])
        write_code(project, text, instead_of=old)

    def _set(self, rule: Initialiser) -> None:
        if rule != self.rule and self.place < len(self._block.initialisers):
            change_rule(self._block, self.place, rule)

    def show_rule(self, rule: Initialiser) -> None:
        """Shows other arguments of the same function; a field someone writes in keeps its text."""
        self.rule = rule
        if self._form is not None and self._type is not None:
            states = {
                each.name: FieldState(rule.arguments.get(each.name, MISSING), each.default)
                for each in self._type.arguments
            }
            self._form.show_states(states)

    # Building

    def _lay_out(self) -> None:
        theme = current_theme()
        layout = QVBoxLayout(self)
        gap = theme.pixels("space-small")
        layout.setContentsMargins(gap * 2, gap * 2, gap * 2, gap * 2)
        layout.setSpacing(gap)
        head, line = QHBoxLayout(), QHBoxLayout()
        up, down, away = (self._button(text) for text in ("↑", "↓", "×"))
        head.addWidget(self.function, 1)
        for button, words in (
            (up, tr("Earlier")),
            (down, tr("Later: goes over the others")),
            (away, tr("Remove the rule")),
        ):
            button.setToolTip(words)
            button.setAccessibleName(words)
            head.addWidget(button)
        for widget in (self.select, self.target):
            line.addWidget(widget, 1)
        for row in (head, line):
            row.setSpacing(gap)
        up.clicked.connect(lambda: self.moved.emit(-1))
        down.clicked.connect(lambda: self.moved.emit(1))
        away.clicked.connect(lambda: self.removed.emit())
        up.setObjectName(f"rule_up_{self.place}")
        down.setObjectName(f"rule_down_{self.place}")
        away.setObjectName(f"rule_remove_{self.place}")
        layout.addLayout(line)
        layout.addWidget(self.parameter)
        layout.addLayout(head)
        set_variant(self._about, "small")
        set_variant(self.target, "mono")
        set_variant(self._code, "mono")
        self._code.setLineWrapMode(TextArea.LineWrapMode.NoWrap)
        self.target.setMinimumWidth(1)
        self._about.setWordWrap(True)
        layout.addWidget(self._about)
        layout.addWidget(self._code)
        if self._type is not None and self._type.arguments:
            self._form = ArgumentForm([field_for(each) for each in self._type.arguments])
            self._form.edited.connect(self._argue)
            self._form.left.connect(lambda: self._block.project.history.seal())
            layout.addWidget(self._form)
            self.show_rule(self.rule)
        self._name()

    def _name(self) -> None:
        self.function.setObjectName(f"rule_function_{self.place}")
        self.parameter.setObjectName(f"rule_parameter_{self.place}")
        self.select.setObjectName(f"rule_select_{self.place}")
        self.target.setObjectName(f"rule_target_{self.place}")
        self.function.setAccessibleName(tr("Function of first values"))
        self.parameter.setAccessibleName(tr("Parameter of the layer"))
        self.select.setAccessibleName(tr("What the rule is for"))
        self.target.setAccessibleName(tr("Type, or pattern of names"))
        self._code.setAccessibleName(tr("The function, which is called with the layer"))

    @staticmethod
    def _button(text: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setFixedWidth(current_theme().pixels("icon-large"))
        set_variant(button, "flat")
        return button
