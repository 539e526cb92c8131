"""The data part of an exported script: run without guinet, it gives the very same tensors."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch

from guinet import data
from guinet.data.source import BuiltIn

READY = sorted(kind for kind, source in data.SOURCES.items() if isinstance(source, BuiltIn))
OTHER = {"validation": 0.25, "test": 0.15, "split_seed": 9}


def run(text: data.SourceText, folder: Path) -> dict[str, Any]:
    """The script's names, after running it as a file of `folder` with its data beside it."""
    for file in text.files:
        if file.parent != folder:
            shutil.copy(file, folder)
    names: dict[str, Any] = {"__file__": str(folder / "train.py"), "__name__": "train"}
    exec(compile(text.text, "train.py", "exec"), names)
    return names


def assert_same(script: dict[str, Any], splits: data.Splits) -> None:
    parts = script["load_data"]()
    assert set(parts) == {"train", "validation", "test"}
    for name, fields in parts.items():
        expected = getattr(splits, name).fields
        assert fields.keys() == expected.keys()
        for port, values in fields.items():
            assert values.dtype == expected[port].dtype
            assert torch.equal(values, expected[port]), (name, port)


@pytest.mark.parametrize("kind", READY)
@pytest.mark.parametrize("arguments", [{}, OTHER])
def test_bundled_and_computed_sources_are_the_same(kind: str, arguments: dict[str, object], tmp_path: Path) -> None:
    text = data.source_text(kind, arguments)
    assert "guinet" not in text.text
    assert_same(run(text, tmp_path), data.prepare(kind, arguments, None))


def test_arguments_of_a_computed_source_stand_in_the_call(tmp_path: Path) -> None:
    arguments = {"samples": 77, "noise": 0.25, "seed": 6}
    text = data.source_text("guinet.data.moons", arguments)
    assert "data = make_moons(samples=77, noise=0.25, seed=6)" in text.text
    assert_same(run(text, tmp_path), data.prepare("guinet.data.moons", arguments, None))


def test_without_standardising_there_is_no_trace_of_it(tmp_path: Path) -> None:
    text = data.source_text("guinet.data.iris", {"standardise": False})
    assert "standardise" not in text.text
    assert_same(run(text, tmp_path), data.prepare("guinet.data.iris", {"standardise": False}, None))


@pytest.mark.parametrize(
    ("content", "chosen"),
    [
        ("a;b;kind\n" + "1;2;x\n3;4,5;y\n".replace(",", ".") * 20, {}),
        ("\ufeffa,b,c\n" + "1, 2.5, 0.25\n3, 4, 0.75\n" * 20, {"target": "b", "features": ["c", "a"]}),
        ("a,b\n" + "1,1\n2,2\n3,3\n" * 20, {}),
        ("open,kind\n" + "True,NA\nFalse,b\n" * 20, {}),
    ],
)
def test_csv_files_are_the_same(content: str, chosen: dict[str, object], tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text(content, encoding="utf-8")
    arguments = {"path": "table.csv", **chosen}
    text = data.source_text("guinet.data.csv", arguments, tmp_path)
    assert text.files == (tmp_path / "table.csv",)
    assert "guinet" not in text.text
    assert_same(run(text, tmp_path), data.prepare("guinet.data.csv", arguments, tmp_path))


def test_the_same_batches_come_from_a_generator_in_the_same_state(tmp_path: Path) -> None:
    script = run(data.source_text("guinet.data.wine", {}), tmp_path)
    mine = data.Batches(
        data.prepare("guinet.data.wine", {}, None).train, 32, True, torch.Generator().manual_seed(4), drop_last=True
    )
    theirs = torch.Generator().manual_seed(4)
    for _ in range(2):
        script_epoch = script["batches"](script["load_data"]()["train"], 32, True, theirs, drop_last=True)
        for ours, plain in zip(mine, script_epoch, strict=True):
            assert all(torch.equal(ours[port], plain[port]) for port in ours)


@pytest.mark.parametrize("kind", ["guinet.data.fashion_mnist", "guinet.data.sine"])
def test_a_person_can_lint_and_read_it(kind: str, tmp_path: Path) -> None:
    script = tmp_path / "train.py"
    script.write_text(data.source_text(kind, {}).text, encoding="utf-8")
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "E,F,W,B", "--line-length", "120"]
    done = subprocess.run([*command, str(script)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_imports_come_first_and_once() -> None:
    text = data.source_text("guinet.data.iris", {})
    assert text.imports[0] == "from __future__ import annotations"
    assert len(set(text.imports)) == len(text.imports)
    assert "import" not in text.definitions.replace("important", "")


def test_a_csv_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(data.DataError, match=r"none\.csv"):
        data.source_text("guinet.data.csv", {"path": "none.csv"}, tmp_path)
