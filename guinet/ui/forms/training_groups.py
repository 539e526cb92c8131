"""Groups of parameters: one line for each argument that some of them have of their own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel

from guinet.core.changes import SetTraining
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.project import Project
from guinet.core.settings import FROZEN, GROUP_PREFIX, optimizer_arguments, training_setting
from guinet.core.values import MISSING, Value
from guinet.nodes.arguments import unknown_argument
from guinet.nodes.registry import Registry
from guinet.nodes.text import BadArgument, format_value, parse
from guinet.nodes.training import FROZEN_ARGUMENT
from guinet.nodes.types import Argument, OptimizerType
from guinet.ui.forms.fields import complaint_text
from guinet.ui.forms.text_area import TextArea
from guinet.ui.forms.training_group_menu import AddGroup
from guinet.ui.forms.training_part import Part
from guinet.ui.theme import set_variant
from guinet.ui.translate import tr


class GroupsPart(Part):
    """`features.*.lr = 0.001`, a line each. What cannot be is told below, and the project stays as it is till then."""

    def __init__(self, project: Project, registry: Registry) -> None:
        super().__init__(project)
        self._registry = registry
        self._title = self.add_title()
        self._text = TextArea()
        self._text.setObjectName("parameter_groups")
        self._text.edited.connect(self._write)
        self._text.left.connect(self._leave)
        self._words = QLabel()
        self._words.setObjectName("refusal_groups")
        self._words.setWordWrap(True)
        set_variant(self._words, "error")
        self._words.hide()
        self._add = AddGroup(project, registry)
        self._add.wanted.connect(self._begin)
        bar = QHBoxLayout()
        bar.addWidget(self._add)
        bar.addStretch()
        self.rows.addWidget(self._text)
        self.rows.addWidget(self._words)
        self.rows.addLayout(bar)
        self.leave_room("space", 2)

    def refresh(self) -> None:
        if not self._text.hasFocus() or self._read(self._text.toPlainText()) != self._groups():
            lines = [f"{key.removeprefix(GROUP_PREFIX)} = {self._shown(key)}" for key in sorted(self._groups())]
            self._text.show_text("\n".join(lines))
            self._refuse("")

    def translate(self) -> None:
        self._title.setText(tr("Parameter groups"))
        self._add.translate()
        self._text.setPlaceholderText("features.*.lr = 0.001\nfeatures.0.frozen = true")
        self._text.setAccessibleName(tr("Parameter groups"))
        self._text.setToolTip(
            tr(
                "A line for each: a pattern of parameters, an argument of the optimiser or “frozen”, and its value. "
                "Where several patterns fit, the longest holds."
            )
        )

    def _groups(self) -> dict[str, Value]:
        return {key: value for key, value in self.project.training.items() if key.startswith(GROUP_PREFIX)}

    def _shown(self, key: str) -> str:
        value = self.project.training[key]
        argument = self._argument(key.rpartition(".")[2])
        return repr(value) if argument is None else format_value(argument, value)

    def _optimizer(self) -> OptimizerType | None:
        return self._registry.optimizer(str(training_setting(self.project.training, "optimizer")))

    def _argument(self, name: str) -> Argument | None:
        optimizer = self._optimizer()
        return FROZEN_ARGUMENT if name == FROZEN else optimizer.argument(name) if optimizer is not None else None

    def _read(self, text: str) -> dict[str, Value] | str:
        """The settings the lines mean, or why one of them means none."""
        settings: dict[str, Value] = {}
        for line in filter(None, map(str.strip, text.splitlines())):
            path, equals, written = (part.strip() for part in line.partition("="))
            pattern, _, name = path.rpartition(".")
            if not (pattern and name and equals):
                return tr("“{line}” is no group: write pattern.argument = value.").format(line=line)
            argument, optimizer = self._argument(name), self._optimizer()
            if argument is None:
                return complaint_text(unknown_argument(optimizer, name)) if optimizer is not None else ""
            try:
                settings[GROUP_PREFIX + path] = parse(argument, written)
            except BadArgument as error:
                return complaint_text((error.template, error.values))
        return settings

    def _begin(self, path: str, name: str) -> None:
        """A group with the value that all have, which can be written over at once."""
        argument, key = self._argument(name), f"{GROUP_PREFIX}{path}.*.{name}"
        if argument is None:
            return
        if key not in self.project.training:
            value = True if name == FROZEN else optimizer_arguments(self.project.training).get(name, argument.default)
            self.project.run(QT_TRANSLATE_NOOP("Step", "Set parameter groups"), [SetTraining(key, value)])
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)
        found = self._text.document().find(f"{key.removeprefix(GROUP_PREFIX)} = ")
        found.setPosition(found.selectionEnd())
        found.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        self._text.setTextCursor(found)

    def _write(self, text: str) -> None:
        settings, now = self._read(text), self._groups()
        if isinstance(settings, str):
            return
        self._refuse("")
        changes = [SetTraining(key, MISSING) for key in now if key not in settings]
        changes += [SetTraining(key, value) for key, value in settings.items() if now.get(key, MISSING) != value]
        if changes:
            self.project.run(QT_TRANSLATE_NOOP("Step", "Set parameter groups"), changes, merge="training groups")

    def _leave(self) -> None:
        settings = self._read(self._text.toPlainText())
        self._refuse(settings if isinstance(settings, str) else "")
        self.seal()

    def _refuse(self, words: str) -> None:
        self._words.setText(words)
        self._words.setVisible(bool(words))
