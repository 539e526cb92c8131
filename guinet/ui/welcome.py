"""F1: what was open lately, lessons and examples, to be searched, looked at and opened."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal, NamedTuple

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from guinet.core.lessons import lessons
from guinet.core.problems import GuinetError
from guinet.storage import files
from guinet.storage.example_notes import example_notes
from guinet.storage.examples import example_path, examples
from guinet.ui.network_picture import NetworkPicture
from guinet.ui.panels.notes import MarkdownPage
from guinet.ui.theme import current_theme, set_variant
from guinet.ui.translate import current_language, tr
from guinet.ui.words import problem_text

SIZE: Final = QSize(940, 620)

_STEPS: Final[dict[int, int]] = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -8,
    Qt.Key.Key_PageDown: 8,
}


class Entry(NamedTuple):
    """Something that can be opened: a file by its path, a lesson or an example by its name."""

    what: Literal["file", "lesson", "train", "evaluate"]
    name: str
    title: str
    beside: str
    about: str


class WelcomeDialog(QDialog):
    """Signals: `opening(Path)`; `starting(name)` of an example; `learning(name)` of a lesson; `acting(name)` of an
    action of the window that begins in another way."""

    opening = Signal(Path)
    starting = Signal(str)
    learning = Signal(str)
    acting = Signal(str)

    def __init__(self, recent: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("welcome_dialog")
        self.setWindowTitle(tr("Examples and lessons"))
        self.resize(SIZE.boundedTo(parent.screen().availableSize()))
        self._entries = (*_recent(recent), *_lessons(), *_examples())
        self._make()
        self._arrange()
        self._fill("")
        self._search.setFocus()

    def _make(self) -> None:
        self._search = QLineEdit(placeholderText=tr("Search by name, layer or topic, e.g. dropout"))
        self._search.setObjectName("welcome_search")
        self._search.setAccessibleName(tr("Search examples and lessons"))
        set_variant(self._search, "search")
        self._search.textChanged.connect(self._fill)
        self._search.installEventFilter(self)
        self._list = QTreeWidget(columnCount=2)
        self._list.setObjectName("welcome_list")
        self._list.setAccessibleName(tr("Examples and lessons"))
        self._list.setHeaderHidden(True)
        self._list.setRootIsDecorated(False)
        self._list.header().setStretchLastSection(False)
        self._list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._list.setIndentation(current_theme().pixels("space"))
        self._list.currentItemChanged.connect(lambda item: self._look(item))
        self._list.itemActivated.connect(lambda item: self._open(item))
        self._nothing = QLabel(tr("Nothing is called that. Try another word, e.g. “conv”, “loss”, “tensor”."))
        self._nothing.setWordWrap(True)
        set_variant(self._nothing, "muted")
        self._picture = NetworkPicture()
        self._about = MarkdownPage()
        self._about.setObjectName("welcome_about")
        self._about.setAccessibleName(tr("About the chosen entry"))
        self._button = QPushButton(tr("Open"))
        self._button.setObjectName("welcome_open")
        self._button.setDefault(True)
        self._button.clicked.connect(lambda: self._open(self._list.currentItem()))
        self._others = [
            self._other("new", tr("Empty canvas")),
            self._other("new_from_code", tr("New from code…")),
            self._other("import", tr("Import…")),
        ]
        self._close = QPushButton(tr("Close"))
        self._close.setAutoDefault(False)
        self._close.clicked.connect(self.reject)

    def _other(self, action: str, words: str) -> QPushButton:
        """A button for another way to begin."""
        button = QPushButton(words)
        button.setObjectName(f"welcome_{action}")
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._act(action))
        return button

    def _act(self, action: str) -> None:
        self.accept()
        self.acting.emit(action)

    def _arrange(self) -> None:
        gap = current_theme().pixels("space")
        left, right, buttons = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        for widget in (self._search, self._nothing, self._list):
            left.addWidget(widget)
        others = QHBoxLayout()
        for button in self._others:
            others.addWidget(button, 1)
        left.addLayout(others)
        buttons.addStretch()
        buttons.addWidget(self._close)
        buttons.addWidget(self._button)
        right.addWidget(self._picture, 2)
        right.addWidget(self._about, 3)
        right.addLayout(buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(gap, gap, gap, gap)
        layout.setSpacing(gap)
        layout.addLayout(left, 2)
        layout.addLayout(right, 3)

    def _fill(self, text: str) -> None:
        """Lists what has all words of `text` in its title, its name or what it says of itself."""
        wanted = text.casefold().split()
        found = [each for each in self._entries if all(word in " ".join(each).casefold() for word in wanted)]
        # Who types a word means what is called so before what only mentions it.
        found.sort(key=lambda each: not all(word in each.title.casefold() for word in wanted))
        self._list.clear()
        for what, title in _titles().items():
            group = [each for each in found if each.what == what]
            if group:
                self._add_group(title, group)
        self._nothing.setVisible(not found)
        first = self._list.topLevelItem(0)
        chosen = first.child(0) if first is not None else None
        if chosen is not None:
            self._list.setCurrentItem(chosen)
        self._button.setEnabled(bool(found))

    def _add_group(self, title: str, entries: Sequence[Entry]) -> None:
        head = QTreeWidgetItem(self._list, [title])
        head.setFlags(Qt.ItemFlag.ItemIsEnabled)
        head.setFont(0, current_theme().font("strong"))
        head.setFirstColumnSpanned(True)
        head.setExpanded(True)
        for entry in entries:
            item = QTreeWidgetItem(head, [entry.title, entry.beside])
            item.setData(0, Qt.ItemDataRole.UserRole, entry)
            item.setToolTip(0, entry.name)
            item.setFirstColumnSpanned(not entry.beside)

    def _look(self, item: QTreeWidgetItem | None) -> None:
        """Shows what the chosen entry is."""
        entry = _entry(item)
        self._button.setEnabled(entry is not None)
        if entry is None:
            return
        about = entry.about
        if entry.what == "lesson":
            self._picture.show_nothing(tr("A lesson: steps on the canvas, ticked off as you do them."))
        else:
            try:
                project = files.load(Path(entry.name) if entry.what == "file" else example_path(entry.name))
            except GuinetError as error:
                self._picture.show_nothing(problem_text(error.problem))
            else:
                self._picture.show_project(project)
                about = about or project.notes
        self._about.show_markdown(about or entry.name)

    def _open(self, item: QTreeWidgetItem | None) -> None:
        entry = _entry(item)
        if entry is None:
            return
        self.accept()
        if entry.what == "file":
            self.opening.emit(Path(entry.name))
        elif entry.what == "lesson":
            self.learning.emit(entry.name)
        else:
            self.starting.emit(entry.name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the search field go through the entries, past the heads of groups; Enter opens."""
        enter = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() in enter:
            self._open(self._list.currentItem())
            return True
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() in _STEPS:
            heads = [self._list.topLevelItem(place) for place in range(self._list.topLevelItemCount())]
            below = [head.child(place) for head in heads if head is not None for place in range(head.childCount())]
            items = [item for item in below if item is not None]
            if items:
                current = self._list.currentItem()
                here = items.index(current) if current is not None and current in items else 0
                self._list.setCurrentItem(items[max(0, min(len(items) - 1, here + _STEPS[event.key()]))])
            return True
        return super().eventFilter(watched, event)


