"""The network that predicts, with the best weights of the newest run; kept until it or they change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import torch
from msgspec import Struct
from torch import Tensor

from guinet import data
from guinet.compile import module as compiled
from guinet.compile.endless import guards
from guinet.compile.source import generate
from guinet.data import Dataset, Splits
from guinet.exchange.weights import UNTRAINED, ChosenWeights, give_weights
from guinet.probe.feeds import seed_of
from guinet.session.studies import Desk
from guinet.train.checkpoints import Checkpoints
from guinet.train.feeding import find_wiring
from guinet.train.inference import Predictor, make_predictor
from guinet.train.runs import RunStore
from guinet.train.wiring import Wiring

_TOPIC = "predictions"


class Model(Struct, frozen=True):
    """`rows` are all rows of the data as they stand, `splits` its parts as the network gets them. `wiring` makes
    losses, where the project has some. `best` is the file of the weights, None for fresh ones."""

    key: tuple[object, ...]
    predictor: Predictor
    weights: ChosenWeights
    rows: Dataset
    splits: Splits
    wiring: Wiring | None
    best: Path | None

    def part(self, name: str) -> Dataset:
        """ "train", "validation" or "test", as the network gets it."""
        parts = {"train": self.splits.train, "validation": self.splits.validation, "test": self.splits.test}
        return parts[name]

    def loss(self, outputs: tuple[Tensor, ...], batch: dict[str, Tensor]) -> Callable[[int], float] | None:
        """A function that tells the loss of one row; None where there is no loss or it does not take rows alone."""
        wiring = self.wiring
        if wiring is None:
            return None

        def of_row(row: int) -> float:
            one = slice(row, row + 1)
            given = [batch[item][one] if isinstance(item, str) else outputs[item][one] for item in wiring.arguments]
            with torch.no_grad():
                return float(wiring.objective(*given))

        return of_row


def model(desk: Desk) -> Model:
    """Raises GuinetError while a training runs, and for a project that has errors or whose data cannot be read."""
    desk.require_quiet()
    key = (desk.revision, str(desk.runs), _stamp(desk.runs))
    kept = desk.kept.get(_TOPIC)
    if isinstance(kept, Model) and kept.key == key:
        return kept
    made = _made(desk, key)
    desk.kept[_TOPIC] = made
    return made


def _made(desk: Desk, key: tuple[object, ...]) -> Model:
    project, base = desk.project, desk.project.folder
    source = generate(project, desk.checker.report)
    loaded = compiled.load(source, *guards(project))
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed_of(project))
        module = loaded.build()
        weights = ChosenWeights(UNTRAINED)
        if desk.runs is not None and desk.runs.is_dir():
            weights = give_weights(module, project, None, None, desk.runs)
    predictor = make_predictor(project, module.eval(), source, base)
    node = predictor.node
    splits = data.prepare(node.kind, node.arguments, base)
    wiring = None
    if source.objective is not None and loaded.objective is not None:
        wiring, _ = find_wiring(project, source, source.objective, loaded, splits.train)
    best = None
    if weights.run is not None and desk.runs is not None:
        best = Checkpoints(desk.runs / weights.run).best_path
    return Model(key, predictor, weights, data.load(node.kind, node.arguments, base), splits, wiring, best)


def _stamp(runs: Path | None) -> object:
    """What becomes another when a run gets new weights."""
    if runs is None or not runs.is_dir():
        return None
    store = RunStore(runs)
    try:
        files = [Checkpoints(store.run_folder(run.id)).best_path for run in store.list()]
    finally:
        store.close()
    return next(((str(file), file.stat().st_mtime_ns) for file in files if file.exists()), None)
