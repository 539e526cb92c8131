#!/usr/bin/env python3
"""Set GuiNet up and start it. Needs Python 3.11 and nothing else.

    python3 start.py            the window on the bundled example; with no display, trains that example
    python3 start.py test       the checks and all tests; `start.py test ARGS…` runs `pytest ARGS…` only
    python3 start.py ARGS…      the same as `guinet ARGS…`

The first run makes `.venv` beside this file and installs the pinned versions of `constraints.txt` into it.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "guinet-is-set-up"
EXAMPLE = "digits-cnn"

UNPACK = """import os; os.environ["SBK_EMBED"] = "0"
import compileall, shiboken6
compileall.compile_dir(os.path.join(os.path.dirname(shiboken6.__file__), "files.dir"), quiet=2)"""

# What Qt opens at run time and pip cannot bring: the library, and the Debian package that holds it.
QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libxkbcommon.so.0": "libxkbcommon0",
}
WINDOW_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
# What the tests drive the real window with: a display, and a hand for mouse and keyboard.
DISPLAY_PROGRAMS = {"Xvfb": "xvfb", "xauth": "xauth", "xdotool": "xdotool"}


class Stopped(Exception):
    """Set-up cannot go on; the message says why and what to do."""


def say(sentence: str) -> None:
    """Tell the user something, on stderr: stdout belongs to the command that follows."""
    print(sentence, file=sys.stderr, flush=True)


def run_quietly(command: list[str]) -> bool:
    """Whether `command` succeeds; what it prints is dropped."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def call(command: list[str]) -> int:
    """Run `command` with its output on stderr; returns its exit status."""
    return subprocess.run(command, stdout=sys.stderr, check=False).returncode


def has_display() -> bool:
    """Whether a window could be shown here."""
    if sys.platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


def in_venv(name: str) -> str:
    """The path of the program `name` of the virtual environment."""
    return str(VENV / "Scripts" / f"{name}.exe" if os.name == "nt" else VENV / "bin" / name)


# --- system packages ----------------------------------------------------------------------------------------


def loads(library: str) -> bool:
    """Whether the system's loader finds `library`."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_packages(libraries: dict[str, str]) -> list[str]:
    """The Debian packages of those `libraries` that are not installed; only Linux lacks any."""
    if not sys.platform.startswith("linux"):
        return []
    return [package for library, package in libraries.items() if not loads(library)]


def install_packages(packages: list[str], purpose: str) -> bool:
    """Install system packages with apt when root; otherwise say how. Returns whether they are there."""
    if not packages:
        return True
    line = "apt-get install --yes --no-install-recommends " + " ".join(packages)
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if root and shutil.which("apt-get"):
        say(f"Installing what {purpose} needs: {' '.join(packages)}")
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        call(["apt-get", "update", "--quiet=2"])
        if call([*line.split(), "--quiet=2"]) == 0:
            return True
    say(f"System packages are missing that {purpose} needs. Install them, then start again:\n    sudo {line}")
    return False


# --- the virtual environment --------------------------------------------------------------------------------


def wanted_stamp() -> str:
    """What the stamp of an up-to-date environment says: it follows what is to be installed and where it lies."""
    digest = hashlib.sha256(str(ROOT).encode())
    for name in ("pyproject.toml", "constraints.txt"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def is_set_up() -> bool:
    """Whether the environment is complete and up to date."""
    try:
        return STAMP.read_text() == wanted_stamp() and Path(in_venv("python")).exists()
    except OSError:
        return False


def make_venv() -> None:
    """Make `.venv`, or make it anew when its Python or its pip does not run."""
    usable = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    if run_quietly([in_venv("python"), "-c", usable]):
        return
    if not importlib.util.find_spec("ensurepip") or not importlib.util.find_spec("venv"):
        version = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if not install_packages([version], "Python, to make a virtual environment,"):
            raise Stopped("This Python cannot make a virtual environment: its venv module is not installed.")
    if call([sys.executable, "-m", "venv", "--clear", str(VENV)]) != 0:
        raise Stopped(f"No virtual environment could be made in {VENV}; is the disk full or the folder read-only?")


def set_up() -> None:
    """Bring `.venv` to what pyproject.toml and constraints.txt say; does nothing when it is there already."""
    if is_set_up():
        return
    say(f"Setting GuiNet up in {VENV}. This is done once, and takes a minute or more.")
    make_venv()
    pip = [in_venv("python"), "-m", "pip", "install", "--disable-pip-version-check"]
    if call([*pip, "-c", str(ROOT / "constraints.txt"), "-e", f"{ROOT}[test]"]) != 0:
        raise Stopped("pip could not install GuiNet; its last lines say why. When the connection is back, start again.")
    check_that_qt_loads()
    compile_all()
    STAMP.write_text(wanted_stamp())


def compile_all() -> None:
    """Compile what would be compiled at every start: an editable install, which pip leaves as text, and PySide's own
    Python, which it carries as an archive of text and unpacks when SBK_EMBED says so."""
    run_quietly([in_venv("python"), "-m", "compileall", "-q", str(ROOT / "guinet")])
    run_quietly([in_venv("python"), "-c", UNPACK])


def prepare_qt(*, required: bool) -> None:
    """See that the libraries Qt opens are there, installing them where that is allowed.

    Training and the other commands do without Qt, so only what opens a window stops here (`required`).
    """
    libraries = {**QT_LIBRARIES, **(WINDOW_LIBRARIES if has_display() else {})}
    if not install_packages(missing_packages(libraries), "the window") and required:
        raise Stopped("GuiNet's window cannot open without them; `python3 start.py train FILE` works all the same.")


def check_that_qt_loads() -> None:
    """Say why, in the loader's own words, when Qt does not load although its libraries seem to be there."""
    prepare_qt(required=False)
    check = [in_venv("python"), "-c", "from PySide6 import QtWidgets, QtSvg"]
    if not run_quietly(check):
        say("Qt does not load, so the window will not open. Qt says:")
        call(check)


