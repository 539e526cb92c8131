"""Looks at the values of the last evaluation, which stay on the torch side."""

from __future__ import annotations

import csv
import io
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from torch import Tensor

from guinet.core.graph import End
from guinet.core.looks import View, views_of
from guinet.core.looks import expanded as told_by_name
from guinet.core.probed import ProbedValue
from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError, Severity
from guinet.core.project import MAIN
from guinet.probe import looks
from guinet.probe.evaluate import Evaluation
from guinet.probe.figures import array, known
from guinet.probe.inside import expanded
from guinet.probe.values import Memory, described
from guinet.session.evaluation import KEPT
from guinet.session.failure import failure
from guinet.session.messages.arrays import packed
from guinet.session.messages.looks import (
    PREVIEW,
    WINDOW,
    AskPreviews,
    LookAt,
    Looked,
    NumbersSaved,
    Preview,
    Previews,
    SaveNumbers,
)
from guinet.session.studies import Desk
from guinet.storage import atomic

MOST_CELLS: Final = 10_000_000
"""Numbers of a table that are written to a file."""

_LARGE: Final = QT_TRANSLATE_NOOP(
    "Problem", "This sparse tensor has too many places to be shown: its text tells its values."
)


_TOLD: Final = "looks"


class _Told(Struct, frozen=True):
    """What was told of the values inside the blocks of an evaluation, by block, node, port and call. It does not keep
    the evaluation's tensors alive."""

    evaluation: weakref.ref[Evaluation] | None
    values: dict[tuple[object, ...], ProbedValue]


class _Found(Struct, frozen=True):
    calls: tuple[str, ...]
    values: Mapping[str, object]


def look(desk: Desk, study: LookAt) -> None:
    """Emits `Looked`."""
    try:
        desk.emit(looked(desk, study))
    except GuinetError as error:
        desk.emit(Looked(study, problem=failure(study, error).problem))


def looked(desk: Desk, study: LookAt) -> Looked:
    """What there is to see. Raises GuinetError where there is nothing."""
    found, port = _found(desk, study)
    value = found.values[port]
    told = _told(desk, study, port, value)
    answer = Looked(study, found.calls, tuple(found.values), port, told)
    if not isinstance(value, Tensor) or not known(value) or study.view not in views_of(told):
        return answer
    return _seen(answer, _slice(value, study))


def _told(desk: Desk, study: LookAt, port: str, value: object) -> ProbedValue:
    """What is told of a value, worked out once: of a large one that takes a while."""
    evaluation = _evaluation(desk)
    if evaluation is not None and study.block == MAIN and study.node in evaluation.told.nodes:
        known = told_by_name(evaluation.told.nodes[study.node].outputs)
        if port in known:
            return known[port]
    kept = desk.kept.get(_TOLD)
    if not isinstance(kept, _Told) or kept.evaluation is None or kept.evaluation() is not evaluation:
        kept = desk.kept[_TOLD] = _Told(weakref.ref(evaluation) if evaluation is not None else None, {})
    place = (study.block, study.node, port, study.call)
    if place not in kept.values:
        kept.values[place] = described(value, study.node, Memory())
    return kept.values[place]


def save(desk: Desk, study: SaveNumbers) -> None:
    """Emits `NumbersSaved`."""
    path = Path(study.path)
    try:
        found, port = _found(desk, study.look)
        value = found.values[port]
        if not isinstance(value, Tensor):
            raise _NotSeen(QT_TRANSLATE_NOOP("Problem", "This is no tensor: copy its text instead."))
        values, _ = _slice(value, replace(study.look, view=View.NUMBERS))
        if values.numel() > MOST_CELLS:
            raise _NotSeen(QT_TRANSLATE_NOOP("Problem", "This table is too large for a file: look at a part of it."))
        rows = array(values.reshape(-1, 1) if values.dim() < 2 else values).tolist()
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        atomic.write(path, text.getvalue().encode())
        desk.emit(NumbersSaved(study.path, len(rows)))
    except GuinetError as error:
        desk.emit(NumbersSaved(study.path, problem=failure(study, error).problem))


def previews(desk: Desk, study: AskPreviews) -> None:
    """Emits `Previews`."""
    evaluation = _evaluation(desk)
    found: dict[str, Preview] = {}
    nodes = desk.project.blocks[study.block].nodes if study.block in desk.project.blocks else {}
    for node in nodes if evaluation is not None else ():
        if desk.stopping():
            return
        values = _of_node(evaluation, study.block, node, 0) if evaluation is not None else None
        first = next((value for value in values.values.values() if isinstance(value, Tensor)), None) if values else None
        preview = preview_of(first) if first is not None else None
        if preview is not None:
            found[node] = preview
    desk.emit(Previews(study.block, found))


