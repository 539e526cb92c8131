"""What the torch side tells the window: plain data, batched (one message per 33 ms at most)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct, field

from guinet.core import probed
from guinet.core.problems import Problem
from guinet.core.report import NodeReport
from guinet.train.events import (
    EpochEnded,
    Finished,
    Paused,
    Resumed,
    Steps,
    TrainingEvent,
    TrainingStarted,
    Warned,
)

__all__ = [
    "Batch",
    "Checked",
    "CodeRuns",
    "CodeStuck",
    "Device",
    "EpochEnded",
    "Evaluated",
    "EvaluationStarted",
    "Event",
    "ExportProgress",
    "Exported",
    "Failed",
    "Finding",
    "Finished",
    "HostDied",
    "Paused",
    "Ready",
    "Resumed",
    "SourceChanged",
    "Steps",
    "StudyEnded",
    "StudyProgress",
    "TrainingEvent",
    "TrainingStarted",
    "Warned",
]


class Device(Struct, frozen=True):
    """A device torch reports: `name` as torch writes it ("cpu", "cuda:0", "mps"), `title` for people."""

    name: str
    title: str


class Ready(Struct, frozen=True):
    """The host is up."""

    torch_version: str
    devices: tuple[Device, ...]


class Checked(Struct, frozen=True):
    """What came of revision `revision`: the reports that changed and the nodes that are gone, by block and node id, and
    all problems of the project."""

    revision: int
    changed: Mapping[str, Mapping[str, NodeReport]]
    removed: Mapping[str, tuple[str, ...]]
    problems: tuple[Problem, ...]
    parameters: int


class SourceChanged(Struct, frozen=True):
    """The generated text of revision `revision`; `lines` maps (block id, node id) to its 1-based lines.

    `script`: the main block is only tensors, and the text a script that is evaluated after each edit.
    """

    revision: int
    text: str
    lines: Mapping[tuple[str, str], tuple[int, ...]]
    script: bool = False


class EvaluationStarted(Struct, frozen=True):
    """Revision `revision` is being evaluated; an `Evaluated` of that revision will tell its end."""

    revision: int


class Evaluated(Struct, frozen=True):
    """An evaluation ended. `told` is what it found; None where `problem` says why there is nothing, or where an edit
    has overtaken it. `run` is the run whose weights were used, "" for fresh ones; `step` that of the training whose
    weights they are, which is to be left alone for `rest` seconds then (0 where none runs)."""

    revision: int
    told: probed.Evaluated | None
    problem: Problem | None = None
    run: str = ""
    step: int = 0
    rest: float = 0.0


class Failed(Struct, frozen=True):
    """A command could not be done. `problem` is tied to its node where it is known; `detail` holds the traceback.

    `command` is "open", "edit", "train", "export" …; "check" when the check itself failed; "busy" for a second training
    while one runs, which goes on.
    """

    command: str
    problem: Problem
    detail: str = ""


class ExportProgress(Struct, frozen=True):
    stage: str


class Exported(Struct, frozen=True):
    """`snippet` is the Python that loads the file; `compared` says what was compared and how close it is."""

    format: str
    path: str
    snippet: str
    compared: Problem


class HostDied(Struct, frozen=True):
    """Made by the client: the host's process ended; it is restarted from the document.

    `training` is the run that was under way, at step `step`; `asked`: one was asked for, and had not begun. `hung`: it
    did not answer when it was told to stop, and was ended. `gave_up`: it died again and again before it could answer
    (torch is missing, the memory is not enough), so `Session.restart` does nothing any more. `evaluating`: it died
    while it evaluated, and will not do so again before the next edit.
    """

    exit_code: int | None
    training: str | None = None
    step: int = 0
    gave_up: bool = False
    evaluating: bool = False
    asked: bool = False
    hung: bool = False


class CodeRuns(Struct, frozen=True):
    """The host begins to run the code of nodes of this kind by itself, as part of a check."""

    kind: str


class CodeStuck(Struct, frozen=True):
    """Made by the client: code of this kind has run for so long that it may never end; `Session.restart` ends it."""

    kind: str


class Finding(Struct, frozen=True):
    """An answer to a `Study`: a class of its own in `messages` for each."""


class StudyEnded(Struct, frozen=True):
    """The answer to a `Study` came to its end, whatever came of it; `left` more wait. `study` is the name of its class,
    "" where a newer question of that class waits."""

    left: int
    study: str = ""


class StudyProgress(Struct, frozen=True):
    """How much of the answer under way is done, from 0 to 1, where that can be said."""

    share: float


class Batch(Struct, frozen=True):
    """Several events in one message."""

    events: tuple[Event, ...] = field(default=())


Event: TypeAlias = (
    Ready
    | Checked
    | CodeRuns
    | CodeStuck
    | SourceChanged
    | EvaluationStarted
    | Evaluated
    | TrainingEvent
    | Failed
    | ExportProgress
    | Exported
    | Finding
    | StudyEnded
    | StudyProgress
    | HostDied
)
