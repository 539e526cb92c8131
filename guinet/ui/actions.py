"""Every action of the window, described once: name, words, shortcut, icon."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from guinet.ui.icons import icon
from guinet.ui.translate import plain, tr


class ActionSpec(Struct, frozen=True):
    """`name` is the QAction's objectName and stays; `text` is called when shown, so that it follows the language.

    `also` are keys that hands know from elsewhere: they do the same where nobody has chosen others for it.
    """

    name: str
    text: Callable[[], str]
    shortcut: str = ""
    icon: str = ""
    also: str = ""


ACTIONS = (
    ActionSpec("new", lambda: tr("&New"), "Ctrl+N", "new"),
    ActionSpec("new_from_code", lambda: tr("New from co&de…"), "Ctrl+Alt+N"),
    ActionSpec("open", lambda: tr("&Open…"), "Ctrl+O", "open"),
    ActionSpec("import", lambda: tr("&Import…"), "Ctrl+Shift+O"),
    ActionSpec("save", lambda: tr("&Save"), "Ctrl+S", "save"),
    ActionSpec("save_as", lambda: tr("Save &as…"), "Ctrl+Shift+S"),
    ActionSpec("export", lambda: tr("&Export…"), "Ctrl+E", "export"),
    ActionSpec("quit", lambda: tr("&Quit"), "Ctrl+Q"),
    ActionSpec("undo", lambda: tr("&Undo"), "Ctrl+Z", "undo"),
    ActionSpec("redo", lambda: tr("&Redo"), "Ctrl+Shift+Z", "redo", also="Ctrl+Y"),
    ActionSpec("cut", lambda: tr("Cu&t"), "Ctrl+X", "cut"),
    ActionSpec("copy", lambda: tr("&Copy"), "Ctrl+C", "copy"),
    ActionSpec("paste", lambda: tr("&Paste"), "Ctrl+V", "paste"),
    ActionSpec("duplicate", lambda: tr("&Duplicate"), "Ctrl+D", "duplicate"),
    ActionSpec("delete", lambda: tr("De&lete"), "Del", "delete"),
    ActionSpec("delete_reconnect", lambda: tr("Delete and rec&onnect"), "Ctrl+Del"),
    ActionSpec("rename", lambda: tr("R&ename"), "F2"),
    ActionSpec("replace", lambda: tr("Replace b&y…"), "Ctrl+H"),
    ActionSpec("swap_inputs", lambda: tr("S&wap inputs"), "Alt+S"),
    ActionSpec("mute", lambda: tr("&Mute"), "M"),
    ActionSpec("bypass", lambda: tr("&Bypass"), "B"),
    ActionSpec("grab", lambda: tr("&Grab and move"), "G"),
    ActionSpec("collapse", lambda: tr("Collapse or e&xpand"), "H"),
    ActionSpec("hide_ports", lambda: tr("Hide unu&sed ports"), "Ctrl+Shift+H"),
    ActionSpec("colour", lambda: tr("Colour…"), "Ctrl+Shift+C"),
    ActionSpec("select_all", lambda: tr("Select &all"), "Ctrl+A"),
    ActionSpec("select_before", lambda: tr("Select what leads &here"), "Ctrl+["),
    ActionSpec("select_after", lambda: tr("Select what &follows"), "Ctrl+]"),
    ActionSpec("select_alike", lambda: tr("Select all of this &kind")),
    ActionSpec("frame_all", lambda: tr("Show &all"), "Home", "fit"),
    ActionSpec("frame_selection", lambda: tr("Show the &selection"), "F"),
    ActionSpec("zoom_in", lambda: tr("Zoom &in"), "Ctrl++", "zoom-in", also="Ctrl+="),
    ActionSpec("zoom_out", lambda: tr("Zoom &out"), "Ctrl+-", "zoom-out"),
    ActionSpec("zoom_actual", lambda: tr("Actual si&ze"), "Ctrl+0"),
    ActionSpec("snap", lambda: tr("Snap to the &grid and to others"), "Ctrl+Shift+M"),
    ActionSpec("previews", lambda: tr("Previe&ws on nodes"), "Ctrl+Shift+P"),
    ActionSpec("group", lambda: tr("&Group"), "Ctrl+G", "group"),
    ActionSpec("ungroup", lambda: tr("&Ungroup"), "Ctrl+Shift+G"),
    ActionSpec("remove_unused", lambda: tr("Remove unused bloc&ks")),
    ActionSpec("enter_block", lambda: tr("&Enter the block"), "Return"),
    ActionSpec("open_in_place", lambda: tr("Open the block in &place"), "Ctrl+Return"),
    ActionSpec("leave_block", lambda: tr("&Leave the block"), "Alt+Up"),
    ActionSpec("frame_nodes", lambda: tr("Add a &frame"), "Ctrl+Shift+F"),
    ActionSpec("no_grad", lambda: tr("Frame wit&h torch.no_grad()")),
    ActionSpec("add_note", lambda: tr("Add a &note"), "Ctrl+Shift+N"),
    ActionSpec("lay_out", lambda: tr("La&y out"), "Ctrl+Shift+A"),
    ActionSpec("align_left", lambda: tr("Align &left edges")),
    ActionSpec("align_centre", lambda: tr("Align c&entres")),
    ActionSpec("align_right", lambda: tr("Align &right edges")),
    ActionSpec("align_top", lambda: tr("Align &top edges")),
    ActionSpec("align_middle", lambda: tr("Align &middles")),
    ActionSpec("align_bottom", lambda: tr("Align &bottom edges")),
    ActionSpec("distribute_across", lambda: tr("Equal gaps a&cross")),
    ActionSpec("distribute_down", lambda: tr("Equal gaps &down")),
    ActionSpec("repeat", lambda: tr("&Repeat…"), "Ctrl+R"),
    ActionSpec("share_layer", lambda: tr("Use the &same layer"), "Ctrl+L"),
    ActionSpec("own_layer", lambda: tr("Use its &own layer"), "Ctrl+Shift+L"),
    ActionSpec("train", lambda: tr("&Train"), "F5", "train"),
    ActionSpec("pause", lambda: tr("&Pause"), "F6", "pause"),
    ActionSpec("stop", lambda: tr("&Stop"), "Shift+F5", "stop"),
    ActionSpec("step", lambda: tr("St&ep"), "F7", "step"),
    ActionSpec("evaluate", lambda: tr("Run &once"), "F8"),
    ActionSpec("next_node", lambda: tr("Next &node"), "F10"),
    ActionSpec("next_phase", lambda: tr("Next p&hase"), "Shift+F10"),
    ActionSpec("next_step", lambda: tr("Next t&raining step"), "Ctrl+F10"),
    ActionSpec("into_block", lambda: tr("&Into the block"), "F11"),
    ActionSpec("out_of_block", lambda: tr("O&ut of the block"), "Shift+F11"),
    ActionSpec("connect", lambda: tr("Connect &to…"), "Ctrl+J"),
    ActionSpec("next_place", lambda: tr("&Next panel"), "Ctrl+Tab"),
    ActionSpec("previous_place", lambda: tr("Pre&vious panel"), "Ctrl+Shift+Tab"),
    ActionSpec("next_window", lambda: tr("Ne&xt project"), "Ctrl+PgDown"),
    ActionSpec("previous_window", lambda: tr("P&revious project"), "Ctrl+PgUp"),
    ActionSpec("close_window", lambda: tr("&Close the project"), "Ctrl+W"),
    ActionSpec("welcome", lambda: tr("E&xamples and lessons…"), "F1", "lesson"),
    ActionSpec("find", lambda: tr("F&ind…"), "Ctrl+F", "search"),
    ActionSpec("shortcuts", lambda: tr("Keyboard &shortcuts…")),
    ActionSpec("command_palette", lambda: tr("&Do anything…"), "Ctrl+K", "search"),
    ActionSpec("about", lambda: tr("&About GuiNet")),
)
"""Actions in the order menus show them."""


class Actions:
    """The window's QActions by name. Those of the canvas work while the canvas has the focus, so that typing in a
    field never triggers them."""

    def __init__(self, window: QWidget, canvas: QWidget, handlers: dict[str, Callable[[], object]]) -> None:
        self._actions: dict[str, QAction] = {}
        for spec in ACTIONS:
            owner = canvas if spec.name in CANVAS_ACTIONS else window
            action = QAction(owner)
            action.setObjectName(spec.name)
            if spec.icon:
                action.setIcon(icon(spec.icon))
            if owner is canvas:
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(_without_argument(handlers[spec.name]))
            owner.addAction(action)
            self._actions[spec.name] = action
        self.bind({})

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def all(self) -> list[QAction]:
        return list(self._actions.values())

    def usual(self, name: str) -> QKeySequence:
        """The shortcut the program brings for an action."""
        return QKeySequence(next(spec.shortcut for spec in ACTIONS if spec.name == name))

    def changed(self) -> dict[str, str]:
        """The shortcuts that are other than usual, by action."""
        keys = {spec.name: self._actions[spec.name].shortcut() for spec in ACTIONS}
        return {name: each.toString() for name, each in keys.items() if each != self.usual(name)}

    def with_shortcut(self, keys: QKeySequence) -> QAction | None:
        """The action that has these keys."""
        return next((each for each in self._actions.values() if keys in each.shortcuts()), None)

    def bind(self, shortcuts: Mapping[str, str]) -> None:
        """Gives actions other shortcuts than usual, "" for none; those that are not named have the usual ones."""
        for spec in ACTIONS:
            keys = [shortcuts.get(spec.name, spec.shortcut)]
            if keys == [spec.shortcut] and spec.also not in shortcuts.values():
                keys.append(spec.also)
            self._actions[spec.name].setShortcuts([QKeySequence(each) for each in keys if each])
        self.translate()

    def translate(self) -> None:
        """Puts the words of the current language."""
        for spec in ACTIONS:
            action = self._actions[spec.name]
            action.setText(spec.text())
            words = plain(spec.text())
            action.setIconText(words)  # Qt itself would leave "(N)" of "新建(&N)" on buttons
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{words} ({keys})" if keys else words)


CANVAS_ACTIONS = frozenset(
    (
        "cut",
        "copy",
        "paste",
        "duplicate",
        "delete",
        "replace",
        "swap_inputs",
        "select_all",
        "select_before",
        "select_after",
        "select_alike",
        "frame_all",
        "frame_selection",
        "group",
        "ungroup",
        "remove_unused",
        "enter_block",
        "open_in_place",
        "leave_block",
        "frame_nodes",
        "no_grad",
        "delete_reconnect",
        "rename",
        "mute",
        "bypass",
        "grab",
        "collapse",
        "hide_ports",
        "colour",
        "connect",
        "add_note",
        "lay_out",
        "align_left",
        "align_centre",
        "align_right",
        "align_top",
        "align_middle",
        "align_bottom",
        "distribute_across",
        "distribute_down",
        "repeat",
        "share_layer",
        "own_layer",
    )
)


def _without_argument(handler: Callable[[], object]) -> Callable[[], None]:
    # `triggered` passes whether the action is checked; no handler wants it.
    def call() -> None:
        handler()

    return call
