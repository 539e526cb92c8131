"""What `guinet doctor` looks at."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

from msgspec import Struct

from guinet.cli.window import has_display
from guinet.storage.atomic import reason

_LIBRARIES = (
    "libglib2.0-0 libegl1 libgl1 libx11-6 libdbus-1-3 libfontconfig1 libfreetype6 libxkbcommon0 libx11-xcb1 "
    "libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
)


class Finding(Struct, frozen=True):
    """One thing looked at; `remedy` is empty when it works."""

    what: str
    ok: bool
    detail: str
    remedy: str = ""


def diagnose() -> list[Finding]:
    """Looks at everything; nothing found wrong in one keeps the others from being looked at."""
    checks: tuple[Callable[[], Finding], ...] = (_python, _torch, _devices, _qt, _display, _fonts, _bundled, _home)
    return [check() for check in checks]


def _python() -> Finding:
    return Finding("Python", True, f"{platform.python_version()} on {platform.platform()}")


def _torch() -> Finding:
    remedy = "pip install -c constraints.txt torch"
    try:
        import torch

        total = float((torch.ones(3) @ torch.ones(3)).item())
    except (ImportError, OSError, RuntimeError) as error:
        return Finding("torch", False, str(error), remedy)
    return Finding("torch", total == 3.0, torch.__version__, "" if total == 3.0 else remedy)


def _devices() -> Finding:
    from guinet.train.devices import devices

    return Finding("devices", True, ", ".join(f"{name} ({title})" for name, title in devices()))


def _qt() -> Finding:
    done = _try_qt("offscreen")
    if done.returncode == 0:
        return Finding("Qt", True, f"{done.stdout.strip()}, PySide6 {_version('PySide6-Essentials')}")
    why = (done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1]
    return Finding("Qt", False, why, f"on Debian or Ubuntu: apt-get install {_LIBRARIES}")


def _display() -> Finding:
    if not has_display():
        return Finding("display", True, "none: the window cannot open here, every other command works")
    names = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY")
    shown = ", ".join(f"{name}={os.environ[name]}" for name in names if os.environ.get(name)) or "the system's own"
    wayland = "wayland;" if os.environ.get("WAYLAND_DISPLAY") else ""
    done = _try_qt(os.environ.get("QT_QPA_PLATFORM") or (f"{wayland}xcb" if sys.platform == "linux" else ""))
    if done.returncode == 0:
        return Finding("display", True, shown)
    why = (done.stderr.strip().splitlines() or [f"Qt ended with {done.returncode}"])[0]
    remedy = f"start it where there is a display; if there is one, on Debian or Ubuntu: apt-get install {_LIBRARIES}"
    return Finding("display", False, f"{shown}: no window opens there ({why})", remedy)


def _try_qt(shown_by: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own: Qt aborts the process it cannot start in. "" leaves the platform to Qt."""
    script = (
        "from PySide6 import QtCore, QtWidgets; a = QtWidgets.QApplication([]); w = QtWidgets.QLabel('ok'); w.grab();"
        "print(QtCore.qVersion())"
    )
    environment = os.environ | ({"QT_QPA_PLATFORM": shown_by} if shown_by else {})
    return subprocess.run(
        [sys.executable, "-P", "-c", script], capture_output=True, text=True, env=environment, timeout=60, check=False
    )


def _fonts() -> Finding:
    from guinet.core.resources import resource

    try:
        font = resource("fonts/NotoSansSC-GB2312.otf")
    except FileNotFoundError as error:
        return Finding("fonts", False, str(error), "reinstall GuiNet")
    return Finding("fonts", True, f"{font.name} for Chinese text")


def _bundled() -> Finding:
    from guinet.storage.examples import examples

    found = examples()
    return Finding("examples", bool(found), f"{len(found)} bundled", "" if found else "reinstall GuiNet")


def _home() -> Finding:
    """Where GuiNet keeps what it is to remember: trust, settings, what was not saved."""
    from guinet.storage import trust

    folder = trust.folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        remedy = "set GUINET_HOME to a folder that can be written"
        return Finding("home", False, f"{folder} cannot be written ({reason(error)})", remedy)
    return Finding("home", True, str(folder))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
