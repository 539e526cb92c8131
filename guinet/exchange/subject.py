"""What is exported: the module with its weights, its text, and a batch to compare on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import torch
from msgspec import Struct
from torch import Tensor, nn

from guinet import data
from guinet.compile import module as compiled
from guinet.compile import shapes
from guinet.compile.endless import guards
from guinet.compile.order import form_of
from guinet.compile.source import ModuleInput, Source, generate
from guinet.core.plain import plain
from guinet.core.project import Project
from guinet.core.values import BATCH, TensorSpec, ValueSpec
from guinet.exchange.weights import ChosenWeights, give_weights, loose_tensors
from guinet.nodes.types import Form
from guinet.probe.feeds import seed_of
from guinet.train.problems import TrainingError

ROWS = 4
"""Rows of the batch an export is compared on: more than one, so that a fixed batch size would show."""


class Subject(Struct, frozen=True, dict=True):
    """The model of a project as an exporter needs it. `module` is in eval mode, on the CPU."""

    project: Project
    source: Source
    module: nn.Module
    weights: ChosenWeights
    inputs: Mapping[str, Tensor]

    @property
    def class_name(self) -> str:
        return self.source.class_name

    @property
    def seed(self) -> int:
        """The seed the module was made with."""
        return seed_of(self.project) if self.weights.seed is None else self.weights.seed

    @cached_property
    def loose(self) -> tuple[str, ...]:
        """The tensors of the module that are neither parameters nor buffers, by their paths: no state_dict has them."""
        return tuple(loose_tensors(self.module))

    def seeded(self) -> str:
        """The lines to write before the module is made, where it draws tensors then that no file of weights has."""
        if not self.loose:
            return ""
        names = ", ".join(self.loose)
        return f"# No file of weights holds {names}: the seed makes it as it was.\ntorch.manual_seed({self.seed})\n"

    @cached_property
    def outputs(self) -> tuple[Tensor, ...]:
        """What the module gives for `inputs`."""
        with torch.no_grad():
            try:
                return tensors(self.module(*self.inputs.values()))
            except Exception as error:  # the network may be code written by hand, which raises what it likes
                raise TrainingError(compiled.explain(error, self.source)) from error


def make_subject(
    project: Project, run: str | None = None, weights: Path | None = None, runs: Path | None = None
) -> Subject:
    """The project's model with the weights of a file, a run, the newest run, or fresh from the project's seed.

    Raises GuinetError when the project has errors or the weights do not fit.
    """
    project = plain(project)
    report = shapes.check(project, data.project_specs(project))
    source = generate(project, report)
    torch.manual_seed(seed_of(project))
    built = compiled.build(source, *guards(project))
    chosen = give_weights(built, project, run, weights, runs)
    generator = torch.Generator().manual_seed(0)
    inputs = {
        each.name: _example(project, each, report.nodes[project.main.id][each.node].outputs[each.port], generator)
        for each in source.inputs
    }
    return Subject(project, source, built.eval(), chosen, inputs)


def tensors(value: object) -> tuple[Tensor, ...]:
    """The tensors in what a module returned, in order, out of tuples, lists and dicts."""
    if isinstance(value, Tensor):
        return (value,)
    if isinstance(value, (tuple, list)):
        return tuple(tensor for item in value for tensor in tensors(item))
    if isinstance(value, dict):
        return tuple(tensor for item in value.values() for tensor in tensors(item))
    return ()


def _example(project: Project, entry: ModuleInput, spec: ValueSpec, generator: torch.Generator) -> Tensor:
    """Random numbers for a floating input; true rows, or small numbers, for one of integers (they may be indices)."""
    assert isinstance(spec, TensorSpec)
    dtype = getattr(torch, spec.dtype)
    shape = [_size(dimension) for dimension in spec.shape]
    if dtype.is_floating_point or dtype.is_complex:
        return torch.randn(shape, generator=generator, dtype=dtype)
    node = project.main.nodes[entry.node]
    if form_of(node) is Form.DATA:
        return data.load(node.kind, node.arguments, project.folder).fields[entry.port][:ROWS].clone()
    return torch.randint(0, 2, shape, generator=generator).to(dtype)


def _size(dimension: int | str) -> int:
    if isinstance(dimension, int):
        return dimension
    return ROWS * int(dimension.removesuffix(BATCH) or 1)
