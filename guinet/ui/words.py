"""Words that were written in rooms without Qt, in the user's language.

Those rooms mark them with `QT_TRANSLATE_NOOP(context, text)`; here they are looked up under the same context. The
catalogue of nodes is not marked: `packaging/translations.py` reads its words from the catalogue itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from guinet.core.formats import Format
from guinet.core.measures import Measure
from guinet.core.problems import Fix, Problem
from guinet.nodes.types import CATEGORIES, Argument, InitialiserType, NodeType, OptimizerType, SchedulerType
from guinet.ui.translate import current_language, tr

if TYPE_CHECKING:
    from guinet.ui.canvas.kinds import Kinds


def problem_text(problem: Problem) -> str:
    """The problem's sentence."""
    template = QCoreApplication.translate("Problem", problem.template)
    if not problem.values:
        return template
    values = {
        name: problem_text(value) if isinstance(value, Problem) else value for name, value in problem.values.items()
    }
    return template.format(**values)


def why_text(problem: Problem) -> str:
    """Why it is a problem, where that is known: a sentence of its own, or what the argument in question is for."""
    if not problem.why:
        return ""
    translated = QCoreApplication.translate("Problem", problem.why)
    return translated if translated != problem.why else QCoreApplication.translate("ArgumentDoc", problem.why)


def fix_text(fix: Fix) -> str:
    """What the button of a repair says."""
    return QCoreApplication.translate("Fix", fix.title).format(**fix.values)


def step_text(label: str) -> str:
    """The name of an undo step. A repair's step is named as its button."""
    translated = QCoreApplication.translate("Step", label)
    return translated if translated != label else QCoreApplication.translate("Fix", label)


def colour_text(name: str) -> str:
    """What a colour of frames, notes and nodes is called (`guinet.core.graph.COLOURS`)."""
    return {
        "blue": tr("Blue"),
        "orange": tr("Orange"),
        "green": tr("Green"),
        "purple": tr("Purple"),
        "red": tr("Red"),
        "cyan": tr("Cyan"),
        "pink": tr("Pink"),
        "yellow": tr("Yellow"),
    }[name]


def format_text(format: Format) -> str:
    """What a format of export is."""
    return QCoreApplication.translate("Format", format.title)


def measure_text(measure: Measure) -> str:
    """What is measured in training: the title of its chart."""
    return QCoreApplication.translate("", measure.title)


def category_text(category: str) -> str:
    """A group of the palette."""
    if category == "block":
        return tr("My blocks")
    if category == "code":
        return tr("Own code")
    if category == "control":
        return tr("Loops and choices")
    return QCoreApplication.translate("Category", CATEGORIES[category])


def node_title(kind: NodeType) -> str:
    """What a kind of node is called: torch's own name, or a word for GuiNet's inputs, outputs and data."""
    return QCoreApplication.translate("NodeTitle", kind.title)


def node_doc(kind: NodeType | OptimizerType | SchedulerType | InitialiserType) -> str:
    """What a node, or one of what trains nodes, does, in a sentence; empty where nothing is said."""
    told = QCoreApplication.translate("NodeDoc", kind.doc) if kind.doc else ""
    return _of_path(kind, told) if isinstance(kind, NodeType) and kind.category == "other" else told


def _of_path(kind: NodeType, told: str) -> str:
    """Of what no table names, the first sentence of its page, and that it writes over its input; else `told`."""
    from guinet.nodes.docs import first_sentence  # files of paragraphs, read when such a node is first spoken of

    chinese = current_language().startswith("zh")
    sentence = first_sentence(kind.kind, "zh" if chinese else "en")
    if not sentence or not kind.mutates:
        return sentence or told
    return sentence + ("" if chinese else " ") + told


def argument_doc(argument: Argument) -> str:
    """What an argument is for, in a sentence; empty where nothing is said."""
    return QCoreApplication.translate("ArgumentDoc", argument.doc) if argument.doc else ""


def nodes_found(kinds: Kinds, text: str) -> list[NodeType]:
    """The kinds that `text` may mean, the likeliest first; a word that is not English is sought in what is shown."""
    if text.isascii():
        return list(kinds.search(text))
    wanted = text.strip()
    shown = [*kinds.types(), *kinds.templates()]
    named = [kind for kind in shown if wanted in node_title(kind)]
    grouped = [kind for kind in shown if wanted in category_text(kind.category)]
    return list(dict.fromkeys((*named, *grouped, *kinds.search(text))))
