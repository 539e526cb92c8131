"""The error of an export."""

from __future__ import annotations

from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError


class ExportFailed(GuinetError):
    """The file was not written, or what was read back differs; nothing was left behind."""


def export_failed(file: str, error: str) -> ExportFailed:
    """What torch or a writer of a format says of the model."""
    template = QT_TRANSLATE_NOOP(
        "Problem", "the model could not be exported to {file}: {error}; nothing was written, choose another format"
    )
    return ExportFailed(template, file=file, error=error)
