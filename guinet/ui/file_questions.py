"""What is asked about the file of a project: which one, and what becomes of what is not saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from guinet.ui.translate import tr

Save = QMessageBox.StandardButton
"""The answers to whether to save before closing: Save, Discard, Cancel."""


def file_to_open(parent: QWidget, title: str, folder: str, kinds: str) -> Path | None:
    name, _ = QFileDialog.getOpenFileName(parent, title, folder, kinds)
    return Path(name) if name else None


def file_to_write(parent: QWidget, start: Path, kinds: str) -> Path | None:
    name, _ = QFileDialog.getSaveFileName(parent, tr("Save the project"), str(start), kinds)
    return Path(name) if name else None


def ask_to_save(parent: QWidget, project: str) -> Save:
    """Before a window with changes is closed."""
    box = QMessageBox(parent)
    box.setObjectName("unsaved_dialog")
    box.setIcon(QMessageBox.Icon.Question)
    box.setText(tr("Save the changes to {project} before closing?").format(project=project))
    box.setInformativeText(tr("Without saving, what you changed since the last save is lost."))
    box.setStandardButtons(Save.Save | Save.Discard | Save.Cancel)
    box.setDefaultButton(Save.Save)
    return Save(box.exec())


def ask_about_other_changes(parent: QWidget, file: str) -> Save:
    """Another program wrote the file: Discard its changes, Save elsewhere, or Cancel."""
    box = _warning(parent, "changed_elsewhere_dialog")
    box.setText(tr("{file} was changed by another program since it was opened here.").format(file=file))
    box.setInformativeText(tr("Saving writes over those changes. Save as keeps both."))
    elsewhere = box.addButton(tr("Save as…"), QMessageBox.ButtonRole.AcceptRole)
    over = box.addButton(tr("Write over it"), QMessageBox.ButtonRole.DestructiveRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(elsewhere)
    box.exec()
    box.deleteLater()
    if box.clickedButton() is elsewhere:
        return Save.Save
    return Save.Discard if box.clickedButton() is over else Save.Cancel


def ask_to_replace(parent: QWidget, file: str) -> bool:
    """Before an export takes the place of a file that is there."""
    box = _warning(parent, "replace_dialog")
    box.setText(tr("{file} is there already. Replace it?").format(file=file))
    box.setInformativeText(tr("What is in it now is lost."))
    replace = box.addButton(tr("Replace"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(QMessageBox.StandardButton.Cancel)
    box.exec()
    box.deleteLater()
    return box.clickedButton() is replace


def ask_for_elsewhere(parent: QWidget, words: str) -> bool:
    """The file could not be written, as `words` say: whether to save it elsewhere."""
    box = _warning(parent, "save_failed_dialog")
    box.setText(words)
    elsewhere = box.addButton(tr("Save as…"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.exec()
    return box.clickedButton() is elsewhere


def _warning(parent: QWidget, name: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setObjectName(name)
    box.setIcon(QMessageBox.Icon.Warning)
    return box
