"""The search understands what a line of Python says: `nn.Linear`, `F.relu`, `x.view(6, 4)`."""

from __future__ import annotations

import pytest

from guinet.nodes.registry import REGISTRY
from guinet.nodes.search import path_meant


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("nn.Linear", "torch.nn.Linear"),
        ("nn.Linear(20, 256)", "torch.nn.Linear"),
        ("F.relu", "torch.nn.functional.relu"),
        ("torch.arange", "torch.arange"),
        ("linalg.norm", "torch.linalg.norm"),
        ("x.view(6, 4)", "torch.Tensor.view"),
        (".t", "torch.Tensor.t"),
        ("relu", ""),
        ("", ""),
    ],
)
def test_the_path_that_is_meant(text: str, path: str) -> None:
    assert path_meant(text) == path


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("nn.Linear", "torch.nn.Linear"),
        ("nn.linear", "torch.nn.Linear"),
        ("nn.ReLU", "torch.nn.ReLU"),
        ("F.relu", "torch.nn.functional.relu"),
        ("torch.relu", "torch.relu"),
        ("torch.nn.functional.relu", "torch.nn.functional.relu"),
        ("torch.tensor", "torch.tensor"),
        ("torch.rand", "torch.rand"),
        ("x.t", "torch.Tensor.t"),
        ("x.T", "torch.Tensor.T"),
        ("x.add_", "torch.Tensor.add_"),
        ("x.exp", "torch.exp"),
        ("torch.flatten", "torch.Tensor.flatten"),
        ("x.view(6, 4)", "torch.Tensor.view"),
        ("torch.cuda.is_available", "torch.cuda.is_available"),
        ("torch.view_as_real", "torch.view_as_real"),
    ],
)
def test_what_is_meant_comes_first(text: str, kind: str) -> None:
    assert REGISTRY.search(text)[0].kind == kind


def test_a_beginning_finds_what_goes_on_from_it() -> None:
    found = [type.kind for type in REGISTRY.search("nn.Conv")]
    assert found[:3] == ["torch.nn.Conv1d", "torch.nn.Conv2d", "torch.nn.Conv3d"]
    assert all(kind.startswith("torch.nn.") for kind in found)


def test_what_torch_does_not_have_is_not_found() -> None:
    assert REGISTRY.search("nn.Lineal") == []
    assert REGISTRY.search("0.5") == []
