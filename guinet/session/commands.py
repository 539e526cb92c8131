"""What the window asks of the torch side: plain data, sent over the session's boundary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal, TypeAlias

from msgspec import Struct, field

from guinet.core.changes import Change
from guinet.core.feeds import FIRST_BATCH, Feed
from guinet.core.graph import BlockData
from guinet.core.values import Value


class Open(Struct, frozen=True):
    """Hands the whole project over: at the start, and again when the host was restarted. `path` is its file, if any;
    `code` what was written by hand, by id. `evaluates`: a canvas that is only tensors runs at once; else not before
    the next edit, since the host before ended while it ran."""

    revision: int
    blocks: tuple[BlockData, ...]
    training: Mapping[str, Value]
    path: str | None = None
    code: Mapping[str, str] = field(default_factory=dict)
    evaluates: bool = True


class Edit(Struct, frozen=True):
    """Changes applied to the window's project, to be applied to the host's copy. Revisions count up by one."""

    revision: int
    changes: tuple[Change, ...]


class Train(Struct, frozen=True):
    """Starts a training of the project as it stands, into `folder` (NAME.runs); `resume` names a run to go on with."""

    folder: str
    resume: str | None = None
    start_paused: bool = False


class Pause(Struct, frozen=True):
    """Holds the training after the current step."""


class Resume(Struct, frozen=True):
    """Lets a paused training go on."""


class StepOnce(Struct, frozen=True):
    """Makes one optimiser step and pauses again."""


class Stop(Struct, frozen=True):
    """Ends the training after the current step, with a checkpoint."""


class Interrupt(Struct, frozen=True):
    """Raises KeyboardInterrupt in the training thread: the second degree of Stop."""


class Evaluate(Struct, frozen=True):
    """Runs the main block once as it stands, on one batch, with the best weights of the newest run in the folder `runs`
    where there is one. A canvas that is only tensors does so by itself after each edit. `mode` is "eval" or "train";
    without it the module is in eval mode, and a script's layers are as torch makes them. `feed` says which rows of the
    data enter."""

    revision: int
    runs: str | None = None
    mode: Literal["eval", "train"] | None = None
    feed: Feed = FIRST_BATCH


class StopEvaluation(Struct, frozen=True):
    """Ends an evaluation: at the end of the node under way, or by an interrupt."""


class Export(Struct, frozen=True):
    """Writes the model; `run` names the run in the folder `runs` whose best weights are taken, None the newest."""

    format: str
    path: str
    runs: str
    run: str | None = None


class CancelExport(Struct, frozen=True):
    """Gives the export up, unless its files are being given their names already; no file is written or changed."""


class Study(Struct, frozen=True, kw_only=True):
    """A question of a panel's: a class of its own in `messages` for each. It is sent with the revision it is about and
    the folder of the project's runs. `supersedes`: a newer one makes older ones of its class needless."""

    supersedes: ClassVar[bool] = True

    revision: int = 0
    runs: str | None = None

    @property
    def profiles(self) -> bool:
        """Whether torch's profiler has a part in the answer."""
        return False


class StopStudies(Struct, frozen=True):
    """Ends the answer to a `Study` that is under way; those that wait are given up."""


class Shutdown(Struct, frozen=True):
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
