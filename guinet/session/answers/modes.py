"""Runs the main block in eval and in train mode, and compares one node."""

from __future__ import annotations

import torch
from msgspec.structs import replace
from torch import Tensor

from guinet.core.graph import End
from guinet.core.problems import GuinetError, Problem
from guinet.probe.evaluate import Evaluation, evaluate
from guinet.probe.modes import EVAL, TRAIN, Mode
from guinet.probe.values import printed
from guinet.session.failure import failure
from guinet.session.messages.modes import CompareModes, ModesCompared, ModesOfPort
from guinet.session.studies import Desk


def answer(desk: Desk, study: CompareModes) -> None:
    """Emits `ModesCompared`."""
    try:
        desk.require_quiet()
        found = {mode: _evaluated(desk, mode) for mode in (EVAL, TRAIN)}
    except GuinetError as error:
        desk.emit(ModesCompared(study.node, problem=failure(study, error).problem))
        return
    if desk.stopping():
        return
    problem = next(filter(None, (_problem(each, study.node) for each in found.values())), None)
    ports = (
        found[EVAL].told.nodes[study.node].outputs if problem is None and study.node in desk.project.main.nodes else ()
    )
    compared = (
        _compared(port, *(found[mode].values.get(End(study.node, port)) for mode in (EVAL, TRAIN))) for port in ports
    )
    desk.emit(ModesCompared(study.node, tuple(compared), problem))


def _evaluated(desk: Desk, mode: Mode) -> Evaluation:
    return evaluate(desk.project, checker=desk.checker, weights=desk.give_weights, stopping=desk.stopping, mode=mode)


def _problem(found: Evaluation, node: str) -> Problem | None:
    """Why the node has no value: its own problem, or that of the one it waits for."""
    value = found.told.nodes.get(node)
    if value is None or value.outputs:
        return None
    return next(iter(value.problems), None) or next(iter(found.told.problems), None)


def _compared(port: str, first: object, second: object) -> ModesOfPort:
    texts = ModesOfPort(port, _printed(first), _printed(second))
    if not (isinstance(first, Tensor) and isinstance(second, Tensor)) or first.shape != second.shape:
        return texts
    counted = replace(texts, differing=int((first != second).sum()), numbers=first.numel())
    if first.dtype is torch.bool:
        return counted
    difference = second.detach() - first.detach()
    largest = float(difference.abs().max()) if difference.numel() else 0.0
    return replace(counted, difference=printed(difference), largest=largest)


def _printed(value: object) -> str:
    return printed(value) if isinstance(value, Tensor) else repr(value)
