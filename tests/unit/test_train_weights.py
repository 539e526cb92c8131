"""Weights and checkpoints on disk: read back equal, damage noticed and named, full disks survived."""

from __future__ import annotations

import errno
import json
import os
import struct
import sys
from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from guinet.core.problems import NotAllowed, Unreadable
from guinet.storage.atomic import reason
from guinet.train.checkpoints import Checkpoints, load_state
from guinet.train.weights import load_weights, save_weights, snapshot


class Tied(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.Embedding(5, 4)
        self.norm = nn.BatchNorm1d(4)
        self.head = nn.Linear(4, 5, bias=False)
        self.head.weight = self.embed.weight


def flip(path: Path, position: int) -> None:
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.write_bytes(content)


def tensor_position(path: Path, name: str) -> int:
    """Where the bytes of a tensor begin, by the format's own header."""
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    return 8 + length + int(json.loads(content[8 : 8 + length])[name]["data_offsets"][0])


def full_disk(descriptor: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class FullAfter:
    """A disk that takes so many files and then no more."""

    def __init__(self, writes: int) -> None:
        self.left = writes

    def __call__(self, descriptor: int) -> None:
        self.left -= 1
        if self.left < 0:
            full_disk(descriptor)


def test_weights_come_back_equal_under_every_name(tmp_path: Path) -> None:
    module = Tied()
    path = tmp_path / "w.safetensors"
    save_weights(module.state_dict(), path, {"epoch": "3"})

    weights = load_weights(path)

    assert weights.tensors.keys() == module.state_dict().keys()
    assert all(torch.equal(weights.tensors[name], value) for name, value in module.state_dict().items())
    assert weights.versions == vars(module.state_dict())["_metadata"]
    assert weights.notes == {"epoch": "3"}


@pytest.mark.skipif(sys.platform != "linux", reason="a name as only Linux takes it")
def test_weights_whose_name_is_no_unicode_come_back(tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    folder.mkdir()
    module = Tied()
    save_weights(module.state_dict(), folder / "w.safetensors")
    tensors = load_weights(folder / "w.safetensors").tensors
    assert all(torch.equal(tensors[name], value) for name, value in module.state_dict().items())
    with pytest.raises(Unreadable, match="No such file"):
        load_weights(folder / "gone.safetensors")


def test_plain_safetensors_and_torch_can_load_the_file(tmp_path: Path) -> None:
    module, other = Tied(), Tied()
    save_weights(module.state_dict(), tmp_path / "w.safetensors")

    other.load_state_dict(load_file(tmp_path / "w.safetensors"))

    assert torch.equal(other.head.weight, module.head.weight)
    assert other.head.weight is other.embed.weight


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float64, torch.int64, torch.bool])
def test_any_dtype_and_scalars_and_empty_tensors(tmp_path: Path, dtype: torch.dtype) -> None:
    state = {"scalar": torch.ones((), dtype=dtype), "empty": torch.ones(0, 3, dtype=dtype)}
    save_weights(state, tmp_path / "w.safetensors")

    weights = load_weights(tmp_path / "w.safetensors").tensors

    assert all(torch.equal(weights[name], value) and weights[name].dtype == dtype for name, value in state.items())


@pytest.mark.parametrize("name", ["head.weight", "norm.running_mean", "norm.num_batches_tracked"])
def test_a_flipped_bit_names_its_tensor(tmp_path: Path, name: str) -> None:
    path = tmp_path / "w.safetensors"
    save_weights({key: value + 0 for key, value in Tied().state_dict().items()}, path)
    flip(path, tensor_position(path, name))

    with pytest.raises(Unreadable, match=rf"w\.safetensors is damaged: the tensor {name} "):
        load_weights(path)


def test_no_flipped_bit_of_the_header_goes_unseen(tmp_path: Path) -> None:
    path = tmp_path / "w.safetensors"
    save_weights({"weight": torch.arange(6.0).reshape(2, 3)}, path)
    whole, header = path.read_bytes(), tensor_position(path, "weight")
    for position in range(header):
        path.write_bytes(whole)
        flip(path, position)
        try:
            weights = load_weights(path)
        except Unreadable:
            continue
        # What is left are bytes that say nothing about the tensors: padding, and the names of notes.
        assert torch.equal(weights.tensors["weight"], torch.arange(6.0).reshape(2, 3))


@pytest.mark.parametrize("content", [b"", b"\xff" * 200, struct.pack("<Q", 2) + b"{}", struct.pack("<Q", 1 << 60)])
def test_what_is_no_weights_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "w.safetensors"
    path.write_bytes(content)
    if content.endswith(b"{}"):
        assert load_weights(path).tensors == {}
        return

    with pytest.raises(Unreadable, match=r"w\.safetensors"):
        load_weights(path)


def test_missing_weights(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"none\.safetensors"):
        load_weights(tmp_path / "none.safetensors")


def test_weights_of_another_network_do_not_load(tmp_path: Path) -> None:
    save_weights(nn.Linear(3, 2).state_dict(), tmp_path / "w.safetensors")

    with pytest.raises(Unreadable, match=r"do not fit the network.*: weight is 2×4 in it, but 2×3 in them$"):
        load_weights(tmp_path / "w.safetensors").load_into(nn.Linear(4, 2))


def test_weights_that_lack_much_name_the_first_and_count_the_rest(tmp_path: Path) -> None:
    save_weights({"0.bias": torch.zeros(2), "old": torch.zeros(1)}, tmp_path / "w.safetensors")
    network = nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 2))

    with pytest.raises(Unreadable, match=r": it has 0\.weight, which they lack, and 3 more$"):
        load_weights(tmp_path / "w.safetensors").load_into(network)


