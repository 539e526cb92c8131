"""Where values enter and leave a block."""

from __future__ import annotations

from guinet.core.ports import Port, PortType
from guinet.nodes.types import Argument, ArgumentType, Form, NodeType

TYPES = (
    NodeType(
        kind="guinet.Input",
        form=Form.INPUT,
        category="input_output",
        title="Input",
        outputs=(Port("output"),),
        arguments=(
            Argument(
                "shape",
                ArgumentType.SHAPE,
                minimum=0,
                doc="Sizes of what comes in, without the batch; not needed inside a block.",
                default=(),
            ),
            Argument("dtype", ArgumentType.DTYPE, "float32", doc="Type of its numbers."),
            Argument("batched", ArgumentType.BOOL, True, doc="Whether a batch dimension comes before the shape."),
        ),
        aliases=("argument", "placeholder", "parameter"),
        doc="An argument of forward, named as the node is.",
    ),
    NodeType(
        kind="guinet.Output",
        form=Form.OUTPUT,
        category="input_output",
        title="Output",
        inputs=(Port("input", PortType.ANY),),
        aliases=("return", "result"),
        doc="A result of forward, named as the node is.",
    ),
)
