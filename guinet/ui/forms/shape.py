"""What goes into and comes out of a node, with the memory each sample takes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from guinet.core.graph import Block, End, Node
from guinet.core.leaving import leaving
from guinet.core.report import NodeReport
from guinet.core.values import ScalarSpec, SequenceSpec, TensorSpec, ValueSpec
from guinet.nodes.arguments import DTYPES
from guinet.ui.theme import current_theme, set_variant
from guinet.ui.translate import tr

_BATCH: Final = re.compile(r"(\d*)N")

_UNIT: Final = re.compile(r" ([KMGT]i)?B\b")
"""Where a line is broken, a number keeps its unit."""


class ShapeSection(QWidget):
    """Rows of port, shape and dtype; inputs, outputs, parameters."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.pixels("space-small"))
        self._grid.setVerticalSpacing(theme.pixels("space-small"))
        self._grid.setColumnMinimumWidth(0, theme.pixels("form-label-width"))
        self._grid.setColumnStretch(1, 1)
        self._lines: list[tuple[QLabel, QLabel]] = []

    def show_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        """Shows name and text, row by row; labels are kept from one node to the next."""
        while len(self._lines) < len(lines):
            self._lines.append(self._add_line(len(self._lines)))
        for number, (name, text) in enumerate(self._lines):
            known = number < len(lines)
            name.setVisible(known)
            text.setVisible(known)
            if known:
                name.setText(lines[number][0])
                text.setText(_UNIT.sub(lambda found: "\u00a0" + found[0][1:], lines[number][1]))

    def _add_line(self, at: int) -> tuple[QLabel, QLabel]:
        name, text = QLabel(), QLabel()
        name.setFixedWidth(current_theme().pixels("form-label-width"))
        set_variant(name, "muted")
        text.setWordWrap(True)
        text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(text, at, 1)
        return name, text


def shape_lines(block: Block, node: Node, reports: Mapping[str, NodeReport]) -> list[tuple[str, str]]:
    """The rows of a node: `in`, `out` (with the port's name where there are several), and its parameters.

    What a dot or a bypassed node puts out is what arrives there.
    """
    ports = block.project.ports(block, node)
    own = reports.get(node.id, NodeReport())
    left = leaving(block)

    def found(end: End) -> ValueSpec | None:
        source = left.source(end)
        return None if source is None or source.node not in reports else reports[source.node].outputs.get(source.port)

    arriving = [(port.name, found(wire.source)) for port in ports.inputs for wire in block.incoming(node.id, port.name)]
    going = [(port.name, found(End(node.id, port.name))) for port in ports.outputs]
    lines = [*_named(tr("in"), arriving), *_named(tr("out"), going)]
    if own.parameters:
        lines.append((tr("parameters"), f"{own.parameters:,}".replace(",", "\u2009")))
    return lines


def spec_text(spec: ValueSpec) -> str:
    """`N × 32 × 8 × 8 · 8 KiB each`; the dtype where it is not float32."""
    if isinstance(spec, SequenceSpec):
        return "\n".join(spec_text(item) for item in spec.items)
    if isinstance(spec, ScalarSpec):
        return f"{spec.value} ({spec.type})"
    parts = [spec.shape_text.replace("×", " × ")]
    if spec.dtype != "float32":
        parts.append(spec.dtype)
    size = bytes_per_sample(spec)
    if size is not None:
        follows_batch = any(isinstance(dimension, str) for dimension in spec.shape)
        parts.append(tr("{size} each").format(size=size_text(size)) if follows_batch else size_text(size))
    return " · ".join(parts)


def bytes_per_sample(spec: TensorSpec) -> int | None:
    """What one row of the batch takes; None where a dimension follows the batch in another way than `2N`."""
    size = DTYPES.get(spec.dtype)
    for dimension in spec.shape:
        if isinstance(dimension, int):
            factor: int | None = dimension
        else:
            found = _BATCH.fullmatch(dimension)
            factor = int(found[1] or 1) if found else None
        if size is None or factor is None:
            return None
        size *= factor
    return size


def size_text(size: int) -> str:
    """`512 B`, `8 KiB`, `1.5 MiB`."""
    amount, unit = float(size), "B"
    for larger in ("KiB", "MiB", "GiB", "TiB"):
        if amount < 1024:
            break
        amount, unit = amount / 1024, larger
    return f"{amount:.3g} {unit}" if amount < 1000 else f"{amount:.0f} {unit}"


def _named(direction: str, found: Sequence[tuple[str, ValueSpec | None]]) -> list[tuple[str, str]]:
    several = len({port for port, _ in found}) > 1
    return [
        (f"{direction} {port}" if several else direction, spec_text(spec) if spec is not None else tr("not known yet"))
        for port, spec in found
    ]