def test_a_full_disk_leaves_the_old_weights_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "w.safetensors"
    save_weights({"weight": torch.ones(2)}, path)
    monkeypatch.setattr(os, "fsync", full_disk)

    with pytest.raises(OSError, match="No space left"):
        save_weights({"weight": torch.zeros(2)}, path)

    assert torch.equal(load_weights(path).tensors["weight"], torch.ones(2))
    assert list(tmp_path.iterdir()) == [path]


def test_a_snapshot_does_not_follow_the_module() -> None:
    module = nn.Linear(2, 2)
    kept = snapshot(module)
    with torch.no_grad():
        module.weight.add_(1)

    assert torch.equal(kept["weight"] + 1, module.weight)


# Checkpoints


def state_of(value: float) -> dict[str, Tensor]:
    return {"weight": torch.full((2, 2), value)}


def test_the_last_checkpoint_replaces_the_one_before(tmp_path: Path) -> None:
    checkpoints = Checkpoints(tmp_path / "run")
    checkpoints.save_last(1, state_of(1.0), {"lr": 0.1})
    checkpoints.save_last(2, state_of(2.0), {"lr": 0.2, "rng": torch.get_rng_state()})

    checkpoint = checkpoints.load_last()

    assert checkpoint.step == 2
    assert torch.equal(checkpoint.weights.tensors["weight"], torch.full((2, 2), 2.0))
    assert checkpoint.state["lr"] == 0.2
    assert len(list((tmp_path / "run").iterdir())) == 3


def test_a_full_disk_leaves_the_checkpoint_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checkpoints = Checkpoints(tmp_path)
    checkpoints.save_last(1, state_of(1.0), {})
    before = sorted(tmp_path.iterdir())
    for writes in range(3):
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", FullAfter(writes))
            with pytest.raises(OSError, match="No space left"):
                checkpoints.save_last(2, state_of(2.0), {})

        assert sorted(tmp_path.iterdir()) == before
        assert checkpoints.load_last().step == 1


def test_what_a_kill_left_behind_is_tidied_away(tmp_path: Path) -> None:
    checkpoints = Checkpoints(tmp_path)
    checkpoints.save_last(1, state_of(1.0), {})
    (tmp_path / ".last-2-00.safetensors.99ab.saving").write_bytes(b"half")
    (tmp_path / "last-2-00.safetensors").write_bytes(b"whole, but no manifest named it")

    checkpoints.save_last(3, state_of(3.0), {})

    assert len(list(tmp_path.iterdir())) == 3
    assert checkpoints.load_last().step == 3


