"""Train a project without a window."""

from __future__ import annotations

import argparse
import os
import shlex
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from guinet.cli.output import count, print_json
from guinet.cli.parser import whole_number
from guinet.cli.streams import abandon_output, complain
from guinet.core.problems import GuinetError, Misuse
from guinet.storage.atomic import reason

if TYPE_CHECKING:
    from guinet.train.control import Control
    from guinet.train.events import TrainingEvent


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a project file")
    parser.add_argument("--epochs", type=whole_number, metavar="N", help="instead of the project's")
    parser.add_argument("--device", metavar="D", help="cpu, cuda:0, mps … instead of the project's")
    parser.add_argument("--seed", type=whole_number, metavar="S", help="instead of the project's")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where the run is kept; NAME.runs by default")
    parser.add_argument("--resume", metavar="RUN", help="go on with this run")
    parser.add_argument("--json", action="store_true", help="one JSON event a line")


def run(options: argparse.Namespace) -> int:
    from guinet import library
    from guinet.cli import INTERRUPTED
    from guinet.cli.naming import naming
    from guinet.cli.signals import ending
    from guinet.train.control import Control

    _refuse_several_processes()
    control = Control()
    teller = _Teller(_print_json if options.json else _print, control)
    project = library.load(options.file)
    with teller.failing(options.out or project.runs_folder), ending(control.interrupt), naming(project):
        finished = library.train(
            project,
            epochs=options.epochs,
            device=options.device,
            seed=options.seed,
            folder=options.out,
            resume=options.resume,
            on_event=teller.tell,
            control=control,
        )
    if finished.reason != "interrupted":
        return 0
    out = ["--out", str(options.out)] if options.out is not None else []
    command = shlex.join(["guinet", "train", str(options.file), *out, "--resume", finished.run])
    why = f" (its output could not be written: {teller.failed})" if teller.failed else ""
    complain(f"interrupted{why}; go on with `{command}`")
    return INTERRUPTED


def _refuse_several_processes() -> None:
    """Raises Misuse where torchrun has started more than one of us: each would train the whole network by itself."""
    count = os.environ.get("WORLD_SIZE", "1")
    if "LOCAL_RANK" in os.environ and count != "1":
        raise Misuse(f"torchrun has started {count} processes, and GuiNet trains in one: use --nproc-per-node 1")


class _Teller:
    """Prints events. When that fails, as when the reader of a pipe leaves, the training ends as at Ctrl-C: with a
    checkpoint."""

    def __init__(self, print_event: Callable[[TrainingEvent], None], control: Control) -> None:
        self.failed = ""
        self._print = print_event
        self._control = control
        self._run, self._epoch, self._step = "", 0, 0

    def tell(self, event: TrainingEvent) -> None:
        self._note(event)
        if self.failed:
            return
        try:
            self._print(event)
        except OSError as error:
            self.failed = str(reason(error))
            abandon_output()
            self._control.interrupt()

    @contextmanager
    def failing(self, runs: Path | None) -> Iterator[None]:
        """Inside, a run in `runs` that breaks off has a last event like any other, and its error tells of the
        checkpoint that is kept."""
        from guinet.cli.naming import ProjectFault
        from guinet.train.checkpoints import Checkpoints
        from guinet.train.engine import FAILED
        from guinet.train.events import Finished

        try:
            yield
        except (Exception, SystemExit) as error:
            run, step = self._run, self._step
            if not run or runs is None:
                raise
            last = Checkpoints(runs / run).last_step
            kept = last == step
            self.tell(Finished(run, FAILED, self._epoch, step, {}, kept, None if kept else last))
            if last is None or not isinstance(error, GuinetError):
                raise
            words = f"{str(error).rstrip('.')}; run {run} keeps a checkpoint of step {last}"
            raise ProjectFault(words, error.exit_code) from error

    def _note(self, event: TrainingEvent) -> None:
        """How far the run is."""
        from guinet.train.events import EpochEnded, Finished, Steps, TrainingStarted

        match event:
            case TrainingStarted():
                self._run, self._step = event.run, event.first_step - 1
                self._epoch = self._step // max(1, event.steps_per_epoch)
            case Steps():
                self._step = event.first + len(event.losses) - 1
            case EpochEnded():
                self._epoch, self._step = event.epoch, event.step
            case Finished():
                self._run = ""


def _print_json(event: TrainingEvent) -> None:
    from guinet.train.record import event_record

    print_json(event_record(event))


def _print(event: TrainingEvent) -> None:
    from guinet.train.events import EpochEnded, Finished, TrainingStarted, Warned

    match event:
        case TrainingStarted():
            cores = f" ({count(event.threads, 'thread')})" if event.device == "cpu" else ""
            steps = f"{count(event.epochs, 'epoch')} of {count(event.steps_per_epoch, 'step')}"
            print(f"run {event.run}: {steps} on {event.device}{cores}", flush=True)
        case EpochEnded():
            speed = event.values.get("samples_per_second", 0.0)
            print(f"epoch {event.epoch}: {_numbers(_measured(event.values))}, {speed:,.0f} samples/s", flush=True)
        case Warned():
            complain(str(event.text))
        case Finished():
            numbers = f": {_numbers(event.metrics)}" if event.metrics else ""
            print(f"{event.reason} after epoch {event.epoch}, step {event.step}{numbers}", flush=True)


def _measured(values: Mapping[str, float]) -> dict[str, float]:
    """The loss and the metrics, without what is measured of the training itself."""
    other = ("learning_rate", "gradient_norm", "samples_per_second", "memory_bytes")
    return {name: value for name, value in values.items() if not name.startswith(other)}


def _numbers(values: Mapping[str, float]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {value:.4g}" for name, value in values.items())
