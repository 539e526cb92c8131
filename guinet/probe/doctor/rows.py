"""What the data show: values out of range, classes out of balance, rows in two parts at once."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from typing import Final

import torch
from torch import Tensor

from guinet.compile.insertions import insertion
from guinet.compile.order import form_of
from guinet.core.changes import SetArgument
from guinet.core.findings import Diagnosis, Ground
from guinet.core.graph import Block, Node
from guinet.core.problems import QT_TRANSLATE_NOOP, Fix, Severity
from guinet.core.project import MAIN
from guinet.core.values import MISSING
from guinet.data import Dataset, Splits
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Form, Task
from guinet.probe.doctor.patient import LossSite, Patient, diagnosis, said
from guinet.train.finite import is_finite

LARGE: Final = 10.0
"""Inputs whose root mean square is larger are not of the size that layers begin with."""

UNEVEN: Final = 100.0
"""So many times may the widest column vary as much as the narrowest."""

IMBALANCE: Final = 10.0
"""So many times may a class have as many rows as another."""

_NORMS: Final = ("BatchNorm", "LayerNorm", "InstanceNorm", "GroupNorm", "RMSNorm", "LazyBatchNorm", "Embedding")
_BATCH_NORMS: Final = {
    2: "torch.nn.BatchNorm1d",
    3: "torch.nn.BatchNorm1d",
    4: "torch.nn.BatchNorm2d",
    5: "torch.nn.BatchNorm3d",
}
_CHUNK: Final = 4_000_000
"""Numbers of the rows that are looked at in one piece."""


def from_rows(patient: Patient) -> Iterator[Diagnosis]:
    """Findings read off the rows, before any network sees them."""
    for id, splits in patient.sources.items():
        node = patient.project.main.nodes[id]
        bad = list(_not_finite(node, splits.train))
        yield from bad
        if not bad and splits.train.rows:
            yield from _not_normalised(patient, node, splits.train)
        yield from _leakage(node, splits)
    for site in patient.losses:
        yield from _imbalance(patient, site)


def _not_finite(node: Node, rows: Dataset) -> Iterator[Diagnosis]:
    for port, values in rows.fields.items():
        if is_finite(values):
            continue
        wrong = ~torch.isfinite(values.reshape(rows.rows, -1)).all(1)
        count, first = int(wrong.sum()), int(wrong.nonzero()[0, 0])
        given = {"node": node.name, "port": port, "row": rows.row_number(first), "source": rows.source}
        given |= {"count": count, "rows": rows.rows}
        words = QT_TRANSLATE_NOOP("Problem", "{node} gives NaN or infinity in “{port}”: no loss survives that.")
        seen = QT_TRANSLATE_NOOP(
            "Problem", "{count} of {rows} training rows have such values, the first is row {row} of {source}."
        )
        remedy = QT_TRANSLATE_NOOP("Problem", "Mend or leave out these rows.")
        yield diagnosis("data-not-finite", words, given, said(seen, **{key: str(each) for key, each in given.items()}),
            remedy, Ground.DATA, at=(MAIN, node.id), severity=Severity.ERROR, figures={"rows": count})  # fmt: skip


# Values far from 0 ± 1


def _not_normalised(patient: Patient, node: Node, rows: Dataset) -> Iterator[Diagnosis]:
    values = rows.fields[rows.input]
    readers = list(_readers(patient.project.main, node, rows.input))
    if not values.is_floating_point() or not values.numel() or (readers and all(map(_normalises, readers))):
        return
    size = _root_mean_square(values)
    mean, deviation = float(values.double().mean()), _deviation(values)
    low, high = float(values.min()), float(values.max())
    widest = _unevenness(values)
    if size <= LARGE and widest <= UNEVEN:
        return
    given = {"node": node.name, "port": rows.input}
    words = QT_TRANSLATE_NOOP(
        "Problem", "What {node} gives is not normalised: layers begin best with values around 0 ± 1."
    )
    seen = QT_TRANSLATE_NOOP(
        "Problem", "“{port}” goes from {low} to {high}, with mean {mean} and deviation {deviation}."
    )
    evidence = said(seen, port=rows.input, low=low, high=high, mean=mean, deviation=deviation)
    if size <= LARGE:
        seen = QT_TRANSLATE_NOOP(
            "Problem", "The widest column of “{port}” varies {times} times as much as the narrowest."
        )
        evidence = said(seen, port=rows.input, times=widest)
    remedy = QT_TRANSLATE_NOOP("Problem", "Standardise the data, or put a normalisation behind {node}.")
    yield diagnosis(
        "not-normalised", words, given, evidence, remedy, Ground.DATA, at=(MAIN, node.id),
        figures={"mean": mean, "deviation": deviation, "minimum": low, "maximum": high, "unevenness": widest},
        fixes=tuple(_normalising(patient.project.main, node, rows)),
    )  # fmt: skip


def _readers(block: Block, node: Node, port: str) -> Iterator[Node]:
    """What reads the inputs, losses apart: an autoencoder compares with them too."""
    for wire in block.outgoing(node.id, port):
        reader = block.nodes[wire.target.node]
        if form_of(reader) is not Form.LOSS:
            yield reader


def _normalises(node: Node) -> bool:
    return node.kind.rpartition(".")[2].startswith(_NORMS)


def _normalising(block: Block, node: Node, rows: Dataset) -> Iterator[Fix]:
    type = REGISTRY.get(node.kind)
    if type is not None and type.argument("standardise") is not None and node.arguments.get("standardise") is False:
        title = QT_TRANSLATE_NOOP("Fix", "Standardise {node}")
        yield Fix(title, (SetArgument(MAIN, node.id, "standardise", MISSING),), {"node": node.name})
    kind = _BATCH_NORMS.get(rows.fields[rows.input].dim())
    wires = [
        wire for wire in block.outgoing(node.id, rows.input) if form_of(block.nodes[wire.target.node]) is not Form.LOSS
    ]
    if kind is not None and len(wires) == 1:
        name = kind.rpartition(".")[2]
        title = QT_TRANSLATE_NOOP("Fix", "Insert {kind} behind {node}")
        yield Fix(title, insertion(block, wires[0], kind, {}), {"kind": name, "node": node.name})


def _root_mean_square(values: Tensor) -> float:
    return float(values.double().square().mean().sqrt())


def _deviation(values: Tensor) -> float:
    return float(values.double().std(correction=0))


def _unevenness(values: Tensor) -> float:
    """How many times the widest column varies as much as the narrowest that varies at all; 1 for other than a table."""
    if values.dim() != 2 or values.shape[1] < 2 or len(values) < 2:
        return 1.0
    deviations = values.double().std(0, correction=0)
    varying = deviations[deviations > 1e-6 * deviations.max()]
    return float(varying.max() / varying.min()) if len(varying) > 1 else 1.0


# Classes


def _imbalance(patient: Patient, site: LossSite) -> Iterator[Diagnosis]:
    rows = patient.rows(site.data)
    target = rows.fields.get(site.port)
    if target is None or target.dim() != 1 or not len(target) or _weighted(site):
        return
    labels = _labels(site, target)
    if labels is None:
        return
    counts = torch.bincount(labels)
    present = counts[counts > 0]
    if len(counts) < 2 or len(counts) > len(labels) // 2 or float(present.max() / present.min()) < IMBALANCE:
        return
    most, least = int(counts.argmax()), int(torch.where(counts > 0, counts, counts.max() + 1).argmin())
    share = float(counts.max()) / len(labels)
    given = {"data": site.data.name, "most": _name(rows, site, most), "least": _name(rows, site, least)}
    words = QT_TRANSLATE_NOOP(
        "Problem", "The classes of {data} are out of balance: the network can win by ignoring the rare."
    )
    seen = QT_TRANSLATE_NOOP(
        "Problem",
        "{most_rows} rows are of class {most}, {least_rows} of {least}: saying always {most} is right in {share}.",
    )
    evidence = said(
        seen, **given, most_rows=str(int(counts[most])), least_rows=str(int(counts[least])), share=f"{share:.0%}"
    )
    remedy = QT_TRANSLATE_NOOP("Problem", "Weight the classes in the loss, and judge by more than accuracy.")
    yield diagnosis(
        "class-imbalance", words, given, evidence, remedy, Ground.DATA, at=(MAIN, site.data.id),
        figures={"most": int(counts[most]), "least": int(counts[least]), "share": share},
        fixes=_weighting(site, counts),
    )  # fmt: skip


def _labels(site: LossSite, target: Tensor) -> Tensor | None:
    """The class numbers in a target; None where it has none."""
    if site.type.task is Task.CLASSES and not target.dtype.is_floating_point and int(target.min()) >= 0:
        return target
    if site.type.task in (Task.LOGITS, Task.PROBABILITIES) and bool(((target == 0) | (target == 1)).all()):
        return target.long()
    return None


def _weighted(site: LossSite) -> bool:
    return any(site.node.arguments.get(name) is not None for name in ("weight", "pos_weight"))


def _name(rows: Dataset, site: LossSite, label: int) -> str:
    named = site.port == rows.target and rows.classes is not None and label < len(rows.classes)
    return rows.classes[label] if named and rows.classes is not None else str(label)


def _weighting(site: LossSite, counts: Tensor) -> tuple[Fix, ...]:
    """Weights by which every class counts as much as any other; as scikit-learn's "balanced" has them."""
    if site.type.task is not Task.CLASSES or site.type.argument("weight") is None or int(counts.min()) == 0:
        return ()
    weights = tuple(round(float(counts.sum()) / (len(counts) * float(count)), 4) for count in counts)
    title = QT_TRANSLATE_NOOP("Fix", "Weight the classes in {node}")
    return (Fix(title, (SetArgument(MAIN, site.node.id, "weight", weights),), {"node": site.node.name}),)


