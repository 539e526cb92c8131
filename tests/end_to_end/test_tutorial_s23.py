"""Row S23, devices: drawn, and compared with the tutorial's own lines; on a GPU where there is one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import torch

import guinet
from guinet.core.project import Project
from guinet.train.devices import devices

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Drawing, Same

needs_gpu = pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA device here")


def test_which_devices_there_are() -> None:
    found = [name for name, _ in devices()]

    assert "cpu" in found
    assert sum(name.startswith("cuda") for name in found) == torch.cuda.device_count()


def test_what_the_machine_has(drawing: Drawing, same: Same) -> None:
    drawing.add("torch.cuda.is_available", "available")
    drawing.add("torch.cuda.device_count", "count")

    values = drawing.values()
    same(values["available"], torch.cuda.is_available())
    same(values["count"], torch.cuda.device_count())
    source = guinet.source(drawing.project)
    assert "available = torch.cuda.is_available()\ncount = torch.cuda.device_count()\n" in source


@needs_gpu
def test_the_name_of_a_gpu(drawing: Drawing, same: Same) -> None:
    drawing.add("torch.cuda.get_device_name", "name", device=0)

    same(drawing.values()["name"], torch.cuda.get_device_name(0))


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a CUDA device here")
def test_a_gpu_without_a_name_says_so_on_its_node(drawing: Drawing) -> None:
    node = drawing.add("torch.cuda.get_device_name", "name", device=0)
    with pytest.raises((RuntimeError, AssertionError)) as by_hand:
        torch.cuda.get_device_name(0)

    problem = drawing.problem()
    assert problem.node == node.id
    assert str(by_hand.value) in problem.message


def test_on_the_cpu(values_of: Callable[[str], Any], same: Same) -> None:
    values = values_of("devices")
    torch.manual_seed(0)
    x = torch.randn(3, 4, device="cpu")

    same(values["x"], x)
    same(values["where_x_is"], x.device)
    same(values["moved"], x.to("cpu"))
    same(values["back"], x.to("cpu").cpu())
    same(values["where_it_is"], torch.device("cpu"))


@needs_gpu
def test_to_the_gpu_and_back(drawing: Drawing, same: Same) -> None:
    drawing.add("torch.randn", "x_cpu", size=(3, 4))
    drawing.add("torch.Tensor.to", "x_gpu", "x_cpu", device="cuda")
    drawing.add("torch.Tensor.device", "where", "x_gpu")
    drawing.add("torch.Tensor.to", "x_home", "x_gpu", device="cpu")
    torch.manual_seed(0)
    x_cpu = torch.randn(3, 4)
    x_gpu = x_cpu.to("cuda")

    values = drawing.values()
    same(values["x_gpu"], x_gpu)
    same(values["where"], x_gpu.device)
    same(values["x_home"], x_gpu.to("cpu"))


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a CUDA device here")
def test_a_gpu_that_is_not_there_fails_on_its_node(drawing: Drawing) -> None:
    node = drawing.add("torch.randn", "x", size=(2, 2), device="cuda")
    with pytest.raises((RuntimeError, AssertionError)) as by_hand:
        torch.randn(2, 2, device="cuda")

    problem = drawing.problem()
    assert problem.node == node.id
    assert str(by_hand.value) in problem.message


@pytest.mark.parametrize("device", ["cpu", pytest.param("cuda", marks=needs_gpu)])
def test_training_moves_the_model_and_its_batches(
    bundled: Callable[[str], Project], tmp_path: Path, device: str
) -> None:
    finished = guinet.train(bundled("iris-mlp"), epochs=2, device=device, folder=tmp_path)

    assert finished.reason == "completed"
