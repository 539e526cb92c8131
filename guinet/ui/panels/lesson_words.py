"""What a lesson's checks ask for, in words, and its texts as rich text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from PySide6.QtCore import QCoreApplication

from guinet.core.graph import FrameMode
from guinet.core.lesson_checks import (
    Check,
    HasNode,
    HasParameters,
    HasPath,
    HasProblem,
    HasShape,
    HasValue,
    HasWire,
    InFrame,
    IsTied,
    OwnLayer,
    Pattern,
    SameLayer,
    Trained,
)
from guinet.core.measures import Unit, place_of
from guinet.ui.theme import current_theme
from guinet.ui.translate import tr

_BLOCK = re.compile(r"\s*```(.+?)```\s*", re.DOTALL)
_CODE = re.compile(r"`([^`]+)`")


def rich(text: str) -> str:
    """`text` as Qt's rich text, with what stands in backticks as code."""
    families = ", ".join(f"'{family}'" for family in current_theme().font("mono").families())
    parts = _BLOCK.split(escape(text, quote=False))
    style = f"font-family:{families}; font-size:{current_theme().pixels('font-status')}px"
    words = [_CODE.sub(rf'<span style="{style}">\1</span>', part) for part in parts[::2]]
    blocks = [f'<p style="{style}; white-space:pre-wrap">{part}</p>' for part in parts[1::2]]
    return "".join(word + block for word, block in zip(words, [*blocks, ""], strict=True))


def check_text(check: Check) -> str:
    """What one check asks for."""
    match check:
        case HasNode(node):
            return tr("{node} is on the canvas").format(node=_node(node))
        case HasWire():
            return _wire(check)
        case HasPath((node,)):
            return tr("{node} is on the canvas").format(node=_node(node))
        case HasPath(nodes):
            return tr("wired in a row: {nodes}").format(nodes=" → ".join(map(_node, nodes)))
        case HasShape(node, text):
            return tr("{node} is {shape}").format(node=_node(node), shape=text)
        case HasValue():
            return "; ".join(_value(check))
        case HasProblem():
            return _problem(check)
        case InFrame(nodes, mode):
            return _frame(", ".join(nodes), mode)
        case SameLayer(nodes):
            return tr("{nodes} use one layer").format(nodes=", ".join(nodes))
        case OwnLayer(node):
            return tr("{node} has a layer of its own").format(node=node)
        case IsTied(parameter, source):
            words = tr("{parameter} is tied to {source}") if source else tr("{parameter} is not tied")
            return words.format(parameter=parameter, source=source)
        case HasParameters(count):
            return tr("{count} parameters in all").format(count=count)
        case Trained():
            return _trained(check)


def _node(pattern: Pattern) -> str:
    """`x`, or `Linear(out_features=256)`, or both."""
    given = ", ".join(f"{name}={value}" for name, value in pattern.arguments.items())
    kind = pattern.kind.rpartition(".")[2] + (f"({given})" if given else "")
    return f"{pattern.name}: {kind}" if pattern.name and kind else pattern.name or kind


def _wire(check: HasWire) -> str:
    words = tr("{source} is wired to {port} of {target}") if check.port else tr("{source} is wired to {target}")
    return words.format(source=_node(check.source), target=_node(check.target), port=check.port)


def _value(check: HasValue) -> Iterator[str]:
    if check.text:
        yield tr("{node} shows {value}").format(node=check.node, value=_short(check.text))
    if check.was:
        yield tr("{node} was {value} before").format(node=check.node, value=_short(check.was))
    if check.dtype:
        yield tr("{node} is {shape}").format(node=check.node, shape=check.dtype)
    if check.requires_grad is not None:
        needed, free = tr("{node} requires a gradient"), tr("{node} requires no gradient")
        yield (needed if check.requires_grad else free).format(node=check.node)
    if check.view_of:
        yield tr("{node} lies in the memory of {other}").format(node=check.node, other=check.view_of)
    if check.stretched:
        yield tr("{node} stretches its input {port}").format(node=check.node, port=check.port)


def _short(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _problem(check: HasProblem) -> str:
    if check.node is None:
        return tr("there is an error") if check.present else tr("there is no error")
    words = tr("{node} has an error") if check.present else tr("{node} has no error")
    return words.format(node=_node(check.node))


def _frame(nodes: str, mode: FrameMode) -> str:
    if mode is FrameMode.NONE:
        return tr("{nodes} in no frame with a mode").format(nodes=nodes)
    return tr("{nodes} in a frame with torch.{mode}()").format(nodes=nodes, mode=mode.value)


def _trained(check: Trained) -> str:
    place = place_of(check.metric)
    share = place.measure.unit is Unit.SHARE
    return tr("{measure} ({part}) at least {value}").format(
        measure=QCoreApplication.translate("", place.measure.title),
        part=place.series,
        value=f"{check.at_least:.0%}" if share else f"{check.at_least:g}",
    )
