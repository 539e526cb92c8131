"""Charts as files: a picture (PNG, SVG) or the points (CSV). Each is whole or not there at all."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError
from guinet.ui.charts.pyramid import Series

PICTURE_SCALE: Final = 2.0
PICTURES: Final = (".png", ".svg")


class PictureNotWritten(GuinetError):
    """A chart could not be written where the user wanted it."""


Paint = Callable[[QPainter], None]


def save_picture(path: Path, size: QSize, paint: Paint, title: str) -> None:
    """Write what `paint` paints in `size` device-independent pixels; raises PictureNotWritten."""
    if path.suffix.lower() not in PICTURES:
        raise PictureNotWritten(
            QT_TRANSLATE_NOOP("Problem", "{file}: a chart is saved as .png, .svg or .csv; choose one of these endings"),
            file=path.name,
        )
    write = _write_svg if path.suffix.lower() == ".svg" else _write_png
    _whole(path, lambda temporary: write(temporary, size, paint, title))


def save_points(path: Path, series: Mapping[str, Series]) -> None:
    """Write every point as ``series,step,value``; raises PictureNotWritten."""

    def write(temporary: Path) -> None:
        with temporary.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["series", "step", "value"])
            for name, points in series.items():
                line = points.points()
                writer.writerows((name, f"{x:.15g}", f"{y:.9g}") for x, y in zip(line.x, line.y, strict=True))

    _whole(path, write)


def _write_png(path: Path, size: QSize, paint: Paint, title: str) -> None:
    image = QImage(size * PICTURE_SCALE, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(PICTURE_SCALE)
    image.setText("Title", title)
    image.fill(0)
    _run(QPainter(image), paint)
    if not image.save(str(path)):
        raise OSError("the picture could not be written")


def _write_svg(path: Path, size: QSize, paint: Paint, title: str) -> None:
    generator = QSvgGenerator()
    generator.setFileName(str(path))
    generator.setSize(size)
    generator.setViewBox(QRect(0, 0, size.width(), size.height()))
    generator.setTitle(title)
    _run(QPainter(generator), paint)
    if not path.stat().st_size:
        raise OSError("the picture could not be written")


def _run(painter: QPainter, paint: Paint) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    try:
        paint(painter)
    finally:
        painter.end()


def _whole(path: Path, write: Callable[[Path], None]) -> None:
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".guinet-") as folder:
            temporary = Path(folder) / path.name
            write(temporary)
            os.replace(temporary, path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise PictureNotWritten(
            QT_TRANSLATE_NOOP("Problem", "{path} could not be written ({reason}); choose another place"),
            path=path,
            reason=reason,
        ) from error
