"""The lines of PyTorch that make a prediction, for people to try out themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from torch import Tensor

from guinet.data.parts import Standardiser
from guinet.nodes.types import Task
from guinet.session.answers.prediction_model import Model

_MOST_NUMBERS: Final = 16


def code_of(model: Model, values: Tensor, raw: Sequence[float]) -> str:
    """`values` is what the network got, of shape [1, ...]; `raw` the numbers of the input before they were
    standardised, where it is a row of some."""
    name = model.predictor.source.class_name
    lines = ["import torch"]
    if model.best is not None:
        lines.append("from safetensors.torch import load_file")
    lines += ["", f"model = {name}()  # the class of the Code panel"]
    if model.best is not None:
        file = "/".join(model.best.parts[-3:])
        lines.append(f'model.load_state_dict(load_file("{file}"))')
    lines.append("model.eval()")
    lines += _input(model, values, raw)
    several = len(model.predictor.source.outputs) > 1
    lines += ["with torch.no_grad():", f"    output = model(x){f'[{model.predictor.place}]' if several else ''}"]
    return "\n".join((*lines, *_meaning(model.predictor.task)))


def _input(model: Model, values: Tensor, raw: Sequence[float]) -> list[str]:
    if not raw or len(raw) > _MOST_NUMBERS:
        shape = "×".join(map(str, values.shape))
        return [f"x = ...  # {shape} {str(values.dtype).removeprefix('torch.')}"]
    lines = [f"x = torch.tensor([[{_numbers(raw)}]])"]
    standardiser = model.splits.standardiser
    if standardiser is not None:
        lines += _standardised(standardiser)
    return lines


def _standardised(standardiser: Standardiser) -> list[str]:
    return [
        f"mean = torch.tensor([{_numbers(standardiser.mean.tolist())}])",
        f"deviation = torch.tensor([{_numbers(standardiser.deviation.tolist())}])",
        "x = (x - mean) / deviation  # as the training rows",
    ]


def _meaning(task: Task) -> tuple[str, ...]:
    match task:
        case Task.CLASSES:
            return ("probabilities = output.softmax(1)", "label = int(probabilities.argmax(1))")
        case Task.LOGITS:
            return ("probability = output.sigmoid()",)
    return ()


def _numbers(values: Sequence[float]) -> str:
    """As few digits as tell a float32 apart."""
    return ", ".join(str(float(str(np.float32(value)))) for value in values)
