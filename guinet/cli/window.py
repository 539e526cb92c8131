"""`guinet [FILE]`: the window."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from guinet.cli.parser import Parser
from guinet.core.problems import GuinetError, Misuse, Unreadable


class NoDisplay(GuinetError):
    """There is no screen to open a window on."""


def open_window(arguments: Sequence[str]) -> int:
    """Runs the window until it is closed. Raises NoDisplay on a machine without one."""
    parser = Parser(prog="guinet", description="The window. `guinet --help` lists the commands.")
    parser.add_argument("file", nargs="?", type=Path, help="a project file; a bundled example without one")
    parser.add_argument("--in-process", action="store_true", help="keep torch in the window's process, on a thread")
    options, qt_arguments = parser.parse_known_args(arguments)
    if options.file is not None and not options.file.exists():
        raise _no_such_file(options.file)
    seen = has_display() or {"-platform", "--platform"} & set(qt_arguments)
    if not seen and not qt_arguments:
        raise _no_display()
    if not seen:
        # What Qt does not know of these is told all the same.
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if options.in_process:
        from guinet.session.environment import be_patient

        be_patient()
    gc.disable()  # nothing that is imported here is garbage; the window collects when it has time (`ui.garbage`)
    from guinet.ui.app import create_application, create_window

    chosen = bool(os.environ.get("QT_QPA_PLATFORM") or qt_arguments)
    application = create_application([sys.argv[0], *qt_arguments])
    # Qt has taken what it knows, such as -style and -platform.
    if left := [argument for argument in application.arguments()[1:] if argument in qt_arguments]:
        raise Misuse(f"there is no {left[0]}; `guinet --help` shows how")
    if not seen:
        raise _no_display()
    if application.platformName() == "offscreen" and not chosen:
        raise _dead_display()  # a window that nobody sees would run for ever
    window = create_window(options.file, in_process=options.in_process)
    window.show()
    window.offer_recovery_soon()
    code = application.exec()
    if options.in_process:
        from guinet.session.ending import computes_still, end_process

        if computes_still():
            end_process(code)
    return code


def has_display() -> bool:
    """Whether a window can be shown here: always on Windows and macOS."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _no_display() -> NoDisplay:
    return NoDisplay("there is no display for a window; without one, use `guinet train FILE` and the other commands")


def _dead_display() -> NoDisplay:
    shown = " ".join(f"{name}={os.environ[name]}" for name in ("DISPLAY", "WAYLAND_DISPLAY") if os.environ.get(name))
    return NoDisplay(
        f"no window opens on {shown}, as Qt says above: is it still there, and is libxcb-cursor0 installed? "
        "`guinet train FILE` and the other commands work without it"
    )


def _no_such_file(path: Path) -> GuinetError:
    from difflib import get_close_matches

    from guinet.cli import command_names

    if not path.suffix:
        close = get_close_matches(str(path), command_names(), 1)
        hint = f"did you mean `guinet {close[0]}`?" if close else "`guinet --help` lists the commands"
        return Misuse(f"{path} is neither a file nor a command; {hint}")
    return Unreadable(f"{path} is not there; check the path")
