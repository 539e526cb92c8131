"""The panels there are. A new one is a file under `guinet/ui/panels` and a row here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any, Final

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.translate import tr

LEFT: Final = Qt.DockWidgetArea.LeftDockWidgetArea
RIGHT: Final = Qt.DockWidgetArea.RightDockWidgetArea
BELOW: Final = Qt.DockWidgetArea.BottomDockWidgetArea


class PanelRow(Struct, frozen=True):
    """`name` is that of the dock and stays; `title` is called when shown.

    `make` is given the module named in `module`, which is not read before, and the project. What the panel has among
    the methods and signals named in `panel_set` connects it to the rest of the window.

    A panel is made when it is first seen; one with `words` shows these until it is asked for (`PanelSet.want`).
    `ahead` is done on a thread before, and has nothing of Qt; `parts` are modules so large that each is read in a
    turn of its own.
    """

    name: str
    area: Qt.DockWidgetArea
    title: Callable[[], str]
    module: str
    make: Callable[[Any, Project], QWidget]
    words: Callable[[], str] | None = None
    ahead: Callable[[], object] | None = None
    parts: tuple[str, ...] = ()


_NUMPY: Final = partial(import_module, "numpy")


def _read_choices() -> None:
    """What the training settings and the first values choose from."""
    for choices in (REGISTRY.optimizers, REGISTRY.schedulers, REGISTRY.initialisers):
        choices()


PANELS: Final = (
    PanelRow(
        "palette",
        LEFT,
        lambda: tr("Palette"),
        "guinet.ui.panels.palette",
        lambda module, project: module.PalettePanel(REGISTRY, project),
        ahead=REGISTRY.types,
    ),
    PanelRow(
        "outline",
        LEFT,
        lambda: tr("Outline"),
        "guinet.ui.panels.outline",
        lambda module, project: module.OutlinePanel(project, REGISTRY),
    ),
    PanelRow(
        "properties",
        RIGHT,
        lambda: tr("Properties"),
        "guinet.ui.panels.properties",
        lambda module, project: module.PropertiesPanel(project, REGISTRY),
        ahead=_read_choices,
        parts=tuple(f"guinet.ui.forms.{name}" for name in ("initialisers", "node", "learning_rate", "training")),
    ),
    PanelRow(
        "values",
        RIGHT,
        lambda: tr("Values"),
        "guinet.ui.panels.values",
        lambda module, project: module.ValuesPanel(project),
        ahead=_NUMPY,
    ),
    PanelRow(
        "parameters",
        RIGHT,
        lambda: tr("Parameters"),
        "guinet.ui.panels.parameters",
        lambda module, project: module.ParametersPanel(project),
        ahead=_NUMPY,
    ),
    PanelRow(
        "gradients",
        RIGHT,
        lambda: tr("Gradients"),
        "guinet.ui.panels.gradients",
        lambda module, project: module.GradientsPanel(project),
        ahead=_NUMPY,
    ),
    PanelRow(
        "docs",
        RIGHT,
        lambda: tr("Docs"),
        "guinet.ui.panels.docs",
        lambda module, project: module.DocsPanel(project, REGISTRY),
    ),
    PanelRow(
        "about",
        RIGHT,
        lambda: tr("About"),
        "guinet.ui.panels.notes",
        lambda module, project: module.NotesPanel(project),
    ),
    PanelRow(
        "lessons",
        RIGHT,
        lambda: tr("Lessons"),
        "guinet.ui.panels.lessons",
        lambda module, project: module.LessonsPanel(project),
    ),
    PanelRow(
        "charts",
        BELOW,
        lambda: tr("Charts"),
        "guinet.ui.charts.panel",
        lambda module, project: module.ChartsPanel(),
        # It brings numpy, a tenth of a second and 20 MB: not before there is something to draw.
        words=lambda: tr("No training yet. Press Train, and loss and metrics are drawn here as they come."),
        ahead=_NUMPY,
    ),
    PanelRow(
        "runs",
        BELOW,
        lambda: tr("Runs"),
        "guinet.ui.panels.runs",
        lambda module, project: module.RunsPanel(project),
    ),
    PanelRow("code", BELOW, lambda: tr("Code"), "guinet.ui.panels.code", lambda module, project: module.CodePanel()),
    PanelRow(
        "problems",
        BELOW,
        lambda: tr("Problems"),
        "guinet.ui.panels.problems",
        lambda module, project: module.ProblemsPanel(project),
    ),
    PanelRow(
        "predictions",
        BELOW,
        lambda: tr("Predictions"),
        "guinet.ui.panels.predictions",
        lambda module, project: module.PredictionsPanel(project),
    ),
    PanelRow(
        "autograd",
        BELOW,
        lambda: tr("Autograd"),
        "guinet.ui.panels.autograd",
        lambda module, project: module.AutogradPanel(project),
        ahead=_NUMPY,
    ),
    PanelRow(
        "stepper",
        BELOW,
        lambda: tr("Step by step"),
        "guinet.ui.panels.stepper",
        lambda module, project: module.StepperPanel(project),
    ),
    PanelRow(
        "doctor",
        BELOW,
        lambda: tr("Doctor"),
        "guinet.ui.panels.doctor",
        lambda module, project: module.DoctorPanel(project),
    ),
    PanelRow(
        "cost",
        BELOW,
        lambda: tr("Cost"),
        "guinet.ui.panels.cost",
        lambda module, project: module.CostPanel(project),
    ),
    PanelRow(
        "history",
        BELOW,
        lambda: tr("History"),
        "guinet.ui.panels.history",
        lambda module, project: module.HistoryPanel(project),
    ),
    PanelRow(
        "code_editor",
        BELOW,
        lambda: tr("Own code"),
        "guinet.ui.panels.code_editor",
        lambda module, project: module.CodeEditorPanel(project),
    ),
)
"""In the order their docks stand."""
