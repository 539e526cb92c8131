"""What a training does to the nodes, on the canvas: the loss at its node, and how strongly each layer is corrected."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QObject, QTimer

from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Form
from guinet.session.events import EpochEnded, Event, Failed, Finished, HostDied, Steps, TrainingStarted
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.canvas.overlay import Activity
from guinet.ui.charts.numbers import short
from guinet.ui.session_bridge import SessionBridge

REFRESH_MS: Final = 500
"""The canvas is painted anew each time. Nothing moves in between, so there is no motion to reduce."""

_LAYER: Final = "gradient_norm/"


class TrainingActivity(QObject):
    """While a training runs, the loss node reads its loss, and a layer's bar is the norm of its gradients, relative to
    the largest of the epoch."""

    def __init__(self, project: Project, bridge: SessionBridge, canvas: Canvas, parent: QObject) -> None:
        super().__init__(parent)
        self._project = project
        self._canvas = canvas
        self._loss: float | None = None
        self._norms: Mapping[str, float] = {}
        self._timer = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._timer.timeout.connect(self._show)
        bridge.received.connect(self._receive)

    def _receive(self, event: Event) -> None:
        match event:
            case Steps():
                self._loss = event.losses[-1]
                self._soon()
            case EpochEnded():
                self._norms = {
                    name.removeprefix(_LAYER): value
                    for name, value in event.values.items()
                    if name.startswith(_LAYER) and math.isfinite(value)
                }
                self._soon()
            case TrainingStarted() | Finished() | Failed(command="train") | HostDied():
                self._timer.stop()
                self._loss, self._norms = None, {}
                self._canvas.set_activity({})

    def _soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _show(self) -> None:
        largest = max(self._norms.values(), default=0.0)
        found = {}
        for node in self._project.main.nodes.values():
            kind = REGISTRY.get(node.kind)
            if kind is not None and kind.form is Form.LOSS and self._loss is not None:
                found[node.id] = Activity(text=short(self._loss))
            elif largest > 0 and node.name in self._norms:
                found[node.id] = Activity(self._norms[node.name] / largest)
        self._canvas.set_activity(found)
