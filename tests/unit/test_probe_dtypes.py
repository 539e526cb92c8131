"""Every type of torch's: it can be chosen, its size is known, and a tensor of it is told of."""

from __future__ import annotations

import pytest
import torch

from guinet.core.probed import TensorValue
from guinet.nodes.arguments import DTYPES
from guinet.probe.figures import SEALED, figures, known
from guinet.probe.values import Memory, described, printed

ALL = {str(dtype).removeprefix("torch."): dtype for dtype in vars(torch).values() if isinstance(dtype, torch.dtype)}


def test_all_can_be_chosen_and_their_sizes_are_torchs() -> None:
    assert dict(DTYPES) == {name: dtype.itemsize for name, dtype in ALL.items()}


@pytest.mark.filterwarnings("ignore:ComplexHalf support is experimental")
@pytest.mark.parametrize("name", [name for name in ALL if not name.startswith(("q", "quint"))])
def test_a_tensor_of_each_is_told_of(name: str) -> None:
    tensor = torch.empty((2, 3), dtype=ALL[name])
    sealed = ALL[name] in SEALED
    if not sealed:
        tensor.fill_(1)

    told = described(tensor, "node", Memory())

    assert isinstance(told, TensorValue)
    assert (told.shape, told.dtype) == ((2, 3), name)
    assert (told.statistics is None) == sealed
    if told.statistics is not None:
        assert (told.statistics.mean, figures(tensor).mean) == (1.0, 1.0)


@pytest.mark.parametrize("dtype", sorted(SEALED, key=str), ids=str)
def test_those_are_sealed_that_torch_cannot_print(dtype: torch.dtype) -> None:
    tensor = torch.empty(3, dtype=dtype)

    assert not known(tensor)
    assert printed(tensor) == f"tensor(..., size=(3,), dtype={dtype})"
    assert printed((tensor,)).startswith("(tensor(...")
    with pytest.raises(NotImplementedError):
        torch.zeros(3).to(dtype)
