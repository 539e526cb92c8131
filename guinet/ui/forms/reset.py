"""The small button that takes back what was set by hand."""

from __future__ import annotations

from guinet.ui.forms.small_button import SmallButton


class ResetButton(SmallButton):
    """An arrow back."""

    def __init__(self) -> None:
        super().__init__("undo")
