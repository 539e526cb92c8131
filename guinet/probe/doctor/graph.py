"""What the graph itself shows: nothing is run."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from guinet.compile.insertions import bypass, wire_into
from guinet.core.changes import SetArgument
from guinet.core.findings import Diagnosis, Ground, Words
from guinet.core.graph import Block, Node
from guinet.core.problems import QT_TRANSLATE_NOOP, Fix, Severity
from guinet.core.project import MAIN, OUTPUT_KIND
from guinet.core.values import TensorSpec, ValueSpec
from guinet.data import options
from guinet.nodes.types import Task
from guinet.probe.doctor.patient import LossSite, Patient, diagnosis, said

_TRANSPARENT: Final = ("Dropout", "Identity", "Flatten", "flatten", "reshape", "view", "squeeze", "unsqueeze", "float",
    "contiguous", "clone", "AlphaDropout", "dropout", "permute", "transpose")  # fmt: skip
"""What leaves probabilities probabilities: ends of the names of kinds."""

_LINEAR: Final = "torch.nn.Linear"
_E: Final = math.e


def from_graph(patient: Patient) -> Iterator[Diagnosis]:
    """Findings read off the graph and the settings."""
    yield from _applied_twice(patient)
    for site in patient.losses:
        yield from _outputs(patient, site)
    yield from _single_rows(patient)


# Softmax before CrossEntropyLoss, sigmoid before BCEWithLogitsLoss


def _applied_twice(patient: Patient) -> Iterator[Diagnosis]:
    main = patient.project.main
    for site in patient.losses:
        found = _activation_before(patient, main, site.node, "input", site.type.applies) if site.type.applies else None
        if found is None:
            continue
        block, node = found
        wire = wire_into(main, site.node.id, "input")
        spec = patient.spec(wire.source if wire is not None else None)
        values = {"loss": site.node.name, "node": node.name, "activation": site.type.applies}
        only = len(block.outgoing(node.id)) == 1
        fix = Fix(
            QT_TRANSLATE_NOOP("Fix", "Remove {node}"), bypass(block, node.id) if only else (), {"node": node.name}
        )
        template = QT_TRANSLATE_NOOP(
            "Problem", "{loss} applies {activation} itself, and {node} has applied it already."
        )
        evidence, figures = _evidence_of_twice(node, site, spec)
        remedy = QT_TRANSLATE_NOOP("Problem", "Take {node} out: {loss} wants the raw scores.")
        yield diagnosis("applied-twice", template, values, evidence, remedy, Ground.GRAPH, at=(block.id, node.id),
            figures=figures, fixes=(fix,))  # fmt: skip


def _activation_before(
    patient: Patient, block: Block, node: Node, port: str | None, activation: str
) -> tuple[Block, Node] | None:
    """The activation of this name that a port is fed by, through what changes no number and into blocks."""
    seen: set[str] = set()
    wire = wire_into(block, node.id, port)
    while wire is not None and wire.source.node not in seen:
        source = block.nodes[wire.source.node]
        seen.add(source.id)
        if source.kind.lower().endswith(activation):
            return block, source
        inner = patient.project.blocks.get(source.block_id or "")
        if inner is not None and not source.is_control:
            outputs = [each for each in inner.boundary if each.kind == OUTPUT_KIND and each.name == wire.source.port]
            return _activation_before(patient, inner, outputs[0], None, activation) if outputs else None
        through = source.kind.rpartition(".")[2].startswith(_TRANSPARENT)
        wire = wire_into(block, source.id) if through else None
    return None


def _evidence_of_twice(node: Node, site: LossSite, spec: TensorSpec | None) -> tuple[Words, dict[str, float]]:
    """How low the loss can still get: the best the network can say is 1 for the right class and 0 for the others."""
    if node.kind.lower().endswith(("logsoftmax", "log_softmax")):
        words = QT_TRANSLATE_NOOP("Problem", "A second log-softmax changes nothing, but costs time.")
        return said(words), {}
    if site.type.applies == "sigmoid":
        lowest = math.log1p(math.exp(-1.0))
        words = QT_TRANSLATE_NOOP(
            "Problem",
            "After two sigmoids every answer lies between 0.5 and 0.73, so a yes never costs less than {lowest}.",
        )
        return said(words, lowest=lowest), {"lowest_loss": lowest}
    classes = spec.shape[1] if spec is not None and len(spec.shape) > 1 else None
    if not isinstance(classes, int):
        return said(QT_TRANSLATE_NOOP("Problem", "Two softmaxes in a row press all classes together.")), {}
    lowest = math.log1p((classes - 1) / _E)
    words = QT_TRANSLATE_NOOP(
        "Problem",
        "With {classes} classes and two softmaxes the loss can never fall below {lowest}, even when all is right.",
    )
    return said(words, classes=str(classes), lowest=lowest), {"classes": float(classes), "lowest_loss": lowest}


# Outputs and targets


def _outputs(patient: Patient, site: LossSite) -> Iterator[Diagnosis]:
    """The number of classes the network tells apart, against those in the data."""
    rows = patient.rows(site.data)
    target = rows.fields.get(site.port)
    main = patient.project.main
    wire = wire_into(main, site.node.id, "input")
    spec = patient.spec(wire.source if wire is not None else None)
    if site.type.task is not Task.CLASSES or target is None or target.dim() != 1 or spec is None or not len(target):
        return
    outputs = spec.shape[1] if len(spec.shape) > 1 else None
    if target.dtype.is_floating_point or not isinstance(outputs, int):
        return
    classes = max(int(target.max()) + 1, len(rows.classes or ()) if site.port == rows.target else 0)
    if outputs == classes:
        return
    linear = _linear_before(main, site.node)
    values = {"loss": site.node.name, "outputs": outputs, "classes": classes, "data": site.data.name}
    words = QT_TRANSLATE_NOOP("Problem", "{loss} gets {outputs} scores for {classes} classes: a label has no score.")
    if outputs > classes:
        words = QT_TRANSLATE_NOOP("Problem", "{loss} gets {outputs} scores, but {data} has only {classes} classes.")
    fixes: tuple[Fix, ...] = ()
    if linear is not None:
        title = QT_TRANSLATE_NOOP("Fix", "Set {argument} to {value}")
        change = SetArgument(MAIN, linear.id, "out_features", classes)
        fixes = (Fix(title, (change,), {"argument": "out_features", "value": str(classes)}),)
    evidence = said(
        QT_TRANSLATE_NOOP("Problem", "The labels of {data} go from 0 to {last}; the scores have {outputs} columns."),
        data=site.data.name, last=str(classes - 1), outputs=str(outputs),
    )  # fmt: skip
    remedy = QT_TRANSLATE_NOOP("Problem", "Give the last layer {classes} outputs.")
    yield diagnosis(
        "outputs-targets", words, values, evidence, remedy, Ground.GRAPH,
        at=(MAIN, linear.id if linear is not None else site.node.id),
        severity=Severity.ERROR if outputs < classes else Severity.WARNING,
        figures={"outputs": outputs, "classes": classes}, fixes=fixes,
    )  # fmt: skip


def _linear_before(block: Block, node: Node) -> Node | None:
    """The Linear that makes what arrives, through what leaves its width alone."""
    wire = wire_into(block, node.id, "input")
    while wire is not None:
        source = block.nodes[wire.source.node]
        if source.kind == _LINEAR:
            return source
        narrow = len(block.incoming(source.id)) == 1 and source.block_id is None
        name = source.kind.rpartition(".")[2]
        wire = wire_into(block, source.id) if narrow and not name.startswith(("Conv", "Linear", "Unflatten")) else None
    return None


# BatchNorm and single rows


def _single_rows(patient: Patient) -> Iterator[Diagnosis]:
    """A BatchNorm that is given one row at a time, or one as the last batch of an epoch."""
    for id, splits in patient.sources.items():
        node = patient.project.main.nodes[id]
        chosen, rows = options(node.arguments), splits.train.rows
        rest = rows % chosen.batch_size
        last = rest == 1 and not chosen.drop_last and rows > chosen.batch_size
        if min(chosen.batch_size, rows) > 1 and not last:
            continue
        for block, norm, places in _batch_norms(patient):
            yield _single_row(node, block, norm, places, rows, last)


def _batch_norms(patient: Patient) -> Iterator[tuple[Block, Node, int]]:
    """Each with the number of values per channel and row."""
    for block_id, reports in patient.report.nodes.items():
        block = patient.project.blocks[block_id]
        for id, report in reports.items():
            if block.nodes[id].kind.startswith(
                ("torch.nn.BatchNorm", "torch.nn.LazyBatchNorm", "torch.nn.SyncBatchNorm")
            ):
                yield block, block.nodes[id], _places(next(iter(report.outputs.values()), None))


def _places(spec: ValueSpec | None) -> int:
    if not isinstance(spec, TensorSpec):
        return 1
    return math.prod(size for size in spec.shape[2:] if isinstance(size, int))


def _single_row(data: Node, block: Block, norm: Node, places: int, rows: int, last: bool) -> Diagnosis:
    values = {"node": norm.name, "data": data.name, "rows": rows, "places": places}
    if last:
        words = QT_TRANSLATE_NOOP("Problem", "The last batch of an epoch gives {node} a single row.")
        title = QT_TRANSLATE_NOOP("Fix", "Leave the last batch out")
        fix = Fix(title, (SetArgument(MAIN, data.id, "drop_last", True),))
        remedy = QT_TRANSLATE_NOOP("Problem", "Set drop_last of {data}, or another batch_size.")
    else:
        words = QT_TRANSLATE_NOOP("Problem", "Batches of one row give {node} nothing to take an average of.")
        title = QT_TRANSLATE_NOOP("Fix", "Set {argument} to {value}")
        fix = Fix(title, (SetArgument(MAIN, data.id, "batch_size", 32),), {"argument": "batch_size", "value": "32"})
        remedy = QT_TRANSLATE_NOOP(
            "Problem", "Set a larger batch_size at {data}, or use GroupNorm or LayerNorm instead."
        )
    seen = QT_TRANSLATE_NOOP("Problem", "{places} values per channel remain, the statistics of one sample.")
    if places == 1:
        seen = QT_TRANSLATE_NOOP("Problem", "{places} value per channel remains, and torch refuses to train on one.")
    evidence = said(seen, places=str(places))
    severity = Severity.ERROR if places == 1 else Severity.WARNING
    return diagnosis(
        "batch-norm-single", words, values, evidence, remedy, Ground.GRAPH, at=(block.id, norm.id), severity=severity,
        figures={"values_per_channel": places, "rows": rows}, fixes=(fix,),
    )  # fmt: skip
