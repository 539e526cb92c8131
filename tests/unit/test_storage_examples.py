"""The bundled examples: what they say of themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from guinet.core.problems import Misuse, Unreadable
from guinet.storage import files
from guinet.storage.examples import Example, example_path, examples


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("digits-mlp", "digits-cnn"):
        (tmp_path / f"{name}.guinet").write_text(
            '{"guinet": 1, "blocks": {}, "example": '
            f'{{"title": "About {name}", "rows": ["J1"], "task": "to read"}}}}',
            encoding="utf-8",
        )
    (tmp_path / "README.md").write_text("not one", encoding="utf-8")
    return tmp_path


def test_examples_come_by_name_with_what_their_files_say(folder: Path) -> None:
    assert examples(folder) == (
        Example("digits-cnn", "About digits-cnn", ("J1",), "to read", folder / "digits-cnn.guinet"),
        Example("digits-mlp", "About digits-mlp", ("J1",), "to read", folder / "digits-mlp.guinet"),
    )


def test_an_example_opens_and_keeps_what_it_says_of_itself(folder: Path) -> None:
    project = files.load(example_path("digits-cnn", folder))

    assert '"title": "About digits-cnn"' in files.dumps(project)


def test_a_name_that_is_none_gets_the_closest(folder: Path) -> None:
    with pytest.raises(Misuse, match="There is no example “digit-cnn”: take digits-cnn"):
        example_path("digit-cnn", folder)
    with pytest.raises(Misuse, match=r"There is no example “x”: take digits-cnn, digits-mlp\."):
        example_path("x", folder)


@pytest.mark.parametrize(
    ("about", "fault"),
    [
        ("3", "example should be an object, but is a number"),
        ('{"title": "t"}', "example.task is missing"),
        ('{"title": "t", "task": "x", "rows": [1]}', "example.rows should be text, but is a number"),
    ],
)
def test_an_example_that_does_not_describe_itself_is_damaged(folder: Path, about: str, fault: str) -> None:
    (folder / "a.guinet").write_text(f'{{"guinet": 1, "blocks": {{}}, "example": {about}}}', encoding="utf-8")

    with pytest.raises(Unreadable, match=fault):
        examples(folder)
