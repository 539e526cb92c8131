"""Which weights an export or a prediction takes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torch import nn

from guinet.core.problems import Misuse, Unreadable
from guinet.core.project import Project
from guinet.train.checkpoints import Checkpoints, load_state
from guinet.train.runs import RunStore
from guinet.train.weights import Weights, load_weights

UNTRAINED = "fresh weights (no run is kept)"


@dataclass(frozen=True, slots=True)
class ChosenWeights:
    """`words` says whose they are; `run` is the run, where they are of one."""

    words: str
    run: str | None = None


def give_weights(
    module: nn.Module, project: Project, run: str | None, file: Path | None, runs: Path | None = None
) -> ChosenWeights:
    """Loads the weights of a file, else of a run's best epoch, else of the newest run, into `module`.

    `runs` is the folder of the runs, by default NAME.runs. Without any run the module keeps its fresh weights; so it
    does when the newest run is of another network, and the words say so. Raises Unreadable when what was asked for
    cannot be read or does not fit, Misuse when there is no such run.
    """
    if file is not None:
        read_weights(file).load_into(module)
        return ChosenWeights(f"the weights of {file.name}")
    folder = runs if runs is not None else project.runs_folder
    if folder is None:
        return ChosenWeights(UNTRAINED)
    store = RunStore(folder)
    try:
        return _of_run(module, store, run) if run is not None else _of_newest(module, store)
    finally:
        store.close()


def read_weights(path: Path) -> Weights:
    """A `.safetensors` file, or a state_dict written by `torch.save`; runs no code. Raises Unreadable."""
    if not path.is_file():
        raise Unreadable(f"{path} is not a file: check the name of the weights")
    if path.suffix == ".safetensors":
        return load_weights(path)
    state: dict[str, Any] = load_state(path)
    return Weights(state, getattr(state, "_metadata", {}), {})


def _of_run(module: nn.Module, store: RunStore, run: str) -> ChosenWeights:
    if store.get(run) is None:
        known = ", ".join(each.id for each in store.list()) or "none"
        raise Misuse(f"There is no run “{run}” in {store.folder}; there are: {known}.")
    Checkpoints(store.run_folder(run)).load_best().load_into(module)
    return ChosenWeights(f"the best weights of run {run}", run)


def _of_newest(module: nn.Module, store: RunStore) -> ChosenWeights:
    trained = [run.id for run in store.list() if Checkpoints(store.run_folder(run.id)).best_path.exists()]
    if not trained:
        return ChosenWeights(UNTRAINED)
    weights = Checkpoints(store.run_folder(trained[0])).load_best()
    try:
        weights.load_into(module)
    except Unreadable:
        return ChosenWeights(f"fresh weights (run {trained[0]} is of another network)")
    return ChosenWeights(f"the best weights of run {trained[0]}", trained[0])
