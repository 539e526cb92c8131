"""Why no gradient arrives at a parameter: where on the canvas the way back from the loss is cut."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from guinet.compile.known import KnownTensor
from guinet.compile.order import form_of
from guinet.compile.places import Places
from guinet.compile.scope import Scope
from guinet.core.graph import OUTPUT_KIND, FrameMode
from guinet.core.parameter_rows import Key, ParameterRow
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Severity
from guinet.nodes.types import Form

_CUTS: Final = frozenset({"torch.Tensor.detach", "torch.Tensor.detach_", "torch.detach"})
_MODES: Final = (FrameMode.NO_GRAD, FrameMode.INFERENCE_MODE)


def blocked_parameters(scope: Scope, places: Places, rows: Iterable[ParameterRow]) -> dict[str, Problem]:
    """The reason for each parameter that has no gradient, by its path; `scope` is that of the
    main block."""
    found: dict[str, Problem] = {}
    for row in rows:
        place = places.of(row.path)
        if row.buffer or row.gradient is not None or place is None:
            continue
        block, node = place.nodes[-1]
        name = _name(scope, (block, node))
        if row.frozen:
            words = QT_TRANSLATE_NOOP("Problem", "{name} is frozen by the group “{pattern}”.")
            found[row.path] = _told(words, (block, node), {"name": row.path, "pattern": row.frozen})
        elif not row.requires_grad:
            words = QT_TRANSLATE_NOOP("Problem", "{name} is {dtype}, which takes no gradient.")
            found[row.path] = _told(words, (block, node), {"name": row.path, "dtype": row.dtype})
        else:
            words = QT_TRANSLATE_NOOP("Problem", "Nothing leads from {name} to the loss, so no gradient comes back.")
            found[row.path] = _Way(scope).cut(place.nodes) or _told(words, (block, node), {"name": name})
    return found


def cut_at(scope: Scope, nodes: tuple[Key, ...]) -> Problem | None:
    """Why no gradient passes through the innermost of these nodes; None where nothing is in its way."""
    return _Way(scope).reason(nodes)


class _Way:
    """From a node to the loss, out of the blocks it lies in."""

    def __init__(self, scope: Scope) -> None:
        self._main = scope

    def cut(self, nodes: tuple[Key, ...]) -> Problem | None:
        """The first place where the way is cut; None where there is none."""
        waiting, seen = [nodes], {nodes}
        first: Problem | None = None
        while waiting:
            here = waiting.pop(0)
            reason = self.reason(here)
            if reason is not None:
                first = first or reason
                continue
            for following in self._after(here):
                if following not in seen:
                    seen.add(following)
                    waiting.append(following)
        return first

    def _scope(self, nodes: tuple[Key, ...]) -> Scope:
        """That in which the innermost of these nodes lies."""
        scope = self._main
        for (_, node), (block, _) in pairwise(nodes):
            inner = scope.children.get(node)
            other = scope.others.get(node)
            scope = other if other is not None and other.block.id == block else inner if inner is not None else scope
        return scope

    def _after(self, nodes: tuple[Key, ...]) -> Iterable[tuple[Key, ...]]:
        block = self._scope(nodes).block
        for wire in block.outgoing(nodes[-1][1]):
            if block.nodes[wire.target.node].kind != OUTPUT_KIND:
                yield (*nodes[:-1], (block.id, wire.target.node))
            elif len(nodes) > 1:
                yield from self._after(nodes[:-1])

    def reason(self, nodes: tuple[Key, ...]) -> Problem | None:
        scope, place = self._scope(nodes), nodes[-1]
        node = scope.block.nodes[place[1]]
        values = {"name": node.name}
        frame = scope.block.frame(node.frame)
        if frame is not None and frame.mode in _MODES:
            words = QT_TRANSLATE_NOOP("Problem", "{name} lies in a frame of {mode}: autograd records nothing there.")
            return _told(words, place, {**values, "mode": frame.mode.value})
        if node.kind in _CUTS:
            words = QT_TRANSLATE_NOOP("Problem", "{name} passes values on, but no gradient back.")
            return _told(words, place, values)
        outcome = scope.outcomes.get(place[1])
        given = list(outcome.known.values()) if outcome is not None else []
        tensors = [known for known in given if isinstance(known, KnownTensor)]
        whole = bool(given) and not any(known.dtype.is_floating_point or known.dtype.is_complex for known in tensors)
        if whole and form_of(node) is not Form.LOSS:
            words = QT_TRANSLATE_NOOP("Problem", "{name} gives whole numbers or truth values, which have no gradient.")
            return _told(words, place, values)
        return None


def _name(scope: Scope, key: Key) -> str:
    block = scope.block.project.blocks.get(key[0])
    return block.nodes[key[1]].name if block is not None and key[1] in block.nodes else key[1]


def _told(template: str, key: Key, values: dict[str, str]) -> Problem:
    return Problem("gradient", template, values, Severity.INFO, block=key[0], node=key[1])
