"""The small button that gives an argument a port: its value then comes from a wire, not from its field."""

from __future__ import annotations

from PySide6.QtCore import QEvent

from guinet.core.values import MISSING, Setting, is_wired
from guinet.ui.forms.small_button import SmallButton
from guinet.ui.translate import tr


class PlugButton(SmallButton):
    """Checked while a wire brings the argument `name`, or a part of it."""

    def __init__(self, name: str) -> None:
        super().__init__("plug")
        self._name = name
        self.setObjectName(f"plug_{name}")
        self.setCheckable(True)
        self._translate()

    def show_value(self, value: Setting) -> None:
        """Shows where the value comes from now."""
        self.setChecked(value is not MISSING and is_wired(value))
        self._translate()

    def nextCheckState(self) -> None:
        """Nothing: the graph says where a value comes from."""

    def _translate(self) -> None:
        words = tr("Write it here, instead of a wire") if self.isChecked() else tr("Take it from a wire")
        self.setToolTip(words)
        self.setAccessibleName(f"{self._name}: {words}")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
