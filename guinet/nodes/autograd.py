"""What has autograd compute gradients."""

from __future__ import annotations

from guinet.core.ports import Port, PortType
from guinet.nodes.types import Argument, ArgumentType, Effect, Form, NodeType

TYPES = (
    NodeType(
        kind="torch.Tensor.backward",
        form=Form.METHOD,
        category="conversion",
        title="backward",
        call="backward",
        inputs=(Port("input"), Port("gradient", optional=True)),
        outputs=(Port("output", PortType.ANY),),
        arguments=(
            Argument(
                "retain_graph",
                ArgumentType.BOOL,
                None,
                optional=True,
                doc="Whether what was recorded is kept, so that backward can run through it again.",
            ),
            Argument(
                "create_graph",
                ArgumentType.BOOL,
                False,
                doc="Whether the computing of the gradients is itself recorded, for gradients of gradients.",
            ),
        ),
        aliases=("gradient", "autograd", "derivative", "backpropagation"),
        doc="Computes the gradient of a tensor in all leaves it was computed of, and adds it to their grad.",
        parameters=("input", "gradient", "retain_graph", "create_graph"),
        effect=Effect.BACKWARD,
    ),
)
"""The output carries nothing: it is there to be wired to the port `after` of what runs afterwards."""
