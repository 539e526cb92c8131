"""What the window's actions do with the stepper, and what its panel has to do with the rest of the window."""

from __future__ import annotations

from collections.abc import Callable
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


def step_handlers(window: Window) -> dict[str, Callable[[], object]]:
    """What the actions do by whose names a training is stepped."""

    def handler(go: Go) -> Callable[[], None]:
        def run() -> None:
            window.docks.show(PANEL)
            _panel(window).go(go)

        return run

    return {name: handler(go) for name, go in _ACTIONS.items()}


def connect_stepper(window: Window) -> None:
    """For the panel when it is made."""
    panel = _panel(window)
    panel.marked.connect(window.canvas.set_activity)
    panel.halting.connect(lambda: window.bridge.session.stop_studies())


def _panel(window: Window) -> StepperPanel:
    return cast("StepperPanel", window.panels[PANEL])
