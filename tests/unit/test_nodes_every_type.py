"""Every node type of the tables, drawn, built and run beside plain torch, saved, and read again from its own source.

The examples and the trial are those of `packaging/coverage.py`, which prints the whole table.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import NodeType

if TYPE_CHECKING:
    from types import ModuleType

TYPES = [type for type in REGISTRY.types() if type.kind.startswith("torch.")]
ELSEWHERE = {
    "torch.Tensor.backward": "needs a running autograd: see the tests of evaluation",
    "torch.Tensor.cuda": "needs a GPU",
    "torch.cuda.get_device_name": "needs a GPU",
}


@pytest.fixture(scope="module")
def trial(repository: Path) -> ModuleType:
    sys.path.insert(0, str(repository / "packaging"))
    try:
        import coverage_trial
    finally:
        sys.path.pop(0)
    found: ModuleType = coverage_trial
    return found


@pytest.mark.parametrize("type", TYPES, ids=lambda type: type.kind)
def test_a_node_gives_what_torch_gives_and_survives_file_and_text(type: NodeType, trial: ModuleType) -> None:
    if type.kind in ELSEWHERE:
        pytest.skip(ELSEWHERE[type.kind])

    found = trial.attempt(type)

    assert all(found.passed.values()), (found.passed, found.reason)
    assert found.told or type.follows_values