def test_a_flipped_bit_in_the_optimiser_state_is_noticed(tmp_path: Path) -> None:
    checkpoints = Checkpoints(tmp_path)
    checkpoints.save_last(1, state_of(1.0), {"momentum": torch.ones(50)})
    state = next(tmp_path.glob("*.state"))
    flip(state, state.stat().st_size // 2)

    with pytest.raises(Unreadable, match=r"\.state is missing or damaged"):
        checkpoints.load_last()


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"format": 1}', '{"format": 1, "step": 1, "files": {"../a": "", "b": ""}}', "null"]
)
def test_a_damaged_manifest(tmp_path: Path, text: str) -> None:
    checkpoints = Checkpoints(tmp_path)
    checkpoints.save_last(1, state_of(1.0), {})
    (tmp_path / "last.json").write_text(text)

    with pytest.raises(Unreadable, match=r"last\.json is damaged"):
        checkpoints.load_last()


def test_a_checkpoint_of_a_newer_version(tmp_path: Path) -> None:
    (tmp_path / "last.json").write_text('{"format": 2}')

    with pytest.raises(NotAllowed, match="newer GuiNet"):
        Checkpoints(tmp_path).load_last()


def test_no_checkpoint_at_all(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no checkpoint"):
        Checkpoints(tmp_path).load_last()
    with pytest.raises(Unreadable, match="no best weights"):
        Checkpoints(tmp_path).load_best()


class Attack:
    def __reduce__(self) -> tuple[object, tuple[str, ...]]:
        return os.mkdir, (os.environ["ATTACK"],)


def test_a_pickle_that_runs_a_command_is_blocked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATTACK", str(tmp_path / "done"))
    torch.save({"lr": Attack()}, tmp_path / "x.state")

    with pytest.raises(Unreadable, match=r"x\.state is not a weights file: choose a \.safetensors or \.pt file$"):
        load_state(tmp_path / "x.state")
    assert not (tmp_path / "done").exists()


@pytest.mark.parametrize("content", [b"", b"garbage", b"PK\x03\x04 not a zip", b"\x80\x02."])
def test_a_state_that_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.state").write_bytes(content)

    with pytest.raises(Unreadable, match=r"x\.state is not a weights file: choose a \.safetensors or \.pt file$"):
        load_state(tmp_path / "x.state")


def test_a_state_must_be_a_dictionary(tmp_path: Path) -> None:
    torch.save([1, 2], tmp_path / "x.state")

    with pytest.raises(Unreadable, match="no state of a training"):
        load_state(tmp_path / "x.state")


def test_a_disk_that_fills_up_in_the_middle_of_a_state_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """torch's own writer would tell of an unexpected position in its archive."""
    checkpoints = Checkpoints(tmp_path)

    def full(path: Path, data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)

    with pytest.raises(OSError, match="No space left") as caught:
        checkpoints.save_last(1, state_of(1.0), {"step": 1})
    assert str(reason(caught.value)) == "the disk is full"


@pytest.mark.parametrize("place", [0, 1], ids=["weights", "state"])
def test_a_manifest_that_leads_out_of_its_folder_is_refused(tmp_path: Path, place: int) -> None:
    """Whole files with the right digests lie there: only the folder is wrong."""
    checkpoints = Checkpoints(tmp_path / "run")
    checkpoints.save_last(1, state_of(1.0), {})
    manifest = json.loads((tmp_path / "run" / "last.json").read_text())
    names = list(manifest["files"])
    (tmp_path / "run" / names[place]).rename(tmp_path / names[place])
    manifest["files"] = {
        (f"../{name}" if name == names[place] else name): digest for name, digest in manifest["files"].items()
    }
    (tmp_path / "run" / "last.json").write_text(json.dumps(manifest))

    with pytest.raises(Unreadable, match=r"last\.json is damaged \(it names no files of this folder\)"):
        checkpoints.load_last()


def test_an_object_in_a_state_is_not_made_even_where_making_it_runs_nothing(tmp_path: Path) -> None:
    """A class that torch's restricted loader does not know; the unrestricted one would make it without a word."""
    torch.save({"lr": 0.1, "who": Harmless()}, tmp_path / "x.state")

    with pytest.raises(Unreadable, match=r"x\.state is not a weights file"):
        load_state(tmp_path / "x.state")


class Harmless:
    """What a pickle names by its module and class."""


def test_a_tensor_that_was_written_and_is_not_there_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "some.safetensors"
    save_weights({"kept": torch.ones(2), "lost": torch.zeros(3)}, path)
    with safe_open(path, framework="pt") as file:
        metadata = file.metadata()
    save_file({"kept": torch.ones(2)}, path, metadata)

    with pytest.raises(Unreadable, match="tensor lost is not what was written"):
        load_weights(path)
