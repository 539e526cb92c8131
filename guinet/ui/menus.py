"""The menus, and the choices of theme and language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu

from guinet.ui import theme, translate
from guinet.ui.actions import Actions
from guinet.ui.docks import Docks
from guinet.ui.recent_menu import RecentMenu
from guinet.ui.settings import Settings
from guinet.ui.translate import tr

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas
    from guinet.ui.canvas.hits import Hit
    from guinet.ui.theme import ThemeChoice

_SELECTING = ("select_before", "select_after", "select_alike")
_CHANGING = ("replace", "swap_inputs", "mute", "bypass")
_APPEARING = ("grab", "collapse", "hide_ports", "colour")
_MAKING = ("rename", *_CHANGING, None, *_APPEARING)
_DELETING = ("delete", "delete_reconnect", None, "select_all", *_SELECTING, None, *_MAKING)
_LOOKING = ("frame_all", "frame_selection", "zoom_in", "zoom_out", "zoom_actual")
_EXCHANGE = ("import", "export")
_GOING = ("next_place", "previous_place", "next_window", "previous_window")
_MENUS: dict[str, tuple[str | None, ...]] = {
    "file": ("new", "new_from_code", "open", None, "save", "save_as", None, *_EXCHANGE, None, "close_window", "quit"),
    "edit": ("undo", "redo", None, "cut", "copy", "paste", "duplicate", *_DELETING, None, "find"),
    "view": (*_LOOKING, None, *_GOING, None, "snap", "previews", None, "command_palette", None),
    "block": (
        "group",
        "ungroup",
        None,
        "enter_block",
        "open_in_place",
        "leave_block",
        None,
        "frame_nodes",
        "no_grad",
        "add_note",
        None,
        "connect",
        "lay_out",
        None,
        "repeat",
        "share_layer",
        "own_layer",
        None,
        "remove_unused",
    ),
    "training": (
        "evaluate",
        None,
        "train",
        "pause",
        "step",
        None,
        "next_node",
        "next_phase",
        "next_step",
        "into_block",
        "out_of_block",
        None,
        "stop",
    ),
    "help": ("welcome", "shortcuts", None, "about"),
}
_CONTEXT = ("cut", "copy", "paste", "duplicate", "delete", None, "frame_selection", "frame_all")
_CONTEXT_OF_WIRE = ("delete", None, "frame_all")
_CONTEXT_OF_NOTHING = ("paste", None, "frame_all")


class Menus(QObject):
    """The menu bar of one window."""

    def __init__(self, window: QMainWindow, actions: Actions, docks: Docks, settings: Settings) -> None:
        super().__init__(window)
        self._actions = actions
        self._settings = settings
        self._menus = {name: window.menuBar().addMenu("") for name in _MENUS}
        for name, entries in _MENUS.items():
            for entry in entries:
                if entry is None:
                    self._menus[name].addSeparator()
                else:
                    self._menus[name].addAction(actions[entry])
        actions["snap"].setCheckable(True)
        actions["snap"].setChecked(settings.snaps)
        self.recent = RecentMenu(settings, window)
        self._menus["file"].insertMenu(actions["save"], self.recent)
        self._panels = self._menus["view"].addMenu("")
        for dock in docks.all():
            self._panels.addAction(dock.toggleViewAction())
        self._themes = self._choices(self._menus["view"], theme.THEME_CHOICES, settings.theme, self._set_theme)
        self._languages = self._choices(
            self._menus["view"], ("system", *translate.LANGUAGES), settings.language, self._set_language
        )
        self.translate()

    def context(self, canvas: Canvas, hit: Hit) -> QMenu:
        """What the right button offers on the canvas for what it was pressed on."""
        menu = QMenu(canvas)
        menu.setObjectName("context_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        from guinet.ui import block_menu

        block_menu.fill(menu, canvas, hit, self._actions)
        alone = {"nothing": _CONTEXT_OF_NOTHING, "wire": _CONTEXT_OF_WIRE}
        for name in _CONTEXT if canvas.selection else alone.get(hit.what, _CONTEXT):
            if name is None:
                menu.addSeparator()
            else:
                menu.addAction(self._actions[name])
        return menu

    def next_theme(self) -> None:
        """From dark to light and back."""
        self._set_theme("light" if theme.current_theme().dark else "dark")

    def next_language(self) -> None:
        self._set_language("en" if translate.current_language() == "zh_CN" else "zh_CN")

    def _choices(self, menu: QMenu, names: tuple[str, ...], chosen: str, use: object) -> QMenu:
        sub = menu.addMenu("")
        group = QActionGroup(self)
        for name in names:
            action = QAction(sub)
            action.setCheckable(True)
            action.setChecked(name == chosen)
            action.setData(name)
            group.addAction(action)
            sub.addAction(action)
        group.triggered.connect(lambda action: use(action.data()))  # type: ignore[operator]
        return sub

    def _set_theme(self, choice: ThemeChoice) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.apply_theme(application, choice)
        _check(self._themes, choice)
        self._settings.theme = choice
        self._settings.save()

    def _set_language(self, language: str) -> None:
        application = QApplication.instance()
        assert application is not None
        translate.install(application, language)
        _check(self._languages, language)
        self._settings.language = language
        self._settings.save()

    def translate(self) -> None:
        """Puts the words of the current language."""
        titles = {
            "file": tr("&File"),
            "edit": tr("&Edit"),
            "view": tr("&View"),
            "block": tr("&Block"),
            "training": tr("&Training"),
            "help": tr("&Help"),
        }
        for name, title in titles.items():
            self._menus[name].setTitle(title)
        self._panels.setTitle(tr("&Panels"))
        self.recent.setTitle(tr("Open &recent"))
        self._themes.setTitle(tr("&Theme"))
        self._languages.setTitle(tr("&Language"))
        words = {"system": tr("As the system"), "dark": tr("Dark"), "light": tr("Light"), **translate.LANGUAGES}
        for action in (*self._themes.actions(), *self._languages.actions()):
            action.setText(words[action.data()])


def _check(menu: QMenu, choice: str) -> None:
    for action in menu.actions():
        action.setChecked(action.data() == choice)
