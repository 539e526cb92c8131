"""What a trained network says of one input, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor, nn

from guinet import data
from guinet.compile.source import Source
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.project import Project
from guinet.nodes.types import Task
from guinet.train.feeding import feeding_node, measured_loss
from guinet.train.metrics import task_of
from guinet.train.plan import generate
from guinet.train.problems import failed

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Prediction:
    """For classes, `label` is the likeliest and `probabilities` holds all by name; `values` is what the network gave,
    flattened."""

    values: tuple[float, ...]
    label: str | None = None
    probabilities: Mapping[str, float] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """`7 (98.2 %), 1 (1.1 %), 4 (0.3 %)`, or the values."""
        if self.label is None:
            return ", ".join(f"{value:.6g}" for value in self.values)
        best = sorted(self.probabilities.items(), key=lambda item: -item[1])[:_SHOWN]
        return ", ".join(f"{name} ({share:.1%})" for name, share in best).replace("%", " %") or self.label

    def as_dict(self) -> dict[str, object]:
        if self.label is None:
            return {"values": list(self.values)}
        return {"label": self.label, "probabilities": dict(self.probabilities), "values": list(self.values)}


def predict(project: Project, module: nn.Module, text: str, base: Path | None = None) -> tuple[Prediction, ...]:
    """A prediction for each input in `text`: a file (image, CSV, .npy, .json) or values written out.

    `module` is the project's, with the weights to use; it is put into eval mode. `base` is the folder of relative
    data paths. Raises DataError when the input cannot be used, TrainingError when the network takes more than that.
    """
    base = base if base is not None else project.folder
    source = generate(project, base)
    node = feeding_node(project, source)
    batch = data.read_input(node.kind, node.arguments, base, text)
    if any(item.port not in batch for item in source.inputs):
        names = ", ".join(item.port for item in source.inputs)
        template = QT_TRANSLATE_NOOP("Problem", "The network takes {names}, but a prediction starts from one input.")
        raise failed("several-inputs", template, {"names": names}, at=(project.main.id, node.id))
    module.eval()
    with torch.no_grad():
        result = module(*[batch[item.port] for item in source.inputs])
    place, task = _meaning(project, source, base)
    output = result if len(source.outputs) == 1 else result[place]
    classes = data.metadata(node.kind, node.arguments, base).classes
    return tuple(_prediction(row, task, classes) for row in output)


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
