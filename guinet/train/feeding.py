"""What feeds the module and its losses, and what the metrics compare: read off a project and its code."""

from __future__ import annotations

from guinet.compile.module import Loaded
from guinet.compile.objective import Objective
from guinet.compile.order import form_of
from guinet.compile.source import Source
from guinet.core.graph import End, Node
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.project import MAIN, Project
from guinet.data import Dataset
from guinet.nodes.types import Form
from guinet.train.problems import failed
from guinet.train.wiring import Wiring


def feeding_node(project: Project, source: Source) -> Node:
    """The one data source that feeds the module and the losses. Raises TrainingError when it is not one."""
    nodes = project.main.nodes
    compared = source.objective.parameters if source.objective is not None else ()
    ends = [item.node for item in source.inputs] + [item.node for item in compared if item.output is None]
    feeding = [nodes[node] for node in dict.fromkeys(ends)]
    found = [node for node in feeding if form_of(node) is Form.DATA]
    if not found:
        template = QT_TRANSLATE_NOOP("Problem", "No data feeds the network: add a data source and wire it in.")
        raise failed("no-data", template)
    for node in feeding:
        if form_of(node) is not Form.DATA:
            template = QT_TRANSLATE_NOOP("Problem", "{node} gets no data in training: wire {data} in its place.")
            raise failed("no-data", template, {"node": node.name, "data": found[0].name}, at=(MAIN, node.id))
    if len(found) > 1:
        names = ", ".join(node.name for node in found)
        template = QT_TRANSLATE_NOOP(
            "Problem", "The network trains on one data source, but several feed it ({names}): wire only one of them."
        )
        raise failed("several-data", template, {"names": names}, at=(MAIN, found[1].id))
    return found[0]


def find_wiring(
    project: Project, source: Source, objective: Objective, loaded: Loaded, rows: Dataset
) -> tuple[Wiring, Node]:
    """How batches become losses, and the loss node the metrics go with."""
    assert loaded.objective is not None
    names = [output.name for output in source.outputs]
    measured = measured_loss(project, source)
    loss, prediction, target = measured if measured is not None else (_losses(project, objective)[0], 0, rows.target)
    wiring = Wiring(
        loaded.objective,
        tuple(item.port for item in source.inputs),
        tuple(item.port if item.output is None else names.index(item.output) for item in objective.parameters),
        len(names),
        prediction,
        target,
        measured is not None,
    )
    return wiring, loss


def measured_loss(project: Project, source: Source) -> tuple[Node, int, str] | None:
    """The first loss that compares an output of the module with the data as they are: the loss, the number of the
    output, and the data port. None when each compares something computed."""
    results = {(output.node, output.port): place for place, output in enumerate(source.outputs)}
    for loss in _losses(project, source.objective) if source.objective is not None else ():
        prediction, target = (_entering(project, loss, port) for port in ("input", "target"))
        if prediction is None or target is None or form_of(project.main.nodes[target.node]) is not Form.DATA:
            continue
        if (prediction.node, prediction.port) in results:
            return loss, results[prediction.node, prediction.port], target.port
    return None


def _losses(project: Project, objective: Objective) -> list[Node]:
    nodes = [project.main.nodes[node] for _, node in objective.lines]
    return [node for node in nodes if form_of(node) is Form.LOSS]


def _entering(project: Project, node: Node, port: str) -> End | None:
    return next((wire.source for wire in project.main.incoming(node.id, port)), None)
