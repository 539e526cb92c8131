"""What is told of a box of the autograd graph, and of the whole graph, as a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from html import escape
from typing import Final

from guinet.core.problems import Problem
from guinet.core.project import Project
from guinet.core.record_view import Box, BoxKind, Drawing
from guinet.core.recorded import Function, Kept, Key, Saved
from guinet.session.messages.autograd import AutogradShown
from guinet.ui.canvas.value_text import shape_text
from guinet.ui.panels.autograd_scene import TIED
from guinet.ui.panels.flow_words import flow_words
from guinet.ui.panels.number_text import bytes_text
from guinet.ui.theme import Theme
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

NODE: Final = "node:"
"""What the address of a node begins with: block id and node id follow, with a slash between."""


_LINES: Final = 12
"""Lines of the graph whose gradients are told of one box."""


def overview(told: AutogradShown, project: Project, theme: Theme) -> str:
    """The graph in a few numbers, and where no gradient passes."""
    rows = [
        (tr("Functions"), str(told.functions)),
        (tr("Edges"), str(told.edges)),
        (tr("Memory held"), bytes_text(told.own)),
        (tr("with parameters and batch"), bytes_text(told.held)),
    ]
    text = _heading(tr("What autograd recorded")) + _table(rows, theme)
    if told.breaks:
        text += _heading(tr("Where no gradient passes"))
        text += "".join(f"<p>{_break(problem, project)}</p>" for problem in told.breaks)
    text += _muted(
        tr("The forward pass runs from the left to the right, gradients flow back. Click a function."), theme
    )
    return text


def _break(problem: Problem, project: Project) -> str:
    words = escape(problem_text(problem))
    if problem.block is None or problem.node is None:
        return words
    return f"{words} {_link((problem.block, problem.node), project)}"


def page(box: Box, functions: Mapping[int, Function], project: Project, theme: Theme) -> str:
    """All that is known of a box: its node, its line, what it keeps."""
    text = _heading(box.title)
    known = [functions[place] for place in box.functions if place in functions]
    first = known[0] if known else None
    rows = []
    if box.home is not None:
        rows.append((tr("Node"), " · ".join(_link(key, project) for key in _nodes(box))))
    if first is not None and first.code and box.kind is not BoxKind.LEAF:
        place = tr("Line {number}").format(number=first.line) if first.line else tr("Line")
        rows.append((place, f"<code>{escape(first.code)}</code>"))
    used = dict.fromkeys(name for each in known for name in (*each.parameters, each.leaf) if name)
    if used and box.kind is not BoxKind.LEAF:
        rows.append((tr("Parameters"), "<br>".join(f"<code>{escape(name)}</code>" for name in used)))
    if box.kind is BoxKind.GROUP:
        rows.append((tr("Functions"), _counted(known, len(box.functions))))
        rows.append((tr("Memory held"), bytes_text(box.bytes)))
        return text + _table(rows, theme)
    if first is None:
        return text + _table(rows, theme)
    if first.leaf:
        rows.append((tr("Adds to"), f"<code>{escape(first.leaf.replace(TIED, f'.grad{TIED}'))}.grad</code>"))
        rows.append((tr("Shape"), shape_text(first.shapes[0]) if first.shapes else ""))
        if first.gradient:
            rows.append((tr("Gradient"), escape(first.gradient)))
        return text + _table(rows, theme)
    rows.append((tr("Gives"), escape(", ".join(map(shape_text, first.shapes)))))
    rows.append((tr("Memory held"), bytes_text(first.bytes)))
    return text + _table(rows, theme) + _saved(first.saved, theme)


def gradients(number: int, drawing: Drawing, theme: Theme) -> str:
    """What comes back to a box, and what it gives back, line by line."""
    rows = []
    for (earlier, later), flow in zip(drawing.lines, drawing.flows, strict=True):
        if number in (earlier, later):
            other = drawing.boxes[later if number == earlier else earlier]
            words = tr("from {function}") if number == earlier else tr("to {function}")
            rows.append((escape(words.format(function=other.title)), escape(flow_words(flow))))
    if not rows:
        return ""
    left = len(rows) - _LINES
    more = tr("… and %n more", "", left) if left > 0 else ""
    return _heading(tr("Gradients")) + _table(rows[:_LINES], theme) + (_muted(more, theme) if more else "")


def _nodes(box: Box) -> tuple[Key, ...]:
    """The node it is; of a leaf that several use, all."""
    return box.keys if box.kind is BoxKind.LEAF and not box.calls else () if box.home is None else (box.home,)


def _counted(functions: Iterable[Function], whole: int) -> str:
    counts = Counter(function.op for function in functions)
    words = [escape(op if count == 1 else f"{count} × {op}") for op, count in counts.most_common()]
    rest = whole - sum(counts.values())
    return "<br>".join([*words, f"… {rest}"] if rest > 0 else words)


def _saved(saved: Iterable[Saved], theme: Theme) -> str:
    tensors = [each for each in saved if each.is_tensor]
    plain = [(escape(each.name), escape(each.text)) for each in saved if not each.is_tensor]
    text = ""
    if tensors:
        text += _heading(tr("Saved tensors"))
        text += _table([(escape(each.name), _tensor(each, theme)) for each in tensors], theme)
    if plain:
        text += _heading(tr("Saved values")) + _table(plain, theme)
    if not tensors and not plain:
        text += _muted(tr("It saves nothing: its gradient does not depend on the values."), theme)
    return text


def _tensor(saved: Saved, theme: Theme) -> str:
    shape = shape_text(saved.shape) if saved.shape is not None else "?"
    text = escape(f"{shape} {saved.dtype}".strip()) + (f" · {bytes_text(saved.bytes)}" if saved.bytes else "")
    if saved.kept is Kept.FREED:
        words = tr("freed by a backward pass")
        return f"{text}<br>{_colored(words, theme.color('text-muted').name())}"
    if saved.kept is Kept.CHANGED:
        words = tr("changed in place since: backward will fail here. Use a node that does not write over it.")
        return f"{text}<br>{_colored(words, theme.color('error').name())}"
    return text


def _link(key: Key, project: Project) -> str:
    block = project.blocks.get(key[0])
    node = block.nodes.get(key[1]) if block is not None else None
    if node is None:
        return ""
    return f'<a href="{NODE}{escape(key[0])}/{escape(key[1])}">{escape(node.name)}</a>'


def _heading(text: str) -> str:
    return f'<p style="margin-top:8px; margin-bottom:2px"><b>{escape(text)}</b></p>'


def _muted(text: str, theme: Theme) -> str:
    return f"<p>{_colored(text, theme.color('text-muted').name())}</p>"


def _colored(text: str, color: str) -> str:
    return f'<span style="color:{color}">{escape(text)}</span>'


def _table(rows: Iterable[tuple[str, str]], theme: Theme) -> str:
    """Names and values; the values are HTML."""
    color = theme.color("text-muted").name()
    cells = "".join(
        f'<tr><td style="color:{color}; padding-right:12px">{name}</td><td>{value}</td></tr>' for name, value in rows
    )
    return f'<table cellspacing="0" cellpadding="2">{cells}</table>'
