"""What an update of the weights takes for a while, in bytes: from the tensors it makes, on the meta device."""

from __future__ import annotations

from torch import nn

from guinet.probe.peak import rise_of_ghosts
from guinet.train.optimizer_state import unfused, update
from guinet.train.optimizers import OptimizerChoice


def update_rise(choice: OptimizerChoice, module: nn.Module) -> int:
    """Bytes that an update takes for a while, beyond gradients and what is kept: none with one kernel for all, and 0
    where only a run can tell. As in `state_bytes`."""
    if choice.arguments.get("fused") or choice.name in ("LBFGS", "SparseAdam"):
        return 0
    optimizer = unfused(choice, module)
    update(optimizer)
    return rise_of_ghosts(lambda: update(optimizer))
