"""The button that adds a group of parameters: a layer or a block, and what is to be another for it."""

from __future__ import annotations

from itertools import islice
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton

from guinet.core.project import Project
from guinet.core.settings import FROZEN, training_setting
from guinet.nodes.registry import Registry
from guinet.ui.forms.layers import layer_paths
from guinet.ui.translate import tr

_MOST: Final = 100
"""Layers in the menu; of more, groups are written."""


class AddGroup(QPushButton):
    """Signal: `wanted(path, argument)`, of a layer or block and an argument of the optimiser."""

    wanted = Signal(str, str)

    def __init__(self, project: Project, registry: Registry) -> None:
        super().__init__()
        self.setObjectName("add_group")
        self._project, self._registry = project, registry
        self.choices = QMenu(self)
        self.choices.aboutToShow.connect(self._offer)
        self.setMenu(self.choices)

    def translate(self) -> None:
        self.setText(tr("Add a group"))
        self.setToolTip(tr("A learning rate or another argument of its own for a layer or a block"))

    def _offer(self) -> None:
        self.choices.clear()
        paths = list(islice(layer_paths(self._registry, self._project.main), _MOST))
        if not paths:
            self.choices.addAction(tr("There is no layer with parameters yet")).setEnabled(False)
        for path in paths:
            self._offer_arguments(self.choices.addMenu(path), path)

    def _offer_arguments(self, menu: QMenu, path: str) -> None:
        optimizer = self._registry.optimizer(str(training_setting(self._project.training, "optimizer")))
        known = optimizer.arguments if optimizer is not None else ()
        for name in (*(argument.name for argument in known if argument.default is not None), FROZEN):
            menu.addAction(name).triggered.connect(lambda _=False, name=name: self.wanted.emit(path, name))
