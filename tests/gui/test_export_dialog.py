"""The export dialog: every format offered, and what cannot be written said in it."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton

from guinet.core.editing import remove
from guinet.core.formats import FORMATS
from guinet.ui.export_dialog import ExportDialog


class Asked:
    """The dialog of a window, and the ways to fill it in."""

    def __init__(self, window: Any, folder: Path) -> None:
        self.window = window
        self.dialog = ExportDialog(window.bridge, "net", str(folder), str(folder / "net.runs"), window)

    def formats(self) -> list[str]:
        return [self.format.itemData(row) for row in range(self.format.count())]

    @property
    def format(self) -> QComboBox:
        return self.dialog.findChild(QComboBox, "export_format")  # type: ignore[return-value]

    @property
    def path(self) -> QLineEdit:
        return self.dialog.findChild(QLineEdit, "export_path")  # type: ignore[return-value]

    def export(self, format: str, path: Path) -> str:
        """Asks for it; returns what the dialog then says."""
        self.format.setCurrentIndex(self.format.findData(format))
        self.path.setText(str(path))
        self.dialog.findChild(QPushButton, "export_start").click()  # type: ignore[union-attr]
        return self.dialog.findChild(QLabel, "export_message").text()  # type: ignore[union-attr]


@pytest.fixture
def asked(show_window: Callable[..., Any], iris: Path) -> Iterator[Asked]:
    opened = show_window(iris).ready()
    asked = Asked(opened.window, iris.parent)
    yield asked
    asked.dialog.deleteLater()


def test_every_format_is_offered_with_its_ending(asked: Asked) -> None:
    assert asked.formats() == list(FORMATS)
    for row, each in enumerate(FORMATS.values()):
        asked.format.setCurrentIndex(row)
        assert asked.format.currentText() == each.title
        assert Path(asked.path.text()).suffix == each.suffix


@pytest.mark.parametrize("format", ["svg", "png"])
def test_a_picture_never_destroys_a_project(asked: Asked, iris: Path, format: str) -> None:
    before = iris.read_bytes()

    assert "an export would destroy the project" in asked.export(format, iris)
    assert iris.read_bytes() == before
    assert "is written" in asked.export(format, iris.with_suffix(f".{format}"))
    assert iris.with_suffix(f".{format}").stat().st_size > 1000


@pytest.mark.parametrize("format", ["svg", "png"])
def test_a_picture_that_cannot_be_written_is_told_in_the_dialog(
    asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    def full(*arguments: object) -> int:
        raise OSError(errno.ENOSPC, "")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        assert "could not be saved (the disk is full)" in asked.export(format, tmp_path / "net.png")
    assert "is not a folder" in asked.export(format, tmp_path / "nowhere" / "net.png")
    remove(asked.window.document.main, list(asked.window.document.main.nodes))
    assert "there is nothing to draw" in asked.export(format, tmp_path / "net.png")
    assert not (tmp_path / "net.png").exists()
