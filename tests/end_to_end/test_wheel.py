"""The wheel, built and installed where no source tree is near, does what the README says."""

from __future__ import annotations

import configparser
import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"


def run(command: list[str], cwd: Path) -> str:
    """What `command` prints on stdout; fails with all it printed when it does not succeed."""
    result = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=300, check=False)
    assert result.returncode == 0, f"{' '.join(command)}\n{result.stdout}\n{result.stderr}"
    return result.stdout


def files_under(folder: str) -> set[str]:
    """The files of a folder of the source tree by their paths in it, without what Python caches there."""
    found = (path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(ROOT).as_posix() for path in found}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this source tree, built with what is installed."""
    folder = tmp_path_factory.mktemp("dist")
    run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)], folder)
    (built,) = folder.glob("guinet-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a fresh environment that holds this wheel, and sees this one's dependencies only."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, symlinks=os.name != "nt", with_pip=False)
    scheme = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", "venv", scheme))
    dependencies = [entry for entry in sys.path if entry.endswith("site-packages")]
    # Folders named in a .pth file do not have their own .pth files read, so the editable GuiNet stays out of sight.
    (packages / "dependencies.pth").write_text("\n".join(dependencies) + "\n")
    programs = Path(sysconfig.get_path("scripts", "venv", scheme))
    pip = [sys.executable, "-m", "pip", "--python", str(programs / "python"), "install", "--no-deps", "--no-index"]
    run([*pip, "--ignore-installed", "--no-warn-script-location", str(wheel)], folder)
    return programs


def test_the_wheel_holds_the_package_and_every_resource(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())

    assert files_under("guinet") <= names
    assert {f"guinet/{name}" for name in files_under("resources")} <= names
    assert {"guinet/__init__.py", "guinet/py.typed"} <= names
    assert not [name for name in names if name.startswith(("tests/", "packaging/", "resources/"))]


def test_the_installed_program_is_the_one_of_the_wheel(installed: Path, tmp_path: Path) -> None:
    where = run([str(installed / "python"), "-c", "import guinet; print(guinet.__file__)"], tmp_path)

    assert Path(where.strip()).is_relative_to(installed.parent)


def test_the_installed_program_finds_copies_and_checks_its_examples(installed: Path, tmp_path: Path) -> None:
    guinet = str(installed / "guinet")

    examples = json.loads(run([guinet, "examples", "--json"], tmp_path))
    run([guinet, "new", "digits-cnn", "-o", "x.guinet"], tmp_path)
    report = json.loads(run([guinet, "check", "x.guinet", "--json"], tmp_path))

    assert '"digits-cnn"' in json.dumps(examples)
    assert (tmp_path / "x.guinet").is_file()
    assert report["problems"] == []


def test_the_installed_program_opens_its_window_on_an_example(installed: Path, tmp_path: Path) -> None:
    run([str(installed / "guinet"), "new", "digits-cnn", "-o", "x.guinet"], tmp_path)
    script = """
from guinet.ui.app import create_application, create_window
application = create_application(["guinet"])
window = create_window("x.guinet")
window.show()
application.processEvents()
print(window.isVisible(), window.document is not None, window.windowTitle())
window.close()
"""

    shown = run([str(installed / "python"), "-c", script], tmp_path)

    assert shown.startswith("True True")
    assert "x" in shown.split(" ", 2)[2]


def test_the_desktop_entry_the_mime_type_and_the_icon_name_each_other() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(PACKAGING / "guinet.desktop", encoding="utf-8")
    desktop = entry["Desktop Entry"]
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    (mime,) = ElementTree.parse(PACKAGING / "guinet.xml").getroot().iter(f"{space}mime-type")
    icon = ElementTree.parse(PACKAGING / "guinet.svg").getroot()

    assert desktop["MimeType"].rstrip(";") == mime.get("type")
    assert [glob.get("pattern") for glob in mime.iter(f"{space}glob")] == ["*.guinet"]
    assert desktop["Exec"].split()[0] == "guinet"
    assert desktop["Icon"] == "guinet"
    assert icon.tag.endswith("svg")