def _entry(item: QTreeWidgetItem | None) -> Entry | None:
    found = None if item is None else item.data(0, Qt.ItemDataRole.UserRole)
    # Qt gives a tuple back as a list.
    return None if found is None else Entry(*found)


def _titles() -> dict[str, str]:
    return {
        "file": tr("Open lately"),
        "lesson": tr("Lessons"),
        "train": tr("Examples that train"),
        "evaluate": tr("Examples that run once"),
    }


def _recent(paths: Sequence[str]) -> list[Entry]:
    return [Entry("file", path, Path(path).stem, Path(path).parent.name, "") for path in paths]


def _lessons() -> list[Entry]:
    language = current_language()
    return [
        Entry(
            "lesson",
            lesson.name,
            lesson.title.told(language),
            tr("%n step(s)", "", len(lesson.steps)),
            f"# {lesson.title.told(language)}\n\n{lesson.about.told(language)}",
        )
        for lesson in lessons()
    ]


def _examples() -> list[Entry]:
    notes = example_notes("zh" if current_language().startswith("zh") else "en")
    found = []
    for example in examples():
        about = notes.get(example.name, "")
        heading = about.partition("\n")[0].removeprefix("# ") if about.startswith("# ") else example.title
        what: Literal["train", "evaluate"] = "train" if example.task == "train" else "evaluate"
        found.append(Entry(what, example.name, heading, "", about))
    return found
