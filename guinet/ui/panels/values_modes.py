"""The part of a node's page that compares its value in eval and in train mode, as rich text."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from guinet.core.graph import Block
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Form
from guinet.session.messages.modes import ModesCompared, ModesOfPort
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

MODES: Final = "modes"
"""The address of the link that asks for it."""


def can_differ(block: Block, node: str) -> bool:
    """Whether a layer, a block or code of one's own has a part in a value: operations know no modes."""
    waiting, seen = [node], {node}
    while waiting:
        current = waiting.pop()
        kind = REGISTRY.get(block.nodes[current].kind)
        if kind is None or kind.form is Form.MODULE:
            return True
        waiting += [other for other in block.predecessors(current) if other not in seen]
        seen.update(waiting)
    return False


def modes_part(answer: ModesCompared | None, node: str, asked: bool) -> str:
    """The link, or what came of it; `asked` while the answer is under way."""
    if answer is not None and answer.node == node:
        return "".join(_shown(answer))
    if asked:
        words = tr("Running in both modes…")
        return f"<p>{escape(words)}</p>"
    words = tr("Compare eval and train mode")
    return f'<p><a href="{MODES}">{escape(words)}</a></p>'


def _shown(answer: ModesCompared) -> Iterator[str]:
    heading = tr("In both modes")
    yield f"<h4>{escape(heading)}</h4>"
    if answer.problem is not None:
        yield f'<p class="error">{escape(problem_text(answer.problem))}</p>'
    for port in answer.ports:
        yield f"<p>{_summary(port)}</p>"
        if not port.same:
            yield _value("eval", port.eval) + _value("train", port.train)
            if port.difference:
                yield _value(tr("train minus eval"), port.difference)


def _summary(port: ModesOfPort) -> str:
    name = f"<b>{escape(port.port)}</b>: "
    if port.same:
        return name + escape(tr("The value is the same in both modes."))
    if not port.numbers:
        return name + escape(tr("The value is another in train mode."))
    words = tr("{differing} of {numbers} numbers differ, by {largest} at most.")
    return name + escape(words.format(differing=port.differing, numbers=port.numbers, largest=f"{port.largest:.4g}"))


def _value(title: str, text: str) -> str:
    return f"<h4>{escape(title)}</h4><pre>{escape(text)}</pre>"
