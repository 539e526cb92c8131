"""File › Open recent: the files that were opened or saved last."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from guinet.ui.settings import Settings
from guinet.ui.translate import tr


class RecentMenu(QMenu):
    """Signals: `opening(Path)`. Read anew whenever it opens: all windows share the files."""

    opening = Signal(Path)

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("recent_menu")
        self._settings = settings
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        self.clear()
        for number, name in enumerate(self._settings.recent_files, 1):
            path = Path(name)
            digit = f"&{number}  " if number < 10 else ""
            action = self.addAction(digit + f"{path.name}    {path.parent}".replace("&", "&&"))
            action.triggered.connect(lambda _=False, path=path: self.opening.emit(path))
        if self.isEmpty():
            self.addAction(tr("Nothing was opened or saved yet")).setEnabled(False)
