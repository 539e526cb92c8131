"""One batch forwards and backwards through a module, without an update: what its gradients would be."""

from __future__ import annotations

import torch
from torch import nn

from guinet.core.problems import GuinetError
from guinet.core.project import Project
from guinet.core.settings import parameter_groups
from guinet.data import Batches
from guinet.train.groups import parameter_groups as group
from guinet.train.plan import make_plan
from guinet.train.problems import TrainingError


def backward_once(project: Project, module: nn.Module) -> float:
    """Leaves in each parameter of `module` (the project's) the gradient of the loss of the first batch, in train mode;
    gives that loss. Buffers, and torch's random state, are what they were before.

    Raises GuinetError when the project cannot be trained as it stands, or its step fails.
    """
    plan = make_plan(project, device="cpu")
    group(module, {pattern: dict(given) for pattern, given in parameter_groups(project.training).items()})
    kept = {name: buffer.clone() for name, buffer in module.named_buffers()}
    batch = next(iter(Batches(plan.splits.train, plan.batch_size)))
    module.train()
    module.zero_grad()
    try:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(plan.seed)
            _, loss = plan.wiring.forward(module)(batch)
            if loss.requires_grad:
                loss.backward()  # type: ignore[no-untyped-call]
    except (GuinetError, MemoryError):
        raise
    except Exception as error:  # the network may raise what it likes
        raise TrainingError(plan.explain(error)) from error
    finally:
        for name, buffer in module.named_buffers():
            buffer.copy_(kept[name])
    return float(loss.detach())
