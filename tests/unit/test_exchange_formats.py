"""The table of formats and the modules that write them."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from pathlib import Path

import pytest

from guinet.core.formats import FORMATS
from guinet.core.problems import Misuse
from guinet.core.project import Project
from guinet.exchange import formats
from guinet.exchange.export import Exporter
from guinet.nodes.registry import REGISTRY
from guinet.storage.targets import check_target


def test_every_format_but_pictures_has_a_module_and_every_module_a_format() -> None:
    modules = {module.name for module in pkgutil.iter_modules(formats.__path__)}

    assert {each.name.replace("-", "_") for each in FORMATS.values() if not each.picture} == modules
    for name in modules:
        module: Exporter = import_module(f"guinet.exchange.formats.{name}")
        assert all(callable(getattr(module, part)) for part in ("write", "snippet", "compare"))


def test_the_titles_differ_and_say_the_ending() -> None:
    titles = [each.title for each in FORMATS.values()]

    assert len(set(titles)) == len(titles)
    assert all(each.title.endswith(f"({each.suffix})") for each in FORMATS.values())


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("no/net.pt", "is not a folder"),
        (".", "is a folder"),
        ("new.guinet", "is a project's name"),
        ("NEW.Guinet", "is a project's name"),
        ("mine.json", "is a project's name"),
        ("link.pt", "is a project's name"),
    ],
)
def test_targets_that_cannot_be(tmp_path: Path, name: str, words: str) -> None:
    project = Project(REGISTRY, path=tmp_path / "mine.json")
    (tmp_path / "mine.json").touch()
    (tmp_path / "link.pt").symlink_to("mine.json")

    with pytest.raises(Misuse, match=words):
        check_target(tmp_path / name, project)
    check_target(tmp_path / "net.pt", project)


def test_a_project_without_a_file_is_exported_anywhere(tmp_path: Path) -> None:
    check_target(tmp_path / "net.pt", Project(REGISTRY))
