"""How a batch becomes a loss: which ports of the data feed the module, and what goes into the objective."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

import torch
from msgspec import Struct
from torch import Tensor, nn

Batch: TypeAlias = Mapping[str, Tensor]
Forward: TypeAlias = Callable[[Batch], tuple[Tensor, Tensor]]


class Wiring(Struct, frozen=True):
    """`inputs`: data ports, in the order of the module's `forward`. `arguments`: what `objective` takes, in order; a
    number counts the module's outputs, text names a data port. `outputs`: how many the module has; with more than one
    it returns them as a tuple. `prediction` and `target`: what the metrics compare, if
    `measured`."""

    objective: Callable[..., Tensor]
    inputs: tuple[str, ...]
    arguments: tuple[int | str, ...]
    outputs: int = 1
    prediction: int = 0
    target: str = ""
    measured: bool = True

    def to(self, device: torch.device) -> None:
        """Moves what the losses hold, such as the weights of classes, to the device of the batches."""
        for criterion in self.criteria():
            criterion.to(device)

    def criteria(self) -> list[nn.Module]:
        """The losses that are modules."""
        held = [self.objective, *getattr(self.objective, "__globals__", {}).values()]
        return [each for each in held if isinstance(each, nn.Module)]

    def forward(self, module: nn.Module) -> Forward:
        """A function from a batch to the prediction and the loss, a scalar."""
        if len(self.inputs) == 1 and self.outputs == 1 and self.arguments == (0, self.target):
            return self._plain(module)
        return self._general(module)

    def _plain(self, module: nn.Module) -> Forward:
        # The usual case written out: this runs at every step.
        objective, input, target = self.objective, self.inputs[0], self.target

        def forward(batch: Batch) -> tuple[Tensor, Tensor]:
            prediction = module(batch[input])
            return prediction, objective(prediction, batch[target])

        return forward

    def _general(self, module: nn.Module) -> Forward:
        def forward(batch: Batch) -> tuple[Tensor, Tensor]:
            result = module(*[batch[port] for port in self.inputs])
            outputs = (result,) if self.outputs == 1 else result
            given = [batch[item] if isinstance(item, str) else outputs[item] for item in self.arguments]
            return outputs[self.prediction], self.objective(*given)

        return forward
