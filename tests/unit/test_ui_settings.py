"""What the window remembers, and what it does with a file it cannot read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guinet.ui.settings import RECENT_LIMIT, Settings, load_settings, settings_path


def test_defaults_where_there_is_no_file() -> None:
    assert load_settings() == Settings()
    assert Settings().theme == "system"


def test_round_trip() -> None:
    settings = Settings(
        theme="light",
        language="zh_CN",
        last_export_folder="/work/输出",
        values={"canvas/minimap": True},
        recent_nodes=["torch.nn.Conv2d"],
    )
    settings.add_recent_file(Path("a.guinet"))
    assert settings.save()
    assert load_settings() == settings


def test_home_is_honoured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUINET_HOME", str(tmp_path / "mine"))
    Settings().save()
    assert settings_path() == tmp_path / "mine" / "window.json"
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["window.json"]


@pytest.mark.expected_log("could not be read")
@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe\x00", b"[" * 100_000, b'{"theme": 1' + b"0" * 5000])
def test_an_unreadable_file_is_set_aside(content: bytes) -> None:
    path = settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    assert load_settings() == Settings()
    assert not path.exists()
    assert path.with_name("window.json.unreadable").read_bytes() == content


@pytest.mark.parametrize(
    "value",
    [
        {"theme": "purple"},
        {"theme": 3},
        {"recent_files": "a"},
        {"recent_files": [1]},
        {"values": []},
        {"geometry": None},
        {"from a newer version": 1},
    ],
)
def test_a_value_of_the_wrong_shape_falls_back(value: dict[str, object]) -> None:
    path = settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"language": "zh_CN", **value}), encoding="utf-8")
    assert load_settings() == Settings(language="zh_CN")


@given(st.lists(st.sampled_from([f"/net{number}.guinet" for number in range(20)]), max_size=60))
def test_recent_files_are_the_latest_without_repeats(files: list[str]) -> None:
    settings = Settings()
    for file in files:
        settings.add_recent_file(Path(file))
    assert settings.recent_files == list(dict.fromkeys(reversed(files)))[:RECENT_LIMIT]


@pytest.mark.expected_log("were not saved")
def test_saving_where_it_cannot_be_written_keeps_the_program_going(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    assert Settings().save(blocked / "window.json") is False
