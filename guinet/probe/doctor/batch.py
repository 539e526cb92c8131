"""What one batch shows, forward and backward: values, gradients, predictions."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import torch
from torch import Tensor, nn
from torch.utils._python_dispatch import TorchDispatchMode

from guinet.core.changes import SetTraining
from guinet.core.costs import Chain
from guinet.core.findings import Diagnosis, Ground
from guinet.core.problems import QT_TRANSLATE_NOOP, Fix, Severity
from guinet.core.retyping import another_kind
from guinet.nodes.types import Task
from guinet.probe.doctor.parameters import unreached
from guinet.probe.doctor.patient import diagnosis, said
from guinet.probe.doctor.repairs import bounded, unsaturated
from guinet.probe.following import Follower
from guinet.probe.trial import Trial
from guinet.train import finite
from guinet.train.trainer import NotFinite, gradients

ROWS: Final = 256
"""Rows that are run at most."""
FEW: Final = 16
"""With fewer rows a unit may be silent by chance."""
DEAD: Final = 0.5
"""The share of silent units from which a trained ReLU is told."""
_CHANCE: Final = 3.0
"""With fresh weights half the units of a deep layer are silent by chance: so many deviations more are told."""
VANISHED: Final = 1e-4
"""A gradient so many times smaller than the largest has vanished."""
EXPLODED: Final = 1e4
"""A gradient so many times larger than the one nearest the loss has exploded."""
LARGE_NORM: Final = 1e4
"""A norm of all gradients above this is no step to take."""
ALIKE: Final = 1e-6
"""Predictions that differ less, relative to their size, are the same."""
ONE_CLASS: Final = 0.9
"""The share of the commonest class from which always naming it may be right."""

_NUMBERS: Final = 1_000_000
"""What may enter the network in one batch, if it is larger than the training's."""

_RELUS: Final = (torch.ops.aten.relu.default, torch.ops.aten.relu_.default)


@dataclass
class Observed:
    """One batch: silent shares by chain of each ReLU, prediction, loss and gradients by path."""

    silent: dict[Chain, float] = field(default_factory=dict)
    units: dict[Chain, int] = field(default_factory=dict)
    prediction: Tensor | None = None
    loss: float = 0.0
    gradients: Mapping[str, Tensor] = field(default_factory=dict)
    rows: int = 0


def from_batch(trial: Trial, module: nn.Module, trained: bool) -> Iterator[Diagnosis]:
    """Findings of a batch that runs through `module`, whose weights are `trained` or fresh; its gradients are written
    over. Raises what torch raises where it cannot run."""
    batch = trial.real_batch(rows_of(trial))
    if any(not finite.is_finite(values) for values in batch.values()):
        return  # told by the rows themselves
    observed = observe(trial, module, batch)
    if not math.isfinite(observed.loss):
        yield _not_finite(trial, module, batch, observed.loss)
        return
    yield from _dead(trial, observed, trained)
    yield from _gradients(trial, module, observed)
    yield from unreached(trial, module, observed.gradients)
    yield from _constant(trial, module, batch, trained)


