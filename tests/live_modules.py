"""Live modules that are read, built again, and compared."""

from __future__ import annotations

import copy
from typing import Any

import torch
from torch import Tensor, nn

import guinet
from guinet.exchange.module.keeping import ModuleProject
from guinet.exchange.subject import tensors


def read(module: nn.Module, inputs: Any) -> ModuleProject:
    project = guinet.from_module(module, inputs)
    assert isinstance(project, ModuleProject)
    return project


def require_same(module: nn.Module, inputs: Any, *, keys: bool = True) -> ModuleProject:
    """Reads a module; what is built of it has its values, and in both modes its outputs of the same seed."""
    before = {name: value.clone() for name, value in module.state_dict().items()}
    training = module.training

    project = read(module, inputs)
    built = guinet.build(project)

    assert module.training == training
    assert all(torch.equal(value, before[name]) for name, value in module.state_dict().items())
    state = built.state_dict()
    if keys:
        assert state.keys() == before.keys()
        assert all(torch.equal(state[name], before[name]) for name in before)
    for mode in (True, False):
        theirs, ours = (results(each, inputs, mode) for each in (module, built))
        assert len(theirs) == len(ours)
        assert all(torch.equal(one, other) for one, other in zip(theirs, ours, strict=True))
    return project


def results(module: nn.Module, inputs: Any, training: bool) -> tuple[Tensor, ...]:
    own = copy.deepcopy(module).train(training)
    given = copy.deepcopy(inputs)
    torch.manual_seed(5)
    if isinstance(given, dict):
        return tensors(own(**given))
    return tensors(own(*given) if isinstance(given, tuple) else own(given))
