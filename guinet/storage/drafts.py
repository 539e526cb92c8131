"""Code as it was being written when the window was closed or another node was chosen: never lost, and never run."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from guinet.storage import atomic, trust

_MOST_CHARACTERS: Final = 200_000


def read(code: str) -> str | None:
    """What was last written over the code with this id and not applied."""
    try:
        return (trust.folder() / "drafts" / f"{code}.py").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def keep(code: str, text: str) -> None:
    """Raises SaveFailed when it cannot be kept."""
    path = trust.folder() / "drafts" / f"{code}.py"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    atomic.write(path, text[:_MOST_CHARACTERS].encode("utf-8", "replace"))


def drop(code: str) -> None:
    """The draft was applied or given up."""
    with suppress(OSError):
        (trust.folder() / "drafts" / f"{code}.py").unlink()