# --- what to start ------------------------------------------------------------------------------------------


def guinet(arguments: list[str]) -> int:
    """Become `guinet ARGUMENTS`, so that signals and the exit status are its own."""
    command = [in_venv("python"), "-P", "-m", "guinet", *arguments]  # nothing is imported from the current folder
    if os.name == "posix":
        sys.stdout.flush()
        os.execv(command[0], command)
    return subprocess.run(command, check=False).returncode


def train_example() -> int:
    """Train a fresh copy of the bundled example without a window and print its accuracy on the test data."""
    say(f"There is no display, so the bundled example {EXAMPLE} is trained here instead of in the window.")
    program = [in_venv("python"), "-P", "-m", "guinet"]
    with tempfile.TemporaryDirectory(prefix="guinet-") as folder:
        project = str(Path(folder) / f"{EXAMPLE}.guinet")
        # What it prints is about a copy that is gone when the training is over.
        made = subprocess.run([*program, "new", EXAMPLE, "-o", project], stdout=subprocess.DEVNULL, check=False)
        status = made.returncode
        if status == 0:
            status = subprocess.run([*program, "train", project, "--seed", "1"], check=False).returncode
    if status == 0:
        say(f"That copy is gone again; `python3 start.py new {EXAMPLE} -o a.guinet` makes one to keep.")
    return status


def run_tests(arguments: list[str]) -> int:
    """Run ruff, mypy and pytest, each whatever the others say; with arguments, pytest alone."""
    prepare_qt(required=True)
    missing = [package for program, package in DISPLAY_PROGRAMS.items() if not shutil.which(program)]
    if sys.platform.startswith("linux") and missing:
        if not install_packages(missing, "the tests in a real window"):
            say("Going on without them.")
    install_packages(missing_packages(WINDOW_LIBRARIES), "the tests in a real window")
    python = in_venv("python")
    checks = {
        "ruff check": [python, "-m", "ruff", "check", "."],
        "ruff format": [python, "-m", "ruff", "format", "--check", "."],
        "mypy": [python, "-m", "mypy"],
        "pytest": [python, "-m", "pytest", "-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadfile"],
    }
    if arguments:
        checks = {"pytest": [python, "-m", "pytest", *arguments]}
    failed = []
    for name, command in checks.items():
        print(f"--- {name}", flush=True)
        if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
            failed.append(name)
    print(f"--- failed: {', '.join(failed)}" if failed else "--- all passed", flush=True)
    return 1 if failed else 0


def main(arguments: list[str]) -> int:
    """Set up, then do what the arguments ask; returns the exit status."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python gets this far and deserves a sentence
        say(f"GuiNet needs Python 3.11 or newer; this is {sys.version.split()[0]}. Try python3.11, 3.12 or 3.13.")
        return 2
    try:
        set_up()
        if arguments[:1] == ["test"]:
            return run_tests(arguments[1:])
        if has_display():
            prepare_qt(required=not arguments)
        elif not arguments:
            return train_example()
        return guinet(arguments)
    except Stopped as reason:
        say(str(reason))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