def rows_of(trial: Trial) -> int:
    """How many rows are run: as many as tell something; of large rows no more than the training takes at once."""
    row = max(1, sum(values.numel() for values in trial.empty_batch(1).values()))
    return min(trial.rows, ROWS, max(trial.batch_size, _NUMBERS // row))


def observe(trial: Trial, module: nn.Module, batch: Mapping[str, Tensor]) -> Observed:
    """Runs the batch forward and backward in training mode, watched."""
    observed = Observed(rows=len(next(iter(batch.values()))))
    follower = Follower(trial.places, module)
    forward = trial.forward(module.train())
    module.zero_grad()
    with _Relus(lambda: follower.chain, observed), follower.following():
        prediction, loss = forward(batch)
    assert loss is not None
    observed.prediction = prediction if isinstance(prediction, Tensor) else None
    observed.loss = float(loss.detach())
    if math.isfinite(observed.loss) and loss.requires_grad:
        loss.backward()  # type: ignore[no-untyped-call]
        observed.gradients = gradients(module)
    return observed


class _Relus(TorchDispatchMode):  # type: ignore[no-untyped-call]  # torch does not annotate it
    """Notes of every ReLU which units let nothing through for any row."""

    def __init__(self, where: Callable[[], Chain], observed: Observed) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._where = where
        self._observed = observed

    def __torch_dispatch__(
        self, operation: Any, types: Any, arguments: tuple[Any, ...] = (), options: dict[str, Any] | None = None
    ) -> Any:
        result = operation(*arguments, **(options or {}))
        if operation in _RELUS and result.dim() > 1 and result.numel():
            chain = self._where()
            share, units = _silent(result.detach())
            # One that is called several times is alive if it ever is.
            self._observed.silent[chain] = min(share, self._observed.silent.get(chain, 1.0))
            self._observed.units[chain] = units
        return result


def _silent(values: Tensor) -> tuple[float, int]:
    """The share of units that are 0 for all rows, and their number. Units lie along the second dimension (channels) or
    the last (features); where it could be either, the one that is less silent."""
    found = []
    for axis in {1, values.dim() - 1} if values.dim() == 3 else {1}:
        others = [each for each in range(values.dim()) if each != axis]
        silent = values.amax(others) <= 0
        found.append((float(silent.float().mean()), int(silent.numel())))
    return min(found)


# NaN


def _not_finite(trial: Trial, module: nn.Module, batch: Mapping[str, Tensor], loss: float) -> Diagnosis:
    """The engine's own sentence, which names the first node."""
    assert trial.plan is not None
    problem = finite.explain(NotFinite(1, loss, batch), trial.plan, module).problem
    place = trial.project.blocks[problem.block].nodes[problem.node].name if problem.block and problem.node else "–"
    words = QT_TRANSLATE_NOOP("Problem", "{node} is the first to give a value that is not finite.")
    seen = QT_TRANSLATE_NOOP("Problem", "The loss of one batch is {loss}.")
    remedy = QT_TRANSLATE_NOOP(
        "Problem", "Keep what goes into {node} in range: a logarithm, root or division needs a lower limit."
    )
    at = (problem.block, problem.node) if problem.block is not None and problem.node is not None else None
    block = trial.project.blocks[at[0]] if at is not None else None
    fixes = tuple(bounded(block, block.nodes[at[1]])) if block is not None and at is not None else ()
    return diagnosis("not-finite", words, {"node": place}, said(seen, loss=str(loss)), remedy, Ground.BATCH,
        at=at, severity=Severity.ERROR, figures={"loss": loss}, fixes=fixes)  # fmt: skip


# Dead ReLU


def _dead(trial: Trial, observed: Observed, trained: bool) -> Iterator[Diagnosis]:
    if observed.rows < FEW:
        return
    for chain, share in observed.silent.items():
        units = observed.units[chain]
        if share < (DEAD if trained else _by_chance(units)) or not chain:
            continue
        block, id = chain[-1]
        node = trial.project.blocks[block].nodes[id]
        values = {"node": trial.path(chain), "share": f"{share:.0%}", "units": units}
        words = QT_TRANSLATE_NOOP("Problem", "{node} is dead in {share} of its units: no gradient passes there.")
        seen = QT_TRANSLATE_NOOP("Problem", "{silent} of {units} units give 0 for every one of {rows} rows.")
        evidence = said(seen, silent=str(round(share * units)), units=str(units), rows=str(observed.rows))
        remedy = QT_TRANSLATE_NOOP(
            "Problem",
            "Lower the learning rate, begin with smaller negative biases, or use LeakyReLU, which never dies.",
        )
        fixes: tuple[Fix, ...] = ()
        if node.kind == "torch.nn.ReLU":
            leaky = another_kind(trial.project.blocks[block], node, "torch.nn.LeakyReLU", node.arguments)
            fixes = (Fix(QT_TRANSLATE_NOOP("Fix", "Use {kind}"), leaky, {"kind": "LeakyReLU"}),)
        yield diagnosis("dead-relu", words, values, evidence, remedy, Ground.BATCH, at=(block, id),
            figures={"share": share, "units": units, "rows": observed.rows}, fixes=fixes)  # fmt: skip


def _by_chance(units: int) -> float:
    """The share of silent units that fresh weights reach by chance alone once in a thousand layers."""
    return min(1.0, DEAD + _CHANCE * math.sqrt(DEAD * (1 - DEAD) / units))


# Gradients


def _gradients(trial: Trial, module: nn.Module, observed: Observed) -> Iterator[Diagnosis]:
    """Compares the gradients of weights from the input to the loss, each by its root mean square."""
    sizes = {
        path: _size(gradient) for path, gradient in observed.gradients.items() if module.get_parameter(path).dim() > 1
    }
    sizes = {path: size for path, size in sizes.items() if size > 0}
    norm = math.hypot(*(_norm(gradient) for gradient in observed.gradients.values()))
    clipped = trial.plan is not None and trial.plan.update.clips
    if not math.isfinite(norm) or (norm > LARGE_NORM and not clipped):
        largest_at = max(observed.gradients, key=lambda path: _norm(observed.gradients[path]))
        yield _exploding_norm(norm, trial.places.chain(largest_at))
    if len(sizes) < 2:
        return
    (first, smallest), largest = min(sizes.items(), key=lambda item: item[1]), max(sizes.values())
    last = list(sizes.values())[-1]
    if smallest < VANISHED * largest and list(sizes).index(first) < len(sizes) - 1:
        yield _faded(trial, module, first, smallest / largest, observed.loss)
    wildest, size = max(sizes.items(), key=lambda item: item[1])
    if size > EXPLODED * last and wildest != list(sizes)[-1]:
        yield _exploded(trial, module, wildest, size / last)


def _faded(trial: Trial, module: nn.Module, path: str, ratio: float, loss: float) -> Diagnosis:
    chain = trial.places.chain(path)
    values = {"node": trial.path(chain) or path, "path": path, "ratio": f"{ratio:.1e}"}
    words = QT_TRANSLATE_NOOP("Problem", "The gradient vanishes on its way to {node}: it hardly learns.")
    seen = QT_TRANSLATE_NOOP("Problem", "The gradient of {path} is {ratio} times the largest of all weights.")
    remedy = QT_TRANSLATE_NOOP(
        "Problem",
        "Use ReLU or GELU instead of sigmoids, a normalisation between layers, or connections that skip some.",
    )
    fixes = tuple(unsaturated(trial.project.blocks[chain[-1][0]])) if chain else ()
    return diagnosis("vanishing-gradient", words, values, said(seen, **values), remedy, Ground.BATCH,
        at=chain[-1] if chain else None, figures={"ratio": ratio, "loss": loss}, fixes=fixes)  # fmt: skip


def _exploded(trial: Trial, module: nn.Module, path: str, ratio: float) -> Diagnosis:
    chain = trial.places.chain(path)
    values = {"node": trial.path(chain) or path, "path": path, "ratio": f"{ratio:.1e}"}
    words = QT_TRANSLATE_NOOP("Problem", "The gradient explodes on its way to {node}.")
    seen = QT_TRANSLATE_NOOP("Problem", "The gradient of {path} is {ratio} times that of the last weights.")
    remedy = QT_TRANSLATE_NOOP("Problem", "Begin with smaller weights, normalise between layers, or set clip_norm.")
    return diagnosis("exploding-gradient", words, values, said(seen, **values), remedy, Ground.BATCH,
        at=chain[-1] if chain else None, figures={"ratio": ratio})  # fmt: skip


def _exploding_norm(norm: float, chain: Chain) -> Diagnosis:
    words = QT_TRANSLATE_NOOP("Problem", "The gradients are huge: one step can throw all weights off.")
    seen = QT_TRANSLATE_NOOP("Problem", "The norm of all gradients of one batch is {norm}.")
    remedy = QT_TRANSLATE_NOOP("Problem", "Bring data and targets to a size around 1, or set clip_norm.")
    fix = Fix(QT_TRANSLATE_NOOP("Fix", "Set clip_norm to 1"), (SetTraining("clip_norm", 1.0),))
    return diagnosis("exploding-gradient", words, {}, said(seen, norm=norm), remedy, Ground.BATCH,
        at=chain[-1] if chain else None, figures={"norm": norm}, fixes=(fix,))  # fmt: skip


def _size(gradient: Tensor) -> float:
    return _norm(gradient) / math.sqrt(max(1, gradient.numel()))


def _norm(gradient: Tensor) -> float:
    numbers = gradient.coalesce().values() if gradient.is_sparse else gradient
    return float(torch.linalg.vector_norm(numbers.detach())) if numbers.numel() else 0.0


# Predictions


def _constant(trial: Trial, module: nn.Module, batch: Mapping[str, Tensor], trained: bool) -> Iterator[Diagnosis]:
    """Whether the network says the same whatever it is given."""
    plan = trial.plan
    assert plan is not None
    forward = trial.forward(module.eval())
    with torch.no_grad():
        prediction, _ = forward(batch)
    if not isinstance(prediction, Tensor) or prediction.dim() == 0 or len(prediction) < 2:
        return
    if all(bool((values == values[:1]).all()) for port, values in batch.items() if port != plan.wiring.target):
        return  # as it should be: the rows are all alike
    at = (plan.loss_place.block, plan.loss_place.node) if plan.loss_place is not None else None
    values = prediction.detach()
    spread = float((values.amax(0) - values.amin(0)).max())
    if spread <= ALIKE * max(1e-30, float(values.abs().max())):
        words = QT_TRANSLATE_NOOP("Problem", "The network gives the same answer whatever it is given.")
        seen = QT_TRANSLATE_NOOP("Problem", "Over {rows} different rows its answers differ by {spread} at most.")
        remedy = QT_TRANSLATE_NOOP(
            "Problem",
            "Look for a layer whose output never changes: dead units, weights of zero, inputs that are cut off.",
        )
        yield diagnosis("constant-predictions", words, {}, said(seen, rows=str(len(values)), spread=spread), remedy,
            Ground.BATCH, at=at, figures={"spread": spread, "rows": len(values)})  # fmt: skip
    elif trained and plan.task is Task.CLASSES and values.dim() == 2:
        yield from _one_class(values.argmax(1), batch[plan.wiring.target], at)


def _one_class(said_classes: Tensor, targets: Tensor, at: tuple[str, str] | None) -> Iterator[Diagnosis]:
    commonest = float(torch.bincount(targets).max()) / len(targets)
    if bool((said_classes != said_classes[0]).any()) or commonest >= ONE_CLASS:
        return
    given = {"label": str(int(said_classes[0])), "rows": str(len(targets)), "share": f"{commonest:.0%}"}
    words = QT_TRANSLATE_NOOP("Problem", "The trained network always says class {label}.")
    seen = QT_TRANSLATE_NOOP("Problem", "So it does for {rows} rows, though no class has more than {share} of them.")
    remedy = QT_TRANSLATE_NOOP("Problem", "Train longer, change the learning rate, or weight the classes in the loss.")
    yield diagnosis("constant-predictions", words, given, said(seen, **given), remedy, Ground.BATCH, at=at,
        figures={"rows": len(targets), "share": commonest})  # fmt: skip
