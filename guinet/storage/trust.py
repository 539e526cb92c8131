"""Which code written by hand may run: what the user has looked at and trusted, by its content, on this machine."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from guinet.core.coding import called_name, used_code
from guinet.core.problems import QT_TRANSLATE_NOOP, NotAllowed, sentence
from guinet.core.project import Project
from guinet.nodes.templates import is_template
from guinet.storage import atomic
from guinet.storage.problems import SaveFailed

_NAME: Final = "trusted-code"
_MOST: Final = 2_000
"""Trusted texts that are kept; the oldest are forgotten first and asked for again."""


def folder() -> Path:
    """Where the list is: below `GUINET_HOME`, or in the user's state folder. A project file cannot change it."""
    home = os.environ.get("GUINET_HOME")
    if home:
        return Path(home)
    from platformdirs import user_state_path  # only where it is asked for: it takes a while to import

    return user_state_path("guinet", appauthor=False)


def digest(text: str) -> str:
    import hashlib  # as above

    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def untrusted(code: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of the texts that may not run, in order of their ids."""
    waiting = {id: text for id, text in code.items() if not is_template(text)}
    if not waiting:
        return ()
    trusted = set(_read())
    return tuple(id for id in sorted(waiting) if digest(waiting[id]) not in trusted)


def trust(texts: Iterable[str]) -> None:
    """From now on these texts may run, in whatever project they stand. Raises SaveFailed when that cannot be kept."""
    _keep((*_read(), *map(digest, texts)))


def forget(texts: Iterable[str]) -> None:
    """From now on these texts do not run any more, until they are trusted anew. Raises SaveFailed.

    Those that GuiNet ships always may.
    """
    gone = set(map(digest, texts))
    _keep(line for line in _read() if line not in gone)


def require(project: Project) -> None:
    """Raises NotAllowed where code that nobody trusted would run."""
    require_code(used_code(project), "" if project.path is None else str(project.path))


def require_code(code: Mapping[str, str], owner: str = "") -> None:
    """Raises NotAllowed where any of these texts, by id, is not trusted."""
    waiting = untrusted(code)
    if waiting:
        names = ", ".join(called_name(code[id]) for id in waiting)
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "{owner} holds code written by hand that is not trusted on this machine ({names}): read it with `guinet "
            "trust FILE`, or in the window, and trust it if you know who wrote it.",
        )
        raise NotAllowed(template, owner=owner or sentence(QT_TRANSLATE_NOOP("Problem", "The project")), names=names)


def _keep(lines: Iterable[str]) -> None:
    path = folder() / _NAME
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        template = QT_TRANSLATE_NOOP(
            "Problem", "{path} could not be saved ({error}): set GUINET_HOME to another folder."
        )
        raise SaveFailed(template, path=path, error=atomic.reason(error)) from error
    atomic.write(path, "".join(f"{line}\n" for line in [*dict.fromkeys(lines)][-_MOST:]).encode())


def _read() -> list[str]:
    try:
        return (folder() / _NAME).read_text().split()
    except (OSError, UnicodeDecodeError):
        return []
