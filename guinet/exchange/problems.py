"""The error of an export."""

from __future__ import annotations

from guinet.core.problems import GuinetError


class ExportFailed(GuinetError):
    """The file was not written, or what was read back differs; nothing was left behind."""
