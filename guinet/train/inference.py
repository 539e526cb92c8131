"""What a trained network says of one input, in words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import torch
from msgspec import Struct, field
from torch import Tensor, nn

from guinet import data
from guinet.compile import module as modules
from guinet.compile.source import Source
from guinet.core.graph import Node
from guinet.core.plain import plain
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.project import Project
from guinet.nodes.types import Task
from guinet.train.feeding import feeding_node, measured_loss
from guinet.train.metrics import task_of
from guinet.train.plan import generate
from guinet.train.problems import TrainingError, failed

_SHOWN = 3


class Prediction(Struct, frozen=True):
    """For classes, `label` is the likeliest and `probabilities` holds all by name; `values` is what the network gave,
    flattened."""

    values: tuple[float, ...]
    label: str | None = None
    probabilities: Mapping[str, float] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """`7 (98.2 %), 1 (1.1 %), 4 (0.3 %)`, or the values."""
        if not all(map(math.isfinite, self.values)):
            told = ", ".join(f"{value:.6g}" for value in self.values[:_SHOWN])
            more = ", …" if len(self.values) > _SHOWN else ""
            return f"no answer: the network gives {told}{more}, for its weights or the input are not finite"
        if self.label is None:
            return ", ".join(f"{value:.6g}" for value in self.values)
        best = sorted(self.probabilities.items(), key=lambda item: -item[1])[:_SHOWN]
        return ", ".join(f"{name} ({share:.1%})" for name, share in best).replace("%", " %") or self.label

    def as_dict(self) -> dict[str, object]:
        if self.label is None:
            return {"values": list(self.values)}
        return {"label": self.label, "probabilities": dict(self.probabilities), "values": list(self.values)}


class Predictor(Struct, frozen=True):
    """A project's module in eval mode, and what its numbers mean.

    `node` is the data source that feeds it; `place` says which of its outputs is the prediction, `task` what its
    numbers are, `classes` what they are called, where the data has classes. Gradients are not recorded.
    """

    project: Project
    source: Source
    module: nn.Module
    node: Node
    about: data.Metadata
    place: int
    task: Task
    base: Path | None = None

    def outputs(self, batch: Mapping[str, Tensor]) -> tuple[Tensor, ...]:
        """What the module returns for a batch by data port. Raises TrainingError where a port is missing that it takes,
        as a prediction from one input has that alone; and where the network fails, with its node."""
        if any(item.port not in batch for item in self.source.inputs):
            names = ", ".join(item.port for item in self.source.inputs)
            template = QT_TRANSLATE_NOOP(
                "Problem", "The network takes {names}, but a prediction starts from one input."
            )
            raise failed("several-inputs", template, {"names": names}, at=(self.project.main.id, self.node.id))
        self.module.eval()
        with torch.no_grad():
            try:
                result = self.module(*[batch[item.port] for item in self.source.inputs])
            except Exception as error:  # the network may be code written by hand, which raises what it likes
                raise TrainingError(modules.explain(error, self.source)) from error
        return (result,) if len(self.source.outputs) == 1 else tuple(result)

    def read(self, text: str, *, as_it_stands: bool = False) -> dict[str, Tensor]:
        """The batch that `text` means: a file (image, CSV, .npy, .json) or values written out; `as_it_stands` before it
        is standardised as the training rows are. Raises DataError."""
        arguments = {**self.node.arguments, **({"standardise": False} if as_it_stands else {})}
        return data.read_input(self.node.kind, arguments, self.base, text)

    def predictions(self, outputs: tuple[Tensor, ...]) -> tuple[Prediction, ...]:
        """One for each row of what `outputs` gave."""
        return tuple(_prediction(row, self.task, self.about.classes) for row in outputs[self.place])


def make_predictor(project: Project, module: nn.Module, source: Source, base: Path | None) -> Predictor:
    """`module` is the project's, with the weights to use, `source` its code; `base` the folder of relative data paths.
    Raises TrainingError where no data feeds the module."""
    node = feeding_node(project, source)
    about = data.metadata(node.kind, node.arguments, base)
    place, task = _meaning(project, source, base)
    return Predictor(project, source, module, node, about, place, task, base)


def predict(project: Project, module: nn.Module, text: str, base: Path | None = None) -> tuple[Prediction, ...]:
    """A prediction for each input in `text`: a file (image, CSV, .npy, .json) or values written out.

    `module` is the project's, with the weights to use; it is put into eval mode. `base` is the folder of relative
    data paths. Raises DataError when the input cannot be used, TrainingError when the network takes more than that.
    """
    base, project = base if base is not None else project.folder, plain(project)
    predictor = make_predictor(project, module, generate(project, base), base)
    return predictor.predictions(predictor.outputs(predictor.read(text)))


def _meaning(project: Project, source: Source, base: Path | None) -> tuple[int, Task]:
    """Which output is the prediction, and what its numbers are."""
    measured = measured_loss(project, source)
    if measured is None:
        return 0, Task.NONE
    loss, place, port = measured
    node = feeding_node(project, source)
    dtype = data.specs(node.kind, node.arguments, base)[port].dtype
    return place, task_of(loss.kind, getattr(torch, dtype))


def _prediction(row: Tensor, task: Task, classes: tuple[str, ...] | None) -> Prediction:
    values = tuple(row.flatten().tolist())
    if not row.isfinite().all():
        return Prediction(values)  # of which no class is the likeliest
    if task is Task.CLASSES and row.dim() == 1:
        # Log-probabilities, which NLLLoss takes, come out of softmax as the probabilities they are of.
        shares = row.softmax(0).tolist()
        names = classes if classes is not None and len(classes) == len(shares) else [str(n) for n in range(len(shares))]
        return Prediction(values, names[int(row.argmax())], dict(zip(names, shares, strict=True)))
    if task in (Task.LOGITS, Task.PROBABILITIES) and row.numel() == 1:
        share = float(row.sigmoid() if task is Task.LOGITS else row)
        names = classes if classes is not None and len(classes) == 2 else ("0", "1")
        return Prediction(values, names[share > 0.5], {names[0]: 1 - share, names[1]: share})
    return Prediction(values)
