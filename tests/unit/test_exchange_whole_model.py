"""The weights of a whole model in a file, against its `state_dict`; nothing that the file names is called."""

from __future__ import annotations

import importlib
import os
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch import nn

from guinet.core.problems import Unreadable
from guinet.exchange.weights import read_weights
from guinet.exchange.whole_model import model_state


class Written(nn.Module):
    """Parameters, buffers, modules in modules, one module twice, and what is no weight at all."""

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4))
        self.again = self.body[0]
        self.layers = nn.ModuleList([nn.ReLU(), nn.Embedding(3, 2), nn.LSTM(3, 4)])
        self.scale = nn.Parameter(torch.randn(2))
        self.register_buffer("kept", torch.ones(2, dtype=torch.float64))
        self.register_buffer("passing", torch.ones(1), persistent=False)
        self.plain = torch.ones(3)
        self.function = torch.relu


def saved(module: object, folder: Path) -> Path:
    torch.save(module, folder / "model.pt")
    return folder / "model.pt"


@pytest.mark.parametrize("change", [lambda module: module, lambda module: module.half()], ids=["float32", "float16"])
def test_it_is_the_state_dict(tmp_path: Path, change: Callable[[nn.Module], nn.Module]) -> None:
    module = change(Written())

    found = model_state(saved(module, tmp_path))

    assert found is not None
    assert list(found) == list(module.state_dict())
    torch.testing.assert_close(dict(found), dict(module.state_dict()), rtol=0, atol=0)
    module.load_state_dict(read_weights(tmp_path / "model.pt").tensors)


class Evil:
    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, ("ran",)


def test_what_the_file_wants_called_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    module = nn.Linear(2, 2)
    module.evil = Evil()  # type: ignore[assignment]  # as someone would hide it

    found = model_state(saved(module, tmp_path))

    assert found is not None
    assert torch.equal(found["weight"], module.weight)
    assert not Path("ran").exists()


@pytest.mark.parametrize("what", [Evil(), [nn.ReLU()], nn.ReLU(), "words"], ids=["code", "list", "empty", "text"])
def test_a_file_without_a_model_holds_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: object) -> None:
    monkeypatch.chdir(tmp_path)

    assert model_state(saved(what, tmp_path)) is None
    assert not Path("ran").exists()


def test_a_plain_pickle_is_refused_by_name_and_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """torch reads the beginning of files from before its archive format with the `load` of the pickle module."""
    monkeypatch.chdir(tmp_path)
    for name, content in (("odd.pt", pickle.dumps(Evil())), ("old.pt", b"")):
        Path(name).write_bytes(content)
        with pytest.raises(Unreadable, match=f"{name} is not a weights file"):
            read_weights(Path(name))
    torch.save(Evil(), "old.pt", _use_new_zipfile_serialization=False)
    with pytest.raises(Unreadable, match=r"old\.pt is not a weights file"):
        read_weights(Path("old.pt"))
    assert not Path("ran").exists()


def test_torchscript_is_left_to_torch(tmp_path: Path) -> None:
    path = saved(nn.Linear(2, 2), tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("model/constants.pkl", b"")  # by which torch tells TorchScript

    assert model_state(path) is None


def hostile(folder: Path, name: str, slots: bool) -> Path:
    """A linear layer, in whose file something else is given the attribute `changed` first: written by hand."""
    path = saved(nn.Linear(2, 2), folder)
    with zipfile.ZipFile(path) as archive:
        members = {each: archive.read(each) for each in archive.namelist()}
    place = next(each for each in members if each.endswith("data.pkl"))
    state = b"(X\x07\x00\x00\x00changedK\x01d"  # {"changed": 1}
    module, _, found = name.rpartition(".")
    told = f"c{module}\n{found}\n".encode() + (b"N" + state + b"\x86" if slots else state) + b"b0"
    members[place] = members[place][:2] + told + members[place][2:]
    with zipfile.ZipFile(path, "w") as archive:
        for each, content in members.items():
            archive.writestr(each, content)
    return path


@pytest.mark.parametrize("slots", [False, True])
@pytest.mark.parametrize(
    "name",
    [
        "torch._utils._rebuild_tensor_v2",
        "torch._utils._rebuild_parameter",
        "torch.FloatStorage",
        "torch.UntypedStorage",
        "torch.Size",
        "torch.float32",
        "collections.OrderedDict",
        "torch.nn.modules.linear.Linear",
    ],
)
def test_what_the_file_wants_changed_is_not(tmp_path: Path, name: str, slots: bool) -> None:
    module, _, attribute = name.rpartition(".")
    model_state(hostile(tmp_path, name, slots))

    assert not hasattr(getattr(importlib.import_module(module), attribute), "changed")
