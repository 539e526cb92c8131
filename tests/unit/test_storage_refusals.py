"""Files that cannot be read: one sentence each, naming the file and the field, with the documented exit code."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from guinet.core.problems import NotAllowed, Unreadable
from guinet.storage import files, text


def refused(content: str | bytes, tmp_path: Path) -> str:
    """The sentence with which a file of this content is refused, without the folder."""
    path = tmp_path / "net.guinet"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(Unreadable) as caught:
        files.load(path)
    assert caught.value.exit_code == 3
    message = str(caught.value)
    assert "\n" not in message
    return message.replace(f"{tmp_path}{os.sep}", "")


def node(fields: str) -> str:
    return f'{{"guinet": 1, "blocks": {{"main": {{"name": "Net", "nodes": {{"a1": {{{fields}}}}}}}}}}}'


NODE = '"kind": "torch.nn.ReLU", "name": "relu"'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "net.guinet is empty: restore an earlier version of it."),
        (" \n", "net.guinet is empty: restore an earlier version of it."),
        (
            "PK\x03\x04",
            "net.guinet is not a GuiNet project: line 1, column 1 is not JSON (Expecting value); "
            "choose a .guinet file.",
        ),
        (
            b"\x89PNG\r\n\x1a\n",
            "net.guinet is not a GuiNet project: it is not text (byte 1 is not UTF-8); choose a .guinet file.",
        ),
        (
            '{"guinet": 1,\n "blocks": {"ma',
            "net.guinet breaks off at line 2: it was cut off, restore an earlier version of it.",
        ),
        (
            '{"guinet": 1,\n "blocks": {',
            "net.guinet breaks off at line 2: it was cut off, restore an earlier version of it.",
        ),
        (
            '{\n<<<<<<< HEAD\n"guinet": 1',
            "net.guinet holds a git conflict from line 2 on: resolve it and open it again.",
        ),
        (
            "[1]",
            "net.guinet is JSON but not a project: it holds a list where an object should be; choose a .guinet file.",
        ),
        (
            "null",
            "net.guinet is JSON but not a project: it holds null where an object should be; choose a .guinet file.",
        ),
        ("{}", 'net.guinet is JSON but not a GuiNet project (it has no "guinet" version): choose another file.'),
        ("[" * 100_000, "net.guinet is nested too deeply to be a project: restore an earlier version of it."),
        (
            '{"a":' * 100_000 + "1" + "}" * 100_000,
            "net.guinet is nested too deeply to be a project: restore an earlier version of it.",
        ),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_no_project(content: str | bytes, message: str, tmp_path: Path) -> None:
    assert refused(content, tmp_path) == message


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ('{"guinet": "1"}', "guinet should be the version of the format, 0 to 1, but is text"),
        ('{"guinet": true}', "guinet should be the version of the format, 0 to 1, but is true or false"),
        ('{"guinet": -1}', "guinet should be the version of the format, 0 to 1, but is a number"),
        ('{"guinet": 1}', "blocks is missing"),
        ('{"guinet": 1, "blocks": []}', "blocks should be an object, but is a list"),
        ('{"guinet": 1, "blocks": {"b1": {"name": "Tower", "nodes": {}}}}', "blocks.main is missing"),
        ('{"guinet": 1, "blocks": {"main": 7}}', "blocks.main should be an object, but is a number"),
        ('{"guinet": 1, "blocks": {"main": {}}}', "blocks.main.name is missing"),
        ('{"guinet": 1, "blocks": {}, "notes": 1}', "notes should be text, but is a number"),
        ('{"guinet": 1, "blocks": {}, "training": []}', "training should be an object, but is a list"),
        (node('"kind": "torch.nn.ReLU"'), "blocks.main.nodes.a1.name is missing"),
        (node('"kind": 1, "name": "a"'), "blocks.main.nodes.a1.kind should be text, but is a number"),
        (node(f'{NODE}, "note": null'), "blocks.main.nodes.a1.note should be text, but is null"),
        (node(f'{NODE}, "arguments": 1'), "blocks.main.nodes.a1.arguments should be an object, but is a number"),
        (
            node(f'{NODE}, "arguments": {{"p": NaN}}'),
            "blocks.main.nodes.a1.arguments.p is NaN, which is no JSON number",
        ),
        (
            node(f'{NODE}, "later": [0, -Infinity]'),
            "blocks.main.nodes.a1.later.1 is -Infinity, which is no JSON number",
        ),
        (
            node(f'{NODE}, "arguments": {{"p": 1e999}}'),
            "blocks.main.nodes.a1.arguments.p is a number too large for a float",
        ),
        (
            node(f'{NODE}, "arguments": {{"p": {"7" * 5000}}}'),
            "blocks.main.nodes.a1.arguments.p is an integer of 5,000 digits, which no argument can take",
        ),
        (
            node(f'{NODE}, "arguments": {{"p": -{"7" * 21}}}'),
            "blocks.main.nodes.a1.arguments.p is an integer of 21 digits, which no argument can take",
        ),
        (node(f'{NODE}, "name": "again"'), "blocks.main.nodes.a1.name is there twice"),
        (node(f'{NODE}}}, "a1": {{{NODE}'), "blocks.main.nodes.a1 is there twice"),
        (
            node(f'{NODE}, "arguments": {{"p": {{"reference": "x"}}}}'),
            'blocks.main.nodes.a1.arguments.p should be a value, {"argument": name}, {"wire": port} or '
            '{"float": "inf"}, but is another object',
        ),
        (
            node(f'{NODE}, "arguments": {{"p": {"[" * 99 + "]" * 99}}}'),
            "blocks.main.nodes.a1.arguments.p is nested too deeply",
        ),
        (node(f'{NODE}, "a\\nb": NaN'), "blocks.main.nodes.a1.a�b is NaN, which is no JSON number"),
        (node(f'{NODE}, "later": {"[" * 99 + "]" * 99}'), "blocks.main.nodes.a1.later is nested too deeply"),
        (
            '{"guinet": 1, "blocks": {"main": {"name": "N", "wires": {"w": "a to b"}}}}',
            'blocks.main.wires.w should read like "node.port -> node.port"',
        ),
        (
            '{"guinet": 1, "blocks": {"main": {"name": "N", "wires": {"w": {"from": ["a", 1], "to": ["b", "i"]}}}}}',
            "blocks.main.wires.w.from should be text, but is a number",
        ),
        (
            '{"guinet": 1, "blocks": {"main": {"name": "N", "wires": {"w": {"from": ["a"], "to": ["b", "i"]}}}}}',
            "blocks.main.wires.w.from should be a node and a port",
        ),
        (
            '{"guinet": 1, "blocks": {"main": {"name": "N", "wires": {"w": {"from": ["a", "o"], "to": ["b", "i"], '
            '"order": true}}}}}',
            "blocks.main.wires.w.order should be a whole number, but is true or false",
        ),
        (
            '{"guinet": 1, "blocks": {"main": {"name": "N", "wires": {"w": {"from": ["a", "o"], "to": ["b", "i"], '
            '"delay": 1}}}}}',
            "blocks.main.wires.w.delay is a field this version does not know",
        ),
        (
            '{"guinet": 1, "blocks": {"main": {"name": "N", "layout": {"a": [1, true]}}}}',
            "blocks.main.layout.a should be a place [x, y], but is a list",
        ),
        (
            '{"guinet": 1, "blocks": {"main": {"name": "N", "arguments": [{"default": 1}]}}}',
            "blocks.main.arguments.0.name is missing",
        ),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_field_that_is_wrong_is_named(content: str, fault: str, tmp_path: Path) -> None:
    assert refused(content, tmp_path) == (
        f"net.guinet: {fault}; mend it there or restore an earlier version of the file."
    )


def test_a_newer_format_is_refused_with_its_own_exit_code(tmp_path: Path) -> None:
    path = tmp_path / "net.guinet"
    path.write_text('{"guinet": 2, "blocks": "who knows"}', encoding="utf-8")

    with pytest.raises(NotAllowed) as caught:
        files.load(path)

    assert caught.value.exit_code == 4
    assert str(caught.value) == (
        f"{path} was made by a newer GuiNet (format 2; this one reads up to 1): update GuiNet to open it."
    )


def test_what_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="nothing does not exist: check its name and folder"):
        files.load(tmp_path / "nothing")
    with pytest.raises(Unreadable, match=r"is a folder: choose a \.guinet file in it"):
        files.load(tmp_path)
    with pytest.raises(Unreadable, match="could not be read"):
        files.load("a\0b.guinet")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(Unreadable, match="is not a file"):
        files.load(tmp_path / "pipe")


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "net.guinet"
    path.write_text("{}", encoding="utf-8")

    def deny(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", deny)  # root, as whom tests may run, is denied nothing

    with pytest.raises(Unreadable, match="may not be read: ask its owner for permission"):
        files.load(path)


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "net.guinet"
    with path.open("wb") as file:
        file.truncate(text.MOST_BYTES + 1)

    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("it was read"))

    with pytest.raises(Unreadable, match="has 64 MB, more than any project"):
        files.load(path)


def test_text_that_has_no_file_is_called_so() -> None:
    with pytest.raises(Unreadable, match=r"^The text is empty"):
        files.loads("")
