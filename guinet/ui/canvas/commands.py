"""What a canvas does when it is told to: edits of what is selected or chosen, each one undo step."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

from guinet.core.graph import End
from guinet.core.project import MAIN, Project
from guinet.ui.canvas.kinds import Kinds
from guinet.ui.canvas.tools import Tools


class Commands(Tools):
    """For menus, shortcuts and gestures, which need not know the tool behind a command."""

    def __init__(self, project: Project, kinds: Kinds, parent: QWidget | None = None, block: str = MAIN) -> None:
        super().__init__(project, kinds, parent, block)
        self.chosen_frame = ""
        """The frame or note that was chosen, by id; choosing anything else ends that."""

    def copy(self) -> None:
        """Puts the selected nodes on the clipboard, as text any window of the program can paste."""
        self.edits.copy()

    def cut(self) -> None:
        self.edits.cut()

    def paste(self) -> None:
        """Adds what the clipboard holds, at the pointer or in the middle, and selects it."""
        self.edits.paste()

    def duplicate(self) -> None:
        """Copies the selected nodes, with the wires into them."""
        self.edits.duplicate()

    def delete(self) -> None:
        """Removes the selected nodes and wires; of a chosen frame only the frame."""
        if self.chosen_frame in self.scene.frames.boxes:
            self.blocks.remove_frame(self.chosen_frame)
        elif self.chosen_frame in self.scene.notes.boxes:
            self.blocks.remove_note(self.chosen_frame)
        else:
            self.edits.delete()

    def nudge(self, dx: float, dy: float) -> None:
        """Moves the selected nodes, in scene units; nudges in a row are one undo step."""
        self.edits.nudge(dx, dy)

    def add_at(self, kind: str, at: QPointF) -> str | None:
        """Adds a node of `kind` with its middle at a point of the widget; its id, or None when it was refused."""
        return self.edits.add_at(kind, at)

    def search_for_wire(self, at: QPointF, end: End, from_output: bool) -> None:
        """Opens the search for kinds that fit this end of a wire; the one chosen is added and wired."""
        self.search.open_for_wire(at, end, from_output)

    def add_wired(self, kind: str, at: QPointF, end: End, from_output: bool) -> str | None:
        """Adds a node of `kind` and wires it to `end`, an output or an input; its id, or None when it was refused."""
        return self.edits.add_wired(kind, at, end, from_output)
