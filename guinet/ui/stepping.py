"""What the window's actions do with the stepper, and what its panel has to do with the rest of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from guinet.core.stepped import Go

if TYPE_CHECKING:
    from guinet.ui.panels.stepper import StepperPanel
    from guinet.ui.window import Window

PANEL: Final = "stepper"

_ACTIONS: Final = {
    "next_node": Go.NODE,
    "into_block": Go.INTO,
    "out_of_block": Go.OUT,
    "next_phase": Go.PHASE,
    "next_step": Go.STEP,
}


def step(window: Window, action: str) -> None:
    """What one of the actions does by whose names a training is stepped."""
    window.docks.show(PANEL)
    _panel(window).go(_ACTIONS[action])


def connect_stepper(window: Window) -> None:
    """For the panel when it is made."""
    panel = _panel(window)
    panel.marked.connect(window.canvas.set_activity)
    panel.halting.connect(lambda: window.bridge.session.stop_studies())


def _panel(window: Window) -> StepperPanel:
    return cast("StepperPanel", window.panels[PANEL])
