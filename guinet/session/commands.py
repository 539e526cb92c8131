"""What the window asks of the torch side: plain data, sent over the session's boundary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeAlias

from guinet.core.changes import Change
from guinet.core.feeds import FIRST_BATCH, Feed
from guinet.core.graph import BlockData
from guinet.core.values import Value


@dataclass(frozen=True, slots=True)
class Open:
    """Hands the whole project over: at the start, and again when the host was restarted. `path` is its file, if any;
    `code` what was written by hand, by id. `evaluates`: a canvas that is only tensors runs at once; else not before
    the next edit, since the host before ended while it ran."""

    revision: int
    blocks: tuple[BlockData, ...]
    training: Mapping[str, Value]
    path: str | None = None
    code: Mapping[str, str] = field(default_factory=dict)
    evaluates: bool = True


@dataclass(frozen=True, slots=True)
class Edit:
    """Changes applied to the window's project, to be applied to the host's copy. Revisions count up by one."""

    revision: int
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Train:
    """Starts a training of the project as it stands, into `folder` (NAME.runs); `resume` names a run to go on with."""

    folder: str
    resume: str | None = None
    start_paused: bool = False


@dataclass(frozen=True, slots=True)
class Pause:
    """Holds the training after the current step."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Lets a paused training go on."""


@dataclass(frozen=True, slots=True)
class StepOnce:
    """Makes one optimiser step and pauses again."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Ends the training after the current step, with a checkpoint."""


@dataclass(frozen=True, slots=True)
class Interrupt:
    """Raises KeyboardInterrupt in the training thread: the second degree of Stop."""


@dataclass(frozen=True, slots=True)
class Evaluate:
    """Runs the main block once as it stands, on one batch, with the best weights of the newest run in the folder `runs`
    where there is one. A canvas that is only tensors does so by itself after each edit. `mode` is "eval" or "train";
    without it the module is in eval mode, and a script's layers are as torch makes them. `feed` says which rows of the
    data enter."""

    revision: int
    runs: str | None = None
    mode: Literal["eval", "train"] | None = None
    feed: Feed = FIRST_BATCH


@dataclass(frozen=True, slots=True)
class StopEvaluation:
    """Ends an evaluation: at the end of the node under way, or by an interrupt."""


@dataclass(frozen=True, slots=True)
class Export:
    """Writes the model; `run` names the run in the folder `runs` whose best weights are taken, None the newest."""

    format: str
    path: str
    runs: str
    run: str | None = None


@dataclass(frozen=True, slots=True)
class CancelExport:
    """Gives the export up, unless its files are being given their names already; no file is written or changed."""


@dataclass(frozen=True, kw_only=True)
class Study:
    """A question of a panel's: a class of its own in `messages` for each. It is sent with the revision it is about and
    the folder of the project's runs. `supersedes`: a newer one makes older ones of its class needless."""

    supersedes: ClassVar[bool] = True

    revision: int = 0
    runs: str | None = None


@dataclass(frozen=True, slots=True)
class StopStudies:
    """Ends the answer to a `Study` that is under way; those that wait are given up."""


@dataclass(frozen=True, slots=True)
class Shutdown:
    """Ends the host; a training stops first, with a checkpoint."""


Command: TypeAlias = (
    Open
    | Edit
    | Train
    | Pause
    | Resume
    | StepOnce
    | Stop
    | Interrupt
    | Evaluate
    | StopEvaluation
    | Export
    | CancelExport
    | Study
    | StopStudies
    | Shutdown
)