# Leakage


def _leakage(node: Node, splits: Splits) -> Iterator[Diagnosis]:
    """Rows that are validated or tested on and also trained on, inputs alike to the last bit."""
    if not splits.train.rows or not splits.train.fields[splits.train.input].numel():
        return
    known = set(_rows(splits.train))
    tested = QT_TRANSLATE_NOOP("Problem", "Rows of {data} are in the test part and in the training part at once.")
    judged = QT_TRANSLATE_NOOP("Problem", "Rows of {data} are in the validation part and in the training part at once.")
    for words, rows in ((tested, splits.test), (judged, splits.validation)):
        count = sum(row in known for row in _rows(rows)) if rows.rows else 0
        if not count:
            continue
        share = count / rows.rows
        given = {"data": node.name, "count": count, "rows": rows.rows, "share": f"{share:.1%}"}
        seen = QT_TRANSLATE_NOOP("Problem", "{count} of {rows} rows ({share}) have a twin among those trained on.")
        remedy = QT_TRANSLATE_NOOP("Problem", "Take double rows out of {data}: what was trained on proves nothing.")
        yield diagnosis("leakage", words, given, said(seen, **{key: str(each) for key, each in given.items()}), remedy,
            Ground.DATA, at=(MAIN, node.id), severity=Severity.WARNING if share >= 0.05 else Severity.INFO,
            figures={"rows": count, "share": share})  # fmt: skip


def _rows(rows: Dataset) -> Iterator[bytes]:
    """A digest of the inputs of each row."""
    values = rows.fields[rows.input]
    width = max(1, values[0].numel()) if len(values) else 1
    for piece in torch.split(values.reshape(len(values), -1), max(1, _CHUNK // width)):
        for row in piece.contiguous().cpu().view(torch.uint8).numpy():
            yield blake2b(row.tobytes(), digest_size=16).digest()