def preview_of(tensor: Tensor) -> Preview | None:
    """A small picture: of an image its pixels, of channels their maps, of tables and rows their values in colours; of
    the first sample where there are several. None for what is a number or nothing."""
    if not known(tensor) or tensor.numel() < 2:
        return None
    shape = tuple(tensor.shape)
    if len(shape) >= 3 and min(shape[-2:]) > 1:
        view = View.IMAGE if shape[-3] in (1, 3) else View.MAPS
    else:
        view = View.HEAT if len(shape) >= 2 else View.LINE
    try:
        values, _ = looks.slice_of(tensor, view, ())
    except ValueError:
        return None
    if view is View.IMAGE:
        return Preview(packed(looks.image(values, PREVIEW)[0]), True)
    points = looks.maps(values, 0, PREVIEW)[0] if view is View.MAPS else None
    if points is None:
        points = looks.heat(values.reshape(1, -1) if values.dim() < 2 else values, PREVIEW)[0]
    low, high = looks.ends_of(points)
    most = max(abs(low), abs(high)) or 1.0
    return Preview(packed(np.asarray(points[:PREVIEW, :PREVIEW] / most, np.float32)))


# What is kept


def _evaluation(desk: Desk) -> Evaluation | None:
    kept = desk.kept.get(KEPT)
    return kept if isinstance(kept, Evaluation) else None


def _found(desk: Desk, study: LookAt) -> tuple[_Found, str]:
    """What a node gave, and the name of what is looked at. Raises GuinetError."""
    evaluation = _evaluation(desk)
    if evaluation is None:
        raise _NotSeen(QT_TRANSLATE_NOOP("Problem", "These values are gone: run the network once more."))
    found = _of_node(evaluation, study.block, study.node, study.call)
    if found is None or not found.values:
        raise _NotSeen(
            QT_TRANSLATE_NOOP(
                "Problem", "No value is known here: the last run did not come by, or this is the condition of a loop."
            )
        )
    return found, study.port if study.port in found.values else next(iter(found.values))


class _NotSeen(GuinetError):
    """There is nothing to be seen, which is no fault."""

    code = "not-seen"

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.problem = replace(self.problem, severity=Severity.INFO)


def _of_node(evaluation: Evaluation, block: str, node: str, call: int) -> _Found | None:
    if block == MAIN:
        here = {end.port: value for end, value in evaluation.values.items() if end == End(node, end.port)}
        return _Found((), expanded(here)) if here else None
    calls = evaluation.inside.calls((block, node))
    if not calls:
        return None
    names = tuple(evaluation.inside.name(each) for each in calls)
    return _Found(names, expanded(calls[min(call, len(calls) - 1)].values))


def _slice(value: Tensor, study: LookAt) -> tuple[Tensor, tuple[int, ...]]:
    try:
        return looks.slice_of(value, study.view, study.index)
    except ValueError as error:
        raise _NotSeen(_LARGE) from error


def _seen(answer: Looked, part: tuple[Tensor, tuple[int, ...]]) -> Looked:
    (values, index), study = part, answer.look
    answer = replace(answer, index=index)
    match study.view:
        case View.NUMBERS:
            numbers, size = looks.table(values, study.row, study.column, WINDOW)
            return replace(answer, numbers=packed(numbers), size=size)
        case View.HEAT:
            points, step = looks.heat(values)
            low, high = looks.ends_of(points)
            return replace(answer, numbers=packed(points), size=_size(values), step=step, low=low, high=high)
        case View.IMAGE:
            pixels, (low, high) = looks.image(values)
            return replace(answer, numbers=packed(pixels), size=_size(values), low=low, high=high)
        case View.MAPS:
            points, size, step = looks.maps(values, study.row)
            low, high = looks.ends_of(points)
            return replace(answer, numbers=packed(points), size=size, step=step, low=low, high=high)
        case View.LINE:
            points = looks.line(values)
            low, high = looks.ends_of(points)
            size = (1, values.numel())
            step = -(-values.numel() // points.shape[1])
            return replace(answer, numbers=packed(points), size=size, step=step, low=low, high=high)
        case _:
            return answer


def _size(values: Tensor) -> tuple[int, int]:
    return int(values.shape[-2]), int(values.shape[-1])
