"""Undo and redo: named steps, merged where one gesture or one typed value makes many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from guinet.core.changes import Change

Origin: TypeAlias = Literal["do", "undo", "redo"]


class Step(Struct, frozen=True):
    """What one transaction did; `inverses` are in the order that undoes it."""

    label: str
    changes: tuple[Change, ...]
    inverses: tuple[Change, ...]
    merge: str | None = None

    def joined(self, later: Step) -> Step:
        return Step(later.label, self.changes + later.changes, later.inverses + self.inverses, self.merge)


class Committed(Struct, frozen=True):
    """The event of a transaction, an undo or a redo: `changes` were applied in this order; `joins`: they are one step
    with those of the commit before."""

    label: str
    changes: tuple[Change, ...]
    origin: Origin
    joins: bool = False


class History:
    """The steps done, and those undone that can be made again."""

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._saved: Step | None = None
        self._sealed = False

    @property
    def labels(self) -> tuple[str, ...]:
        """Names of the steps that can be undone, oldest first."""
        return tuple(step.label for step in self._done)

    @property
    def undone_labels(self) -> tuple[str, ...]:
        """Names of the steps that can be redone, next first."""
        return tuple(step.label for step in reversed(self._undone))

    @property
    def is_modified(self) -> bool:
        """Whether anything differs from what was last saved."""
        return (self._done[-1] if self._done else None) is not self._saved

    def mark_saved(self) -> None:
        self._saved = self._done[-1] if self._done else None
        self._sealed = True

    def mark_unsaved(self) -> None:
        """Nothing done so far is in a file: a project brought back after a crash."""
        self._saved = _NOWHERE

    def seal(self) -> None:
        """The next step starts anew even if its merge key equals the last one's (the field lost its focus)."""
        self._sealed = True

    def record(self, step: Step) -> bool:
        """Adds a step, or joins it to the last; whether it was joined."""
        last = self._done[-1] if self._done else None
        joins = last is not None and step.merge is not None and step.merge == last.merge and not self._sealed
        if joins and last is not None:
            self._done[-1] = last.joined(step)
        else:
            self._done.append(step)
        self._undone.clear()
        self._sealed = False
        return joins

    def take_undo(self) -> Step | None:
        return self._take(self._done, self._undone)

    def take_redo(self) -> Step | None:
        return self._take(self._undone, self._done)

    def _take(self, source: list[Step], target: list[Step]) -> Step | None:
        if not source:
            return None
        step = source.pop()
        target.append(step)
        self._sealed = True
        return step


_NOWHERE = Step("", (), ())
