"""Which weights an export or a prediction takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import torch
from msgspec import Struct
from torch import Tensor, nn

from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Unreadable, sentence
from guinet.core.project import Project
from guinet.exchange.whole_model import model_state
from guinet.train.checkpoints import Checkpoints, load_state
from guinet.train.runs import Run, RunStore, no_such_run
from guinet.train.weights import Weights, load_weights

UNTRAINED: Final = sentence(QT_TRANSLATE_NOOP("Problem", "fresh weights (no run is kept)"))


class ChosenWeights(Struct, frozen=True):
    """`words` says whose they are; `run` is the run, where they are of one, and `seed` its seed. `left` is the newest
    run, where it was left out because it is of another network."""

    words: Problem
    run: str | None = None
    seed: int | None = None
    left: str | None = None


def give_weights(
    module: nn.Module, project: Project, run: str | None, file: Path | None, runs: Path | None = None
) -> ChosenWeights:
    """Loads the weights of a file, else of a run's best epoch, else of the newest run, into `module`.

    `runs` is the folder of the runs, by default NAME.runs. Without any run the module keeps its fresh weights; so it
    does when the newest run is of another network, and the words say so. Constants that a run drew from a seed of its
    own, which no state_dict holds, are drawn again as it did. Raises Unreadable when what was asked for
    cannot be read or does not fit, Misuse when there is no such run.
    """
    if file is not None:
        read = read_weights(file)
        held: dict[str, Any] = dict(read.tensors)
        other = next((str(name) for name, value in held.items() if not isinstance(value, Tensor)), None)
        if other is not None:
            raise Unreadable(
                QT_TRANSLATE_NOOP(
                    "Problem",
                    "{file} holds more than weights by name (“{other}” is no tensor): save the model's "
                    "state_dict() alone",
                ),
                file=file,
                other=other,
            )
        read.load_into(module)
        return ChosenWeights(sentence(QT_TRANSLATE_NOOP("Problem", "the weights of {file}"), file=file.name))
    folder = runs if runs is not None else project.runs_folder
    if folder is None:
        return ChosenWeights(UNTRAINED)
    store = RunStore(folder)
    try:
        return _of_run(module, store, run) if run is not None else _of_newest(module, store)
    finally:
        store.close()


def read_weights(path: Path) -> Weights:
    """A `.safetensors` file, or what `torch.save` wrote, a state_dict, alone or among other things, or a whole model;
    runs no code. Raises Unreadable."""
    if not path.is_file():
        raise Unreadable(QT_TRANSLATE_NOOP("Problem", "{path} is not a file: check the name of the weights"), path=path)
    if path.suffix == ".safetensors":
        return load_weights(path)
    try:
        state: dict[str, Any] = load_state(path)
    except Unreadable:
        model = model_state(path)
        if model is None:
            raise
        return Weights(model, {}, {})
    return Weights(state, getattr(state, "_metadata", {}), {})


def _of_run(module: nn.Module, store: RunStore, run: str) -> ChosenWeights:
    found = store.get(run)
    if found is None:
        raise no_such_run(store, run)
    Checkpoints(store.run_folder(run)).load_best().load_into(module)
    return _of(module, found)


def _of_newest(module: nn.Module, store: RunStore) -> ChosenWeights:
    trained = [run for run in store.list() if Checkpoints(store.run_folder(run.id)).best_path.exists()]
    if not trained:
        return ChosenWeights(UNTRAINED)
    weights = Checkpoints(store.run_folder(trained[0].id)).load_best()
    try:
        weights.load_into(module)
    except Unreadable:
        template = QT_TRANSLATE_NOOP("Problem", "fresh weights (run {run} is of another network)")
        return ChosenWeights(sentence(template, run=trained[0].id), left=trained[0].id)
    return _of(module, trained[0])


def _of(module: nn.Module, run: Run) -> ChosenWeights:
    _draw_constants(module, run.start.seed)
    words = sentence(QT_TRANSLATE_NOOP("Problem", "the best weights of run {run}"), run=run.id)
    return ChosenWeights(words, run.id, run.start.seed)


def _draw_constants(module: nn.Module, seed: int) -> None:
    """Gives a module the loose tensors that one of its class has when it is made of this seed."""
    if not loose_tensors(module):
        return
    with torch.random.fork_rng(devices=range(torch.cuda.device_count())):
        torch.manual_seed(seed)
        drawn = type(module)()
    for path, value in loose_tensors(drawn).items():
        owner, _, name = path.rpartition(".")
        setattr(module.get_submodule(owner), name, value)


def loose_tensors(module: nn.Module) -> dict[str, Tensor]:
    """The tensors in a module that are neither parameters nor buffers, by their paths: no state_dict has them."""
    return {
        f"{path}.{name}".lstrip("."): value
        for path, part in module.named_modules()
        for name, value in vars(part).items()
        if isinstance(value, Tensor)
    }
