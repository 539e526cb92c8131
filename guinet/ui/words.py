"""Words that were written in rooms without Qt, in the user's language.

Those rooms mark them with `QT_TRANSLATE_NOOP(context, text)`; here they are looked up under the same context.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from guinet.core.problems import Fix, Problem
from guinet.nodes.types import CATEGORIES
from guinet.ui.translate import tr


def problem_text(problem: Problem) -> str:
    """The problem's sentence."""
    return QCoreApplication.translate("Problem", problem.template).format(**problem.values)


def fix_text(fix: Fix) -> str:
    """What the button of a repair says."""
    return QCoreApplication.translate("Fix", fix.title).format(**fix.values)


def step_text(label: str) -> str:
    """The name of an undo step. A repair's step is named as its button."""
    translated = QCoreApplication.translate("Step", label)
    return translated if translated != label else QCoreApplication.translate("Fix", label)


def category_text(category: str) -> str:
    """A group of the palette."""
    if category == "block":
        return tr("My blocks")
    return QCoreApplication.translate("Category", CATEGORIES[category])
