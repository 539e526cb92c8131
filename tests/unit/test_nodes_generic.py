"""Any function and method of torch is a node type by its path, though no table names it."""

from __future__ import annotations

import subprocess
import sys

import pytest
import torch

from guinet.core.ports import Port, PortType
from guinet.core.values import MISSING
from guinet.nodes.arguments import argument_problem
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Form, NodeType
from tests.catalogue import get

OTHERS = REGISTRY.others()


def test_a_function_of_a_sub_package_has_its_ports_and_form() -> None:
    type = get("torch.fft.rfft")

    assert (type.form, type.call, type.title, type.category) == (Form.FUNCTION, "torch.fft.rfft", "fft.rfft", "other")
    assert type.inputs == (Port("input"),)
    assert [(argument.name, argument.default) for argument in type.arguments] == [
        *(("n", None), ("dim", -1), ("norm", None))
    ]


def test_a_method_is_called_on_its_first_port() -> None:
    type = get("torch.Tensor.addbmm_")

    assert (type.form, type.call, type.mutates) == (Form.METHOD, "addbmm_", "input")
    assert [port.name for port in type.inputs] == ["input", "batch1", "batch2"]


def test_a_reduction_along_a_dimension_gives_the_places_too() -> None:
    outputs = [port.name for port in get("torch.Tensor.max").ports({"dim": 1}).outputs]

    assert outputs == ["values", "indices"]
    assert [port.name for port in get("torch.Tensor.max").ports({}).outputs] == ["output"]


def test_several_results_are_several_outputs_and_a_list_is_one() -> None:
    assert [port.name for port in get("torch.linalg.lu").outputs] == ["P", "L", "U"]
    assert get("torch.Tensor.hsplit").outputs == (Port("output", PortType.ANY),)


@pytest.mark.parametrize("kind", ["torch.nothing", "torch.nn.Conv4d", "torch.save", "numpy.add", "os.system", "torch."])
def test_what_is_no_operation_of_torch_is_no_kind(kind: str) -> None:
    assert REGISTRY.get(kind) is None
    assert REGISTRY.ports(kind, {}) is None


@pytest.mark.parametrize("type", OTHERS, ids=lambda type: type.kind)
def test_every_path_leads_to_something_torch_can_call(type: NodeType) -> None:
    found: object = torch
    for name in type.kind.split(".")[1:]:
        found = getattr(found, name)

    assert callable(found)
    assert type.form in (Form.FUNCTION, Form.METHOD)
    assert type.form is Form.FUNCTION or type.parameters[0] == "input"
    assert {port.name for port in type.inputs} <= set(type.parameters)
    for argument in type.arguments:
        assert argument.default is MISSING or argument_problem(argument, argument.default) is None, argument


def test_there_are_as_many_as_torch_has() -> None:
    assert len(OTHERS) > 900
    assert not {type.kind for type in OTHERS} & {type.kind for type in REGISTRY.types()}


def test_search_finds_them_after_all_of_the_tables() -> None:
    found = [type.kind for type in REGISTRY.search("cholesky")]

    assert found[0] == "torch.linalg.cholesky"
    assert "torch.Tensor.cholesky" in found
    first = next(place for place, kind in enumerate(found) if REGISTRY.get(kind) in OTHERS)
    assert all(REGISTRY.get(kind) in OTHERS for kind in found[first:])


@pytest.mark.parametrize("text", ["torch.fft.rfft", "fft.rfft", "rfft"])
def test_search_takes_a_path(text: str) -> None:
    assert "torch.fft.rfft" in [type.kind for type in REGISTRY.search(text)]


@pytest.mark.parametrize("text", ["", "a", " "])
def test_too_short_a_search_leaves_them_out(text: str) -> None:
    assert not [type for type in REGISTRY.search(text) if type.category == "other"]


def test_a_slip_in_a_path_is_recognised() -> None:
    assert "torch.fft.rfft" in REGISTRY.close("torch.fft.rfftt")


def test_their_signatures_are_not_read_until_one_is_asked_for() -> None:
    code = (
        "from guinet.nodes import signatures; from guinet.nodes.registry import REGISTRY;"
        "REGISTRY.types(); REGISTRY.search(''); REGISTRY.optimizers(); REGISTRY.get('guinet.Unknown');"
        "print(signatures._operations.cache_info().currsize);"
        "REGISTRY.get('torch.fft.rfft');"
        "print(signatures._operations.cache_info().currsize)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["0", "1"]
