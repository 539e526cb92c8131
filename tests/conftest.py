"""What every test stands on: no display needed, one torch thread, private user folders, no unexpected log lines."""

from __future__ import annotations

import gc
import importlib.util
import itertools
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import psutil
import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

# These are read when Qt and torch are first imported, which no test may do before this file has run.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # set it to xcb to watch the tests on your own display
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("MKL_NUM_THREADS", "1")
os.environ.setdefault("PYTHONHASHSEED", "0")

settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("local"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


LONGEST_FIRST = (
    "test_exports",
    "test_window_story",
    "test_session_faults",
    "test_command_line",
    "test_window_faults",
    "test_session_conversation",
    "test_examples",
    "test_canvas_machine",
    "test_export_dialog",
    "test_sides",
    "test_panels_lessons",
    "test_code_editor",
    "test_window_values",
    "test_nodes_docs",
    "test_nodes_every_type",
    "test_train_engine_settings",
)
"""Files of ten seconds and more: one that is begun last leaves the other processor idle for as long."""


def pytest_configure(config: pytest.Config) -> None:
    """Have pytest-xdist keep our order: left alone it begins with the files of most tests, and the longest have few."""
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest; skip tests of the real window, with the reason printed, where there is no
    virtual display to be had."""
    place = {name: number for number, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: place.get(item.path.stem, len(place)))
    if shutil.which("Xvfb"):
        return
    for item in items:
        if item.get_closest_marker("xvfb"):
            item.add_marker(pytest.mark.skip(reason="Xvfb is not installed (Debian: apt-get install xvfb)"))


@pytest.fixture(scope="session", autouse=True)
def _no_process_left() -> Iterator[None]:
    """Fail at the very end when a process that a test started is still there, such as a host nobody shut down."""
    yield
    left = [child for child in psutil.Process().children(recursive=True) if not _belongs_to_python(child)]
    _, alive = psutil.wait_procs(left, timeout=5)
    assert not alive, f"processes the tests left behind: {[child.cmdline() for child in alive]}"


def _belongs_to_python(child: psutil.Process) -> bool:
    """Whether `child` is multiprocessing's own helper, which lives as long as the interpreter; or is gone already."""
    try:
        return "resource_tracker" in " ".join(child.cmdline())
    except psutil.Error:
        return True


@pytest.fixture(scope="session")
def tutorial() -> ModuleType:
    """The tutorial's networks, written by hand: `tests/tutorial_networks.py`."""
    spec = importlib.util.spec_from_file_location("tutorial_networks", Path(__file__).with_name("tutorial_networks.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """New folders, counted here: for each, pytest looks through all that it made for ten thousand tests before."""
    base = tmp_path_factory.mktemp("users")
    return (base / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def user_folders(_homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test, and every process it starts, settings and recovery folders of its own; returns their parent."""
    home = next(_homes)
    home.mkdir()
    monkeypatch.setenv("GUINET_HOME", str(home / "guinet"))
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
        folder = home / variable.lower()
        folder.mkdir(mode=0o700)
        monkeypatch.setenv(variable, str(folder))
    return home


@pytest.fixture(autouse=True)
def _garbage_of_the_window() -> Iterator[None]:
    """The window collects cyclic garbage from its event loop; between tests there is none."""
    yield
    if not gc.isenabled() and gc.get_count()[0] > 20_000:
        gc.collect()


class _Records(logging.Handler):
    """Collects what is logged at WARNING and above, by whatever thread."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _no_unexpected_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test when something was logged at WARNING or above that no `expected_log` marker announced."""
    handler = _Records()
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
    expected = [str(marker.args[0]) for marker in request.node.iter_markers("expected_log")]
    unexpected = [line for line in handler.lines if not any(re.search(pattern, line) for pattern in expected)]
    missing = [pattern for pattern in expected if not any(re.search(pattern, line) for line in handler.lines)]
    if unexpected:
        pytest.fail("unexpected log lines:\n" + "\n".join(unexpected), pytrace=False)
    if missing:
        pytest.fail("expected log lines did not come: " + ", ".join(missing), pytrace=False)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the source tree."""
    return ROOT


@pytest.fixture
def run_guinet(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """A function that runs `guinet ARGS…` in a process of its own, in the test's folder, and returns its output."""

    def run(*arguments: str, cwd: Path = tmp_path, timeout: float = 300) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "guinet", *arguments]
        return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=timeout, check=False)

    return run


@pytest.fixture(scope="session")
def _xvfb() -> Iterator[str]:
    """Start a private Xvfb of 1600×1000; yields the name of its display."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-noreset"]
    with tempfile.TemporaryFile() as complaints:
        server = subprocess.Popen(command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=complaints)
        os.close(writing)
        try:
            with os.fdopen(reading) as answer:
                number = answer.readline().strip()
            complaints.seek(0)
            assert number, f"Xvfb did not start: {complaints.read().decode(errors='replace')}"
            yield f":{number}"
        finally:
            server.terminate()
            server.wait(timeout=10)


@pytest.fixture
def virtual_display(_xvfb: str, user_folders: Path) -> dict[str, str]:
    """The environment for child processes of this test that open real windows on a private X display."""
    return {**os.environ, "DISPLAY": _xvfb, "QT_QPA_PLATFORM": "xcb"}
