"""Which keys do what: every action with its shortcut, each of which can be another."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from guinet.ui.actions import Actions
from guinet.ui.panels.tables import Cells, Table
from guinet.ui.theme import set_variant
from guinet.ui.translate import plain, tr

_NAME = Qt.ItemDataRole.UserRole
_NATIVE = QKeySequence.SequenceFormat.NativeText


class ShortcutsDialog(QDialog):
    """Choose an action, press keys. `keep` is called with all that differ from what the program brings, by name."""

    def __init__(self, actions: Actions, keep: Callable[[dict[str, str]], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts_dialog")
        self.setWindowTitle(tr("Keyboard shortcuts"))
        self._actions = actions
        self._keep = keep
        self._refused: tuple[str, QKeySequence] | None = None
        """The action and the keys it was refused just now, because another has them."""
        self._search = QLineEdit(placeholderText=tr("Search actions or keys"))
        self._search.setObjectName("shortcuts_search")
        self._search.textChanged.connect(self._filter)
        self._list = Table("shortcuts_list")
        self._list.setSelectionMode(Table.SelectionMode.SingleSelection)
        self._list.setHeaderLabels([tr("Action"), tr("Keys")])
        self._list.currentItemChanged.connect(lambda: self._show_current())
        self._keys = QKeySequenceEdit(maximumSequenceLength=1, clearButtonEnabled=True)
        self._keys.setObjectName("shortcuts_keys")
        self._keys.setAccessibleName(tr("Keys"))
        self._keys.editingFinished.connect(self._changed)
        self._reset = QPushButton(tr("As it was"))
        self._reset.setObjectName("shortcuts_reset")
        self._reset.clicked.connect(self._reset_current)
        self._words = QLabel(wordWrap=True)
        self._words.setObjectName("shortcuts_words")
        set_variant(self._words, "muted")
        self._fill()
        self._lay_out()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.addWidget(QLabel(tr("Press the keys:")))
        line.addWidget(self._keys, 1)
        line.addWidget(self._reset)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(tr("Close"))
        all_again = buttons.addButton(tr("All as they were"), QDialogButtonBox.ButtonRole.ResetRole)
        all_again.setObjectName("shortcuts_reset_all")
        all_again.clicked.connect(self._reset_all)
        buttons.rejected.connect(self.accept)
        # Enter in the search field would press the first button there is, which takes a shortcut back.
        for button in (self._reset, *buttons.buttons()):
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.addWidget(self._search)
        layout.addWidget(self._list, 1)
        layout.addLayout(line)
        layout.addWidget(self._words)
        layout.addWidget(buttons)
        self.resize(520, 560)

    def _fill(self) -> None:
        for action in self._actions.all():
            item = Cells([plain(action.text()), action.shortcut().toString(_NATIVE)])
            item.setData(0, _NAME, action.objectName())
            self._list.addTopLevelItem(item)
        self._list.resizeColumnToContents(0)
        self._list.setCurrentItem(self._items()[0])

    def _filter(self, text: str) -> None:
        wanted = text.casefold().split()
        for item in self._items():
            words = f"{item.text(0)} {item.text(1)}".casefold()
            item.setHidden(not all(part in words for part in wanted))

    def _items(self) -> list[QTreeWidgetItem]:
        return [item for row in range(self._list.topLevelItemCount()) if (item := self._list.topLevelItem(row))]

    def _current(self) -> str | None:
        item = self._list.currentItem()
        return None if item is None else str(item.data(0, _NAME))

    def _show_current(self) -> None:
        name, self._refused = self._current(), None
        if name is not None:
            self._keys.setKeySequence(self._actions[name].shortcut())
            self._words.clear()

    def _changed(self) -> None:
        name, keys = self._current(), self._keys.keySequence()
        if name is None or keys == self._actions[name].shortcut():
            return
        taken = self._actions.with_shortcut(keys)
        if taken is not None and self._refused != (name, keys):
            self._refused = name, keys
            self._keys.setKeySequence(self._actions[name].shortcut())
            words = tr("{keys} does “{action}” already: press the keys again to take them from it.")
            self._words.setText(words.format(keys=keys.toString(_NATIVE), action=plain(taken.text())))
            return
        self._refused = None
        without = {} if taken is None or taken.shortcut() != keys else {taken.objectName(): ""}
        self._actions.bind({**self._actions.changed(), **without, name: keys.toString()})
        self._kept()

    def _reset_current(self) -> None:
        name = self._current()
        if name is not None:
            self._keys.setKeySequence(self._actions.usual(name))
            self._changed()

    def _reset_all(self) -> None:
        self._actions.bind({})
        self._kept()

    def _kept(self) -> None:
        for item in self._items():
            item.setText(1, self._actions[str(item.data(0, _NAME))].shortcut().toString(_NATIVE))
        self._show_current()
        self._keep(self._actions.changed())
