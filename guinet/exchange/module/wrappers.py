"""What stands around a module that runs it and computes nothing: the graph is of what is inside."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from typing import Final

import torch
from torch import nn

from guinet.core.problems import QT_TRANSLATE_NOOP, Misuse, Problem
from guinet.exchange.module.problems import about

_COMPILED: Final = "_orig_mod"


def unwrapped(module: nn.Module) -> tuple[nn.Module, list[Problem]]:
    """The module inside of DataParallel or torch.compile, with a remark on its names. Raises Misuse for a module whose
    code is not Python's any more."""
    told = []
    while name := _inside(module):
        template = QT_TRANSLATE_NOOP(
            "Problem", "The graph is of the module inside of {name}: its names are without “{prefix}”."
        )
        kind = "torch.compile" if name == _COMPILED else type(module).__name__
        told.append(about(template, name=kind, prefix=f"{name}."))
        module = module.get_submodule(name)
    if isinstance(module, torch.jit.ScriptModule):
        template = QT_TRANSLATE_NOOP(
            "Problem", "{name} is a module of TorchScript, which cannot be followed: pass the module it was made of."
        )
        raise Misuse(template, name=getattr(module, "original_name", type(module).__name__))
    return module, told


def _inside(module: nn.Module) -> str:
    if isinstance(module, (nn.DataParallel, nn.parallel.DistributedDataParallel)):
        return "module"
    return _COMPILED if _COMPILED in module._modules else ""


def uncompiled() -> AbstractContextManager[object]:
    """Inside, what torch.compile made runs as it was written: only Python can be followed."""
    if "torch._dynamo" not in sys.modules:
        return nullcontext()
    return torch.compiler.set_stance("force_eager")
