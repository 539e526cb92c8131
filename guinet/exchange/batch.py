"""Which dimensions of the inputs stay open in an exported graph."""

from __future__ import annotations

import torch

from guinet.exchange.subject import Subject


def dynamic_shapes(subject: Subject) -> tuple[dict[int, object], ...]:
    """The batch dimension of every input, left for torch to find out whether the model allows it."""
    return tuple({0: torch.export.Dim.DYNAMIC} if tensor.dim() else {} for tensor in subject.inputs.values())
