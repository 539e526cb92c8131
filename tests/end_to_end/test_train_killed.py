"""A training process killed at any moment: the record tells where, and resuming goes through the same numbers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import torch

from guinet import library
from guinet.core.resources import resource
from guinet.train.checkpoints import Checkpoints
from guinet.train.events import EpochEnded, Steps, TrainingEvent
from guinet.train.runs import INTERRUPTED, RunStore

EPOCHS = 12

SCRIPT = """
import sys, time
from pathlib import Path
from guinet import library
from guinet.train import keeper, reporter
from guinet.train.events import EpochEnded

keeper.EPOCH_SECONDS = 0.0
keeper.WORK_PER_WRITING = 0
reporter.RECORD_SECONDS = 0.0

def tell(event):
    if isinstance(event, EpochEnded):
        print(event.epoch, flush=True)
        time.sleep(0.05)

library.train(library.load(sys.argv[1]), epochs=int(sys.argv[2]), seed=4, folder=sys.argv[3], on_event=tell)
"""


def train(folder: Path, resume: str | None = None) -> tuple[list[float], list[TrainingEvent]]:
    project = library.load(resource("examples/iris-mlp.guinet"))
    events: list[TrainingEvent] = []
    seed = 4 if resume is None else None  # a run goes on with its own
    library.train(project, epochs=EPOCHS, seed=seed, folder=folder, resume=resume, on_event=events.append)
    return [loss for event in events if isinstance(event, Steps) for loss in event.losses], events


@pytest.mark.parametrize("epoch", [2, 7])
def test_a_killed_training_is_resumed_bit_for_bit(tmp_path: Path, epoch: int) -> None:
    arguments = [str(resource("examples/iris-mlp.guinet")), str(EPOCHS), str(tmp_path / "killed")]
    process = subprocess.Popen([sys.executable, "-c", SCRIPT, *arguments], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process:
        for line in process.stdout:
            if int(line) == epoch:
                process.kill()
    assert process.returncode == -9

    store = RunStore(tmp_path / "killed")
    run = store.get("1")
    assert run is not None
    assert run.state == INTERRUPTED
    assert run.message == f"interrupted at step {run.step}"
    assert 0 < Checkpoints(store.run_folder("1")).load_last().step <= run.step
    store.close()

    losses, events = train(tmp_path / "killed", resume="1")
    whole, _ = train(tmp_path / "whole")

    assert losses == whole[-len(losses) :]
    assert 0 < len(losses) < len(whole)
    assert RunStore(tmp_path / "killed").losses("1").tolist() == whole
    assert [event.epoch for event in events if isinstance(event, EpochEnded)][-1] == EPOCHS
    last = [Checkpoints(tmp_path / name / "1").load_last().weights.tensors for name in ("killed", "whole")]
    assert last[0].keys() == last[1].keys()
    assert all(torch.equal(last[0][name], last[1][name]) for name in last[0])
